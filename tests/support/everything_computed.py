"""All that we compute about sound, as digests: run as a program, it says what this processor makes of it."""

import hashlib
import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audiocoach.audio.limiter import limit
from audiocoach.audio.loudness import cell_energies
from audiocoach.audio.meter import measure
from audiocoach.mix.bed_source import fade
from audiocoach.mix.ducking import Envelope
from audiocoach.mix.guard_tone import guard_tone
from audiocoach.sound.soundscapes.grains import grained
from audiocoach.sound.soundscapes.level import bounded
from audiocoach.sound.soundscapes.soundscape import master_loop, source
from audiocoach.sound.textures.synthesis import generator
from audiocoach.sound.textures.texture_table import SOUNDS, TEXTURES
from audiocoach.sound.tones import click, tones
from audiocoach.timeline.timeline import Bed
from audiocoach.units import SAMPLE_RATE, Samples
from audiocoach.voice.engines.fake.fake_voice import FakeVoice
from audiocoach.voice.mastering import gain_needed, master

TEXTS = ("Walk briskly, arms loose.", "Run.", "Half a minute, and we run. Shoulders down.")


def everything() -> dict[str, str]:
    """By name; textures are short ones."""
    found = {f"tone {name}": tones.digest(name) for name in tones.TONES} | {"click": click.digest()}
    found |= {f"texture {name}": _of(texture.render(3, 5.0)) for name, texture in TEXTURES.items()}
    found |= {f"sound {name}": _of(sound.render(4)) for name, sound in SOUNDS.items()}
    for text in TEXTS:
        raw = FakeVoice().speak(text)
        found[f"raw {text}"], found[f"mastered {text}"] = _of(raw.samples), _of(master(raw, lambda: -3.0))
        found[f"gain {text}"] = repr(gain_needed(raw))
    loud = np.random.default_rng(8).normal(0, 0.4, (200_000, 2)).astype(np.float32)
    found["grained"] = _of(grained(np.resize(loud, (45 * SAMPLE_RATE, 2)), generator(0, "grains")))
    found["limited"] = _of(np.concatenate(list(limit([loud]))))
    found["bounded"], found["energies"] = _of(bounded(loud)), _of(cell_energies(np.ascontiguousarray(loud.T)))
    found["measured"] = repr(measure([loud]))
    envelope = Envelope([(60_000, 90_000), (400_000, 420_000)], 17.123456)
    found["envelope"] = _of(envelope.gain(0, 600_000))
    bed = Bed(Samples(0), Samples(300_000), "", -26, Samples(100_000), Samples(150_000))
    found["guard tone"] = _of(guard_tone(0, 100_000, 100_000))
    found["fades"] = _of(fade(bed, 0, 300_000))
    return found


def soundscapes(cache: Path, names: list[str]) -> dict[str, str]:
    """The loops of soundscapes that ship, rendered."""
    return {name: master_loop(source(name), cache).digest for name in names}


def _of(samples: NDArray[np.generic]) -> str:
    return hashlib.sha256(np.ascontiguousarray(samples).tobytes()).hexdigest()


if __name__ == "__main__":
    found = soundscapes(Path(sys.argv[1]), sys.argv[2:]) if sys.argv[1:] else everything()
    print(json.dumps(found))
