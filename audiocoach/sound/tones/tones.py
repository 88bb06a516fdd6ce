"""The tones as sound: additive synthesis from the recipes of `tone_table`, the same bits at every call."""

from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np

from audiocoach.audio.arrays import Mono, Precise
from audiocoach.audio.elementary import LN_2, cosine, exp, exp2, sine
from audiocoach.audio.quantised import on_grid
from audiocoach.audio.wav import TONE, write_wav
from audiocoach.errors import UnknownName
from audiocoach.sound.tones.tone_table import TONES, Stroke, Timbre
from audiocoach.units import SAMPLE_RATE, to_samples


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


def write_tone(name: str, path: Path) -> None:
    """Writes the tone to `path`, sample for sample as it is mixed: 16-bit PCM, 44.1 kHz, mono, atomically.

    Raises `UnknownName`, and `DeliverError` where the file cannot be written.
    """
    samples = render(name)
    write_wav(path, [samples[:, np.newaxis]], len(samples), TONE)


def _stroke(note: Stroke, timbre: Timbre) -> Precise:
    """One note, shape (samples,), loudest right after its attack."""
    samples, attack, release = map(_samples, (note.length_ms, timbre.attack_ms, timbre.release_ms))
    time = np.arange(1 - attack, samples + 1 - attack) / SAMPLE_RATE
    bend = note.glide / 12 / (note.length_ms / 1000)  # octaves a second
    # The integral of hz * 2 ** (bend * t) over time.
    turns = note.hz * ((exp2(bend * time) - 1) / (bend * LN_2) if bend else time)
    stroke = np.zeros(samples)
    for partial in timbre.partials:
        decay = exp(time * (-1000 / partial.decay_ms))
        stroke += (note.strength * partial.amplitude) * decay * cosine(partial.ratio * turns + partial.turn)
    stroke[:attack] *= sine(np.arange(1, attack + 1) / (4 * attack))
    stroke[-release:] *= np.square(cosine(np.arange(1, release + 1) / (4 * release)))
    return stroke


def _samples(ms: float) -> int:
    return round(ms * SAMPLE_RATE / 1000)
