"""Grains in a row: each fades into the next, aligned and equal in power."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from audiocoach.audio.arrays import Precise, Stereo
from audiocoach.audio.elementary import cosine, sine
from audiocoach.audio.spectra import fast_size, product
from audiocoach.sound.soundscapes.descriptors import HOP

FADE: Final = 5 * HOP
"""Samples over which a grain fades into the next, 250 ms."""
REACH: Final = HOP
"""Samples by which a grain may begin earlier or later than planned."""

_EMPHASIS: Final = 0.9
_DIGITS: Final = 2  # of a correlation: it decides about samples, and no last bit of a float may


@dataclass(frozen=True, slots=True)
class Grain:
    """A stretch of a recording, and where it sounds."""

    at: int
    """Where it begins in the loop, in looks of `HOP` samples."""
    looks: int
    """From its beginning to that of the next."""
    start: int
    """Its first sample in the recording."""

    @property
    def end(self) -> int:
        """The sample of the recording from which on it fades into the next grain."""
        return self.start + self.looks * HOP


def joined(frames: Stereo, grains: Sequence[Grain]) -> Stereo:
    """The loop that `grains` of a recording make, shape (samples, 2); the last fades into the first.

    Unlike sounds keep their level where sine and cosine fade them. Two that are partly alike would swell by up to 3 dB,
    so that what they have in common is divided out.
    """
    out = np.empty((sum(grain.looks for grain in grains) * HOP, 2), np.float32)
    turns = ((np.arange(FADE) + 0.5) / (4 * FADE))[:, np.newaxis]
    falling, rising = cosine(turns), sine(turns)
    for before, grain in zip((grains[-1], *grains[:-1]), grains, strict=True):
        at = grain.at * HOP
        out[at : at + grain.looks * HOP] = frames[grain.start : grain.end]
        old, new = frames[before.end : before.end + FADE], frames[grain.start : grain.start + FADE]
        likeness = max(float(_likeness(old, new)[0]), 0.0)
        out[at : at + FADE] = (old * falling + new * rising) / np.sqrt(1 + 2 * likeness * rising * falling)
    return out


def shift(frames: Stereo, joints: Sequence[tuple[int, int]]) -> int:
    """By how many samples a grain should begin later, up to `REACH` either way, so that its waves meet others in phase.

    `joints`: for each of its joins, the sample where the other sound begins to cross it, and that of the grain's own.
    """
    likeness = sum(
        _likeness(frames[other : other + FADE], frames[own - REACH : own + REACH + FADE]) for other, own in joints
    )
    return int(np.argmax(likeness)) - REACH


def _likeness(sound: Stereo, longer: Stereo) -> Precise:
    """The correlation of `sound` with `longer` from each of its samples on at which it fits, both channels together.

    With emphasis above 700 Hz, where ears are keen and most recordings weak.
    """
    one, other = (part[1:] - _EMPHASIS * part[:-1].astype(np.float64) for part in (sound, longer))
    size = fast_size(len(other))
    spectrum = product(np.fft.rfft(other, size, axis=0), np.fft.rfft(one, size, axis=0).conj())
    both = np.fft.irfft(spectrum, size, axis=0).sum(axis=1)[: len(other) - len(one) + 1]
    energies = np.concatenate(([0.0], np.cumsum(np.square(other).sum(axis=1))))
    power = np.square(one).sum() * np.maximum(energies[len(one) :] - energies[: len(both)], 0)
    likeness: Precise = np.round(both / np.sqrt(power + np.finfo(np.float64).tiny), _DIGITS)
    return likeness
