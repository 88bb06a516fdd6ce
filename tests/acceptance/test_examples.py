"""The examples do what they say: each is checked and planned, some are built, and the page names them all."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from audiocoach.build.load import load
from audiocoach.build.planning import plan
from support import ROOT
from support.commands import run
from support.programs import environment

EXAMPLES = ROOT / "examples"
SESSIONS = sorted(EXAMPLES.glob("*.yaml"))


def test_the_page_names_every_example() -> None:
    page = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"\]\(([\w.-]+)\)", page)
    assert sorted(named) == sorted(path.name for path in EXAMPLES.glob("*.[yp]*") if path.is_file())


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_an_example_is_right_and_what_it_shows_is_heard(path: Path) -> None:
    planned = plan(load(path), estimate=True)
    assert [note for note in planned.notes if note.severity == "warning"] == []
    said = [cue for cue in planned.cues if cue.kind == "say"]
    assert all(cue.status in ("as-planned", "moved") for cue in said)
    assert run("check", path).out.startswith(str(path))


@pytest.mark.parametrize(
    "name", ["dialogue", *(pytest.param(name, marks=pytest.mark.long) for name in ("own-words", "track"))]
)
def test_an_example_is_built(name: str, tmp_path: Path) -> None:
    made = run("build", EXAMPLES / f"{name}.yaml", "-d", tmp_path, "--quality", "voice", "--json").json
    (file,) = made["files"]
    assert Path(file["path"]).stat().st_size == file["bytes"] > 100_000


@pytest.mark.long
def test_the_week_in_python_is_three_files(tmp_path: Path) -> None:
    """With a voice that costs nothing: the config names it."""
    config = tmp_path / "config.toml"
    config.write_text('voice = "fake"\nsoundscape = "none"\n')
    words = [sys.executable, EXAMPLES / "week.py", tmp_path / "week"]
    env = environment(tmp_path / "cache", AUDIOCOACH_CONFIG=str(config), PYTHONPATH=str(ROOT))
    done = subprocess.run([str(word) for word in words], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = sorted(path.name for path in (tmp_path / "week").iterdir())
    assert found == sorted(f"{day}{end}" for day in ("monday", "wednesday", "saturday") for end in (".mp3", ".vtt"))
    assert done.stdout.count("MB") == 3
