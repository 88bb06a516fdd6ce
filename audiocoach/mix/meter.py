"""A loudness meter for a stream (ITU-R BS.1770-5, EBU Tech 3341): feed it blocks, then ask it once.

It holds one segment of audio and a figure per 100 ms (0.3 MB an hour), however long the session is.
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audiocoach.loudness import integrate, k_response
from audiocoach.mix.frames import Block, Framer
from audiocoach.mix.oversample import REACH, Wave, around, between
from audiocoach.units import SAMPLE_RATE

_HOP: Final = SAMPLE_RATE // 10  # samples from one gating block to the next
_WINDOW: Final = 4  # hops in a gating block of 400 ms
_TAIL: Final = SAMPLE_RATE // 10  # after 100 ms the K-weighting's response has decayed by 180 dB
_SIZE: Final = 48_000  # of the transform: small factors, and it stays in the processor's cache
_SEGMENT: Final = (_SIZE - _TAIL) // _HOP * _HOP


@dataclass(frozen=True, slots=True)
class Measured:
    """What a meter has heard. Stereo counts as stereo: the channels' powers add up."""

    integrated_lufs: float
    """With both gates; `-inf` for silence or less than 400 ms."""
    true_peak_dbtp: float
    """The highest point of the wave, 4 x oversampled; `-inf` for silence."""


def measure(blocks: Iterable[Block]) -> Measured:
    """The figures of all of `blocks`."""
    meter = Meter()
    for block in blocks:
        meter.feed(block)
    return meter.finish()


class Meter:
    """Takes the stream in blocks of any size, which does not change the figures."""

    def __init__(self) -> None:
        self._framer = Framer(_SEGMENT)
        self._before = np.zeros((_TAIL, 2), np.float32)
        self._response = k_response(_SIZE).astype(np.complex64)
        self._samples = 0
        self._hops = array("d")  # energies
        self._peak = 0.0

    def feed(self, block: Block) -> None:
        """Hears `block`, shape (samples, 2)."""
        self._samples += len(block)
        for segment in self._framer.feed(block):
            self._hear(segment)

    def finish(self) -> Measured:
        """The figures of all that was fed; the meter is then done."""
        # At least REACH zeros, so that the wave after the last sample is looked at too.
        silence = np.zeros((REACH + (-self._samples - REACH) % _SEGMENT, 2), np.float32)
        for segment in self._framer.feed(silence):
            self._hear(segment)
        hops = np.array(self._hops)[: self._samples // _HOP]
        blocks = np.convolve(hops, np.ones(_WINDOW), "valid") if len(hops) >= _WINDOW else np.zeros(0)
        peak_db = 20 * float(np.log10(self._peak)) if self._peak else -np.inf
        return Measured(integrate(blocks / (_HOP * _WINDOW)), peak_db)

    def _hear(self, segment: Block) -> None:
        audio = np.concatenate((self._before, segment)).T
        self._before = segment[-_TAIL:]
        hops = np.zeros(_SEGMENT // _HOP)
        if audio.any():
            # Speech and tones are the same in both ears: then one channel is enough, and counts twice.
            waves = audio[:1] if np.array_equal(*audio) else audio
            for wave in map(np.ascontiguousarray, waves):
                hops += self._energies(wave) * (2 / len(waves))
                self._raise_peak(wave[_TAIL - 2 * REACH :])
        self._hops.extend(hops)

    def _energies(self, wave: Wave) -> NDArray[np.float64]:
        """The K-weighted energy of each hop of a segment, which follows on `_TAIL` samples in `wave`."""
        weighted = np.fft.irfft(np.fft.rfft(wave, _SIZE) * self._response, _SIZE)[_TAIL : len(wave)]
        hops = weighted.astype(np.float32).reshape(-1, _HOP)
        energies: NDArray[np.float64] = np.einsum("ij,ij->i", hops, hops).astype(np.float64)
        return energies

    def _raise_peak(self, wave: Wave) -> None:
        """Raises the highest peak; it looks between the samples only where a higher one can be."""
        self._peak = max(self._peak, float(wave.max()), -float(wave.min()))
        gaps = around(wave, self._peak / 2)
        self._peak = max(self._peak, float(between(wave, gaps).max(initial=0.0)))
