"""Printing: results on stdout, messages and progress on stderr."""

import errno
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import typer

from audiocoach.errors import AudiocoachError, InputError

if TYPE_CHECKING:
    from rich.console import Console

Progress = Callable[[str, int, int], None]

_STEERING: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Characters that do something to a terminal; tabs and line ends are those of our messages."""

STAGES = {"fetching": "Fetching", "speaking": "Speaking", "rendering": "Rendering", "encoding": "Encoding"}


@cache
def messages() -> "Console":
    """The console on stderr."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


@cache
def results() -> "Console":
    """The console on stdout."""
    from rich.console import Console

    return Console(highlight=False)


def say(text: str, style: str = "") -> None:
    """A message for the person at the terminal; not a result. What would steer the terminal is shown as `�`."""
    messages().print(_STEERING.sub("\ufffd", text), style=style, markup=False, soft_wrap=True)


def put(text: str) -> None:
    """A result, as it is."""
    typer.echo(text)


def put_json(value: Any) -> None:
    """A result for programs, in UTF-8 whatever the names of files are."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    typer.echo(text.encode(errors="replace").decode())


def in_our_words(error: AudiocoachError | OSError) -> AudiocoachError:
    """An error in our words; one of the system, by whether a name that was given is to blame."""
    if isinstance(error, AudiocoachError):
        return error
    what = f"{error.filename}: " if error.filename else ""
    message = f"{what}{(error.strerror or str(error)).lower()}"
    is_input = error.errno in (errno.ENAMETOOLONG, errno.ENOTDIR, errno.EISDIR)
    return InputError(message) if is_input else AudiocoachError(message)


@contextmanager
def progress(label: str) -> Iterator[Progress]:
    """Bars with the time left, one for each stage; nothing where stderr is no terminal."""
    import rich.progress
    from rich.progress import BarColumn, TaskID, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description:<9}", markup=False), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    with rich.progress.Progress(
        *columns, TimeRemainingColumn(), console=messages(), transient=True, disable=not messages().is_terminal
    ) as bars:
        tasks: dict[str, TaskID] = {}

        def update(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(f"{STAGES.get(stage, stage)} {label}".strip(), total=total)
            bars.update(tasks[stage], completed=done)

        yield update
