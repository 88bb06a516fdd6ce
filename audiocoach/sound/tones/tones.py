"""The tones as sound: additive synthesis from the recipes of `sound.table`, the same bits at every call."""

import wave
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np

from audiocoach.audio.arrays import Mono, Precise
from audiocoach.audio.elementary import LN_2, cosine, exp, exp2, sine
from audiocoach.audio.quantised import on_grid
from audiocoach.errors import UnknownName
from audiocoach.sound.tones.tone_table import TONES, Stroke, Timbre
from audiocoach.storage.files import write_file
from audiocoach.units import SAMPLE_RATE, to_samples

_FULL_SCALE: Final = 1 << 15


@cache
def render(name: str) -> Mono:
    """The tone `name`, shape (samples,), full scale 1.0, read-only; its first sample already sounds.

    Samples lie on the grid of 16-bit PCM: a WAV of that depth holds them exactly, and the last bit of one
    machine's sine does not show in them. Raises `UnknownName`.
    """
    if name not in TONES:
        raise UnknownName("tone", name, TONES)
    tone = TONES[name]
    sound = np.zeros(to_samples(tone.length_ms))
    for note in tone.notes:
        start = _samples(note.start_ms)
        stroke = _stroke(note, tone.timbre)[: len(sound) - start]
        sound[start : start + len(stroke)] += stroke
    samples = on_grid(sound * tone.gain)
    samples.flags.writeable = False
    return samples


@cache
def digest(name: str) -> str:
    """The identity of the tone's samples, `tone:` and a SHA-256: what a `Clip` calls its sound."""
    return f"tone:{sha256(render(name).astype('<f4').tobytes()).hexdigest()}"


def write_wav(name: str, path: Path) -> None:
    """Writes the tone to `path`, sample for sample as it is mixed: 16-bit PCM, 44.1 kHz, mono, atomically.

    Raises `UnknownName`, and `DeliverError` where the file cannot be written.
    """
    samples = (render(name) * _FULL_SCALE).astype("<i2")
    content = BytesIO()
    with wave.open(content, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(SAMPLE_RATE)
        wav.writeframes(samples.tobytes())
    write_file(path, content.getvalue())


def _stroke(note: Stroke, timbre: Timbre) -> Precise:
    """One note, shape (samples,), loudest right after its attack, where all partials meet in phase."""
    samples, attack, release = map(_samples, (note.length_ms, timbre.attack_ms, timbre.release_ms))
    time = np.arange(1 - attack, samples + 1 - attack) / SAMPLE_RATE
    bend = note.glide / 12 / (note.length_ms / 1000)  # octaves a second
    # The integral of hz * 2 ** (bend * t) over time.
    turns = note.hz * ((exp2(bend * time) - 1) / (bend * LN_2) if bend else time)
    stroke = np.zeros(samples)
    for partial in timbre.partials:
        decay = exp(time * (-1000 / partial.decay_ms))
        stroke += (note.strength * partial.amplitude) * decay * cosine(partial.ratio * turns)
    stroke[:attack] *= sine(np.arange(1, attack + 1) / (4 * attack))
    stroke[-release:] *= np.square(cosine(np.arange(1, release + 1) / (4 * release)))
    return stroke


def _samples(ms: float) -> int:
    return round(ms * SAMPLE_RATE / 1000)
