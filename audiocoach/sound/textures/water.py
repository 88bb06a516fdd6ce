"""Water: bubbles that ring as they rise, and the noise of what moves too fast for bubbles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator

from audiocoach.audio.arrays import Curve, Mono, Planar, Precise
from audiocoach.audio.elementary import exp, sine
from audiocoach.sound.textures.synthesis import (
    add_around,
    bell,
    drift,
    drift_points,
    geometric,
    highpass,
    lowpass,
    panned,
    poisson,
    scatter,
    slope,
    stereo_noise,
    stretched,
    swell,
    wrapped,
)
from audiocoach.units import SAMPLE_RATE

_RATE: Final = 100  # points a second of a lap's course


def bubble(hz: float, rise: float = 0.0) -> Mono:
    """A bubble of air that rings at `hz` (radius 3/hz metres), down to -60 dB.

    After van den Doel 2005: it decays by 0.043 hz + 0.0014 hz^1.5 a second, and its pitch grows by `rise`
    times that (0 deep in the water, 0.1 near the surface).
    """
    decay = 0.043 * hz + 0.0014 * hz**1.5
    time = np.arange(int(6.9 / decay * SAMPLE_RATE)) / SAMPLE_RATE
    attack = np.square(sine(np.minimum(time * hz / 2.5, 1) / 4))  # as the neck closes; nothing snaps, nor at its end
    attack *= np.square(sine(np.minimum((time[-1] - time) * hz / 2.5, 1) / 4))
    wave: Mono = (attack * exp(-decay * time) * sine(hz * time * (1 + rise * decay * time / 2))).astype(np.float32)
    return wave


def bubbles(rng: Generator, lowest: float, highest: float, count: int = 96) -> list[Mono]:
    """Bubbles at every pitch between two, some deep and some near the surface."""
    return [bubble(hz, rise) for hz, rise in zip(
        geometric(lowest, highest, count), rng.choice([0.0, 0.0, 0.03, 0.1], count), strict=True
    )]  # fmt: skip


def stream(rng: Generator, frames: int) -> Planar:
    """200 bubbles a second from 240 to 4500 Hz, in gurgles, over the rush of the water and the hiss of its spray."""
    waves = bubbles(rng, 240, 4500, 128)
    flow = drift_points(rng, frames, 0.04, 0.6)
    gurgling = np.clip(0.55 + 0.2 * stretched(flow, frames) + 0.2 * drift(rng, frames, 0.6, 5.0), 0.05, 1)
    starts = poisson(rng, frames, 360, gurgling)
    which = (len(waves) * rng.beta(1.9, 1.1, len(starts))).astype(np.intp)
    # Some run near by, most further off: amplitudes spread over 20 dB, the strongest bounded.
    strength = exp(0.6 * np.clip(rng.standard_normal(len(starts)), -3, 1.8)) * (1 - 0.2 * which / len(waves))
    gains = panned(rng.normal(0, 0.45, len(starts))) * strength[:, np.newaxis].astype(np.float32)
    rush = stereo_noise(rng, frames, _rush, 0.7) * _follows(rng, frames, 0.14, flow)
    spray = stereo_noise(rng, frames, _spray, 0.75) * _follows(rng, frames, 0.26, flow)
    near = scatter(frames, starts, gains, waves, which) * np.float32(0.8)
    out: Planar = near + rush * np.float32(0.8) + spray * np.float32(0.5)
    return out


def _rush(hz: Curve) -> Curve:
    """Turbulence over stones: alike in all octaves from 130 Hz to 2 kHz, then down."""
    return highpass(hz, 130, 2) * slope(hz, -3) * lowpass(hz, 2000, 1) * _top(hz)


def _spray(hz: Curve) -> Curve:
    """Films and drops that burst: from 1.5 kHz up."""
    return highpass(hz, 1500, 1) * slope(hz, -2.5) * _top(hz)


def _top(hz: Curve) -> Curve:
    """Nothing above 10 kHz: so soft a treble would come and go with each frame of an MP3, as clicks."""
    return lowpass(hz, 9000, 12)


def _follows(rng: Generator, frames: int, depth: float, flow: Precise) -> Mono:
    """A gain that goes with the `flow` and has eddies of its own; `depth` is its spread in nepers."""
    return stretched(exp(depth * (flow + 0.6 * drift_points(rng, frames, 0.6, 4.0))), frames)


def lake_water(rng: Generator, frames: int) -> Planar:
    """A lap every 1-6 s: it slaps the stones, gurgles between them and trickles back; other shores lap further off."""
    laps = [_Lap.of(rng, start) for start in _lap_times(rng, frames)]
    slaps = stereo_noise(rng, frames, lambda hz: bell(hz, 700, 1.3) * _top(hz), 0.5) * _level(frames, laps, 0.14, 0.5)
    trickle = stereo_noise(rng, frames, _spray, 0.6) * _level(frames, laps, 0.35, 1.1)
    trickle *= np.maximum(1 + 0.3 * drift(rng, frames, 2, 9), np.float32(0.2))
    far = stereo_noise(rng, frames, lambda hz: slope(hz, -4) * highpass(hz, 120, 2) * _top(hz), 0.7)
    far *= swell(rng, frames, 0.2, 0.1, 1.2)
    near: Planar = _gurgles(rng, frames, laps) + slaps * np.float32(0.7) + trickle * np.float32(0.4)
    return near + far * np.float32(0.2)


@dataclass(frozen=True, slots=True)
class _Lap:
    """A small wave that comes to the shore."""

    start_s: float
    strength: float
    """Beside the strongest."""
    pan: float
    length: float
    """Beside a usual one."""

    @staticmethod
    def of(rng: Generator, start_s: float) -> "_Lap":
        return _Lap(start_s, rng.uniform(0.3, 0.9), rng.uniform(-0.7, 0.7), rng.uniform(0.7, 1.4))


def _lap_times(rng: Generator, frames: int) -> list[float]:
    """Starts in seconds, 1-6 s apart, that go evenly around the loop."""
    seconds = frames / SAMPLE_RATE
    gaps = 1 + 5 * np.square(rng.uniform(0, 1, max(2, round(seconds / 2.7))))
    starts: list[float] = (np.cumsum(gaps) / gaps.sum() * seconds).tolist()
    return starts


def _level(frames: int, laps: Sequence[_Lap], rise_s: float, fall_s: float) -> Planar:
    """How loud a part of all laps is in each ear: up within `rise_s`, out by 60 dB in about five times `fall_s`."""
    points = round(frames / SAMPLE_RATE * _RATE)
    ears = np.zeros((2, points), np.float32)
    for lap in laps:
        time = np.arange(int((rise_s + 5 * fall_s * lap.length) * _RATE)) / _RATE
        rise = np.square(sine(np.minimum(time / rise_s, 1) / 4))
        fall = exp(-np.maximum(time - rise_s, 0) / (fall_s * lap.length)) * np.minimum((time[-1] - time) / 0.1, 1)
        gain = panned(np.array(lap.pan))[:, np.newaxis] * np.float32(lap.strength)
        course = gain * (rise * fall).astype(np.float32)
        add_around(ears, int(lap.start_s * _RATE), wrapped(course, points))
    return np.stack([stretched(ear, frames) for ear in ears])


def _gurgles(rng: Generator, frames: int, laps: Sequence[_Lap]) -> Planar:
    """The air that each lap catches: up to 40 bubbles from 350 to 3500 Hz, most of them within half a second."""
    waves = bubbles(rng, 350, 3500)
    counts = np.array([int(rng.uniform(10, 40) * lap.strength) for lap in laps])
    each = [(lap.start_s, lap.pan, lap.strength) for lap in laps]
    starts_s, pans, strengths = np.repeat(np.array(each), counts, axis=0).T
    count = len(starts_s)
    starts = ((starts_s + rng.gamma(2.5, 0.14, count)) * SAMPLE_RATE).astype(np.intp) % frames
    strength = strengths * exp(0.6 * np.clip(rng.standard_normal(count), -2, 1.5))
    gains = panned(pans + rng.normal(0, 0.2, count)) * strength[:, np.newaxis].astype(np.float32)
    which = (len(waves) * rng.beta(1.3, 1.6, count)).astype(np.intp)
    return scatter(frames, starts, gains, waves, which)


def plop(rng: Generator) -> Mono:
    """Two to four large bubbles, one after the other, and a little spray."""
    out = np.zeros(SAMPLE_RATE, np.float32)
    for number in range(rng.integers(2, 5)):
        wave = bubble(rng.uniform(220, 480), 0.1)[: SAMPLE_RATE // 2]
        start = int((0.03 + 0.09 * number + rng.uniform(0, 0.05)) * SAMPLE_RATE)
        out[start : start + len(wave)] += wave * np.float32(0.75**number)
    return out


def drip(rng: Generator) -> Mono:
    """One bubble near the surface, and a second that is hardly heard."""
    first, second = bubble(rng.uniform(650, 1000), 0.1), bubble(rng.uniform(900, 1300), 0.1)
    out = np.zeros(SAMPLE_RATE // 2, np.float32)
    out[: len(first)] += first[: len(out)]
    out[5000 : 5000 + len(second)] += second[: len(out) - 5000] * np.float32(0.3)
    return out
