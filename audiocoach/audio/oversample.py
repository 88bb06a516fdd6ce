"""The wave between the samples, 4 x oversampled (BS.1770-5 annex 2), computed only where it is asked for."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

REACH: Final = 16
"""How many samples on each side the wave between two samples depends on."""


Wave = NDArray[np.float32]
"""Shape (samples,): one channel."""


def _taps() -> Wave:
    """Shape (3, 2 * REACH): a windowed sinc (Kaiser, beta 7) for the points at 1/4, 1/2 and 3/4 between samples."""
    distance = np.arange(1 - REACH, REACH + 1) - np.array([[0.25], [0.5], [0.75]])
    window = np.i0(7 * np.sqrt(1 - np.square(distance / REACH)))
    taps = np.sinc(distance) * window
    result: Wave = (taps / taps.sum(axis=1, keepdims=True)).astype(np.float32)
    return result


_TAPS: Final = _taps()


def between(wave: Wave, at: NDArray[np.intp]) -> Wave:
    """The highest of the three points between samples `n` and `n + 1` of `wave`, for each `n` in `at`.

    `wave`, shape (samples,), reaches from `REACH - 1` samples before the first `n` to `REACH` after the last.
    Products are added tap by tap, so that a point's bits do not depend on which others are asked for.
    """
    points = np.zeros((len(_TAPS), len(at)), np.float32)
    for tap, factors in enumerate(_TAPS.T):
        points += np.multiply.outer(factors, wave[at + (tap - REACH + 1)])
    highest: Wave = np.abs(points).max(axis=0)
    return highest


def around(wave: Wave, threshold: float) -> NDArray[np.intp]:
    """Where `between` finds any point that is higher than 2 x `threshold`: beside the samples above `threshold`.

    For the wave to rise by more than 6 dB within half a sample it would have to be noise near 22 kHz.
    """
    loud = np.flatnonzero(np.abs(wave[REACH : len(wave) - REACH]) > threshold) + REACH
    return np.union1d(loud - 1, loud)
