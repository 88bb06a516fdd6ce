"""`new`: a file to start from."""

from pathlib import Path
from typing import Annotated

import typer

from audiocoach.cli.starting import shipped, write_session


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("new")(new)


def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")] = Path("session.yaml"),
    origin: Annotated[str | None, typer.Option("--from", metavar="NAME", help="Start from a library session.")] = None,
) -> None:
    """Write a commented session to start from."""
    from audiocoach.assets import asset

    write_session(file, shipped(origin) if origin else asset("starter.yaml"))
