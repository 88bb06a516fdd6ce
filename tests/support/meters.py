"""Figures of a take by independent means: pyloudnorm, and plain thresholds."""

import numpy as np
import pyloudnorm

from audiocoach.audio.loudness import Mono
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
