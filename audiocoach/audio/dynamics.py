"""Compression: loud parts brought nearer to soft ones. All work at 44.1 kHz, long sounds part by part."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from audiocoach.audio.arrays import Mono, Precise
from audiocoach.audio.elementary import decibels, gains
from audiocoach.audio.loudness import mean_squares
from audiocoach.audio.spectra import hann
from audiocoach.units import SAMPLE_RATE

FRAME: Final = SAMPLE_RATE // 200
"""Samples in 5 ms, in which levels are seen and gains given."""
KNEE_DB: Final = 6.0

_SMOOTH_FRAMES: Final = 9  # 45 ms: shorter would bend the wave of a deep voice, longer would miss a syllable
_PART: Final = 20 * SAMPLE_RATE  # what is worked on at once: a long recording would need gigabytes


@dataclass(frozen=True, slots=True)
class Compression:
    """How much is brought nearer."""

    threshold_db: float
    """Mean level of 10 ms from which a sound is compressed, in dBFS."""
    ratio: float


GENTLE: Final = Compression(-22.0, 2.0)
"""From about the median of speech at -16 LUFS."""
STREET: Final = Compression(-44.0, 6.0)
"""For traffic: the levels of 400 ms in a sentence (10 to 95 %) lie 3 dB nearer to each other than by `GENTLE`."""


def compress(samples: Mono, how: Compression = GENTLE) -> Mono:
    """`samples` compressed with a soft knee, level and gain seen 5 ms by 5 ms.

    The level is looked at to both sides, so nothing is late and no release pumps.
    """
    level = smoothed(mean_squares(samples, FRAME))
    over = decibels(np.maximum(level, 1e-12)) - how.threshold_db
    knee = np.square(np.clip(over + KNEE_DB / 2, 0, KNEE_DB)) / (2 * KNEE_DB)
    reduction = (1 - 1 / how.ratio) * np.where(over > KNEE_DB / 2, over, knee)
    return times(samples, gains(-reduction))


def times(samples: Mono, gain: Precise) -> Mono:
    """`samples` times a gain that is known at the centre of every 5 ms."""
    centres = (np.arange(len(gain)) + 0.5) * FRAME
    changed = np.empty_like(samples)
    for start in range(0, len(samples), _PART):
        part = samples[start : start + _PART]
        changed[start : start + _PART] = part * np.interp(np.arange(start, start + len(part)), centres, gain)
    return changed


def smoothed(power: Precise) -> Precise:
    """The mean of neighbours, weighted by a Hann window; summed one by one, in one order on every machine."""
    window = hann(_SMOOTH_FRAMES)
    padded = np.pad(power, _SMOOTH_FRAMES // 2, mode="edge")
    total = np.zeros_like(power)
    for first, weight in enumerate((window / window.sum()).tolist()):
        total += weight * padded[first : first + len(power)]
    return total
