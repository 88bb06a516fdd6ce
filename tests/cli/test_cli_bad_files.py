"""Every file in tests/bad through the program itself: exit 2, its place, no traceback, nothing written, at once."""

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from support import BAD

FILES = sorted(BAD.glob("*.yaml"))
ODD = ("yaml-alias-bomb.yaml", "file-picture.yaml", "repeat-nested-explodes.yaml")
"""Files that were made to hang or to confuse a reader."""


def check(*args: str, cwd: Path) -> tuple[subprocess.CompletedProcess[str], float]:
    """What it says, and the seconds of processor time that it took: a busy machine takes none of it away."""
    start = _spent()
    done = subprocess.run(
        [sys.executable, "-m", "audiocoach", "check", *args], cwd=cwd, capture_output=True, text=True, check=False
    )
    return done, _spent() - start


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def state(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.lstat().st_mtime_ns for path in folder.rglob("*")}


@pytest.mark.skipif(not FILES, reason="no bad files")
def test_all_bad_files_are_told_at_once(tmp_path: Path) -> None:
    before = state(BAD)
    done, took = check("--json", *(path.name for path in FILES), cwd=BAD)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    told = json.loads(done.stdout)
    assert [row["spec"] for row in told] == [path.name for path in FILES]
    assert [row["spec"] for row in told if row["ok"] or not row["diagnostics"]] == []
    unplaced = [row["spec"] for row in told if not any(diagnostic["place"] for diagnostic in row["diagnostics"])]
    assert unplaced == []
    assert state(BAD) == before
    assert took < 180


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_is_refused_quickly(name: str) -> None:
    done, took = check(name, cwd=BAD)
    assert done.returncode == 2
    assert done.stdout == ""
    assert f"{name}:" in done.stderr
    assert "Traceback" not in done.stderr
    nothing, start_up = check("--help", cwd=BAD)
    assert nothing.returncode == 0
    assert took < 10 + start_up
