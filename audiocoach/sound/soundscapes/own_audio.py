"""A user's own audio as a bed: decoded, made to repeat, folded safely."""

import tempfile
from pathlib import Path
from typing import Final

import numpy as np

from audiocoach.audio.arrays import Stereo
from audiocoach.audio.decoder import decode
from audiocoach.audio.elementary import cosine, sine
from audiocoach.audio.folding import Width, width_of
from audiocoach.errors import InputError
from audiocoach.sound.soundscapes.level import fold_energies
from audiocoach.sound.soundscapes.render import CYCLE
from audiocoach.units import SAMPLE_RATE

LIMIT_S: Final = 3600
"""The longest file, in seconds."""
SHORTEST_S: Final = 2
_FADE: Final = 3 * SAMPLE_RATE


def decoded(path: Path, scratch: Path) -> Stereo:
    """The file as 44.1 kHz stereo, in a nameless file in the folder `scratch`. Raises `InputError` naming the file."""
    # The array keeps the file open, and with it the file goes.
    with tempfile.TemporaryFile(dir=scratch) as file:
        frames = 0
        for block in decode(path):
            file.write(block.astype(np.float32, copy=False).tobytes())
            frames += len(block)
            if frames > LIMIT_S * SAMPLE_RATE:
                raise _unusable(path, f"it is longer than {LIMIT_S // 60} minutes")
        if frames < SHORTEST_S * SAMPLE_RATE:
            raise _unusable(path, f"it is shorter than {SHORTEST_S} s")
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


def foldable(frames: Stereo, path: Path) -> Width:
    """How wide the loop is played. Raises `InputError` naming the file for silence."""
    middle, side = fold_energies(frames).sum(axis=1, dtype=np.float64).tolist()
    if middle + side <= 0:
        raise _unusable(path, "it is silent")
    return width_of(middle, side)


def _unusable(path: Path, why: str) -> InputError:
    return InputError(f"cannot use {path} as a soundscape: {why}", "any audio that FFmpeg reads will do")
