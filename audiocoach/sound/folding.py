"""What becomes of a sound in one ear: a bed or a song loses little loudness when it is folded down to mono."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

MOST_LOSS_DB: Final = 4.0
"""What a sound may lose in loudness when it is folded down; a wider one is made narrower."""
LEFT_ALONE: Final = -1.0
"""In place of a factor: one ear is the other turned over, its fold-down is nothing, and left is played in both."""

_NOTHING: Final = 100  # middle this much weaker than side is no sound
_SAFETY: Final = 0.95


def side_factor(middle: float, side: float) -> float:
    """The factor on (left - right) / 2 with which the fold-down loses 4 dB at most, or `LEFT_ALONE`.

    `middle` and `side` are the K-weighted energies of (left + right) / 2 and (left - right) / 2.
    """
    if middle < side / _NOTHING:
        return LEFT_ALONE
    most = (10 ** (MOST_LOSS_DB / 10) - 1) * middle
    return min(1.0, float(np.sqrt(_SAFETY * most / side))) if side else 1.0


def narrowed(block: NDArray[np.float32], factor: float) -> NDArray[np.float32]:
    """`block`, shape (samples, 2), with its `side_factor`."""
    if factor == 1.0:
        return block
    if factor == LEFT_ALONE:
        return np.repeat(block[:, :1], 2, axis=1)
    middle, side = (block[:, 0] + block[:, 1]) / 2, (block[:, 0] - block[:, 1]) * np.float32(factor / 2)
    return np.stack((middle + side, middle - side), axis=1)
