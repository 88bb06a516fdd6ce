"""Fire: flames that flutter, embers that hiss, wood that cracks."""

import numpy as np
from numpy.random import Generator

from audiocoach.audio.arrays import Mono, Planar
from audiocoach.audio.elementary import exp, sine
from audiocoach.sound.textures.synthesis import (
    bell,
    drift,
    dull_noise,
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
    """Flames below 400 Hz that flutter at 2-10 Hz, the breath of embers, and wood that cracks in bursts."""
    flames = stereo_noise(rng, frames, lambda hz: bell(hz, 170, 1.1) * highpass(hz, 45, 2), 0.4)
    flutter = np.maximum(1 + 0.3 * drift(rng, frames, 1.5, 10) + 0.25 * drift(rng, frames, 0.1, 0.6), 0.1)
    flames *= flutter
    embers = stereo_noise(rng, frames, lambda hz: highpass(hz, 950, 2) * lowpass(hz, 7000, 1) * slope(hz, -3.5), 0.5)
    embers *= swell(rng, frames, 0.15, 0.1, 1.5) * (np.float32(0.7) + np.float32(0.3) * flutter)
    return flames * np.float32(0.0085) + embers * np.float32(0.028) + _crackle(rng, frames)


def _crackle(rng: Generator, frames: int) -> Planar:
    """Cracks by two Poisson processes: a flaw in the wood gives way, and a flurry of others follows within a second.

    About 22 cracks a second; few are strong, none is a bang.
    """
    waves = [_crack(rng, hz) for hz in geometric(900, 4500, 96)]
    mood = np.clip(swell(rng, frames, 0.7, 0.05, 0.5) / np.float32(4), np.float32(0.05), np.float32(1))
    parents = poisson(rng, frames, 10, mood)
    sizes = rng.exponential(6, len(parents)).astype(np.intp)
    after = exp(rng.normal(-1.7, 1.0, sizes.sum()).clip(-6, 1)) * SAMPLE_RATE
    children = (np.repeat(parents, sizes) + after.astype(np.intp)) % frames
    starts = np.concatenate((parents, children))
    # A flurry comes from one place, and is as near as what began it.
    loudness, pan = rng.standard_normal(len(parents)), rng.normal(0, 0.25, len(parents))
    loudness = np.concatenate((loudness, 0.5 * np.repeat(loudness, sizes) + rng.normal(-0.7, 0.7, len(children))))
    strength = 0.1 * exp(0.85 * np.clip(loudness, -2.5, 1.6))
    gains = panned(np.concatenate((pan, np.repeat(pan, sizes)))) * strength[:, np.newaxis].astype(np.float32)
    which = (len(waves) * rng.beta(1.2, 1.4, len(starts))).astype(np.intp)
    return scatter(frames, starts, gains, waves, which) * np.float32(1.5)


def _crack(rng: Generator, hz: float) -> Mono:
    """A burst of noise about `hz`, 3-25 ms long; its first moment is as wide as hearing."""
    decay_s = rng.uniform(0.0015, 0.005)
    time = np.arange(int(6 * decay_s * SAMPLE_RATE)) / SAMPLE_RATE
    carrier = sine(hz * time + rng.random()) + 0.6 * dull_noise(rng, len(time), 2)
    carrier *= exp(-time / decay_s)
    carrier += 0.9 * dull_noise(rng, len(time), 3) * exp(-time / 0.0006)
    return (carrier * np.minimum(time / 0.0002, 1)).astype(np.float32)
