"""`-` is standard input for a session, and standard output for an MP3."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support import PLUGIN
from support.commands import Cli, listing
from support.terminal import shown_in_terminal

BUILD = ("build", "-", "-o")
TEXT = "title: Piped\nvoice: fake\nlanguage: en\nsteps: [{walk: 3s}, {say: {file: hello.wav}}]\n"
SHORT = "voice: fake\nsteps: [{walk: 3s}]\n"


def test_a_session_is_read_from_standard_input(cli: Cli, here: Path) -> None:
    (here / "same.yaml").write_text(SHORT)
    assert cli("check", "-", stdin=SHORT).out == cli("check", "same.yaml").out.replace("same.yaml", "<stdin>")
    piped, named = (cli("plan", *args, "--json", stdin=SHORT).json for args in (["-"], ["same.yaml"]))
    assert {**piped, "title": "", "chapters": []} == {**named, "title": "", "chapters": []}
    assert cli(*BUILD, "x.mp3", stdin=SHORT).out == "x.mp3\n"
    assert (here / "x.mp3").stat().st_size > 20_000
    assert cli("voices", "script", "-", stdin=SHORT).out


def test_its_mistakes_have_places(cli: Cli) -> None:
    for args in (("check", "-"), ("plan", "-"), (*BUILD, "x.mp3")):
        err = cli(*args, stdin="steps: [{walk: 5}]\n", code=2).err
        assert err.startswith("<stdin>:1:16: `5` has no unit\n  steps: [{walk: 5}]\n")
    (told,) = cli("check", "-", "--json", stdin="steps: 5\n", code=2).json
    assert told["spec"] == "<stdin>"
    assert told["diagnostics"][0]["place"]["file"] == "<stdin>"


@pytest.mark.parametrize("content", ["", "steps", "a" * 2_000_000, "\0"], ids=["empty", "a word", "much", "no text"])
def test_whatever_comes_in_is_told(cli: Cli, content: str) -> None:
    assert "<stdin>" in cli("check", "-", stdin=content, code=2).err


def test_files_that_it_names_lie_here(cli: Cli, here: Path) -> None:
    assert "there is no recording `hello.wav`" in cli("check", "-", stdin=TEXT, code=2).err
    cli("sounds", "render", "bell", "-o", "hello.wav")
    cli("check", "-", stdin=TEXT)


def test_an_mp3_goes_to_standard_output_and_nothing_else(here: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(PLUGIN), "TMPDIR": str(here.parent)}
    words = [sys.executable, "-m", "audiocoach"]
    file = subprocess.run([*words, *BUILD, "x.mp3"], input=SHORT.encode(), env=env, capture_output=True, check=True)
    before = listing(here.parent)
    piped = subprocess.run([*words, *BUILD, "-"], input=SHORT.encode(), env=env, capture_output=True, check=True)
    assert piped.stdout == (here / "x.mp3").read_bytes()
    assert b"LUFS" in piped.stderr
    assert b"x.mp3" in file.stdout
    assert listing(here).keys() == {"x.mp3", "short.yaml"}
    assert {name for name in listing(here.parent) if "audiocoach-" in name} == set(), before.keys()


def test_a_quick_one_too(cli: Cli, here: Path) -> None:
    from typer.testing import CliRunner

    from audiocoach.cli.app import app

    done = CliRunner().invoke(app, ["quick", "3s walk", "--voice", "fake", "-o", "-"])
    cli("quick", "3s walk", "--voice", "fake", "-o", "x.mp3")
    assert done.stdout_bytes == (here / "x.mp3").read_bytes()


def test_an_mp3_that_fails_leaves_nothing(cli: Cli, here: Path) -> None:
    said = cli(*BUILD, "-", stdin="voice: brk\nsteps: [{walk: 3s}]\n", code=2)
    assert said.out == ""


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("build", "-"), "-o FILE.mp3"),
        (("build", "-", "-d", "out"), "-o FILE.mp3"),
        (("build", "-", "-", "-d", "out"), "standard input is read once"),
        (("check", "-", "short.yaml", "-"), "standard input is read once"),
        (("build", "short.yaml", "-o", "-", "--json"), "--json"),
        (("build", "short.yaml", "-o", "-", "--with", "vtt"), "--with"),
        (("build", "short.yaml", "walk-run-20", "-o", "-"), "-d DIR"),
        (("build", "short.yaml", "-o", "-", "-d", "out"), "give one of them"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_meant_is_told(cli: Cli, args: tuple[str, ...], told: str) -> None:
    said = cli(*args, stdin=SHORT, code=2)
    assert said.out == ""
    assert told in said.err


def test_no_mp3_is_shown_in_a_terminal(here: Path) -> None:
    (here / "plain.yaml").write_text("steps: [{walk: 3s}]\n")
    shown = shown_in_terminal("build", "plain.yaml", "-o", "-", cwd=here, code=2)
    assert shown.startswith("an MP3 is nothing to show in a terminal\n  hint: ")
