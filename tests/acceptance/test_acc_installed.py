"""What a person installs: the wheel by itself."""

import json
import os
import subprocess
import sys
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from support import ROOT
from support.hearing import Session

LIBRARIES = next(path for path in map(Path, sys.path) if path.name == "site-packages")


def run(*words: object, cwd: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    """A program outside the checkout, that must succeed."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | changes
    done = subprocess.run(list(map(str, words)), env=env, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def wheel(once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """The wheel, built without a network by the backend that pyproject.toml names."""

    def build(folder: Path) -> None:
        pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet")
        run(*pip, "--no-deps", "--no-build-isolation", "--no-index", "-w", folder, ROOT, cwd=folder)

    (found,) = once("wheel", build).glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """The programs' folder of an environment that has the wheel, and nothing of the checkout."""

    def install(folder: Path) -> None:
        venv.create(folder / "env", symlinks=True)
        python = folder / "env" / "bin" / "python"
        pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python, "install", "--quiet")
        run(*pip, "--no-deps", "--no-index", wheel, cwd=folder)
        (own,) = (folder / "env" / "lib").glob("python*/site-packages")
        (own / "libraries.pth").write_text(f"{LIBRARIES}\n")  # its own .pth files, the checkout's too, are not read

    return once("installed", install) / "env" / "bin"


def test_the_wheel_holds_all_that_ships_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = {
        f"audiocoach/assets/{path.relative_to(ROOT / 'assets')}"
        for path in (ROOT / "assets").rglob("*")
        if path.is_file()
    }
    assert shipped <= names
    code = {str(path.relative_to(ROOT)) for path in (ROOT / "audiocoach").rglob("*.py")}
    assert code <= names
    outside = {name.split("/")[0] for name in names}
    assert {name for name in outside if not name.startswith("audiocoach")} == set()
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_wheel_works_by_itself(installed: Path, tmp_path: Path) -> None:
    where = run(installed / "python", "-c", "import audiocoach; print(audiocoach.__file__)", cwd=tmp_path).stdout
    assert Path(where.strip()).is_relative_to(installed.parent)
    entries = json.loads(run(installed / "audiocoach", "library", "list", "--json", cwd=tmp_path).stdout)
    assert {"five-minutes", "walk-run-20"} <= {entry["name"] for entry in entries}
    run(installed / "audiocoach", "new", "mine.yaml", cwd=tmp_path)
    schema = (tmp_path / "mine.yaml").read_text().split("file://")[1].split("\n")[0]
    assert Path(schema).is_relative_to(installed.parent)
    run(installed / "audiocoach", "check", "mine.yaml", cwd=tmp_path)


@pytest.mark.long
def test_the_wheel_builds_the_same_bytes_for_another_person_on_another_day(
    installed: Path, built: Callable[[str], Session], tmp_path: Path
) -> None:
    """As the checkout does: from a cold cache, with one job, in another home. Nothing of these may show in an MP3."""
    home = tmp_path / "another home"
    home.mkdir()
    changes = {
        "AUDIOCOACH_CACHE": str(tmp_path / "another cache"),
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "c"),
        "USER": "somebody-else",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "4711",
        "SOURCE_DATE_EPOCH": "0",
        "OMP_NUM_THREADS": "1",
    }
    mp3 = tmp_path / "there" / "other name.mp3"
    build = (installed / "audiocoach", "build", "five-minutes", "-o", mp3, "--jobs", 1, "--json")
    told = json.loads(run(*build, cwd=tmp_path, **changes).stdout)
    assert told["takes"]["cached"] == 0
    assert told["takes"]["synthesized"] > 5
    assert told["chunks"]["encoded"] > 20
    assert mp3.stat().st_size == told["files"][0]["bytes"]
    assert mp3.read_bytes() == built("five-minutes").mp3.read_bytes()
