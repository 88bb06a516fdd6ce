"""Noise by its colour: the same loudness at every moment, nothing to follow."""

from numpy.random import Generator

from audiocoach.audio.arrays import Curve, Planar
from audiocoach.sound.textures.synthesis import highpass, lowpass, slope, stereo_noise


def white_noise(rng: Generator, frames: int) -> Planar:
    """Flat from 40 Hz to 12 kHz."""
    return stereo_noise(rng, frames, lambda hz: _audible(hz) * lowpass(hz, 12_000))


def pink_noise(rng: Generator, frames: int) -> Planar:
    """3 dB an octave down."""
    return stereo_noise(rng, frames, lambda hz: _audible(hz) * slope(hz, -3.0103))


def brown_noise(rng: Generator, frames: int) -> Planar:
    """6 dB an octave down."""
    return stereo_noise(rng, frames, lambda hz: _audible(hz) * slope(hz, -6.0206))


def _audible(hz: Curve) -> Curve:
    """Nothing that only costs headroom."""
    return highpass(hz, 40, 3) * lowpass(hz, 16_000, 4)
