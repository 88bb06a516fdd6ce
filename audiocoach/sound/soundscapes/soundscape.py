"""Soundscapes: from a name, a recipe or an audio file to the loop that sounds beneath a session."""

import hashlib
from pathlib import Path
from typing import Final

import numpy as np

from audiocoach.audio.arrays import Stereo
from audiocoach.audio.folding import UNCHANGED, Width
from audiocoach.audio.quantised import hundredths
from audiocoach.errors import CacheError, InputError
from audiocoach.sound.soundscapes.level import BED_LUFS, bounded, fold_loudness
from audiocoach.sound.soundscapes.loops import Loop, LoopStore
from audiocoach.sound.soundscapes.own_audio import decoded, foldable, looped
from audiocoach.sound.soundscapes.recipe import SUFFIXES, Recipe, find, names, read
from audiocoach.sound.soundscapes.render import composed
from audiocoach.storage.regular import open_regular
from audiocoach.units import to_gain

__all__ = ["Loop", "LoopStore", "Recipe", "Source", "master_loop", "names", "read", "source"]

_BLOCK: Final = 1 << 18
_TRIES: Final = 5

Source = Recipe | Path
"""What a bed is made from: a recipe, or an audio file."""


def source(name_or_path: str | Path) -> Source:
    """The recipe of a soundscape by its name or file, or the path of an audio file.

    Raises `UnknownName`, `InputError` and `SpecError` as `read` does.
    """
    path = find(name_or_path)
    return read(name_or_path) if path.suffix.lower() in SUFFIXES else path


def master_loop(source: Source, cache_root: Path) -> Loop:
    """The loop of a recipe (320 s) or of an audio file (its own length), at -26 LUFS after fold-down.

    Rendered once into `cache_root`, whoever asks; a damaged one is rendered again. Raises `InputError` for audio that
    cannot be used and `CacheError` where the cache cannot be written.
    """
    loops, key = LoopStore(cache_root), loop_key(source)
    if loop := loops.load(key):
        return loop
    with loops.alone(key):
        for _ in range(_TRIES):
            if loop := loops.load(key):
                return loop
            _make(source, loops, key)  # and another process may clear the cache before it is loaded
    raise CacheError("the cache does not give back what is written to it", "is another process clearing it?")


def loop_key(source: Source) -> str:
    """What a loop is made from. Raises `InputError` for a file that cannot be read."""
    if isinstance(source, Recipe):
        return f"recipe {source.model_dump_json(exclude={'title', 'description'})}"
    try:
        with open_regular(source) as file:
            return f"audio {hashlib.file_digest(file, 'sha256').hexdigest()}"
    except OSError as error:
        raise InputError(f"{source} cannot be read: {error.strerror or error}") from error


def _make(source: Source, loops: LoopStore, key: str) -> None:
    """Renders a loop and keeps it."""
    if isinstance(source, Recipe):
        _keep(composed(source).T, UNCHANGED, loops, key)
    else:
        frames = looped(decoded(source, loops.scratch()))
        _keep(frames, foldable(frames, source), loops, key)


def _keep(frames: Stereo, width: Width, loops: LoopStore, key: str) -> None:
    """Brings a loop to the level of beds, a block at a time, into the cache."""
    loudness = fold_loudness(width.narrowed(frames) if width.is_left_alone else frames)
    gain = np.float32(to_gain(hundredths(BED_LUFS - loudness)))
    blocks = (frames[start : start + _BLOCK] for start in range(0, len(frames), _BLOCK))
    loops.store(key, (bounded(width.narrowed(block) * gain) for block in blocks))
