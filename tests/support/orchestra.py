"""Music made for the tests."""

from pathlib import Path

import numpy as np
import pyloudnorm
from numpy.typing import NDArray

from support.hearing import RATE
from support.programs import tool

Song = NDArray[np.float64]
"""Shape (samples, 2)."""
LOUD = -9.0
"""LUFS of a song as they are mastered to be the loudest."""


def dense(seconds: int) -> Song:
    """Drums on every beat, chords in six octaves and noise, without a gap, squashed to `LOUD`."""
    rng = np.random.default_rng(9)
    time = np.arange(seconds * RATE) / RATE
    song = 0.08 * rng.standard_normal((len(time), 2))
    beat = round(RATE * 60 / 165)
    hit = np.arange(beat) / RATE
    kick = np.sin(2 * np.pi * (50 * hit + 2 * (1 - np.exp(-30 * hit)))) * np.exp(-12 * hit)
    for number, start in enumerate(range(0, len(time) - beat, beat)):
        snare = rng.standard_normal((beat, 2)) * np.exp(-20 * hit)[:, None]
        song[start : start + beat] += 1.2 * kick[:, None] + (0.6 * snare if number % 2 else 0.15 * snare)
    for bar, start in enumerate(range(0, len(time), 4 * beat)):
        now = time[start : start + 4 * beat]
        for semitones in ((0, 4, 7), (5, 9, 12), (7, 11, 14), (-3, 0, 4))[bar % 4]:
            for octave in range(6):
                hz = 110 * 2 ** (octave + semitones / 12)
                for ear, detuned in enumerate((0.998, 1.002)):
                    song[start : start + len(now), ear] += 0.12 / (octave + 1) * np.sin(2 * np.pi * hz * detuned * now)
    for _ in range(6):  # a limiter as crude as many
        gain = 10 ** ((LOUD - loudness(song)) / 20)
        song = np.clip(song * gain, -0.98, 0.98)
    return song


def pitched(hz: float, seconds: float) -> Song:
    """One tone, the same in both ears."""
    wave = 0.3 * np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE)) / RATE)
    return np.stack((wave, wave), axis=1)


def pitch(sound: NDArray[np.floating], at_ms: float) -> int:
    """The strongest frequency in the 300 ms from a time on, to 10 Hz."""
    part = sound[round(at_ms * RATE / 1000) :][: RATE * 3 // 10]
    spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part)), RATE))
    return round(int(spectrum.argmax()) / 10) * 10


def loudness(song: Song) -> float:
    """LUFS, of stereo."""
    return float(pyloudnorm.Meter(RATE).integrated_loudness(song))


def write_song(path: Path, song: Song, **tags: str) -> None:
    """As FLAC, with tags."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pcm = path.with_suffix(".pcm")
    pcm.write_bytes(np.rint(song * 32_767).astype("<i2").tobytes())
    words = [word for key, value in tags.items() for word in ("-metadata", f"{key}={value}")]
    tool("ffmpeg", "-v", "error", "-y", "-f", "s16le", "-ar", RATE, "-ac", 2, "-i", pcm, *words, path)
    pcm.unlink()
