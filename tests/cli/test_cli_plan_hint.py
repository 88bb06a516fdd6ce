"""Where `build` says that cues gave way, the command that shows which can be typed as it stands."""

import re
import shlex
from pathlib import Path

import pytest

from support.commands import Cli

FULL = f"""title: Full
coaching: {{safety: false}}
let: {{length: 5s}}
steps:
  - walk: $length
    say: {"One thing more that has to be said. " * 4}
"""
FILES = {
    "full.yaml": FULL,
    "listed.yaml": "title: Listed\nsessions: [{session: full.yaml, let: {length: 6s}}]\n",
    "program.yaml": "title: Builder\nsession: full.yaml\nweeks: [{days: [{}, {}]}]\n",
}


@pytest.mark.parametrize(
    ("built", "shown_by"),
    [
        (("full.yaml",), "full.yaml"),
        (("full.yaml", "--variety", 2, "-d", "out"), "full.yaml --variety=2"),
        (("full.yaml", "short.yaml", "-d", "out"), "full.yaml"),
        (("listed.yaml", "-d", "out"), "full.yaml --set=length=6s"),
        (("program.yaml", "--day", "w01d2", "-o", "day.mp3"), "program.yaml --day w01d2"),
        (
            ("program.yaml", "--day", "w01d2", "-o", "day.mp3", "--set", "length=7s"),
            "program.yaml --day w01d2 --set=length=7s",
        ),
    ],
)
def test_the_hint_names_what_was_built(cli: Cli, here: Path, built: tuple[object, ...], shown_by: str) -> None:
    for name, text in FILES.items():
        (here / name).write_text(text)
    said = cli("build", *built, "--quality", "voice").err
    (command, *_) = re.findall(r"hint: `audiocoach plan ([^`]*)` shows which", said)
    assert command.replace(" --quality=voice", "") == shown_by
    assert cli("plan", *shlex.split(command)).out


def test_what_cannot_be_typed_again_has_no_such_hint(cli: Cli, here: Path) -> None:
    said = cli("build", "-", "-o", "x.mp3", stdin=FULL).err
    assert re.search(r"info: \d+ cues? w", said)
    assert "audiocoach plan" not in said
