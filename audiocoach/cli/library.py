"""`library`: what ships ready to build."""

from pathlib import Path
from typing import Annotated

import typer

from audiocoach.cli import options
from audiocoach.cli.console import put, put_json, results
from audiocoach.cli.program import say_next
from audiocoach.cli.starting import shipped, write_session

Name = Annotated[str, typer.Argument(metavar="NAME", help="A name in the library.", show_default=False)]

library = typer.Typer(help="What ships ready to build.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(library, name="library")


@library.callback(invoke_without_command=True)
def root(context: typer.Context) -> None:
    """What ships ready to build."""
    if context.invoked_subcommand is None:
        list_library()


@library.command("list")
def list_library(json: options.Json = False) -> None:
    """List what ships."""
    from rich.table import Table

    from audiocoach.build.library import FIRST
    from audiocoach.program.catalogue import entries

    found = entries()
    if json:
        put_json([entry.as_json() for entry in found])
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("Name", "Minutes", "Title", "What it is"):
        table.add_column(heading, justify="right" if heading == "Minutes" else "left", no_wrap=heading == "Name")
    for entry in found:
        table.add_row(entry.name, str(entry.minutes), entry.title, entry.description)
    results().print(table)
    say_next("plan", FIRST)


@library.command("show")
def show(name: Name) -> None:
    """Print the file of a session, a program or a collection."""
    put(shipped(name).read_text(encoding="utf-8").rstrip("\n"))


@library.command("copy")
def copy(
    name: Name, file: Annotated[Path | None, typer.Argument(metavar="FILE", help="Where to; else NAME.yaml.")] = None
) -> None:
    """Copy the file of a session, a program or a collection, to change it."""
    write_session(file or Path(f"{name}.yaml"), shipped(name))
