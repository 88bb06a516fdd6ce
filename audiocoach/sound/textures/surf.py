"""Surf: each wave rises, breaks along the shore and runs out as foam."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.random import Generator

from audiocoach.audio.arrays import Mono, Planar
from audiocoach.audio.elementary import cosine, exp, sine
from audiocoach.sound.textures.synthesis import Shape, bell, highpass, lowpass, panned, slope, stereo_noise, swell
from audiocoach.units import SAMPLE_RATE


def _shape(centre: float, octaves: float) -> Shape:
    return lambda hz: bell(hz, centre, octaves) * highpass(hz, 45, 2)


_BANDS: Final = (
    (100, 0.9, 0.0, 2.6, 0.8),
    (290, 0.8, 0.3, 3.0, 0.9),
    (800, 0.8, 0.7, 3.8, 0.55),
    (2600, 1.0, 1.3, 4.8, 0.25),
)
"""Centre (Hz), breadth (octaves), delay after the break (s), time to run out (s), strength: the foam comes last."""


def ocean_waves(rng: Generator, frames: int) -> Planar:
    """A wave every 7-12 s, now and then a small one between, over the far rumble of the rest of the shore."""
    breaks = list(_breaks(rng, frames))
    out = np.zeros((2, frames), np.float32)
    for centre, octaves, delay, fall, strength in _BANDS:
        foam = np.zeros((2, frames), np.float32)
        for start, height, pan in breaks:
            rise = rng.uniform(1.6, 2.4)
            curve = _breaker(rise, fall * rng.uniform(0.85, 1.2)) * np.float32(height ** (1 + centre / 4000))
            at = (start + int((delay - rise) * SAMPLE_RATE) + np.arange(len(curve))) % frames
            foam[:, at] += panned(np.array(pan))[:, np.newaxis] * curve
        out += stereo_noise(rng, frames, _shape(centre, octaves), 0.6) * foam * np.float32(strength)
    far = stereo_noise(rng, frames, lambda hz: slope(hz, -5) * highpass(hz, 60, 2) * lowpass(hz, 3000, 1), 0.7)
    far *= swell(rng, frames, 0.15, 0.05, 0.4)
    return out + far * np.float32(0.24)


def _breaks(rng: Generator, frames: int) -> Iterator[tuple[int, float, float]]:
    """Where waves break (sample), how high they are, and on which side."""
    gaps = rng.normal(9.3, 1.1, max(1, round(frames / SAMPLE_RATE / 9.3))).clip(7, 12)
    for start in np.cumsum(gaps) / gaps.sum() * frames:
        yield int(start), rng.uniform(0.6, 1.0), rng.uniform(-0.5, 0.5)
        if rng.random() < 0.35:
            yield int(start + rng.uniform(3, 5) * SAMPLE_RATE), rng.uniform(0.2, 0.4), rng.uniform(-0.7, 0.7)


def _breaker(rise_s: float, fall_s: float) -> Mono:
    """Slowly up, over, and out: exponential, faded to nothing where it has fallen by 35 dB."""
    rise = sine(np.linspace(0, 0.25, int(rise_s * SAMPLE_RATE), endpoint=False))
    time = np.linspace(0, 4, int(4 * fall_s / 2 * SAMPLE_RATE))
    fall = exp(-time) * np.square(cosine(time / 16))
    return np.concatenate((rise * np.square(rise), fall)).astype(np.float32)
