"""Printing: results on stdout, messages and progress on stderr. Nothing that is printed is read as markup."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer

from audiocoach.cli import NARROWEST
from audiocoach.errors import visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from audiocoach.build.events import Event
    from audiocoach.build.workspace import Workspace

Progress = Callable[[str, int, int], None]

STAGES: Final = {
    "fetching": "Fetching",
    "speaking": "Speaking",
    "rendering": "Rendering",
    "encoding": "Encoding",
    "publishing": "Publishing",
}
_NOT_IN_JSON: Final = re.compile(r"[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@cache
def messages() -> "Console":
    """The console on stderr."""
    return _console(stderr=True)


@cache
def results() -> "Console":
    """The console on stdout."""
    return _console(stderr=False)


def _console(*, stderr: bool) -> "Console":
    from rich.console import Console

    class Plain(Console):
        """Shows texts as they are, also in the cells of tables, but for what would steer the terminal."""

        def render_str(self, text: str, **options: Any) -> "Text":
            return super().render_str(visible(text), **options)

    console = Plain(stderr=stderr, markup=False, emoji=False, highlight=False)
    console.width = max(console.width, NARROWEST)
    return console


def say(text: "str | Text", style: str = "") -> None:
    """A message for the person at the terminal; not a result. What would steer the terminal is shown as `�`."""
    messages().print(text, style=style, soft_wrap=True)


def put(text: str) -> None:
    """A result, as lines of text; what would steer the terminal is shown as `�`."""
    typer.echo(visible(text))


def put_path(path: Path) -> None:
    """A path as the result, on one line whatever it is called."""
    put(one_line(str(path)))


def one_line(text: str) -> str:
    """`text` with all that would steer a terminal as `�`, its line ends and tabs too."""
    return visible(text).replace("\n", "\ufffd").replace("\t", "\ufffd")


def put_json(value: Any) -> None:
    """A result for programs, in UTF-8 whatever the names of files are: what is no text is escaped (`\\udcff`)."""
    typer.echo(_as_json(value))


def put_json_items(key: str, items: Iterable[Any], others: Mapping[str, Any]) -> None:
    """`{key: [*items], **others}` as by `put_json`, an item at a time: many need no more memory than one."""
    typer.echo(f'{{\n  "{key}": [', nl=False)
    between = ""
    for item in items:
        typer.echo(f"{between}\n    {_as_json(item, 4)}", nl=False)
        between = ","
    end = "\n  ]" if between else "]"
    rest = "".join(f',\n  "{name}": {_as_json(value, 2)}' for name, value in others.items())
    typer.echo(f"{end}{rest}\n}}")


def _as_json(value: Any, inset: int = 0) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=2).replace("\n", "\n" + " " * inset)
    return _NOT_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


@contextmanager
def progress(label: str) -> Iterator[Progress]:
    """Bars with the time left, one for each stage; nothing where stderr is no terminal."""
    import rich.progress
    from rich.progress import BarColumn, TaskID, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description:<10}", markup=False), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    with rich.progress.Progress(
        *columns, TimeRemainingColumn(), console=messages(), transient=True, disable=not messages().is_terminal
    ) as bars:
        tasks: dict[str, TaskID] = {}

        def update(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(one_line(f"{STAGES.get(stage, stage)} {label}".strip()), total=total)
            bars.update(tasks[stage], completed=done)

        yield update


@contextmanager
def shown(workspace: "Workspace", label: str) -> "Iterator[Workspace]":
    """The workspace, with a bar for each stage of what it tells."""
    from audiocoach.build.events import Encoding, Rendering, Speaking

    with progress(label) as update:

        def show(event: "Event") -> None:
            if isinstance(event, Speaking | Rendering | Encoding):
                update(type(event).__name__.lower(), event.done, event.total)

        yield workspace.telling(show)
