"""A loudness meter for a stream (ITU-R BS.1770-5, EBU Tech 3341), in parts that can be heard apart from each other.

A part is as long as a chunk of the encoder, and its figures depend on its window alone: they are kept with the chunk,
and a stretch of sound that was heard once need not be heard again.
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from audiocoach.audio.arrays import Channels, Energies, Planar
from audiocoach.audio.blocks import windows
from audiocoach.audio.elementary import decibels
from audiocoach.audio.loudness import CELL, HOP, TAIL, cell_energies, gated, hop_energies, of_both_ears
from audiocoach.audio.true_peak import REACH, highest
from audiocoach.conventions import CYCLE

PART: Final = CYCLE
"""Samples of a part: a whole number of cells."""
BEFORE: Final = TAIL
"""Samples before it that are heard first."""
AFTER: Final = REACH
"""Samples after it, which decide how high the wave goes behind its last sample."""


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """The figures of one part."""

    cells: Energies
    """Its energy in both ears, shape (128,)."""
    peak: float
    """The highest point of the wave in it, 4 x oversampled."""

    SIZE = 4 * (PART // CELL + 1)
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

    def __init__(self, early: int = 0) -> None:
        """`early`: how many cells of the first part lie before the first sample that counts."""
        self._early = early
        self._hops = array("d")  # energies
        self._rest = np.zeros(0, np.float32)  # cells of a hop that has not ended
        self._peak = 0.0

    def add(self, heard: Heard) -> None:
        """The next part."""
        cells = np.concatenate((self._rest, heard.cells[self._early :]))
        self._early = 0
        whole = len(cells) // HOP * HOP
        self._hops.extend(hop_energies(cells, whole * CELL))
        self._rest = cells[whole:]
        self._peak = max(self._peak, heard.peak)

    def finish(self, length: int) -> Measured:
        """The figures of all parts, `length` samples together."""
        hops = np.array(self._hops)[: length // (CELL * HOP)]
        return Measured(gated(hops), 2 * float(decibels(self._peak)) if self._peak else -np.inf)


def measure(blocks: Iterable[Channels]) -> Measured:
    """The figures of all of `blocks`."""
    meter, length = Meter(), 0

    def counted() -> Iterable[Channels]:
        nonlocal length
        for block in blocks:
            length += len(block)
            yield block

    for window in windows(counted(), BEFORE, PART, AFTER):
        meter.add(hear(window.T))
    return meter.finish(length)


def hear(window: Planar) -> Heard:
    """The figures of the part in a window of `BEFORE + PART + AFTER` samples, in one channel or two."""
    waves = np.ascontiguousarray(window)
    if not waves.any():
        return Heard(np.zeros(PART // CELL, np.float32), 0.0)
    if len(waves) == 2 and np.array_equal(*waves):  # speech and tones: one channel tells all
        waves = waves[:1]
    cells = of_both_ears(cell_energies(waves[:, : BEFORE + PART], BEFORE))
    peak = 0.0
    for wave in waves:
        peak = highest(wave[BEFORE - REACH :], peak)
    return Heard(cells, peak)
