import shutil
from pathlib import Path

import pytest

from support.published import build_program, build_session


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program in `program/`, single sessions in `singles/`, and what they were built from in `source/`."""
    folder = tmp_path_factory.mktemp("published")
    build_program(folder / "source", folder / "program")
    (folder / "singles").mkdir()
    build_session(
        folder / "source", folder / "singles" / "b walk.mp3", "title: Walk\ndescription: Out.\nsteps: [walk: 30s]\n"
    )
    build_session(
        folder / "source", folder / "singles" / "a-läufe.mp3", "title: Läufe\nlanguage: de\nsteps: [run: 20s]\n"
    )
    build_session(folder / "source", folder / "singles" / "c.mp3", "title: Last\nlanguage: de\nsteps: [run: 20s]\n")
    return folder


@pytest.fixture
def program(once: Path, tmp_path: Path) -> Path:
    """A copy of the program's folder that a test may spoil."""
    return Path(shutil.copytree(once / "program", tmp_path / "program"))


@pytest.fixture
def singles(once: Path, tmp_path: Path) -> Path:
    """The same of the single sessions."""
    return Path(shutil.copytree(once / "singles", tmp_path / "singles"))
