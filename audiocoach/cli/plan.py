"""`plan`: the timeline of a session, the weeks of a program."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli import options
from audiocoach.cli.console import put_json, results, say, shown
from audiocoach.conventions import SVG
from audiocoach.errors import InputError
from audiocoach.memory import SOUND_MB, require

if TYPE_CHECKING:
    from audiocoach.build.options import BuildOptions
    from audiocoach.build.workspace import Workspace
    from audiocoach.program.collection import OpenCollection
    from audiocoach.program.opening_spec import OpenProgram
    from audiocoach.session.session import Session


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
    pace: options.Pace = None,
    ease: options.Ease = None,
    weeks: options.Weeks = None,
    day: options.Day = None,
    bridge: options.Bridge = False,
    svg: Annotated[
        Path | None, typer.Option("--svg", metavar="FILE", help="Draw a session's profile, a program's weeks.")
    ] = None,
    preview: options.Preview = False,
    estimate: Annotated[bool, typer.Option("--estimate", help="Guess how long speech is; no voice is needed.")] = False,
    jobs: options.Jobs = None,
    json: options.Json = False,
) -> None:
    """Show the timeline of a session, the weeks of a program and its load, the sessions of a collection."""
    from audiocoach.build.options import BuildOptions
    from audiocoach.build.workspace import Workspace
    from audiocoach.program.collection import OpenCollection
    from audiocoach.program.opening_spec import OpenProgram, open_spec
    from audiocoach.program.selection import Selection

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
        let=options.replaced(sets, pace),
        pace=pace,
        ease=ease,
        preview=preview,
    )
    workspace = Workspace.of_user(jobs=jobs)
    selection = Selection(weeks, tuple(day or ()), bridge)
    opened = open_spec(options.source_of(spec), wanted, workspace)
    output = _Output(svg, json=json, estimate=estimate)
    if isinstance(opened, OpenProgram):
        _plan_program(selection.of(opened), workspace, output)
        return
    if isinstance(opened, OpenCollection):
        selection.check_session(options.shown_spec(spec), "collection")
        _plan_collection(opened, wanted, workspace, output)
        return
    selection.check_session(options.shown_spec(spec))
    _plan_session(opened, wanted, workspace, output)


@dataclass(frozen=True, slots=True)
class _Output:
    """What is made of a plan."""

    svg: Path | None
    json: bool
    estimate: bool


def _plan_session(session: "Session", wanted: "BuildOptions", workspace: "Workspace", output: _Output) -> None:
    from audiocoach.build.planning import plan as planned_of
    from audiocoach.deliver.extras import picture_of

    with shown(workspace, session.title) as telling:
        planned = planned_of(session, wanted, estimate=output.estimate, workspace=telling)
    if output.svg:
        _draw(picture_of(planned), output.svg)
    if output.json:
        put_json(planned.as_json())
    else:
        from audiocoach.cli.plan_table import show

        show(planned, results(), wanted.quality or workspace.config.quality)


def _plan_program(opened: "OpenProgram", workspace: "Workspace", output: _Output) -> None:
    """The weeks of a program; of one day that is asked for, its timeline."""
    from audiocoach.build.planning import plan as planned_of
    from audiocoach.program.outlook import outlook
    from audiocoach.program.program_json import as_json
    from audiocoach.program.week_chart import week_chart

    episodes = list(opened.program.episodes())
    found = outlook(opened)
    if output.svg:
        _draw(week_chart(found), output.svg)
    if output.json:
        plans = {}
        for episode in episodes:
            with shown(workspace, episode.id) as telling:
                wanted = opened.sessions.options_of(episode)
                session = opened.session(episode)
                plans[episode.id] = planned_of(session, wanted, estimate=output.estimate, workspace=telling)
        put_json(as_json(found, plans))
    elif len(episodes) == 1:
        wanted = opened.sessions.options_of(episodes[0])
        _plan_session(opened.session(episodes[0]), wanted, workspace, replace(output, svg=None))
    else:
        from audiocoach.cli.program_table import show

        show(found, results())


def _plan_collection(opened: "OpenCollection", wanted: "BuildOptions", workspace: "Workspace", output: _Output) -> None:
    """The sessions of a collection."""
    from audiocoach.build.planning import plan as planned_of
    from audiocoach.program.collection_json import collection_json

    if output.svg:
        raise InputError("--svg draws a session's profile or a program's weeks, no collection", "leave it out")
    if not output.json:
        from audiocoach.cli.collection_table import show

        show(opened, results())
        return
    plans = {}
    for item, session in opened.all():
        with shown(workspace, item.id) as telling:
            plans[item.id] = planned_of(session, wanted, estimate=output.estimate, workspace=telling)
    put_json(collection_json(opened.collection, plans))


def _draw(picture: str, path: Path) -> None:
    from audiocoach.storage.files import write_file

    write_file(path, picture.encode())
    say(f"wrote {path}")
