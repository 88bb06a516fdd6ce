"""Fire: flames that flutter, embers that hiss, wood that cracks."""

import numpy as np
from numpy.random import Generator

from audiocoach.audio.arrays import Mono, Planar
from audiocoach.audio.elementary import exp, sine
from audiocoach.sound.textures.synthesis import (
    bell,
    drift,
    geometric,
    highpass,
    lowpass,
    panned,
    poisson,
    scatter,
    slope,
    stereo_noise,
    swell,
)
from audiocoach.units import SAMPLE_RATE


def campfire(rng: Generator, frames: int) -> Planar:
    """Flames below 400 Hz that flutter at 2-10 Hz, a little hiss, and crackles that come in bursts."""
    flames = stereo_noise(rng, frames, lambda hz: bell(hz, 150, 0.9) * highpass(hz, 45, 2), 0.4)
    flames *= np.maximum(1 + 0.3 * drift(rng, frames, 1.5, 10) + 0.25 * drift(rng, frames, 0.1, 0.6), 0.1)
    hiss = stereo_noise(rng, frames, lambda hz: highpass(hz, 1500, 1) * lowpass(hz, 7000, 1) * slope(hz, -3), 0.5)
    hiss *= swell(rng, frames, 0.35, 0.1, 1.5)
    return flames * np.float32(0.13) + hiss * np.float32(0.03) + _crackle(rng, frames)


def _crackle(rng: Generator, frames: int) -> Planar:
    """9 cracks a second on average, most of them in bursts; few are strong, none is a bang."""
    waves = [_crack(rng, hz) for hz in geometric(700, 4200, 64)]
    mood = np.clip(swell(rng, frames, 1.1, 0.1, 2.5) / np.float32(6), np.float32(0.02), np.float32(1))
    starts = poisson(rng, frames, 40, mood)
    which = (len(waves) * rng.beta(1.2, 1.6, len(starts))).astype(np.intp)
    strength = 0.1 * exp(0.85 * np.clip(rng.standard_normal((len(starts), 1)), -2.5, 2.2))
    gains = panned(rng.normal(0, 0.25, len(starts))) * strength.astype(np.float32)
    return scatter(frames, starts, gains, waves, which) * np.float32(1.5)


def _crack(rng: Generator, hz: float) -> Mono:
    """A burst of noise about `hz`, 3-15 ms long."""
    decay_s = rng.uniform(0.001, 0.0035)
    time = np.arange(int(7 * decay_s * SAMPLE_RATE)) / SAMPLE_RATE
    carrier = sine(hz * time + rng.random()) + 0.8 * rng.standard_normal(len(time))
    return (carrier * exp(-time / decay_s) * np.minimum(time / 0.0004, 1)).astype(np.float32)
