"""The command line in this process: fast, with a voice that costs nothing."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest
from typer.testing import CliRunner

from audiocoach.voice import registry

PLUGIN = Path(__file__).parents[1] / "acceptance" / "plugin"

SESSION = """title: Short
voice: fake
let: {run: 10s}
steps:
  - walk: 20s
    say: Let us go.
  - run: $run
  - walk: 10s
"""


@dataclass(frozen=True)
class Said:
    """What a command printed."""

    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Cli(Protocol):
    """Runs a command that must end with `code`."""

    def __call__(self, *args: object, code: int = 0, stdin: str | None = None) -> Said: ...


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The current folder, with `short.yaml` in it, and a cache beside it."""
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "short.yaml").write_text(SESSION)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("AUDIOCOACH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("AUDIOCOACH_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.syspath_prepend(PLUGIN)
    registry.installed.cache_clear()
    yield folder
    registry.installed.cache_clear()


@pytest.fixture
def cli(here: Path) -> Cli:
    from audiocoach.cli.app import app

    runner = CliRunner()

    def run(*args: object, code: int = 0, stdin: str | None = None) -> Said:
        done = runner.invoke(app, [str(arg) for arg in args], input=stdin)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == code, f"exit {done.exit_code}\n{done.stdout}\n{done.stderr}"
        return Said(done.stdout, done.stderr)

    return run


def listing(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def nothing_written(here: Path, tmp_path: Path) -> Iterator[None]:
    """Fails a test that writes anything, the cache included."""
    before = listing(tmp_path)
    yield
    assert listing(tmp_path) == before
