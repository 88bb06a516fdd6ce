"""Soundscapes: from a name, a recipe or an audio file to the loop that sounds beneath a session."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np

from audiocoach.audio.arrays import Stereo
from audiocoach.audio.decoder import about
from audiocoach.audio.folding import UNCHANGED, Width
from audiocoach.audio.quantised import hundredths
from audiocoach.conventions import BED_LUFS
from audiocoach.errors import CacheError
from audiocoach.sound.soundscapes.level import bounded, fold_loudness
from audiocoach.sound.soundscapes.loops import Loop, LoopStore
from audiocoach.sound.soundscapes.own_audio import bed, own_audio
from audiocoach.sound.soundscapes.recipe import SUFFIXES, Recipe, find, names, read
from audiocoach.sound.soundscapes.render import composed
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
    """The loop of a recipe (320 s) or of an audio file (320 s, or its own length), at -26 LUFS after fold-down.

    Rendered once into `cache_root`, whoever asks; a damaged one is rendered again. Raises `InputError` for audio that
    cannot be used and `CacheError` where the cache cannot be written.
    """
    loops = LoopStore(cache_root)
    if isinstance(source, Recipe):
        return _kept(loops, loop_key(source), lambda: (composed(source).T, UNCHANGED))
    with own_audio(source) as media:
        about(media)  # so that nothing else is even hashed
        return _kept(loops, f"audio {media.digest}", lambda: bed(media, loops.scratch()))


def loop_key(recipe: Recipe) -> str:
    """What a loop is made from."""
    return f"recipe {recipe.model_dump_json(exclude={'title', 'description'})}"


def _kept(loops: LoopStore, key: str, make: Callable[[], tuple[Stereo, Width]]) -> Loop:
    """The loop of that key, made where it is not there."""
    if loop := loops.load(key):
        return loop
    with loops.alone(key):
        for _ in range(_TRIES):
            if loop := loops.load(key):
                return loop
            _keep(*make(), loops, key)  # and another process may clear the cache before it is loaded
    raise CacheError("the cache does not give back what is written to it", "is another process clearing it?")


def _keep(frames: Stereo, width: Width, loops: LoopStore, key: str) -> None:
    """Brings a loop to the level of beds, a block at a time, into the cache."""
    loudness = fold_loudness(width.narrowed(frames) if width.is_left_alone else frames)
    gain = np.float32(to_gain(hundredths(BED_LUFS - loudness)))
    blocks = (frames[start : start + _BLOCK] for start in range(0, len(frames), _BLOCK))
    loops.store(key, (bounded(width.narrowed(block) * gain) for block in blocks))
