"""Tones that hold: a chord that breathes, bowls of bronze."""

from typing import Final

import numpy as np
from numpy.random import Generator

from audiocoach.audio.arrays import Mono, Planar
from audiocoach.audio.elementary import cosine, exp, sine
from audiocoach.sound.textures.synthesis import panned, swell, wrapped
from audiocoach.units import SAMPLE_RATE

_CHORD: Final = ((73.42, 0.9), (110.0, 1.0), (146.83, 0.7), (220.0, 0.45), (293.66, 0.3), (369.99, 0.16))
"""D2 A2 D3 A3 D4 F#4: an open chord, its third high and soft; and the strength of each voice."""
_OVERTONES: Final = 5
_ROW: Final = 4096
_MODES: Final = ((1.0, 1.0, 14.0), (2.71, 0.42, 9.0), (5.0, 0.12, 5.0), (7.6, 0.03, 3.0))
"""Ratio, strength and decay to 1/e (s) of a bowl's modes; a felt mallet hardly wakes the high ones."""


def warm_drone(rng: Generator, frames: int) -> Planar:
    """Each voice is three strings a little apart, which beat over 2-10 s, and swells by itself."""
    out = np.zeros((2, frames), np.float32)
    for hz, strength in _CHORD:
        breath = swell(rng, frames, 0.3, 0.02, 0.12)
        for detune, pan in zip((-1.0, 0.0, 1.0), rng.permutation([-0.55, 0.0, 0.55]), strict=True):
            string = _string(rng, frames, hz + detune * rng.uniform(0.08, 0.25))
            out += panned(np.array(pan))[:, np.newaxis] * (string * breath * np.float32(strength))
    return out


def _string(rng: Generator, frames: int, hz: float) -> Mono:
    """A tone and its overtones, 9 dB weaker each octave, in whole numbers of cycles a loop."""
    spectrum = np.zeros(frames // 2 + 1, np.complex64)
    for number in range(1, _OVERTONES + 1):
        cycles = round(hz * number * frames / SAMPLE_RATE)
        turn = rng.random()
        spectrum[cycles] += number**-1.5 * complex(cosine(turn), sine(turn))
    return (np.fft.irfft(spectrum, frames) * (frames / 2)).astype(np.float32)


def singing_bowl(rng: Generator, frames: int) -> Planar:
    """Three bowls, struck in turn every 10-16 s; each sounds on through the next."""
    bowls = ((174.6, -0.35), (130.8, 0.1), (196.0, 0.4))
    gaps = rng.uniform(10, 16, max(1, round(frames / SAMPLE_RATE / 13)))
    starts = (np.cumsum(gaps) / gaps.sum() * frames).astype(int)
    out = np.zeros((2, frames), np.float32)
    for index, start in enumerate(starts):
        hz, pan = bowls[index % len(bowls)]
        stroke = struck(rng, hz, 40.0) * np.float32(rng.uniform(0.7, 1.0))
        loop = wrapped(np.pad(stroke[np.newaxis], ((0, 0), (start, 0))), frames)
        out += panned(np.array(pan))[:, np.newaxis] * loop
    return out


def bowl(rng: Generator) -> Mono:
    """A bowl between 150 and 260 Hz, 20 s."""
    return struck(rng, float(rng.choice([155.6, 174.6, 207.7, 233.1])), 20.0)


def struck(rng: Generator, hz: float, seconds: float) -> Mono:
    """A stroke with a felt mallet: modes in pairs that beat, 40 ms to full strength, down to nothing at the end."""
    time = np.arange(round(seconds * SAMPLE_RATE), dtype=np.float32) / np.float32(SAMPLE_RATE)
    out = np.zeros(len(time), np.float32)
    for ratio, strength, decay_s in _MODES:
        decay = _decay(len(time), decay_s) * np.float32(strength / 2)
        beat = rng.uniform(0.25, 0.7) * ratio**0.5
        for pitch in (hz * ratio, hz * ratio + beat):
            out += decay * _sine(len(time), pitch, rng.random())
    out *= np.square(np.minimum(time / np.float32(0.04), 1))
    tail = np.minimum((np.float32(seconds) - time) / np.float32(seconds / 4), 1)
    out *= np.square(sine(tail / 4)).astype(np.float32)
    return out


def _decay(frames: int, seconds: float) -> Mono:
    """A fall to 1/e in so many seconds: each row of 4096 samples lower than the one before."""
    step = -1 / (seconds * SAMPLE_RATE)
    rows, columns = exp(step * _ROW * np.arange(-(-frames // _ROW))), exp(step * np.arange(_ROW))
    return np.multiply.outer(rows.astype(np.float32), columns.astype(np.float32)).reshape(-1)[:frames]


def _sine(frames: int, hz: float, turn: float) -> Mono:
    """A sine that starts at the part `turn` of a cycle: rows of 4096 samples, each turned on from the one before."""
    step = hz / SAMPLE_RATE
    rows, columns = step * _ROW * np.arange(-(-frames // _ROW)) + turn, step * np.arange(_ROW)
    there = np.multiply.outer(sine(rows).astype(np.float32), cosine(columns).astype(np.float32))
    there += np.multiply.outer(cosine(rows).astype(np.float32), sine(columns).astype(np.float32))
    return there.reshape(-1)[:frames]
