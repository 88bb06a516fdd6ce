"""`site`: a folder of MP3s as a web page."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli import options
from audiocoach.cli.console import put, put_json, say
from audiocoach.cli.failures import show_diagnostic
from audiocoach.cli.feed import tell_upload
from audiocoach.cli.program import say_next

if TYPE_CHECKING:
    from audiocoach.publish.site.write_site import WrittenSite

SiteFolder = Annotated[
    Path, typer.Argument(metavar="DIR", help="A folder that `build` wrote MP3s into.", show_default=False)
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("site")(site)


def site(directory: SiteFolder, json: options.Json = False) -> None:
    """Write a web page of a folder, to be opened as a file or put on a server; from there it can be installed."""
    from audiocoach.paths import at_home
    from audiocoach.publish.site.write_site import write_site

    written = write_site(at_home(directory))
    if json:
        put_json(written.as_json())
        return
    tell_site(written)
    tell_upload(directory)
    say_next("serve", str(directory))


def tell_site(written: "WrittenSite") -> None:
    """The page as the result, and what it holds for people."""
    for note in written.notes:
        show_diagnostic(note)
    put(str(written.index))
    count = f"{written.sessions} {'session' if written.sessions == 1 else 'sessions'}"
    changed = f"{written.changed} files written or taken away" if written.changed else "nothing has changed"
    say(f"  {count}; {changed}")
    if written.address:
        say(f"  Once the folder is on your server: {written.address}")
