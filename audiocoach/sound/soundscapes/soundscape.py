"""Soundscapes: from a name, a recipe or an audio file to the loop that sounds beneath a session."""

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np

from audiocoach.audio.folding import UNCHANGED, Width
from audiocoach.errors import CacheError, InputError
from audiocoach.sound.soundscapes.level import BED_LUFS, Frames, bounded, fold_loudness
from audiocoach.sound.soundscapes.loops import Loop, LoopStore
from audiocoach.sound.soundscapes.own_audio import decoded, foldable, looped
from audiocoach.sound.soundscapes.recipe import SUFFIXES, Recipe, find, names, read
from audiocoach.sound.soundscapes.render import composed
from audiocoach.units import to_gain

__all__ = ["Loop", "LoopStore", "Recipe", "Source", "master_loop", "names", "read", "source"]

_BLOCK: Final = 1 << 18
_TRIES: Final = 5

Source = Recipe | Path
"""What a bed is made from: a recipe, or an audio file."""

_RENDERING: Final = (
    "audio/cells.py",
    "audio/folding.py",
    "audio/loudness.py",
    "sound/soundscapes/level.py",
    "sound/soundscapes/loops.py",
    "sound/soundscapes/render.py",
)
_RECORDED: Final = ("audio/decoder.py", "sound/soundscapes/own_audio.py")
"""What else of the code decides about an audio file's loop."""


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
    """What a loop is kept by: all that its samples follow from. Raises `InputError` for a file that cannot be read."""
    if isinstance(source, Recipe):
        made_from = f"{_code()} recipe {source.model_dump_json(exclude={'title', 'description'})}"
    else:
        try:
            with source.open("rb") as file:
                made_from = (
                    f"{_code(*_RECORDED)} audio {hashlib.file_digest(file, 'sha256').hexdigest()} av {version('av')}"
                )
        except OSError as error:
            raise InputError(f"{source} cannot be read: {error.strerror or error}") from error
    return hashlib.sha256(made_from.encode()).hexdigest()[:40]


@cache
def _code(*more: str) -> str:
    """The code that renders (and `more` files of it), and numpy: another version may give other samples."""
    digest, package = hashlib.sha256(np.__version__.encode()), files("audiocoach")
    textures = sorted(item.name for item in (package / "sound/textures").iterdir() if item.name.endswith(".py"))
    for name in (*_RENDERING, *more, *(f"sound/textures/{name}" for name in textures)):
        digest.update((package / name).read_bytes())
    return digest.hexdigest()


def _make(source: Source, loops: LoopStore, key: str) -> None:
    """Renders a loop and keeps it."""
    if isinstance(source, Recipe):
        _keep(composed(source).T, UNCHANGED, loops, key)
    else:
        frames = looped(decoded(source, loops.scratch()))
        _keep(frames, foldable(frames, source), loops, key)


def _keep(frames: Frames, width: Width, loops: LoopStore, key: str) -> None:
    """Brings a loop to the level of beds, a block at a time, into the cache."""
    loudness = fold_loudness(width.narrowed(frames) if width.is_left_alone else frames)
    gain = np.float32(to_gain(BED_LUFS - loudness))
    blocks = (frames[start : start + _BLOCK] for start in range(0, len(frames), _BLOCK))
    loops.store(key, (bounded(width.narrowed(block) * gain) for block in blocks))
