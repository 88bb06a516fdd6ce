"""`build`: an MP3 of each session, a folder of each program."""

import typer

from audiocoach.cli import options
from audiocoach.cli.program import say_next
from audiocoach.errors import InputError
from audiocoach.memory import SOUND_MB, require


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("build")(build)


def build(  # noqa: PLR0913, PLR0917 - one for each flag
    specs: options.Specs,
    output: options.Output = None,
    directory: options.Folder = None,
    voice: options.Voice = None,
    language: options.Language = None,
    soundscape: options.Soundscape = None,
    music: options.Music = None,
    chatter: options.ChatterOption = None,
    variety: options.Variety = None,
    loud: options.Loud = False,
    quality: options.Quality = None,
    sets: options.Sets = None,
    pace: options.Pace = None,
    ease: options.Ease = None,
    weeks: options.Weeks = None,
    day: options.Day = None,
    bridge: options.Bridge = False,
    with_: options.With = None,
    stems: options.Stems = None,
    publish: options.Publish = None,
    preview: options.Preview = False,
    jobs: options.Jobs = None,
    force: options.Force = False,
    json: options.Json = False,
) -> None:
    """Build one MP3 of each session, and of a program or a collection a folder of them."""
    from audiocoach.build.options import BuildOptions
    from audiocoach.build.workspace import Workspace

    require(SOUND_MB)
    from audiocoach.cli.batch_delivery import BatchDelivery
    from audiocoach.cli.delivery import Delivery, Destination
    from audiocoach.cli.publishing import Publishing
    from audiocoach.program.selection import Selection

    if stems and len(specs) > 1:
        raise InputError("--stems names one session's folder", "build the sessions one at a time")
    options.check_specs(specs)
    wanted = BuildOptions(
        voice=voice,
        language=language,
        soundscape=soundscape,
        music=music,
        chatter=chatter,
        variety=variety,
        loud=loud,
        let=options.replaced(sets, pace),
        pace=pace,
        ease=ease,
        quality=quality,
        preview=preview,
        extras=options.kinds_of(with_),
        stems=stems,
        force=force,
    )
    workspace = Workspace.of_user(jobs=jobs)
    delivery = Delivery(wanted, workspace, Destination(output, directory), json=json)
    publishing = None if publish is None else Publishing(publish)
    BatchDelivery(delivery, Selection(weeks, tuple(day or ()), bridge), publishing).build(specs)
    if not (json or publishing) and specs[0] != options.STDIN:
        say_next("plan", specs[0], *options.words_of(wanted))
