"""Rain: drops as a Poisson process, near ones one by one, far ones as the noise that they add up to."""

import numpy as np
from numpy.random import Generator

from audiocoach.audio.arrays import Curve, Gain, Mono, Planar
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
from audiocoach.sound.textures.water import bubble
from audiocoach.units import SAMPLE_RATE


def light_rain(rng: Generator, frames: int) -> Planar:
    """110 drops a second that can be told apart, and the hush of the others."""
    return _drops(rng, frames, 110, 0.5) * np.float32(0.8) + _hush(rng, frames, 0.08) * np.float32(0.10)


def heavy_rain(rng: Generator, frames: int) -> Planar:
    """700 drops a second over a full, nearly Gaussian rush."""
    rush = _hush(rng, frames, 0.1) * np.float32(0.45)
    ground = stereo_noise(rng, frames, lambda hz: bell(hz, 350, 1.1), 0.6) * np.float32(0.3)
    out: Planar = _drops(rng, frames, 700, 0.4) * np.float32(0.55) + rush + ground
    return out


def leaf_drips(rng: Generator, frames: int) -> Planar:
    """22 drops a second that hit leaves: a slap as wide as hearing, and a leaf that gives way below it."""
    waves = [_leaf(rng, hz) for hz in geometric(110, 1000, 96)]
    shower = np.clip(0.55 + 0.22 * drift(rng, frames, 0.1, 0.8), 0.05, 1)
    starts = poisson(rng, frames, 60, shower)
    which = rng.integers(0, len(waves), len(starts))
    gains = panned(rng.normal(0, 0.5, len(starts))) * _nearness(rng, len(starts), 0.3)
    return scatter(frames, starts, gains, waves, which)


def _hush(rng: Generator, frames: int, depth: float) -> Planar:
    """Far drops: alike in all octaves from 200 Hz to 12 kHz, and showers that come and go over 3-20 s."""

    def shape(hz: Curve) -> Curve:
        return highpass(hz, 200, 1) * slope(hz, -2.5) * lowpass(hz, 13_000, 2)

    showers = swell(rng, frames, depth, 0.05, 0.3)
    out: Planar = stereo_noise(rng, frames, shape, 0.75) * showers
    return out


def _drops(rng: Generator, frames: int, rate: float, nearest: float) -> Planar:
    """Drops on the ground around the listener; small ones are the most (Marshall and Palmer: exponential)."""
    waves = [_splash(rng, hz) for hz in geometric(900, 11_000, 56)]
    waves += [bubble(hz, 0.1)[: SAMPLE_RATE // 12] * np.float32(0.3) for hz in geometric(500, 1600, 16)]
    starts = poisson(rng, frames, rate)
    which = rng.integers(0, len(waves), len(starts))
    size = np.minimum(rng.exponential(1.0, len(starts)), 2.2)[:, np.newaxis].astype(np.float32)
    gains = panned(rng.normal(0, 0.5, len(starts))) * _nearness(rng, len(starts), nearest) * size
    return scatter(frames, starts, gains, waves, which)


def _nearness(rng: Generator, count: int, nearest: float) -> Gain:
    """1/r for drops spread evenly over a disc around the listener, none nearer than `nearest` of its radius."""
    radius = np.sqrt(rng.uniform(nearest**2, 1, (count, 1)))
    return (nearest / radius).astype(np.float32)


def _splash(rng: Generator, hz: float) -> Mono:
    """A tick of noise about `hz`, 2-6 ms, soft at its start."""
    decay_s = rng.uniform(0.0008, 0.0022)
    time = np.arange(int(7 * decay_s * SAMPLE_RATE)) / SAMPLE_RATE
    envelope = exp(-time / decay_s) * np.minimum(time / 0.0005, 1)
    carrier = sine(hz * time + rng.random()) + 0.7 * rng.standard_normal(len(time))
    wave: Mono = (envelope * carrier * (1500 / hz) ** 0.25).astype(np.float32)
    return wave


def _leaf(rng: Generator, hz: float) -> Mono:
    """A leaf that is hit: a slap of a millisecond, a thud about `hz` that dies in two cycles, and a little spatter.

    The smaller the leaf, the less it gives way: octaves come out alike.
    """
    time = np.arange(int(0.06 * SAMPLE_RATE)) / SAMPLE_RATE
    thud = sine(hz * time) * exp(-time * hz / 1.1)
    slap = dull_noise(rng, len(time), int(rng.integers(1, 9))) * exp(-time / rng.uniform(0.001, 0.004))
    for at in rng.uniform(0.006, 0.04, rng.integers(0, 3)):
        later = np.maximum(time - at, 0)
        slap += 0.35 * rng.standard_normal(len(time)) * exp(-later / 0.0004) * np.minimum(later / 0.0002, 1)
    rise, fall = np.minimum(time / 0.0003, 1), np.minimum((time[-1] - time) / 0.004, 1)
    wave: Mono = ((thud * (hz / 300) ** 0.5 + 0.8 * slap) * rise * fall).astype(np.float32)
    return wave
