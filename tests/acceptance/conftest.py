"""The library's sessions, built once a run by the real voice, and decoded once."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hearing import Session, Wave, decode_mono, read_tone
from programs import audiocoach

LIBRARY = ("easy-run-20", "five-minutes", "walk-run-20")


@pytest.fixture(scope="session")
def built(once: Callable[[str, Callable[[Path], None]], Path]) -> Callable[[str], Session]:
    """A library session by its name."""
    found: dict[str, Session] = {}

    def build(name: str) -> Callable[[Path], None]:
        def make(folder: Path) -> None:
            mp3 = folder / f"{name}.mp3"
            (folder / "told.json").write_text(audiocoach("build", name, "-o", mp3, "--json").out)
            (folder / "plan.json").write_text(audiocoach("plan", name, "--json").out)
            np.save(folder / "sound.npy", decode_mono(mp3))

        return make

    def session(name: str) -> Session:
        if name not in found:
            # One at a time, so that a line which two of them have is spoken once.
            once("library", lambda folder: [once(f"library/{each}", build(each)) for each in LIBRARY] and None)
            found[name] = Session(name, once(f"library/{name}", build(name)))
        return found[name]

    return session


@pytest.fixture(params=LIBRARY)
def session(request: pytest.FixtureRequest, built: Callable[[str], Session]) -> Session:
    """Each session of the library."""
    return built(request.param)


@pytest.fixture(scope="session")
def walk_run(built: Callable[[str], Session]) -> Session:
    return built("walk-run-20")


@pytest.fixture(scope="session")
def templates(once: Callable[[str, Callable[[Path], None]], Path]) -> dict[str, Wave]:
    """Every tone as `sounds render` writes it, by name."""

    def render(folder: Path) -> None:
        for tone in audiocoach("sounds", "list", "--json").json:
            audiocoach("sounds", "render", tone["name"], "-o", folder / f"{tone['name']}.wav")

    return {path.stem: read_tone(path) for path in sorted(once("tones", render).glob("*.wav"))}
