"""A loudness meter for a stream (ITU-R BS.1770-5, EBU Tech 3341), in parts that can be heard apart from each other.

A part is as long as a chunk of the encoder, and its figures depend on its window alone: they are kept with the chunk,
and a stretch of sound that was heard once need not be heard again.
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audiocoach.audio.arrays import Mono
from audiocoach.audio.blocks import Block, windows
from audiocoach.audio.loudness import integrate, k_response
from audiocoach.audio.spectra import product
from audiocoach.audio.true_peak import REACH, highest
from audiocoach.units import SAMPLE_RATE

METER_VERSION: Final = 1
"""Part of the key of all figures that are kept: raise it with every change of what `hear` gives."""
PART: Final = 56_448
"""Samples of a part, 1.28 s: a whole number of cells."""
BEFORE: Final = 3_456
"""Samples before it that are heard first: after 78 ms the K-weighting's response has decayed by 130 dB."""
AFTER: Final = REACH
"""Samples after it, which decide how high the wave goes behind its last sample."""

_CELL: Final = SAMPLE_RATE // 100  # 10 ms
_HOP: Final = 10  # cells from one gating block to the next
_WINDOW: Final = 4  # hops in a gating block of 400 ms
_SIZE: Final = 60_000  # of the transform: small factors, and longer than a part and what lies before it
_CELLS: Final = PART // _CELL


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """The figures of one part."""

    cells: NDArray[np.float32]
    """Its K-weighted energy in each 10 ms, summed over the ears, shape (128,)."""
    peak: float
    """The highest point of the wave in it, 4 x oversampled."""

    SIZE = 4 * (_CELLS + 1)
    """Bytes."""

    def to_bytes(self) -> bytes:
        """As they are kept."""
        return np.append(self.cells, self.peak).astype("<f4").tobytes()

    @classmethod
    def from_bytes(cls, kept: bytes) -> "Heard":
        """From what `to_bytes` gave."""
        figures = np.frombuffer(kept, "<f4").astype(np.float32)
        return cls(figures[:-1], float(figures[-1]))


@dataclass(frozen=True, slots=True)
class Measured:
    """What a meter has heard. Stereo counts as stereo: the channels' powers add up."""

    integrated_lufs: float
    """With both gates; `-inf` for silence or less than 400 ms."""
    true_peak_dbtp: float
    """The highest point of the wave, 4 x oversampled; `-inf` for silence."""


class Meter:
    """Takes the figures of parts in their order; it holds 8 bytes for every 100 ms."""

    def __init__(self) -> None:
        self._hops = array("d")  # energies
        self._rest = np.zeros(0, np.float32)  # cells of a hop that has not ended
        self._peak = 0.0

    def add(self, heard: Heard) -> None:
        """The next part."""
        cells = np.concatenate((self._rest, heard.cells))
        whole = len(cells) // _HOP * _HOP
        self._hops.extend(cells[:whole].reshape(-1, _HOP).sum(axis=1, dtype=np.float64))
        self._rest = cells[whole:]
        self._peak = max(self._peak, heard.peak)

    def finish(self, length: int) -> Measured:
        """The figures of all parts, `length` samples together."""
        hops = np.array(self._hops)[: length // (_CELL * _HOP)]
        blocks = np.convolve(hops, np.ones(_WINDOW), "valid") if len(hops) >= _WINDOW else np.zeros(0)
        peak_db = 20 * float(np.log10(self._peak)) if self._peak else -np.inf
        return Measured(integrate(blocks / (_CELL * _HOP * _WINDOW)), peak_db)


def measure(blocks: Iterable[Block]) -> Measured:
    """The figures of all of `blocks`."""
    meter, length = Meter(), 0

    def counted() -> Iterable[Block]:
        nonlocal length
        for block in blocks:
            length += len(block)
            yield block

    for window in windows(counted(), BEFORE, PART, AFTER):
        meter.add(hear(window))
    return meter.finish(length)


def hear(window: Block) -> Heard:
    """The figures of the part in a window of at least `BEFORE + PART + AFTER` samples, shape (samples, 2)."""
    cells, peak = np.zeros(_CELLS, np.float32), 0.0
    audio = window[: BEFORE + PART + AFTER].T
    if audio.any():
        # Speech and tones are the same in both ears: then one channel is enough, and counts twice.
        waves = audio[:1] if np.array_equal(*audio) else audio
        for wave in map(np.ascontiguousarray, waves):
            cells += _energies(wave[: BEFORE + PART]) * np.float32(2 / len(waves))
            peak = highest(wave[BEFORE - REACH :], peak)
    return Heard(cells, peak)


def _energies(wave: Mono) -> NDArray[np.float32]:
    """The K-weighted energy of each cell of a part, which follows on `BEFORE` samples in `wave`."""
    weighted = np.fft.irfft(product(np.fft.rfft(wave, _SIZE), _response()), _SIZE)[BEFORE : BEFORE + PART]
    cells = weighted.astype(np.float32).reshape(_CELLS, _CELL)
    energies: NDArray[np.float32] = np.einsum("ij,ij->i", cells, cells)
    return energies


@cache
def _response() -> NDArray[np.complex64]:
    """The K-weighting in single precision, for every part."""
    return k_response(_SIZE).astype(np.complex64)
