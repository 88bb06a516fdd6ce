"""Wind: one curve of gusts drives how loud and how bright it is."""

from typing import Final

import numpy as np
from numpy.random import Generator

from audiocoach.audio.arrays import Curve, Planar, Precise
from audiocoach.audio.elementary import exp
from audiocoach.sound.textures.synthesis import (
    Shape,
    bell,
    drift,
    drift_points,
    highpass,
    lowpass,
    slope,
    stereo_noise,
    stretched,
)

_BANDS: Final = ((110, 0.8, 0.7), (260, 0.7, 1.0), (560, 0.7, 1.5), (1150, 0.7, 2.1))
"""Centre (Hz), breadth (octaves) and how much more a gust raises it: stronger wind is brighter wind."""


def gusts(rng: Generator, frames: int, depth: float) -> Precise:
    """The logarithm of the wind's speed over its mean: gusts of 6-20 s with quick squalls on them.

    A hundred points a second; `depth` is their spread in nepers.

    Periods after Farnell: gusts about 0.1 Hz, squalls about 1 Hz that grow with the wind.
    """
    slow = drift_points(rng, frames, 0.04, 0.16)
    squall = drift_points(rng, frames, 0.4, 1.6)
    return depth * np.minimum(slow + 0.22 * squall * (1 + 0.4 * slow), 2.2)


def wind(rng: Generator, frames: int) -> Planar:
    """Turbulent noise that falls as f^-5/3 in power, in bands that follow the gusts."""
    centre = gusts(rng, frames, 0.34)
    ears = [centre + 0.1 * drift_points(rng, frames, 0.1, 0.7) for _ in range(2)]
    out = np.zeros((2, frames), np.float32)
    for hz, octaves, more in _BANDS:
        band = stereo_noise(rng, frames, _turbulence(hz, octaves), 0.65)
        level = np.float32((hz / 110) ** (-5 / 6)) if hz > 300 else np.float32((hz / 110) ** -0.55)
        out += band * np.stack([stretched(exp(more * ear), frames) for ear in ears]) * level
    return out


def _turbulence(centre: float, octaves: float) -> Shape:
    return lambda hz: bell(hz, centre, octaves) * highpass(hz, 50, 2)


def leaves(rng: Generator, frames: int) -> Planar:
    """A bed of rustling with a broad peak near 3 kHz, and a flutter of single leaves when the wind is up."""
    speed = gusts(rng, frames, 0.45)

    def foliage(hz: Curve) -> Curve:
        return highpass(hz, 700, 1) * lowpass(hz, 5200, 2) * slope(hz, -1.5)

    bed = stereo_noise(rng, frames, foliage, 0.7) * stretched(exp(1.5 * speed), frames)
    crowns = stereo_noise(rng, frames, lambda hz: bell(hz, 420, 0.9), 0.6) * stretched(exp(speed), frames)
    flutter = stereo_noise(rng, frames, lambda hz: bell(hz, 4600, 0.6), 0.75)
    trembling = np.stack([np.maximum(drift(rng, frames, 2.0, 12.0), 0) for _ in flutter])
    flutter *= trembling * stretched(exp(1.8 * speed), frames)
    out: Planar = bed + crowns * np.float32(0.55) + flutter * np.float32(0.4)
    return out
