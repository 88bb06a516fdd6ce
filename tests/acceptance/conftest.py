"""The library's sessions, built once a run by the real voice, and decoded once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hearing import Session, Wave, decode, read_tone
from programs import audiocoach

LIBRARY = ("easy-run-20", "five-minutes", "walk-run-20")
Once = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture(scope="session")
def built(once: Once) -> Callable[[str], Session]:
    """A library session by its name, as it ships; with `bare/` before its name, without its soundscape."""
    found: dict[str, Session] = {}

    def make_one(name: str) -> Callable[[Path], None]:
        def make(folder: Path) -> None:
            kind, _, spec = name.rpartition("/")
            flags = ("--soundscape", "none") if kind else ()
            mp3 = folder / f"{spec}.mp3"
            (folder / "told.json").write_text(audiocoach("build", spec, *flags, "-o", mp3, "--json").out)
            (folder / "plan.json").write_text(audiocoach("plan", spec, *flags, "--json").out)
            decode(mp3, folder / "sound.pcm")

        return make

    def make_all(_: Path) -> None:
        # By one worker in a row, so that a line which two sessions have is spoken once.
        for name in LIBRARY:
            once(f"library/{name}", make_one(name))
            once(f"library/bare/{name}", make_one(f"bare/{name}"))

    def session(name: str) -> Session:
        if name not in found:
            found[name] = Session(name, once("library", make_all) / name)
        return found[name]

    return session


@pytest.fixture(params=LIBRARY)
def session(request: pytest.FixtureRequest, built: Callable[[str], Session]) -> Session:
    """Each session of the library, as it ships."""
    return built(request.param)


@pytest.fixture
def bare(session: Session, built: Callable[[str], Session]) -> Session:
    """The same without its soundscape: voice and tones alone."""
    return built(f"bare/{session.name}")


@pytest.fixture(scope="session")
def walk_run(built: Callable[[str], Session]) -> Session:
    return built("walk-run-20")


@pytest.fixture(scope="session")
def templates(once: Once) -> dict[str, Wave]:
    """Every tone as `sounds render` writes it, by name."""

    def render(folder: Path) -> None:
        for sound in audiocoach("sounds", "list", "--json").json:
            if sound["kind"] == "tone":
                audiocoach("sounds", "render", sound["name"], "-o", folder / f"{sound['name']}.wav")

    return {path.stem: read_tone(path) for path in sorted(once("tones", render).glob("*.wav"))}
