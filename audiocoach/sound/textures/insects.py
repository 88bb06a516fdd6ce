"""Night insects: pulses of a pure carrier, in the rhythm of their species."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator

from audiocoach.audio.arrays import Curve, Mono, Planar, Precise
from audiocoach.audio.elementary import power, sine
from audiocoach.sound.textures.synthesis import bell, highpass, lowpass, panned, scatter, slope, stereo_noise
from audiocoach.units import SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class _Species:
    """How a cricket sings; ranges are those between its kind."""

    hz: tuple[float, float]
    """The carrier, which falls by 3 % within a pulse."""
    pulses: tuple[int, int]
    """In a chirp."""
    pulse_ms: float
    every_ms: float
    """From one pulse to the next."""
    chirp_s: tuple[float, float]
    """From one chirp to the next."""


_FIELD: Final = _Species((4300, 5100), (3, 4), 17, 33, (0.36, 0.52))
"""Gryllus: 2-3 chirps a second."""
_TREE: Final = _Species((2500, 3250), (5, 6), 12, 19, (0.2, 0.245))
"""Oecanthus on a warm night: 4-5 chirps a second, more than anybody takes steps."""


def night_insects(rng: Generator, frames: int) -> Planar:
    """Tree crickets near by and a far choir of them, some field crickets, over a soft hush with bush crickets in it."""

    def hush(hz: Curve) -> Curve:
        night: Curve = slope(hz, -5) * highpass(hz, 80, 2) * lowpass(hz, 2500, 1)
        return night + bell(hz, 9000, 0.35) * np.float32(0.35)

    out = stereo_noise(rng, frames, hush, 0.7) * np.float32(0.05)
    for number in range(3):
        out += _cricket(rng, frames, _TREE) * np.float32(0.6**number)
    for number in range(3):
        out += _cricket(rng, frames, _FIELD) * np.float32(0.3 * 0.7**number)
    for _ in range(9):
        out += _cricket(rng, frames, _TREE) * np.float32(0.08)
    return out


def _cricket(rng: Generator, frames: int, species: _Species) -> Planar:
    """One of a species, somewhere, in bouts with rests of 1-4 s."""
    hz, pulses = rng.uniform(*species.hz), int(rng.integers(*species.pulses, endpoint=True))
    chirps = np.array(list(_chirps(rng, frames, rng.uniform(*species.chirp_s))), dtype=np.float64)
    starts = (chirps * SAMPLE_RATE).astype(np.intp) % frames
    gains = panned(np.full(len(starts), rng.uniform(-0.75, 0.75)))
    gains *= rng.uniform(0.8, 1.0, (len(starts), 1)).astype(np.float32)
    waves = [_chirp(hz * (1 + detune), pulses, species) for detune in rng.normal(0, 0.004, 8)]
    return scatter(frames, starts, gains, waves, rng.integers(0, len(waves), len(starts)))


def _chirps(rng: Generator, frames: int, period: float) -> Iterator[float]:
    """Times in seconds: bouts of 5-20 s with rests between, the last chirp well before the loop's end."""
    end, time = frames / SAMPLE_RATE - 1, rng.uniform(0, 6)
    bout = time + rng.uniform(4, 18)
    while time < end:
        yield time
        time += period * rng.normal(1, 0.02)
        if time > bout:
            time += rng.uniform(1, 4)
            bout = time + rng.uniform(5, 20)


def _chirp(hz: float, pulses: int, species: _Species) -> Mono:
    """Pulses, each stronger than the one before."""
    seconds = species.pulse_ms / 1000
    time = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    shape = power(sine(np.minimum(time / seconds, 1) / 2), 1.5)
    pulse: Precise = shape * sine(hz * time * (1 - 0.015 * time / seconds))
    gap = int(species.every_ms * SAMPLE_RATE / 1000)
    out = np.zeros(gap * pulses, np.float32)
    for number in range(pulses):
        out[number * gap : number * gap + len(pulse)] += pulse * (0.6 + 0.4 * (number + 1) / pulses)
    return out
