"""The library's sessions, built once a run by the real voice, and decoded once."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from support.hearing import Session, decode
from support.programs import audiocoach

LIBRARY = ("five-minutes", *(pytest.param(name, marks=pytest.mark.long) for name in ("walk-run-20", "easy-run-20")))
Once = Callable[[str, Callable[[Path], None]], Path]
_FLAGS: Final = {"": (), "bare": ("--soundscape", "none"), "joe": ("--voice", "joe")}


@pytest.fixture(scope="session")
def built(once: Once) -> Callable[[str], Session]:
    """A library session by its name, as it ships; with `bare/` before its name, without its soundscape, with `joe/`
    in his voice.
    """
    found: dict[str, Session] = {}

    def session(name: str) -> Session:
        if name not in found:
            found[name] = Session(name, once(f"library/{name}", partial(_make, name)))
        return found[name]

    return session


def _make(name: str, folder: Path) -> None:
    kind, _, spec = name.rpartition("/")
    flags = _FLAGS[kind]
    mp3 = folder / f"{spec}.mp3"
    (folder / "told.json").write_text(audiocoach("build", spec, *flags, "-o", mp3, "--json").out)
    (folder / "plan.json").write_text(audiocoach("plan", spec, *flags, "--json").out)
    decode(mp3, folder / "sound.pcm")
