"""What a soundscape sounds like, in figures: as `scripts/soundscape_sheet` prints them and the tests hold them.

Everything is measured on the mean of both sides, 44,100 samples a second, in powers of a long-term spectrum (Welch:
Hann windows of 8192 samples, half over one another) or in the amplitudes of eight bands over time. A real recording is
measured in the same way, so that the two can be laid side by side.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

RATE: Final = 44_100
OCTAVES: Final = (63, 125, 250, 500, 1000, 2000, 4000, 8000)
"""Centres of octave bands (Hz)."""
_LONG, _SHORT, _HOP = 8192, 1024, 441
_BAND_STARTS: Final = (300, 500, 800, 1200, 1800, 2700, 4000, 6000)
_CHIRPS_HZ, _SLOWEST_HZ = 2000, 4
_LOWEST, _THIRDS = 256, 16
_AT_ONCE: Final = 512  # windows

Wave = NDArray[np.float32]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Figures:
    """What was measured."""

    centroid_hz: float
    """The mean frequency, weighted with power."""
    slope: float
    """How the power of a hertz falls, in dB per octave: a line through the third octaves from 256 Hz to 8 kHz."""
    kurtosis: float
    """Of the samples, above that of Gaussian noise: 0 is an even rush, 10 are knocks."""
    correlation: float
    """How much the amplitudes of eight bands move together: the mean over their pairs, 1 is as one."""
    modulation: float
    """How deeply the amplitude of 2-4 kHz swings 4 to 8 times a second, beside its mean: a line has 0, a sine's full
    swing 1, chirps with rests as long as they up to 1.3."""
    spectrum: tuple[Floats, Floats]
    """Frequencies (Hz) and powers."""

    def share_db(self, low: float, high: float) -> float:
        """The level of a range of frequencies relative to the whole."""
        hz, power = self.spectrum
        return float(10 * np.log10(power[(hz >= low) & (hz < high)].sum() / power.sum() + 1e-12))


def measured(mono: Wave) -> Figures:
    """The figures of a sound, shape (frames,)."""
    hz, power = np.fft.rfftfreq(_LONG, 1 / RATE), _mean_power(mono)
    centred = mono - mono.mean(dtype=np.float64)
    squared = np.square(centred)
    bands = _amplitudes(mono)
    return Figures(
        centroid_hz=float((hz * power).sum() / power.sum()),
        slope=_slope(hz, power),
        kurtosis=float(np.square(squared).mean() / squared.mean() ** 2 - 3),
        correlation=_mean_correlation(bands[:-1]),
        modulation=_modulation(bands[-1]),
        spectrum=(hz, power),
    )


def octave(centre: float) -> tuple[float, float]:
    """The range of an octave band (Hz)."""
    return centre / 2**0.5, centre * 2**0.5


def _powers(mono: Wave, size: int, hop: int) -> Iterator[Floats]:
    """The powers of overlapping windows, a few at once, shape (windows, bins)."""
    windows = np.lib.stride_tricks.sliding_window_view(mono, size)[::hop]
    hann = np.hanning(size + 1)[:-1].astype(np.float32)
    for start in range(0, len(windows), _AT_ONCE):
        yield np.square(np.abs(np.fft.rfft(windows[start : start + _AT_ONCE] * hann)))


def _mean_power(mono: Wave) -> Floats:
    """By Welch; the mean of the whole is no sound."""
    total: Floats = sum(block.sum(axis=0) for block in _powers(mono - mono.mean(), _LONG, _LONG // 2))
    return total


def _slope(hz: Floats, power: Floats) -> float:
    thirds = np.arange(_THIRDS) / 3  # octaves above the lowest
    densities = [power[_within(hz, _LOWEST * 2 ** (third - 1 / 6), 2 ** (1 / 3))].mean() for third in thirds]
    return float(np.polyfit(thirds, 10 * np.log10(np.array(densities) + 1e-30), 1)[0])


def _amplitudes(mono: Wave) -> Floats:
    """Of the eight bands a hundred times a second, and last of that of birds and crickets, shape (bands, looks)."""
    hz = np.fft.rfftfreq(_SHORT, 1 / RATE)
    inside = [*(_within(hz, start, 1.5) for start in _BAND_STARTS), _within(hz, _CHIRPS_HZ, 2)]
    blocks = [np.stack([power[:, band].sum(axis=1) for band in inside]) for power in _powers(mono, _SHORT, _HOP)]
    return np.sqrt(np.concatenate(blocks, axis=1))


def _modulation(amplitude: Floats) -> float:
    """The swing of a sine as strong as all that is between 4 and 8 Hz, over the mean (Houtgast and Steeneken, JASA
    1985, with amplitudes in place of intensities)."""
    swings = np.abs(np.fft.rfft(amplitude)) / len(amplitude)
    hz = np.fft.rfftfreq(len(amplitude), _HOP / RATE)
    return float(2 * np.sqrt(np.square(swings[_within(hz, _SLOWEST_HZ, 2)]).sum()) / swings[0])


def _mean_correlation(amplitudes: Floats) -> float:
    pairs: Sequence[tuple[int, int]] = list(combinations(range(len(amplitudes)), 2))
    table = np.corrcoef(amplitudes)
    return float(np.mean([table[pair] for pair in pairs]))


def _within(hz: Floats, low: float, factor: float) -> NDArray[np.bool_]:
    return (hz >= low) & (hz < low * factor)
