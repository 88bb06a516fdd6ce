"""Surf: each wave rises, breaks along the shore and runs out as foam."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator

from audiocoach.audio.arrays import Mono, Planar
from audiocoach.audio.elementary import cosine, exp, sine
from audiocoach.sound.textures.synthesis import (
    Shape,
    add_around,
    bell,
    highpass,
    lowpass,
    panned,
    slope,
    stereo_noise,
    stretched,
    swell,
    wrapped,
)
from audiocoach.units import SAMPLE_RATE

_RATE: Final = 100  # points a second of a wave's course
_BANDS: Final = (
    (90, 0.9, -0.5, 0.8, 3.2, 0.38),
    (260, 0.8, -0.2, 0.45, 3.4, 0.42),
    (800, 0.9, 0.0, 0.3, 4.0, 0.43),
    (2400, 0.9, 0.1, 0.3, 5.0, 0.35),
    (7000, 0.8, 0.3, 0.5, 6.5, 0.3),
)
"""Centre (Hz), breadth (octaves), delay after the break (s), time to rise and to run out (s), strength.

A breaker is felt before it is heard; all of it breaks at once, and the hiss of its foam is what stays longest.
"""


@dataclass(frozen=True, slots=True)
class _Breaker:
    """A wave that breaks."""

    start_s: float
    height: float
    """Beside the highest."""
    pan: float
    length: float
    """Beside a usual one."""


def ocean_waves(rng: Generator, frames: int) -> Planar:
    """Waves in sets, 4-15 s apart: a crash, its wash up the sand, and the hiss as it drains; the far shore beneath."""
    breakers = list(_breakers(rng, frames / SAMPLE_RATE))
    out = np.zeros((2, frames), np.float32)
    for centre, octaves, *course, strength in _BANDS:
        ears = [stretched(ear, frames) for ear in _courses(frames, breakers, centre, course)]
        out += stereo_noise(rng, frames, _shape(centre, octaves), 0.6) * np.stack(ears) * np.float32(strength)
    far = stereo_noise(rng, frames, lambda hz: slope(hz, -3.5) * highpass(hz, 60, 2) * lowpass(hz, 5000, 1), 0.7)
    far *= swell(rng, frames, 0.15, 0.05, 0.4)
    return out + far * np.float32(0.095)


def _shape(centre: float, octaves: float) -> Shape:
    return lambda hz: bell(hz, centre, octaves) * highpass(hz, 45, 2)


def _breakers(rng: Generator, seconds: float) -> Iterator[_Breaker]:
    """Waves in sets of four to eight; a set swells and falls off, and after it the sea takes its time."""
    heights: list[float] = []
    gaps: list[float] = []
    while sum(gaps) < seconds:
        size = int(rng.integers(4, 9))
        heights += [rng.uniform(0.45, 0.65) + 0.25 * float(sine((at + 0.5) / (2 * size))) for at in range(size)]
        gaps += [*rng.uniform(4, 12, size - 1).tolist(), rng.uniform(9, 15)]
    count = max(1, int(np.argmin(np.abs(np.cumsum(gaps) - seconds))) + 1)  # so many fill the loop best
    starts = np.cumsum(gaps[:count]) * (seconds / sum(gaps[:count]))
    for start, height in zip(starts.tolist(), heights, strict=False):
        yield _Breaker(start, height, rng.uniform(-0.5, 0.5), rng.uniform(0.7, 1.2))


def _courses(frames: int, breakers: Sequence[_Breaker], centre: float, course: Sequence[float]) -> Planar:
    """How loud a band is in each ear, in a hundred points a second: all waves together."""
    delay, rise, fall = course
    points = round(frames / SAMPLE_RATE * _RATE)
    ears = np.zeros((2, points), np.float32)
    for wave in breakers:
        curve = _breaker(rise * wave.length, fall * wave.length) * np.float32(wave.height ** (1 + centre / 8000))
        start = int((wave.start_s + delay - rise * wave.length) * _RATE)
        add_around(ears, start, wrapped(panned(np.array(wave.pan))[:, np.newaxis] * curve, points))
    return ears


def _breaker(rise_s: float, fall_s: float) -> Mono:
    """Slowly up, over, and out: exponential, faded to nothing where it has fallen by 35 dB."""
    rise = sine(np.linspace(0, 0.25, int(rise_s * _RATE), endpoint=False))
    time = np.linspace(0, 4, int(2 * fall_s * _RATE))
    fall = exp(-time) * np.square(cosine(time / 16))
    return np.concatenate((rise * np.square(rise), fall)).astype(np.float32)
