"""`check`: what is wrong with sessions and programs."""

from typing import TYPE_CHECKING, Any

import typer

from audiocoach.cli import options
from audiocoach.cli.console import one_line, put, put_json
from audiocoach.cli.failures import diagnostics_of, in_our_words, show_diagnostic
from audiocoach.errors import AudiocoachError, Diagnostic
from audiocoach.units import clock, to_ms

if TYPE_CHECKING:
    from audiocoach.build.options import BuildOptions
    from audiocoach.build.workspace import Workspace
    from audiocoach.timeline.plan import PlannedVoice


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check")(check)


def check(
    specs: options.Specs, language: options.Language = None, sets: options.Sets = None, json: options.Json = False
) -> None:
    """Validate sessions and programs: nothing is spoken, nothing is written."""
    from audiocoach.build.options import BuildOptions
    from audiocoach.build.workspace import Workspace
    from audiocoach.cli.speakers import who_speaks

    workspace, wanted = Workspace.of_user(), BuildOptions(language=language, let=options.replaced(sets))
    options.check_specs(specs)
    codes, found = [], []
    for spec in specs:
        code, row, voices, days, diagnostics = _checked(spec, wanted, workspace)
        codes.append(code)
        found.append(row)
        if json:
            continue
        for diagnostic in diagnostics:
            show_diagnostic(diagnostic)
        if not code:
            put(f"{one_line(row['spec'])}: ok, {days}{clock(row['duration_ms'])}")
        for voice in voices:
            put(f"  {who_speaks(voice)}")
    if json:
        put_json(found)
    if failed := next(filter(None, codes), 0):
        raise typer.Exit(failed)


def _checked(
    spec: str, wanted: "BuildOptions", workspace: "Workspace"
) -> "tuple[int, dict[str, Any], tuple[PlannedVoice, ...], str, tuple[Diagnostic, ...]]":
    """The exit code for one SPEC, its row of the JSON, who speaks, how many days it has, and what there is to say."""
    from audiocoach.program.checking import Checked, checked

    found = Checked()
    try:
        found = checked(options.source_of(spec), wanted, workspace)
    except (AudiocoachError, OSError) as raised:
        error = in_our_words(raised)
        if error is None:
            raise
        code, diagnostics = error.exit_code, diagnostics_of(error)
    else:
        code, diagnostics = 0, found.diagnostics
    row = {
        "spec": options.shown_spec(spec),
        "ok": not code,
        "duration_ms": None if code else to_ms(found.length),
        "voices": [voice.as_json() for voice in found.voices],
        "diagnostics": [diagnostic.as_json() for diagnostic in diagnostics],
    }
    return code, row, found.voices, found.days, diagnostics
