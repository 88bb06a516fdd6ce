"""Figures of a sound by independent means: pyloudnorm, plain thresholds, the wave itself."""

from collections.abc import Iterable

import numpy as np
import pyloudnorm
from numpy.typing import NDArray

from audiocoach.audio.arrays import Mono
from audiocoach.units import SAMPLE_RATE


def active_lufs(samples: Mono) -> float:
    """Dual-mono loudness of the 10 ms frames within 40 dB of the loudest, repeated to 3 s."""
    frames = samples[: len(samples) // 441 * 441].reshape(-1, 441)
    level = np.sqrt((frames.astype(np.float64) ** 2).mean(axis=1))
    active = frames[level >= level.max() / 100].reshape(-1)
    repeated = np.tile(active, -(-3 * SAMPLE_RATE // len(active)))
    both = np.stack((repeated, repeated), axis=1)
    return float(pyloudnorm.Meter(SAMPLE_RATE).integrated_loudness(both))


def edge_silence_ms(samples: Mono) -> tuple[float, float]:
    """How long each end is below -50 dBFS."""
    heard = np.flatnonzero(np.abs(samples) > 10 ** (-50 / 20))
    return heard[0] * 1000 / SAMPLE_RATE, (len(samples) - 1 - heard[-1]) * 1000 / SAMPLE_RATE


def true_peak(samples: Mono, points: int = 4) -> float:
    """The highest of so many points a sample of the wave through `samples`, as an amplitude, without what lies above
    20 kHz.

    Four points are what BS.1770-5 annex 2 asks for; more of them are nearer to the wave itself.
    """
    padded = np.pad(samples.astype(np.float64), 4096)
    spectrum = np.fft.rfft(padded)
    spectrum[np.fft.rfftfreq(len(padded), 1 / SAMPLE_RATE) > 20_000] = 0
    wave = np.fft.irfft(spectrum, len(padded) * points) * points
    return float(max(np.abs(wave).max(), np.abs(samples).max(initial=0)))


def spread(takes: Iterable[Mono]) -> float:
    """How far the K-weighted levels of 400 ms lie apart, from the softest tenth to the loudest twentieth, in dB."""
    powers: list[float] = []
    for take in takes:
        energy = np.concatenate(([0.0], np.cumsum(np.square(k_weighted(take)))))
        powers.extend((energy[17_640:] - energy[:-17_640])[::2_205])
    heard = np.array(powers)[np.array(powers) > max(powers) * 1e-6]  # what is 60 dB softer is silence
    low, high = np.quantile(10 * np.log10(heard), [0.1, 0.95])
    return float(high - low)


def k_weighted(samples: Mono) -> NDArray[np.float64]:
    """`samples` through the two filters of BS.1770 one sample after the other, as pyloudnorm has them."""
    weighted = samples.astype(np.float64)
    for stage in pyloudnorm.Meter(SAMPLE_RATE, filter_class="DeMan")._filters.values():
        weighted = stage.apply_filter(weighted)
    return weighted
