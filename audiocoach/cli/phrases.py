"""`phrases`: what the coach says by itself, to start a phrasebook of one's own from."""

import re
from typing import Annotated, Final

import typer

from audiocoach.cli import options
from audiocoach.cli.console import put, put_json, results
from audiocoach.cli.program import say_next

phrases = typer.Typer(help="What the coach says by itself, in each language.")

HEADER: Final = """\
# What the coach says by itself in {name} ({code}), to start your own from: keep what you change, leave out the rest.
# A session beside this file, or in a folder above it, takes it as `phrases: FILE.yaml`."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(phrases, name="phrases")


@phrases.callback(invoke_without_command=True)
def root(context: typer.Context) -> None:
    """What the coach says by itself, in each language."""
    if context.invoked_subcommand is None:
        list_languages()


@phrases.command("list")
def list_languages(json: options.Json = False) -> None:
    """List the languages that the coach speaks."""
    from rich.table import Table

    from audiocoach.build.phrasebooks import languages

    rows = [(code, _name(code)) for code in languages()]
    if json:
        put_json([{"language": code, "name": name} for code, name in rows])
        return
    table = Table(box=None, pad_edge=False, show_header=False)
    for row in rows:
        table.add_row(*row)
    results().print(table)
    say_next("phrases", "show", rows[0][0])


@phrases.command("show")
def show(
    language: Annotated[str, typer.Argument(metavar="LANGUAGE", help="As `de` or `pt-BR`.")] = "en",
) -> None:
    """Print a language's phrasebook, ready to be changed and named by a session's `phrases:`."""
    from audiocoach.assets import asset
    from audiocoach.build.phrasebooks import phrasebook

    code = phrasebook(language).language
    text = asset("phrases", f"{code}.yaml").read_text(encoding="utf-8")
    # How numbers are said is the language's, and no book of one's own has it.
    lines = re.split(r"^(?=activities:)", text, maxsplit=1, flags=re.MULTILINE)[-1]
    put(f"{HEADER.format(name=_name(code), code=code)}\n{lines.rstrip()}")


def _name(code: str) -> str:
    """What a language is called in English."""
    from babel import Locale

    return Locale.parse(code, sep="-").get_display_name("en") or code
