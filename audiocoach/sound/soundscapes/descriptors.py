"""What a recording sounds like from moment to moment: the levels of its thirds of an octave, twenty times a second."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from audiocoach.audio.arrays import Precise, Stereo
from audiocoach.audio.elementary import decibels, gains
from audiocoach.audio.spectra import hann, power_of
from audiocoach.units import SAMPLE_RATE

HOP: Final = SAMPLE_RATE // 20
"""Samples from one look to the next, 50 ms."""

Levels = NDArray[np.int64]
"""Hundredths of a decibel: whole numbers, so that no last bit of a float decides where a recording is cut."""

_WINDOW: Final = 2 * HOP
_BATCH: Final = 256  # looks at once, 13 s
_EDGES: Final = 80 * 2 ** (np.arange(25) / 3)  # Hz, of thirds of an octave up to 20 kHz
_LEAST: Final = 1e-10  # -100 dB: silence has a level too
_MOMENT: Final = 5  # looks, 250 ms
_AROUND: Final = 41  # looks, 2 s: what an event stands out from
_FADED: Final = 1200  # 12 dB below the recording's middle: its ends are no part of the texture


@dataclass(frozen=True, slots=True, eq=False)
class Descriptors:
    """What was seen of a recording; look n is around its sample n x `HOP`."""

    levels: Levels
    """Of both channels together in thirds of an octave, over 250 ms, shape (looks, bands)."""
    salience: Levels
    """How far the band that stands out most is above its mean of the 2 s around, shape (looks,): high in events."""
    energies: Precise
    """The energy in each band of all looks before, shape (looks + 1, bands)."""
    first: int
    """The first look that is no silence or fade at the recording's start."""
    last: int
    """The last that is none at its end."""


def described(frames: Stereo) -> Descriptors:
    """The descriptors of a recording of 3 s or more, read a few seconds at a time."""
    looks = len(frames) // HOP
    moments = np.concatenate([_levels(frames, at, min(at + _BATCH, looks)) for at in range(0, looks, _BATCH)])
    energies = np.zeros((looks + 1, len(_EDGES) - 1))
    np.cumsum(np.square(gains(moments / 100)), axis=0, out=energies[1:])
    whole = np.rint(100 * decibels(np.diff(energies.sum(axis=1)))).astype(np.int64)
    heard = np.flatnonzero(_mean(whole, _MOMENT) >= np.median(whole) - _FADED)
    levels = _mean(moments, _MOMENT)
    salience = np.maximum((levels - _mean(moments, _AROUND)).max(axis=1), 0)
    return Descriptors(levels, salience, energies, int(heard[0]), int(heard[-1]))


def _levels(frames: Stereo, start: int, stop: int) -> Levels:
    """Of the looks from `start` to `stop`, each over 100 ms."""
    around = np.arange((start - 1) * HOP, stop * HOP)
    ears = np.ascontiguousarray(frames[np.clip(around, 0, len(frames) - 1)].T)
    pieces = sliding_window_view(ears, _WINDOW, axis=1)[:, ::HOP] * hann(_WINDOW).astype(np.float32)
    powers = power_of(np.fft.rfft(pieces)).sum(axis=0)
    bins = np.rint(_EDGES * (_WINDOW / SAMPLE_RATE)).astype(np.intp)
    bands = np.add.reduceat(powers, bins, axis=1)[:, :-1] / _WINDOW**2
    return np.rint(100 * decibels(bands + _LEAST)).astype(np.int64)


def _mean(values: Levels, looks: int) -> Levels:
    """Each with those around it, `looks` in all; the first and the last go on beyond the ends."""
    half = looks // 2
    around = np.concatenate((values[:1].repeat(half, axis=0), values, values[-1:].repeat(half + 1, axis=0)))
    sums = np.cumsum(around, axis=0)
    sums[looks:] -= sums[:-looks].copy()
    means: Levels = sums[looks - 1 : -1] // looks
    return means
