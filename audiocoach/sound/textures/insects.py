"""Night insects: pulses of a pure carrier, in the rhythm of their species."""

from collections.abc import Iterator

import numpy as np
from numpy.random import Generator

from audiocoach.audio.arrays import Mono, Planar, Precise
from audiocoach.audio.elementary import power, sine
from audiocoach.sound.textures.synthesis import bell, highpass, lowpass, panned, scatter, slope, stereo_noise, swell
from audiocoach.units import SAMPLE_RATE


def night_insects(rng: Generator, frames: int) -> Planar:
    """Five field crickets and a far choir of tree crickets over the hush of the night."""
    out = stereo_noise(rng, frames, lambda hz: slope(hz, -5) * highpass(hz, 80, 2) * lowpass(hz, 2500, 1), 0.7)
    out *= np.float32(0.1)
    for number in range(5):
        out += _field_cricket(rng, frames) * np.float32(0.8**number)
    choir = stereo_noise(rng, frames, lambda hz: bell(hz, 2850, 0.035) + 0.35 * bell(hz, 5900, 0.12), 0.75)
    # They keep time with each other: the choir throbs, as Dolbear found, with the warmth of the night.
    throb = 1 + 0.55 * sine(round(1.9 * frames / SAMPLE_RATE) * np.arange(frames) / frames)
    choir *= (throb * swell(rng, frames, 0.2, 0.05, 0.4)).astype(np.float32)
    return out + choir * np.float32(0.09)


def _field_cricket(rng: Generator, frames: int) -> Planar:
    """One Gryllus: chirps of 3-4 pulses, 2-3 chirps a second, with rests of some seconds."""
    hz, pulses, period = rng.uniform(4300, 5100), int(rng.integers(3, 5)), rng.uniform(0.36, 0.52)
    chirps = np.array(list(_chirps(rng, frames, period)), dtype=np.float64)
    starts = (chirps * SAMPLE_RATE).astype(np.intp) % frames
    gains = panned(np.full(len(starts), rng.uniform(-0.75, 0.75)))
    gains *= rng.uniform(0.8, 1.0, (len(starts), 1)).astype(np.float32)
    waves = [_chirp(hz * (1 + detune), pulses) for detune in rng.normal(0, 0.004, 8)]
    return scatter(frames, starts, gains, waves, rng.integers(0, len(waves), len(starts)))


def _chirps(rng: Generator, frames: int, period: float) -> Iterator[float]:
    """Times in seconds: bouts of 5-20 s with rests between, the last chirp well before the loop's end."""
    end, time = frames / SAMPLE_RATE - 1, rng.uniform(0, 6)
    bout = time + rng.uniform(4, 18)
    while time < end:
        yield time
        time += period * rng.normal(1, 0.02)
        if time > bout:
            time += rng.uniform(1.5, 7)
            bout = time + rng.uniform(5, 20)


def _chirp(hz: float, pulses: int) -> Mono:
    """Pulses of 17 ms every 33 ms, each stronger than the one before; the carrier falls by 3 % within a pulse."""
    time = np.arange(int(0.017 * SAMPLE_RATE)) / SAMPLE_RATE
    shape = power(sine(np.minimum(time / 0.017, 1) / 2), 1.5)
    pulse: Precise = shape * sine(hz * time * (1 - 0.015 * time / 0.017))
    gap = int(0.033 * SAMPLE_RATE)
    out = np.zeros(gap * pulses, np.float32)
    for number in range(pulses):
        out[number * gap : number * gap + len(pulse)] += pulse * (0.6 + 0.4 * (number + 1) / pulses)
    return out
