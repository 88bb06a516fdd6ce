"""The README: its commands run, its examples are read, its lists are whole."""

import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest

from audiocoach.build.phrasebooks import languages
from audiocoach.config import Config
from audiocoach.deliver.extras import EXTRAS
from audiocoach.session.activities import ACTIVITIES
from audiocoach.session.breath import BREATHS
from audiocoach.sound.soundscapes.recipe import names
from audiocoach.voice.registry import installed
from support.commands import Cli

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
BLOCKS = [(match[1], match[2]) for match in re.finditer(r"^ *```(\w+)\n(.*?)^ *```$", README, re.M | re.S)]


def blocks(language: str) -> list[str]:
    return [text for name, text in BLOCKS if name == language]


def test_two_commands_come_first() -> None:
    assert blocks("sh")[0].splitlines() == ["scripts/audiocoach build walk-run-20", "scripts/test"]
    before = README[: README.index("```")]
    assert len(before.split()) < 60


@pytest.mark.parametrize("is_short", [True, pytest.param(False, marks=pytest.mark.long)], ids=["short", "whole"])
def test_the_commands_run_in_their_order(cli: Cli, here: Path, is_short: bool) -> None:
    """As they stand, or with sessions of seconds."""
    for line in blocks("sh")[1].splitlines():
        program, *args = shlex.split(line, comments=True)
        assert program == "scripts/audiocoach"
        voice = ["--voice", "fake"] if args[0] in ("plan", "build", "quick") else []
        if is_short and args[0] == "build":
            shutil.copy("short.yaml", args[1])
        if is_short and args[0] == "quick":
            args[1] = re.sub(r"\d+[ms]\b", "3s", args[1])
        cli(*args, *voice)
    assert {"morning.yaml", "morning.mp3", "quick.mp3"} <= {path.name for path in here.iterdir()}


@pytest.mark.parametrize("command", re.findall(r"`audiocoach ([^`]+)`", README))
def test_every_command_that_is_named_is_there(cli: Cli, command: str) -> None:
    words = shlex.split(command)
    while words and (words[-1].startswith("-") or words[-1].endswith(".yaml") or "=" in words[-1]):
        words.pop()
    cli(*(word for word in words if word not in ("soundscape",)), "--help")


@pytest.mark.parametrize("text", blocks("yaml"), ids=range(len(blocks("yaml"))))
def test_the_sessions_are_right(cli: Cli, here: Path, text: str) -> None:
    (here / "my-songs").mkdir()
    (here / "readme.yaml").write_text(
        text if "steps:" in text or "weeks:" in text else f"{text}steps: [{{walk: 1m}}]\n"
    )
    cli("check", "readme.yaml")
    if "let:" in text:
        cli("plan", "readme.yaml", "--estimate", "--set", "run=45s")


def test_the_mistake_looks_so(cli: Cli, here: Path) -> None:
    (shown,) = (re.sub("^  ", "", text, flags=re.M) for text in blocks("text"))
    place = re.match(r"(\S+):(\d+):(\d+): ", shown)
    assert place
    source = shown.splitlines()[1].removeprefix("  ")
    lines = ["title: T", *["# -"] * (int(place[2]) - 3), "steps:", source]
    (here / place[1]).write_text("\n".join(lines))
    assert cli("check", place[1], code=2).err == shown


def test_the_python_runs(here: Path, cli: Cli) -> None:
    (code,) = blocks("python")
    (here / "walk-run-20").write_text((here / "short.yaml").read_text())
    found: dict[str, object] = {}
    exec(code, found)
    assert (here / "morning.mp3").is_file()
    assert {"session", "plan", "built", "clip"} <= found.keys()


def test_the_config_is_right(cli: Cli) -> None:
    (text,) = blocks("toml")
    Config.model_validate(tomllib.loads(text))
    told = README[README.index("Defaults live in `config.toml`") :].split("\n- ")[0]
    assert set(re.findall(r"`(\w+)`", told)) >= set(Config.model_fields) - {"engines"}


def test_the_lists_are_whole() -> None:
    words = set(re.findall(r"[\w-]+", README))
    assert set(ACTIVITIES) <= words
    assert set(names()) <= words
    assert set(EXTRAS) <= words
    assert set(languages()) <= words
    assert all(f"`{name}`" in README or f"`breathe: {name}`" in README for name in BREATHS)
    ours = {plugin.name for plugin in installed().plugins() if plugin.engine and not plugin.name.startswith("fake")}
    told = set(re.findall(r"^\| `(\w+)` \|", README, re.M))
    assert {"hibari", "piper", "gtts", "espeak", "kokoro", "recording"} <= told & ours
