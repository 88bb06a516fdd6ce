"""`quick`: an MP3 of a session that fits on one line."""

from typing import Annotated

import typer

from audiocoach.cli import options
from audiocoach.memory import SOUND_MB, require


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("quick")(quick)


def quick(  # noqa: PLR0913, PLR0917 - one for each flag
    line: Annotated[str, typer.Argument(metavar="LINE", help='E.g. "5m walk, 8x(30s run, 90s walk), 5m walk".')],
    output: options.Output = None,
    directory: options.Folder = None,
    title: Annotated[str, typer.Option("--title", help="What the session is called.")] = "Quick session",
    voice: options.Voice = None,
    language: options.Language = None,
    soundscape: options.Soundscape = None,
    music: options.Music = None,
    chatter: options.ChatterOption = None,
    variety: options.Variety = None,
    loud: options.Loud = False,
    pace: options.Pace = None,
    quality: options.Quality = None,
    with_: options.With = None,
    stems: options.Stems = None,
    preview: options.Preview = False,
    jobs: options.Jobs = None,
    force: options.Force = False,
    json: options.Json = False,
) -> None:
    """Build one MP3 of a session that fits on one line."""
    from audiocoach.build.load import quick as session_of
    from audiocoach.build.options import BuildOptions
    from audiocoach.build.workspace import Workspace

    require(SOUND_MB)
    from audiocoach.cli.delivery import Delivery, Destination

    wanted = BuildOptions(
        voice=voice,
        language=language,
        soundscape=soundscape,
        music=music,
        chatter=chatter,
        variety=variety,
        loud=loud,
        pace=pace,
        quality=quality,
        preview=preview,
        extras=options.kinds_of(with_),
        stems=stems,
        force=force,
    )
    workspace = Workspace.of_user(jobs=jobs)
    delivery = Delivery(wanted, workspace, Destination(output, directory), json=json)
    delivery.check(["quick"])
    delivery.build([("quick", session_of(line, title, wanted, workspace))])
