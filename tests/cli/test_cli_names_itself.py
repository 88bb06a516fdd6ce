"""Hints name the program as it was called, so that they can be typed."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from support import ROOT
from support.commands import Cli

SCRIPT = Path(sys.executable).parent / "audiocoach"


def hint_of(words: list[str], cwd: Path, **env: str) -> str:
    """The hint of a wrong command line; every program takes the same one."""
    done = subprocess.run(
        [*words, "bild"], cwd=cwd, env={**os.environ, **env}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stderr
    return done.stderr.splitlines()[-1].strip()


@pytest.mark.skipif(not SCRIPT.exists(), reason="not installed as a program")
def test_a_program_is_named_by_its_path(tmp_path: Path) -> None:
    elsewhere = {"PATH": "/usr/bin:/bin"}
    assert hint_of([str(SCRIPT)], tmp_path, **elsewhere) == f"hint: `{SCRIPT} --help` tells what it takes"
    relative = os.path.relpath(SCRIPT, tmp_path)
    assert hint_of([relative], tmp_path, **elsewhere) == f"hint: `{relative} --help` tells what it takes"


@pytest.mark.skipif(not SCRIPT.exists(), reason="not installed as a program")
def test_one_on_the_path_is_named_alone(tmp_path: Path) -> None:
    path = f"{SCRIPT.parent}:{os.environ['PATH']}"
    assert hint_of([str(SCRIPT)], tmp_path, PATH=path) == "hint: `audiocoach --help` tells what it takes"


def test_a_module_is_named_with_its_python(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "audiocoach"]
    assert hint_of(words, tmp_path) == f"hint: `{shlex.join(words)} --help` tells what it takes"


def test_a_script_passes_its_own_name_on(cli: Cli, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert 'export AUDIOCOACH_PROGRAM="$0"' in (ROOT / "scripts" / "audiocoach").read_text(encoding="utf-8")
    name = "scripts/audiocoach"
    monkeypatch.setenv("AUDIOCOACH_PROGRAM", name)
    assert f"Next: {name} plan short.yaml\n" in cli("build", "short.yaml").err
    assert f"`{name} library` lists" in cli("check", "nobody.yaml", code=2).err
    assert f"`{name} new` writes" in cli("check", "-", stdin="", code=2).err
    assert f"`{name} voices doctor` tells" in cli("voices", "list", "--language", "tlh", code=2).err
    assert f"`{name} build --help` tells" in cli("build", "--lod", code=2).err
    assert f"Next: {name} plan session.yaml\n" in cli("new").err
    monkeypatch.setenv("AUDIOCOACH_PROGRAM", "/a b/audiocoach")
    assert "Next: '/a b/audiocoach' plan short.yaml\n" in cli("build", "short.yaml").err


def test_what_a_person_wrote_is_not_renamed(cli: Cli, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOCOACH_PROGRAM", "scripts/audiocoach")
    (here / "s.yaml").write_text("steps: [{wlak: 5m}] # `audiocoach new`\n")
    assert "# `audiocoach new`" in cli("check", "s.yaml", code=2).err
    hint = cli("check", "-", "--json", stdin="", code=2).json[0]["diagnostics"][0]["hint"]
    assert "`audiocoach new` writes" in hint  # what programs read is the same for all


@pytest.mark.parametrize(
    ("args", "meant"),
    [
        (("plan", "tabata"), "did you mean `tabata.yaml`?"),
        (("plan", "tabata.yml"), "did you mean `tabata.yaml`?"),
        (("check", "tabta"), "did you mean `tabata.yaml`?"),
        (("plan", "sub/tabta.yaml"), "did you mean `sub/tabata.yaml`?"),
        (("plan", "easy"), "did you mean `easy-run-20`?"),
        (("plan", "run-20"), "did you mean"),
        (("library", "show", "Easy-Run-20"), "did you mean `easy-run-20`?"),
        (("build", "tabata.yaml", "--soundscape", "rain"), "did you mean `rain-on-leaves`?"),
        (("build", "tabata.yaml", "--soundscape", "lake"), "did you mean `mountain-lake`?"),
        (("build", "tabata.yaml", "--soundscape", "mountain lake"), "did you mean `mountain-lake`?"),
        (("sounds", "render", "surf", "-o", "x.wav"), "hint: "),
        (("sounds", "render", "rain", "-o", "x.wav"), "did you mean `rain-on-leaves`?"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_part_of_a_name_is_enough_to_find_it(cli: Cli, here: Path, args: tuple[str, ...], meant: str) -> None:
    (here / "sub").mkdir()
    for name in ("tabata.yaml", "sub/tabata.yaml"):
        (here / name).write_text("steps: [{walk: 1m}]\n")
    assert meant in cli(*args, code=2).err
