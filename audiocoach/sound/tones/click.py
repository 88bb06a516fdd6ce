"""The metronome's click: short and dull like a knock on wood, quiet enough to run to for an hour."""

from functools import cache
from hashlib import sha256
from typing import Final

import numpy as np

from audiocoach.audio.arrays import Mono, Precise
from audiocoach.audio.elementary import cosine, exp, sine
from audiocoach.audio.loudness import lufs
from audiocoach.audio.quantised import hundredths, on_grid
from audiocoach.sound.tones.tone_table import CLICK_MS
from audiocoach.units import SAMPLE_RATE, to_gain

LUFS: Final = -28.0
"""Of a train of clicks at `REFERENCE`, dual-mono."""
REFERENCE: Final = 165
"""Clicks a minute; other cadences are within half a decibel of it."""

_MODES: Final = ((620.0, 0.6, 30.0), (1390.0, 1.0, 22.0), (2210.0, 0.5, 14.0))
"""Hz, amplitude and decay in ms: the strongest where the ear is keen, so that the peak stays low at this loudness."""
_TRAIN_S: Final = 8


@cache
def click() -> Mono:
    """One click, shape (samples,), full scale 1.0, read-only; on the grid of 16-bit PCM, as the tones are."""
    length = SAMPLE_RATE * CLICK_MS // 1000
    time = np.arange(length) / SAMPLE_RATE
    wave = np.zeros(length)
    for hz, amplitude, decay_ms in _MODES:
        wave += amplitude * sine(hz * time) * exp(-1000 * time / decay_ms)
    release = SAMPLE_RATE // 200
    wave[-release:] *= np.square(cosine(np.arange(1, release + 1) / (4 * release)))
    samples = on_grid(wave * to_gain(hundredths(LUFS - _train_lufs(wave))))
    samples.flags.writeable = False
    return samples


@cache
def digest() -> str:
    """The identity of the click's samples: what a `Clip` calls its sound."""
    return f"click:{sha256(click().astype('<f4').tobytes()).hexdigest()}"


def _train_lufs(wave: Precise) -> float:
    """The loudness of such clicks at the reference cadence."""
    train = np.zeros(_TRAIN_S * SAMPLE_RATE, np.float32)
    for beat in range(int(_TRAIN_S * REFERENCE / 60)):
        start = round(beat * 60 / REFERENCE * SAMPLE_RATE)
        part = train[start : start + len(wave)]
        part += wave[: len(part)].astype(np.float32)
    return lufs(train)
