"""The command line in this process."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest
from typer.testing import CliRunner


@dataclass(frozen=True)
class Said:
    """What a command printed."""

    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Coach(Protocol):
    """Runs a command that must end with `code`."""

    def __call__(self, *args: object, code: int = 0) -> Said: ...


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
def coach(here: Path) -> Iterator[Coach]:
    from audiocoach.cli.app import app

    runner = CliRunner()

    def run(*args: object, code: int = 0) -> Said:
        done = runner.invoke(app, [str(arg) for arg in args])
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == code, f"exit {done.exit_code}\n{done.stdout}\n{done.stderr}"
        return Said(done.stdout, done.stderr)

    return run
