"""Birds: songs as syllables of gliding tones (FM chirps), and a morning in which several sing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator

from audiocoach.audio.arrays import Mono, Planar
from audiocoach.audio.elementary import exp2, log2, power, sine
from audiocoach.audio.spectra import convolved, hann
from audiocoach.sound.textures.space import placed
from audiocoach.sound.textures.synthesis import wrapped
from audiocoach.units import SAMPLE_RATE

_SINGERS: Final = (
    ("blackbird", -0.4, 28.0, 7.0),
    ("robin", 0.5, 20.0, 5.5),
    ("willow_warbler", -0.75, 24.0, 7.0),
    ("chiffchaff", 0.2, 26.0, 8.0),
    ("blackbird", 0.8, 60.0, 10.0),
    ("robin", -0.15, 40.0, 9.0),
)
"""Species, place from left to right, metres away, mean seconds from the end of a song to the next."""


@dataclass(frozen=True, slots=True)
class Syllable:
    """One note."""

    hz: tuple[float, ...]
    """The pitch at even steps through it; a smooth line is drawn through these."""
    ms: float
    gap_ms: float = 20.0
    """The silence after it."""
    level: float = 1.0
    vibrato: float = 0.0
    """Depth of a 28 Hz warble, as a part of the pitch."""


def sing(syllables: Iterator[Syllable]) -> Mono:
    """A song, shape (frames,), with 5 ms of silence around it."""
    parts = [np.zeros(220, np.float32)]
    for syllable in syllables:
        parts += [_note(syllable), np.zeros(int(syllable.gap_ms * SAMPLE_RATE / 1000), np.float32)]
    return np.concatenate((*parts, np.zeros(220, np.float32)))


def _note(syllable: Syllable) -> Mono:
    time = np.arange(max(int(syllable.ms * SAMPLE_RATE / 1000), 64)) / SAMPLE_RATE
    through = np.linspace(0, 1, len(time))
    steps = np.linspace(0, 1, len(syllable.hz))
    line = np.interp(through, steps, log2(syllable.hz))
    soft = min(len(time) // 6, 300) | 1  # rounds the line's corners: a syrinx glides
    line = convolved(np.pad(line, soft // 2, mode="edge"), hann(soft) * (2 / (soft + 1)))
    hz = exp2(line) * (1 + syllable.vibrato * sine(28 * time))
    turns = np.cumsum(hz) / SAMPLE_RATE
    envelope = power(sine(power(through, 0.8) / 2), 0.8)
    wave: Mono = (syllable.level * envelope * (sine(turns) + 0.06 * sine(2 * turns))).astype(np.float32)
    return wave


def blackbird(rng: Generator) -> Mono:
    """Four to seven mellow whistles between 1.6 and 2.8 kHz, then a quiet twitter."""
    return sing(_blackbird(rng))


def _blackbird(rng: Generator) -> Iterator[Syllable]:
    hz = rng.uniform(1800, 2300)
    for _ in range(rng.integers(4, 8)):
        to = float(np.clip(hz * 2 ** rng.uniform(-0.35, 0.35), 1600, 2800))
        bend = float(np.clip((hz + to) / 2 * rng.uniform(0.9, 1.12), 1550, 2900))
        yield Syllable((hz, bend, to), rng.uniform(110, 290), rng.uniform(25, 110), rng.uniform(0.7, 1), 0.012)
        hz = to
    for _ in range(rng.integers(3, 8)):
        top = rng.uniform(3800, 5600)
        yield Syllable((top * 0.8, top, top * 0.72), rng.uniform(30, 60), rng.uniform(10, 35), 0.16)


def robin(rng: Generator) -> Mono:
    """High thin notes, then a run of liquid ones, 2.4-6.5 kHz, 1.5-3 s in all."""
    return sing(_robin(rng))


def _robin(rng: Generator) -> Iterator[Syllable]:
    for _ in range(rng.integers(2, 4)):
        hz = rng.uniform(4800, 6500)
        yield Syllable((hz, hz * rng.uniform(0.9, 1.05)), rng.uniform(120, 240), rng.uniform(20, 60), 0.45)
    for _ in range(rng.integers(2, 5)):
        low, high, ms = rng.uniform(2400, 3400), rng.uniform(3600, 5400), rng.uniform(40, 95)
        for _ in range(rng.integers(3, 7)):
            yield Syllable((high, low, (high * low) ** 0.5), ms, rng.uniform(8, 18), rng.uniform(0.6, 0.9))
            high *= rng.uniform(0.93, 1.0)
    hz = rng.uniform(2500, 3500)
    yield Syllable((hz, hz * 1.2, hz), rng.uniform(180, 300), 0, 0.5, 0.02)


def chiffchaff(rng: Generator) -> Mono:
    """Six to eleven notes in two heights, 3.1-4.9 kHz, hooked downwards, 2.8 a second."""
    return sing(_chiffchaff(rng))


def _chiffchaff(rng: Generator) -> Iterator[Syllable]:
    heights = (rng.uniform(3500, 3800), rng.uniform(3050, 3300))
    for _ in range(rng.integers(6, 12)):
        hz = heights[int(rng.random() < 0.5)]
        yield Syllable((hz * 1.32, hz * 1.02, hz, hz), 120, rng.uniform(215, 255), rng.uniform(0.75, 1))


def willow_warbler(rng: Generator) -> Mono:
    """Sixteen to twenty notes that fall from 5.5 to 2.6 kHz, swell and fade, 3 s."""
    return sing(_willow_warbler(rng))


def _willow_warbler(rng: Generator) -> Iterator[Syllable]:
    count, top = int(rng.integers(16, 21)), rng.uniform(5000, 5600)
    for number in range(count):
        part = number / (count - 1)
        hz = top * (2600 / top) ** (part**1.1) * rng.uniform(0.97, 1.03)
        level = 0.25 + 0.75 * float(sine(min(part * 1.15, 1) ** 0.8 / 2))
        yield Syllable((hz * 1.15, hz * 0.94, hz), 75 + 65 * part, rng.uniform(35, 60), level)


def chickadee(rng: Generator) -> Mono:
    """Two clear whistles of 0.4 s, the second lower by a ratio of 1.13, as all its kind sing it."""
    hz = rng.uniform(3700, 4050)
    notes = (Syllable((hz * 1.05, hz * 1.02, hz), 420, 110, 0.85), Syllable((hz / 1.13, hz / 1.135), 400, 0))
    return sing(iter(notes))


def hermit_thrush(rng: Generator) -> Mono:
    """A steady note near 2 kHz, then rising turns around 3-4.5 kHz that grow fainter."""
    return sing(_hermit_thrush(rng))


def _hermit_thrush(rng: Generator) -> Iterator[Syllable]:
    hz = rng.uniform(1750, 2500)
    yield Syllable((hz, hz), 420, 40, 0.9)
    for number in range(rng.integers(5, 9)):
        turn = hz * rng.choice([1.5, 1.667, 1.875]) * rng.uniform(0.98, 1.02)
        yield Syllable((turn, turn * 1.12, turn * 0.93), rng.uniform(70, 130), 15, 0.75 * 0.86**number, 0.02)


_SONGS: Final[dict[str, Callable[[Generator], Mono]]] = {
    song.__name__: song for song in (blackbird, robin, chiffchaff, willow_warbler)
}


def birdsong(rng: Generator, frames: int) -> Planar:
    """Six birds of four species, each at its perch, each with its rests; the near ones are the clearest."""
    out = np.zeros((2, frames), np.float32)
    for species, pan, metres, rest_s in _SINGERS:
        start = rng.uniform(0, rest_s)
        while start < frames / SAMPLE_RATE - rest_s / 2:
            song = _SONGS[species](rng)
            song /= np.abs(song).max()
            heard = placed(song, pan, metres)
            at = int(start * SAMPLE_RATE)
            end = at + heard.shape[1]
            if end <= frames:
                out[:, at:end] += heard
            else:
                out += wrapped(np.pad(heard, ((0, 0), (at, 0))), frames)
            start += len(song) / SAMPLE_RATE + rest_s * rng.uniform(0.6, 1.5)
    return out
