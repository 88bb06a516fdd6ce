"""`plan` and `check`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli import options
from audiocoach.cli.console import one_line, put, put_json, results, say, shown
from audiocoach.cli.failures import diagnostics_of, in_our_words, show_error
from audiocoach.errors import AudiocoachError, CannotError
from audiocoach.units import clock

if TYPE_CHECKING:
    from audiocoach.timeline.plan import Plan


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("plan")(plan)
    app.command("check")(check)


def plan(  # noqa: PLR0913, PLR0917 - one for each flag
    spec: options.Spec,
    voice: options.Voice = None,
    language: options.Language = None,
    soundscape: options.Soundscape = None,
    music: options.Music = None,
    chatter: options.ChatterOption = None,
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

    if svg:
        options.must_end(svg, ".svg")
    wanted = BuildOptions(
        voice=voice,
        language=language,
        soundscape=soundscape,
        music=music,
        chatter=chatter,
        let=options.replaced(sets),
        preview=preview,
    )
    workspace = Workspace.of_user(jobs=jobs)
    session = load(spec, options=wanted, workspace=workspace)
    with shown(workspace, session.title) as telling:
        planned = planned_of(session, wanted, estimate=estimate, workspace=telling)
    if svg:
        _draw(planned, svg)
    if json:
        put_json(planned.as_json())
    else:
        from audiocoach.cli.plan_table import show

        show(planned, results())


def check(specs: options.Specs, sets: options.Sets = None, json: options.Json = False) -> None:
    """Validate sessions: nothing is spoken, nothing is written."""
    from audiocoach.build.load import load
    from audiocoach.build.options import BuildOptions
    from audiocoach.build.workspace import Workspace

    workspace, wanted = Workspace.of_user(), BuildOptions(let=options.replaced(sets))
    failed: AudiocoachError | None = None
    found = []
    for spec in specs:
        try:
            session = load(spec, options=wanted, workspace=workspace)
        except (AudiocoachError, OSError) as raised:
            error = in_our_words(raised) or CannotError(str(raised))
            failed = failed or error
            rows = [diagnostic.as_json() for diagnostic in diagnostics_of(error)]
            found.append({"spec": spec, "ok": False, "diagnostics": rows})
            if not json:
                show_error(error)
        else:
            found.append({"spec": spec, "ok": True, "diagnostics": []})
            if not json:
                put(f"{one_line(spec)}: ok, {clock(session.extent.ms)}")
    if json:
        put_json(found)
    if failed:
        raise typer.Exit(failed.exit_code)


def _draw(planned: "Plan", path: Path) -> None:
    from audiocoach.deliver.extras import picture_of
    from audiocoach.storage.files import write_file

    write_file(path, picture_of(planned).encode())
    say(f"wrote {path}")
