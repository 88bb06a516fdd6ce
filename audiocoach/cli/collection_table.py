"""A collection for people: its sessions in order."""

from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from audiocoach.cli.console import one_line
from audiocoach.program.checking import counted
from audiocoach.program.collection import OpenCollection
from audiocoach.program.minutes import in_minutes
from audiocoach.units import clock

_DIM: Final = "dim"


def show(opened: OpenCollection, console: Console) -> None:
    """Print the sessions of a collection; their minutes are without the tail, and without what lasts as speech does."""
    collection, listed = opened.collection, list(opened.all())
    whole = clock(sum(session.extent.ms for _, session in listed))
    head = Text(f"{one_line(collection.title)}  ", "bold")
    console.print(head.append(f"{counted(len(listed), 'session')}, {whole}", "not bold"))
    if collection.description:
        console.print(Text(one_line(collection.description), style=_DIM))
    rows = Table(box=None, pad_edge=False, show_edge=False)
    rows.add_column("", justify="right", no_wrap=True)
    rows.add_column("Name", no_wrap=True)
    rows.add_column("Minutes", justify="right", no_wrap=True)
    rows.add_column("Title", no_wrap=True)
    rows.add_column("What it is")
    for item, session in listed:
        minutes = f"{in_minutes(session.extent.ms):g}"
        about = one_line(session.description or "")
        rows.add_row(str(item.number), item.id, minutes, one_line(session.title), about)
    console.print(rows)
