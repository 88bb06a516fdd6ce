"""`new`, `library` and `schema`: what a person starts from."""

import shlex
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from audiocoach.cli import options
from audiocoach.cli.console import put, put_json, put_path, results, say
from audiocoach.cli.program import program
from audiocoach.errors import InputError, UnknownName

library_app = typer.Typer(no_args_is_help=False, help="What ships ready to build.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="A name in the library.", show_default=False)]


class SchemaKind(StrEnum):
    """What there is a schema for."""

    SESSION = "session"
    SOUNDSCAPE = "soundscape"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("new")(new)
    app.command("schema")(schema)


def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")] = Path("session.yaml"),
    origin: Annotated[str | None, typer.Option("--from", metavar="NAME", help="Start from a library session.")] = None,
) -> None:
    """Write a commented session to start from."""
    from audiocoach.assets import asset
    from audiocoach.storage.files import write_file

    if file.exists():
        raise InputError(f"{file} is there already", "name another file")
    if file.suffix not in (".yaml", ".yml"):
        raise InputError(f"{file}: a session is a YAML file", f"name it {file.with_suffix('.yaml').name}")
    file.parent.mkdir(parents=True, exist_ok=True)
    source = _shipped(origin) if origin else asset("starter.yaml")
    write_file(file, (_schema_line() + source.read_text(encoding="utf-8")).encode())
    put_path(file)
    say(f"Next: {program()} {shlex.join(['plan', str(file)])}", style="dim")


def schema(kind: Annotated[SchemaKind, typer.Argument(help="Of what.")] = SchemaKind.SESSION) -> None:
    """Print the JSON Schema of session or soundscape files, for editors."""
    from audiocoach.session.schema import session_schema
    from audiocoach.sound.soundscapes.recipe import soundscape_schema

    put_json(session_schema() if kind is SchemaKind.SESSION else soundscape_schema())


@library_app.callback(invoke_without_command=True)
def library_root(context: typer.Context) -> None:
    """Sessions that are ready to build."""
    if context.invoked_subcommand is None:
        library_list()


@library_app.command("list")
def library_list(json: options.Json = False) -> None:
    """List what ships."""
    from rich.table import Table

    from audiocoach.build import library

    entries = library.entries()
    if json:
        put_json([entry.as_json() for entry in entries])
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("Name", "Minutes", "Title", "What it is"):
        table.add_column(heading, justify="right" if heading == "Minutes" else "left", no_wrap=heading == "Name")
    for entry in entries:
        table.add_row(entry.name, str(entry.minutes), entry.title, entry.description)
    results().print(table)


@library_app.command("show")
def library_show(name: Name) -> None:
    """Print a session's file."""
    put(_shipped(name).read_text(encoding="utf-8").rstrip("\n"))


@library_app.command("copy")
def library_copy(
    name: Name, file: Annotated[Path | None, typer.Argument(metavar="FILE", help="Where to; else NAME.yaml.")] = None
) -> None:
    """Copy a session's file, to change it."""
    new(file or Path(f"{name}.yaml"), name)


def _shipped(name: str) -> Path:
    from audiocoach.build import library

    path = library.shipped(name)
    if path is None:
        raise UnknownName("library session", name, library.names())
    return path


def _schema_line() -> str:
    from audiocoach.assets import asset

    return f"# yaml-language-server: $schema={asset('schemas', 'session.json').as_uri()}\n"
