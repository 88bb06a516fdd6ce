"""Water: bubbles that ring as they rise, and the noise of what moves too fast for bubbles."""

import numpy as np
from numpy.random import Generator

from audiocoach.audio.arrays import Curve, Mono, Planar
from audiocoach.audio.elementary import cosine, exp, power, sine
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


def bubble(hz: float, rise: float = 0.0) -> Mono:
    """A bubble of air that rings at `hz` (radius 3/hz metres), down to -60 dB.

    After van den Doel 2005: it decays by 0.043 hz + 0.0014 hz^1.5 a second, and its pitch grows by `rise`
    times that (0 deep in the water, 0.1 near the surface).
    """
    decay = 0.043 * hz + 0.0014 * hz**1.5
    time = np.arange(int(6.9 / decay * SAMPLE_RATE)) / SAMPLE_RATE
    attack = np.minimum(time * hz / 1.5, 1.0)  # a cycle and a half: the neck closes, nothing snaps
    wave: Mono = (attack * exp(-decay * time) * sine(hz * time * (1 + rise * decay * time / 2))).astype(np.float32)
    return wave


def bubbles(rng: Generator, lowest: float, highest: float, count: int = 96) -> list[Mono]:
    """Bubbles at every pitch between two, some deep and some near the surface."""
    return [bubble(hz, rise) for hz, rise in zip(
        geometric(lowest, highest, count), rng.choice([0.0, 0.0, 0.03, 0.1], count), strict=True
    )]  # fmt: skip


def stream(rng: Generator, frames: int) -> Planar:
    """170 bubbles a second from 240 to 1900 Hz, most of them between, over the rush of the water."""
    waves = bubbles(rng, 240, 1900)
    eddies = np.clip(0.6 + 0.2 * drift(rng, frames, 0.1, 2.0), 0.1, 1)
    starts = poisson(rng, frames, 280, eddies)
    which = (len(waves) * rng.beta(1.8, 1.7, len(starts))).astype(np.intp)
    # Some run near by, most further off: amplitudes spread over 20 dB, the strongest bounded.
    strength = exp(0.6 * np.clip(rng.standard_normal(len(starts)), -3, 1.8)) * (1.25 - which / len(waves))
    gains = panned(rng.normal(0, 0.45, len(starts))) * strength[:, np.newaxis].astype(np.float32)
    bed = stereo_noise(rng, frames, _rush, 0.7)
    bed *= swell(rng, frames, 0.12, 0.15, 3.0)
    return scatter(frames, starts, gains, waves, which) * np.float32(1.6) + bed * np.float32(0.75)


def _rush(hz: Curve) -> Curve:
    """Turbulence over stones: full from 150 to 900 Hz, then down."""
    return highpass(hz, 130, 2) * lowpass(hz, 900, 1) * lowpass(hz, 5000, 1)


def lake_water(rng: Generator, frames: int) -> Planar:
    """A lap every 2-4 s: a swash of soft noise, and a handful of bubbles from 300 to 1000 Hz in it."""
    waves = bubbles(rng, 300, 1000)
    swash = np.zeros((2, frames), np.float32)
    starts, pans, strengths = [], [], []
    for lap in _lap_times(rng, frames):
        pan, strength = rng.uniform(-0.6, 0.6), rng.uniform(0.35, 1.0)
        wave = _lap(rng.uniform(0.5, 1.0), rng.uniform(0.6, 1.1)) * np.float32(strength)
        at = (lap + np.arange(len(wave))) % frames
        swash[:, at] += panned(np.array(pan))[:, np.newaxis] * wave
        count = rng.integers(4, 12)
        starts.append((lap + rng.gamma(4, 0.16, count) * SAMPLE_RATE).astype(np.intp) % frames)
        pans.append(pan + rng.normal(0, 0.2, count))
        strengths.append(strength * exp(0.5 * np.clip(rng.standard_normal(count), -2, 1.5)))
    places = np.concatenate(starts)
    gains = panned(np.concatenate(pans)) * np.concatenate(strengths)[:, np.newaxis].astype(np.float32)
    which = (len(waves) * rng.beta(1.2, 2.0, len(places))).astype(np.intp)
    wash = stereo_noise(rng, frames, lambda hz: bell(hz, 480, 0.8), 0.5) * swash
    open_water = stereo_noise(rng, frames, lambda hz: slope(hz, -4) * highpass(hz, 90, 2) * lowpass(hz, 1500), 0.7)
    open_water *= swell(rng, frames, 0.2, 0.05, 0.6)
    knocks = scatter(frames, places, gains, waves, which)
    out: Planar = knocks * np.float32(1.3) + wash + open_water * np.float32(0.22)
    return out


def _lap_times(rng: Generator, frames: int) -> list[int]:
    """Starts 2-4 s apart that go evenly around the loop."""
    gaps = rng.uniform(2.0, 4.2, max(1, round(frames / SAMPLE_RATE / 3.1)))
    return [int(start) for start in np.cumsum(gaps) / gaps.sum() * frames]


def _lap(rise_s: float, fall_s: float) -> Mono:
    """A swelling that comes and goes, 1 at its height, with no corner."""
    rise = np.square(sine(np.linspace(0, 0.25, int(rise_s * SAMPLE_RATE), endpoint=False)))
    fall = power(np.square(cosine(np.linspace(0, 0.25, int(2 * fall_s * SAMPLE_RATE)))), 1.5)
    return np.concatenate((rise, fall)).astype(np.float32)


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
