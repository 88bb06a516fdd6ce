"""`plan`: the timeline of a session."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli import options
from audiocoach.cli.console import put_json, results, say, shown
from audiocoach.conventions import SVG
from audiocoach.memory import SOUND_MB, require

if TYPE_CHECKING:
    from audiocoach.timeline.plan import Plan


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("plan")(plan)


def plan(  # noqa: PLR0913, PLR0917 - one for each flag
    spec: options.Spec,
    voice: options.Voice = None,
    language: options.Language = None,
    soundscape: options.Soundscape = None,
    music: options.Music = None,
    chatter: options.ChatterOption = None,
    variety: options.Variety = None,
    loud: options.Loud = False,
    quality: options.Quality = None,
    sets: options.Sets = None,
    svg: Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Draw the session's profile.")] = None,
    preview: options.Preview = False,
    estimate: Annotated[bool, typer.Option("--estimate", help="Guess how long speech is; no voice is needed.")] = False,
    jobs: options.Jobs = None,
    json: options.Json = False,
) -> None:
    """Show the timeline of a session: its steps, cues, tones and chapters."""
    from audiocoach.build.load import load
    from audiocoach.build.options import BuildOptions
    from audiocoach.build.planning import plan as planned_of
    from audiocoach.build.workspace import Workspace

    if not estimate:
        require(SOUND_MB)
    if svg:
        options.must_end(svg, SVG)
    wanted = BuildOptions(
        voice=voice,
        language=language,
        soundscape=soundscape,
        music=music,
        chatter=chatter,
        variety=variety,
        loud=loud,
        quality=quality,
        let=options.replaced(sets),
        preview=preview,
    )
    workspace = Workspace.of_user(jobs=jobs)
    session = load(options.source_of(spec), options=wanted, workspace=workspace)
    with shown(workspace, session.title) as telling:
        planned = planned_of(session, wanted, estimate=estimate, workspace=telling)
    if svg:
        _draw(planned, svg)
    if json:
        put_json(planned.as_json())
    else:
        from audiocoach.cli.plan_table import show

        show(planned, results(), wanted.quality or workspace.config.quality)


def _draw(planned: "Plan", path: Path) -> None:
    from audiocoach.deliver.extras import picture_of
    from audiocoach.storage.files import write_file

    write_file(path, picture_of(planned).encode())
    say(f"wrote {path}")
