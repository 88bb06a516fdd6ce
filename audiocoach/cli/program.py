"""How the person called this program: what hints and the next command to try name it by."""

import os
import re
import shlex
import shutil
import sys
from pathlib import Path
from typing import Final

from audiocoach.cli.console import say

NAME: Final = "audiocoach"
"""What it is called where it is on the PATH; texts that name one of its commands write it so, in backticks."""
WRAPPER: Final = "AUDIOCOACH_PROGRAM"
"""The variable in which a script that starts it passes its own name on, as it was called."""

_NAMED: Final = re.compile(rf"`{NAME}(?=[ `])")


def program() -> str:
    """The program as one types it again: `audiocoach`, `scripts/audiocoach`, `python -m audiocoach`."""
    called = os.environ.get(WRAPPER) or sys.argv[0]
    path = Path(called)
    if path.parts[-2:] == (NAME, "__main__.py"):
        return shlex.join([*_interpreter(), "-m", NAME])
    if path.stem != NAME:  # somebody else's program calls ours
        return NAME
    return NAME if _is_on_path(called) else shlex.quote(called)


def as_called(text: str) -> str:
    """`text` with the commands of ours that it names, such as `audiocoach library`, as one types them here."""
    name = program().replace("\\", r"\\")
    return _NAMED.sub(f"`{name}", text)


def _interpreter() -> list[str]:
    """Python and its own options, as it was called."""
    words = sys.orig_argv
    return words[: words.index("-m")] if "-m" in words else words[:1]


def _is_on_path(called: str) -> bool:
    """Whether its bare name finds the same program."""
    found = shutil.which(NAME)
    try:
        return found is not None and Path(found).samefile(called)
    except OSError:
        return False


def say_next(*words: str) -> None:
    """Name the command to try next, for people."""
    say(f"Next: {program()} {shlex.join(words)}", style="dim")
