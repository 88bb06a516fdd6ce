"""What becomes of a sound in one ear: a bed or a song loses little loudness when it is folded down to mono."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from audiocoach.audio.arrays import Stereo
from audiocoach.units import to_gain

MOST_LOSS_DB: Final = 4.0
"""What a sound may lose in loudness when it is folded down; a wider one is made narrower."""

_NOTHING: Final = 100  # middle this much weaker than side is no sound
_SAFETY: Final = 0.95
_DIGITS: Final = 3  # of a width: it decides about samples, and no last bit of a measurement may


@dataclass(frozen=True, slots=True)
class Width:
    """How wide a sound is played, so that it survives in one ear."""

    side: float = 1.0
    """The factor on (left - right) / 2."""
    is_left_alone: bool = False
    """One ear is the other turned over, so that nothing is left of both: left is played in both."""

    def narrowed(self, block: Stereo) -> Stereo:
        """`block` at this width."""
        if self.is_left_alone:
            return np.repeat(block[:, :1], 2, axis=1)
        if self.side == 1.0:
            return block
        middle, side = middle_and_side(block).T
        side = side * np.float32(self.side)
        return np.stack((middle + side, middle - side), axis=1)


UNCHANGED: Final = Width()


def middle_and_side(block: Stereo) -> Stereo:
    """(left + right) / 2 and (left - right) / 2, in the places of left and right."""
    left, right = block[:, 0], block[:, 1]
    return np.stack((left + right, left - right), axis=1) * np.float32(0.5)


def width_of(middle: float, side: float) -> Width:
    """At which the fold-down loses 4 dB at most.

    `middle` and `side` are the K-weighted energies of (left + right) / 2 and (left - right) / 2.
    """
    if middle < side / _NOTHING:
        return Width(is_left_alone=True)
    most = (to_gain(MOST_LOSS_DB) ** 2 - 1) * middle
    return Width(min(1.0, round(float(np.sqrt(_SAFETY * most / side)), _DIGITS))) if side else UNCHANGED
