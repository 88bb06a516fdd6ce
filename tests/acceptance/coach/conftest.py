"""The command line in this process."""

from pathlib import Path

import pytest

from support.commands import Cli, run


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, empty, with voices and a config of its own."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("AUDIOCOACH_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("AUDIOCOACH_VOICES", str(tmp_path / "voices"))
    return folder


@pytest.fixture
def coach(here: Path) -> Cli:
    return run
