"""The command line in this process: fast, with a voice that costs nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from audiocoach.voice import registry
from support import PLUGIN
from support.chunks_once import encode_each_once
from support.commands import Cli, listing, run

SESSION = """title: Short
voice: fake
let: {run: 10s}
steps:
  - walk: 20s
    say: Let us go.
  - run: $run
  - walk: 10s
"""


@pytest.fixture(autouse=True)
def _chunks_once(monkeypatch: pytest.MonkeyPatch) -> None:
    encode_each_once(monkeypatch)


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
    return run


@pytest.fixture
def nothing_written(here: Path, tmp_path: Path) -> Iterator[None]:
    """Fails a test that writes anything, the cache included."""
    before = listing(tmp_path)
    yield
    assert listing(tmp_path) == before
