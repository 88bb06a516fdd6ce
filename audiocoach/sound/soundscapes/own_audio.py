"""A user's own audio as a bed: decoded, made to go on for ever, folded safely."""

import tempfile
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

import numpy as np

from audiocoach.audio.arrays import Stereo
from audiocoach.audio.decoder import decode
from audiocoach.audio.demuxer import input_file
from audiocoach.audio.elementary import cosine, sine
from audiocoach.audio.folding import Width, width_of
from audiocoach.audio.media_file import MediaFile
from audiocoach.conventions import CYCLE
from audiocoach.sound.soundscapes.grains import grained
from audiocoach.sound.soundscapes.level import fold_energies
from audiocoach.sound.textures.synthesis import generator
from audiocoach.units import SAMPLE_RATE

LIMIT_S: Final = 3600
"""The longest file, in seconds."""
SHORTEST_S: Final = 2
GRAINED_S: Final = 60
"""From this length on there is enough of a sound to make 320 s of its grains; a shorter one is repeated whole."""
_FADE: Final = 3 * SAMPLE_RATE


def own_audio(path: Path) -> AbstractContextManager[MediaFile]:
    """The file at `path`, open; what is wrong with it is told as an `InputError` that names it."""
    return input_file(path, f"cannot use {path} as a soundscape")


def bed(media: MediaFile, scratch: Path) -> tuple[Stereo, Width]:
    """The file as a loop, and how wide it is played; `scratch` is a folder. Raises `UnreadableFile`.

    Of a minute or more, 320 s that have no period; of less, its own length.
    """
    frames = decoded(media, scratch)
    is_long = len(frames) >= GRAINED_S * SAMPLE_RATE
    frames = grained(frames, generator(0, "grains")) if is_long else looped(frames)
    middle, side = fold_energies(frames).sum(axis=1, dtype=np.float64).tolist()
    if middle + side <= 0:
        raise media.unreadable("it is silent", "name another")
    return frames, width_of(middle, side)


def decoded(media: MediaFile, scratch: Path) -> Stereo:
    """The file as 44.1 kHz stereo, in a nameless file in the folder `scratch`. Raises `UnreadableFile`."""
    # The array keeps the file open, and with it the file goes.
    with tempfile.TemporaryFile(dir=scratch) as file:
        frames = 0
        for block in decode(media, LIMIT_S):
            file.write(block.tobytes())
            frames += len(block)
        if frames < SHORTEST_S * SAMPLE_RATE:
            raise media.unreadable(f"it is shorter than {SHORTEST_S} s", "name a longer one")
        file.flush()
        return np.memmap(file, np.float32, "r+", shape=(frames, 2))


def looped(frames: Stereo) -> Stereo:
    """`frames` as a loop: what is left over at the end fades into the start, equal in power.

    The loop is a whole number of MP3 cycles where the sound is long enough; the rest, at least 3 s or a quarter of it,
    is what fades. The array is changed.
    """
    fade = min(_FADE, len(frames) // 4)
    length = len(frames) - fade
    if length >= 8 * CYCLE:
        length = length // CYCLE * CYCLE
        fade = len(frames) - length
    turns = ((np.arange(fade) + 0.5) / (4 * fade))[:, np.newaxis]
    frames[:fade] = frames[:fade] * sine(turns) + frames[length:] * cosine(turns)
    return frames[:length]
