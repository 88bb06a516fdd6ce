"""Help is quick, complete and the same in the manual."""

import importlib.machinery
import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from audiocoach.cli.app import app
from support import ROOT

HEAVY = {
    "numpy",
    "scipy",
    "onnxruntime",
    "piper",
    "hibari",
    "av",
    "soxr",
    "lameenc",
    "PIL",
    "pydub",
    "mutagen",
    "gtts",
    "requests",
    "starlette",
    "uvicorn",
    "segno",
}


def commands(group: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command that can be given, with its path."""
    group = group or typer.main.get_command(app)
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


COMMANDS = dict(commands())


def python(*args: str) -> str:
    done = subprocess.run([sys.executable, *args], capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.parametrize("command", COMMANDS.values(), ids=map(" ".join, COMMANDS))
def test_every_command_and_option_says_what_it_does(command: Any) -> None:
    assert command.help
    for option in command.params:
        if option.param_type_name == "option":
            assert option.help, option.name


def test_every_command_stands_in_the_manual() -> None:
    manual = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    sections = set(re.findall(r"^## `audiocoach (.+)`$", manual, re.MULTILINE))
    assert sections == {" ".join(path) for path in COMMANDS}


def test_the_manual_is_what_help_says() -> None:
    words = [sys.executable, str(ROOT / "scripts" / "_generate.py"), "--check"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_manual_finds_every_command() -> None:
    loader = importlib.machinery.SourceFileLoader("generate", str(ROOT / "scripts" / "_generate.py"))
    spec = importlib.util.spec_from_loader("generate", loader)
    assert spec is not None
    generate = importlib.util.module_from_spec(spec)
    loader.exec_module(generate)
    assert set(generate.commands()) - {()} == set(COMMANDS)


@pytest.mark.parametrize(
    "args",
    [("--help",), ("--version",), ("build", "--help"), ("check", "walk-run-20"), ("library", "list", "--json")],
    ids=" ".join,
)
def test_nothing_heavy_is_loaded(args: tuple[str, ...]) -> None:
    loaded = {name.split(".")[0] for name in loaded_by(*args)}
    assert "typer" in loaded
    assert loaded & HEAVY == set()


def test_a_check_lays_nothing_out_asks_nobody_and_reads_no_source() -> None:
    """What would make up a third of its time: Rich, what fetches files, and the source under each field."""
    loaded = loaded_by("check", "walk-run-20", then="import linecache; print(*linecache.cache)")
    assert "audiocoach.session.session" in loaded
    assert loaded & {"rich", "http.client", "ssl", "urllib.request"} == set()
    assert [name for name in loaded if name.endswith(".py")] == []


def loaded_by(*args: str, then: str = "") -> set[str]:
    """The modules that a command has loaded when it ends, and what `then` prints after it."""
    code = (
        "import sys; from audiocoach.cli import main\n"
        f"sys.argv = ['audiocoach', *{args!r}]\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "print('LOADED', *sorted(sys.modules))\n"
        f"{then}"
    )
    return set(python("-c", code).split("LOADED")[1].split())


def test_ctrl_c_while_python_still_imports_leaves_no_traceback() -> None:
    code = """
import sys
from importlib.abc import MetaPathFinder
class Impatient(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "typer":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Impatient())
from audiocoach.cli import main
main()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
