"""The library's sessions, and the tones, as the tests listen to them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from audiocoach.cli.app import app
from audiocoach.sound.tones.tone_table import TONES
from support.built_library import LIBRARY, Once, built
from support.hearing import Session, Wave, read_tone

__all__ = ["built"]


@pytest.fixture(params=LIBRARY)
def session(request: pytest.FixtureRequest, built: Callable[[str], Session]) -> Session:
    """Each session of the library, as it ships."""
    return built(request.param)


@pytest.fixture
def bare(session: Session, built: Callable[[str], Session]) -> Session:
    """The same without its soundscape: voice and tones alone."""
    return built(f"bare/{session.name}")


@pytest.fixture(scope="session")
def templates(once: Once) -> dict[str, Wave]:
    """Every tone as `sounds render` writes it, by name."""

    def render(folder: Path) -> None:
        for name in TONES:
            done = CliRunner().invoke(app, ["sounds", "render", name, "-o", str(folder / f"{name}.wav")])
            assert done.exit_code == 0, done.output

    return {path.stem: read_tone(path) for path in sorted(once("tones", render).glob("*.wav"))}
