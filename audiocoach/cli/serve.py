"""`serve`: what is published, for a podcast app, a browser or the phone in the hand."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from audiocoach.cli import INTERRUPTED
from audiocoach.cli.console import put, say
from audiocoach.cli.failures import show_diagnostic
from audiocoach.conventions import MP3
from audiocoach.errors import Diagnostic, InputError
from audiocoach.paths import at_home, is_file, is_folder

if TYPE_CHECKING:
    from audiocoach.publish.server.listening import Endpoint
    from audiocoach.publish.server.served import Served, ServedFile, ServedSource
    from audiocoach.publish.server.server_faults import ServerFaults

_MOST_NAMED: Final = 3
"""Missing files that are named; of more it is said how many they are."""
_PORT: Final = 8000
"""Always the same, so that an app which has subscribed finds the feed again."""

What = Annotated[
    Path, typer.Argument(metavar="DIR|FILE", help="A folder with a feed or a page, or one MP3.", show_default=False)
]
Host = Annotated[
    str | None, typer.Option("--host", metavar="ADDRESS", help="Listen at this address; else for this computer only.")
]
Port = Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help="At this port; 0 for a free one.")]
Lan = Annotated[bool, typer.Option("--lan", help="For everybody in the same network, e.g. your phone.")]
Qr = Annotated[bool, typer.Option("--qr", help="Show the address as a QR code; that of one MP3 always is.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve)


def serve(what: What, host: Host = None, port: Port = _PORT, lan: Lan = False, qr: Qr = False) -> None:
    """Serve what `feed` and `site` wrote in a folder, or one MP3, until Ctrl-C."""
    if lan and host:
        raise InputError("`--lan` and `--host` both say where to listen", "give one of them")
    source, is_one = _source(at_home(what))
    from audiocoach.publish.server import listening
    from audiocoach.publish.server.running import run
    from audiocoach.publish.server.web_server import WebServer

    found = listening.endpoint(host or (listening.EVERYWHERE if lan else listening.LOOPBACK), port)
    try:
        _tell(source, found, at_home(what), with_code=qr or is_one)
        run(WebServer(source, found.hosts, _faults(at_home(what), is_one=is_one)), found.listening)
    except KeyboardInterrupt as error:
        say("stopped", style="dim")
        raise typer.Exit(INTERRUPTED) from error


def _source(what: Path) -> "tuple[ServedSource, bool]":
    """What to serve, and whether it is one file. Raises `InputError` where that is nothing."""
    from audiocoach.publish.server.published_folder import PublishedFolder
    from audiocoach.publish.server.served import OneFile

    if is_folder(what):
        folder = PublishedFolder(what)
        folder.read()
        return folder, False
    if not is_file(what):
        raise InputError(f"there is no folder or file {what}", "name one that `audiocoach feed` wrote in, or an MP3")
    if what.suffix.lower() != MP3:
        raise InputError(f"{what} is no MP3", "name one, or a folder that `audiocoach feed` wrote in")
    return OneFile(what), True


def _faults(folder: Path, *, is_one: bool) -> "ServerFaults":
    """Tells of files that cannot be served, as they are asked for."""
    from audiocoach.publish.server.server_faults import ServerFaults

    def tell(served: "ServedFile", is_there: bool) -> None:
        what = "is not what was published" if is_there else "is not there any more"
        away = "move it away, and " if is_there else ""
        hint = None if is_one else f"{away}{_again(folder, [served.path])}"
        show_diagnostic(Diagnostic.warning(f"{served.path} {what}, and is not served", None, hint))

    return ServerFaults(tell)


def _again(folder: Path, paths: Sequence[Path]) -> str:
    """What publishes these files of a folder again."""
    of_site = [_is_of_site(path) for path in paths]
    commands = [f"`audiocoach feed {folder}`"] * (not all(of_site)) + [f"`audiocoach site {folder}`"] * any(of_site)
    return f"{' and '.join(commands)} {'publish' if len(commands) > 1 else 'publishes'} it again"


def _is_of_site(path: Path) -> bool:
    """Whether the page's command writes a file: that of the feed writes all else."""
    from audiocoach.publish.publisher import PLACES

    return path.name in PLACES["site"] or f"{path.parent.name}/" in PLACES["site"]


def _without_missing(table: "Served", folder: Path) -> "Served":
    """What is there of all that is published; what is not is told of."""
    missing = table.missing()
    if not missing:
        return table
    shown = ", ".join(f"`{'/'.join(path)}`" for path in missing[:_MOST_NAMED])
    more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
    verb = "is" if len(missing) == 1 else "are"
    hint = _again(folder, [table.files[path].path for path in missing])
    show_diagnostic(Diagnostic.warning(f"{shown}{more} {verb} published, and not there", None, hint))
    return table.without(frozenset(missing))


def _tell(source: "ServedSource", found: "Endpoint", folder: Path, *, with_code: bool) -> None:
    """Say what is served, where, and to whom: a code first, as it may take all but the last lines."""
    from audiocoach.cli.qr_code import show_qr_code
    from audiocoach.publish.server.served import addresses

    table = _without_missing(source.table(), folder)
    urls = addresses(table, found.base_url)
    if with_code and urls:
        show_qr_code(urls[0])
    for url in urls:
        put(url)
    count = len(table.files)
    what = f"Serving {count} {'file' if count == 1 else 'files'}"
    if found.is_open:
        say(f"{what} to everybody in this network, and nothing else; Ctrl-C ends it", style="yellow")
    else:
        say(f"{what} to this computer alone (a phone needs `--lan`); Ctrl-C ends it", style="dim")
