"""A sentence without an end: it takes no more memory and time than the same words in sentences."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from support.programs import command, environment

WORDS: Final = ("run", "walk", "breathe", "easy", "shoulders", "look", "around", "and", "up", "down", "slowly", "tree")
WORDS_A_SENTENCE: Final = 12
LETTERS: Final = 9_800
"""As long as a text may be, nearly."""
MOST: Final = 3
"""Times as much; Piper held 4.2 GB at 4,000 letters in one piece."""
MEASURED: Final = """
import json, os, sys
quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
_, status, usage = os.wait4(child, 0)
code = os.waitstatus_to_exitcode(status)
print(json.dumps({"code": code, "seconds": usage.ru_utime + usage.ru_stime, "peak": usage.ru_maxrss}))
"""
"""A small process starts the child: its peak counts from that of whoever starts it."""


class Used(NamedTuple):
    """What a child took of the machine."""

    seconds: float
    """Of processor time, in all its threads."""
    peak: int
    """The most memory that it held, in the system's unit."""


def used(text: str, voice: str, folder: Path) -> Used:
    """What it takes to plan a session that says `text`, with nothing cached."""
    folder.mkdir()
    session = {"title": "T", "voice": voice, "soundscape": "none", "steps": [{"say": text}]}
    (folder / "said.yaml").write_text(json.dumps(session))
    words = [sys.executable, "-c", MEASURED, *command("plan", "said.yaml")]
    done = subprocess.run(
        words, env=environment(folder / "cache"), cwd=folder, capture_output=True, text=True, check=True, timeout=3_000
    )
    told = json.loads(done.stdout)
    assert told.pop("code") == 0, done.stderr
    return Used(**told)


def spoken(letters: int, *, end: str) -> str:
    """Words of so many letters in all, with `end` behind every twelfth; each stretch is another."""
    chance = random.Random(8)
    words: list[str] = []
    while len(" ".join(words)) < letters:
        words += [*(chance.choice(WORDS) for _ in range(WORDS_A_SENTENCE - 1)), f"breathe{end}"]
    return " ".join(words)


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "wait4"), reason="no wait4")
@pytest.mark.parametrize("voice", ["heart", "joe"])
def test_an_endless_sentence_takes_no_more_than_the_same_words_in_sentences(voice: str, tmp_path: Path) -> None:
    endless = used(spoken(LETTERS, end=""), voice, tmp_path / "endless")
    parted = used(spoken(LETTERS, end="."), voice, tmp_path / "parted")
    assert endless.peak <= MOST * parted.peak, (endless, parted)
    assert endless.seconds <= MOST * parted.seconds, (endless, parted)
