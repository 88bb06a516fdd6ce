"""`feed`: a folder of MP3s as a podcast."""

import re
from contextlib import suppress
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli import options
from audiocoach.cli.console import progress, put, put_json, say
from audiocoach.cli.failures import show_diagnostic
from audiocoach.cli.program import say_next
from audiocoach.errors import InputError, short

if TYPE_CHECKING:
    from audiocoach.publish.feed.feed_options import FeedOptions
    from audiocoach.publish.feed.write_feed import WrittenFeed


class ReleaseName(StrEnum):
    """When a program's days appear."""

    WEEKLY = "weekly"
    AT_ONCE = "at-once"


PublishedFolder = Annotated[
    Path, typer.Argument(metavar="DIR", help="A folder that `build` wrote MP3s into.", show_default=False)
]
BaseUrl = Annotated[
    str | None, typer.Option("--base-url", metavar="URL", help="Where the folder is published; else as the last time.")
]
Private = Annotated[bool, typer.Option("--private", help="Below a secret path, drawn once; so from then on.")]
Public = Annotated[bool, typer.Option("--public", help="Not below a secret path any more.")]
NewAddress = Annotated[
    bool, typer.Option("--new-address", help="Another secret path for a private feed, in place of one that got about.")
]
ReleaseOption = Annotated[
    ReleaseName | None, typer.Option("--release", help="A program week by week, or all of it at once.")
]
Start = Annotated[
    str | None, typer.Option("--start", metavar="DATE", help="Day 1 of `--release weekly`, e.g. 2027-01-04.")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("feed")(feed)


def feed(  # noqa: PLR0913, PLR0917 - one for each flag
    directory: PublishedFolder,
    base_url: BaseUrl = None,
    private: Private = False,
    public: Public = False,
    new_address: NewAddress = False,
    release: ReleaseOption = None,
    start: Start = None,
    json: options.Json = False,
) -> None:
    """Write a podcast feed of a folder, with transcripts, chapters and covers, to be put on a server as it is."""
    from audiocoach.publish.feed.feed_options import FeedOptions

    if private and public:
        raise InputError("`--private` and `--public` exclude each other", "give one of them")
    is_private = private if private or public else None
    day = day_of(start)
    wanted = FeedOptions(base_url, is_private, release.value if release else None, day, new_address=new_address)
    written = written_feed(directory, wanted)
    if json:
        put_json(written.as_json())
        return
    tell_feed(written)
    tell_upload(directory)
    say_next("site", str(directory))


def written_feed(directory: Path, wanted: "FeedOptions") -> "WrittenFeed":
    """Write the feed of a folder, with a bar; the user's address is that of a folder without any."""
    from dataclasses import replace

    from audiocoach.config import read_config
    from audiocoach.paths import at_home
    from audiocoach.publish.feed.write_feed import write_feed

    wanted = replace(wanted, default_url=read_config().base_url)
    with progress("") as update:
        return write_feed(at_home(directory), wanted, lambda done, total: update("publishing", done, total))


def tell_feed(written: "WrittenFeed") -> None:
    """The feed's address as the result, and what it holds for people."""
    from audiocoach.program.checking import counted

    for note in written.notes:
        show_diagnostic(note)
    put(written.feed.url)
    items = written.feed.items
    extras = sum(item.kind == "bonus" for item in items)
    what = counted(len(items) - extras, "episode") + (f" and {counted(extras, 'extra')}" if extras else "")
    changed = f"{counted(written.changed, 'file')} written or taken away" if written.changed else "nothing has changed"
    say(f"  {written.path}: {what}; {changed}")
    if weeks := list(written.feed.weeks.items()):
        (first, from_), (last, to) = weeks[0], weeks[-1]
        until = f", week {last} on {to}" if last != first else ""
        say(f"  week {first} comes out on {from_}{until}; another first day by --start")
    if written.feed.is_private:
        say("  Whoever has this address can listen: give it to nobody else.", style="yellow")


def tell_upload(directory: Path) -> None:
    """Which of a folder's things are to be put on a server."""
    from audiocoach.paths import at_home
    from audiocoach.publish.uploading import uploaded_names

    folder = at_home(directory)
    names = uploaded_names(folder)
    if names.secret:
        say(f"  To upload: the folder {folder / names.secret}, by this name, and nothing else of {folder}:")
        say("  program.json names the secret, and the MP3s beside it are for nobody.", style="yellow")
    else:
        say(f"  To upload from {folder}: {', '.join(names.all)}; program.json and the rest stay here")


def day_of(text: str | None) -> date | None:
    """A day as `--start` has it. Raises `InputError` for anything else."""
    if text is None:
        return None
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
        with suppress(ValueError):  # 31 February
            return date.fromisoformat(text.strip())
    raise InputError(f"`{short(text)}` is no day", "write it as year, month and day: `2027-01-04`")
