"""`check`: what is wrong with sessions and programs."""

from typing import TYPE_CHECKING, Any

import typer

from audiocoach.cli import options
from audiocoach.cli.console import one_line, put, put_json
from audiocoach.cli.failures import diagnostics_of, in_our_words, show_diagnostic
from audiocoach.errors import AudiocoachError
from audiocoach.units import clock, to_ms

if TYPE_CHECKING:
    from audiocoach.build.options import BuildOptions
    from audiocoach.build.workspace import Workspace
    from audiocoach.program.checking import Checked


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check")(check)


def check(
    specs: options.Specs,
    language: options.Language = None,
    sets: options.Sets = None,
    pace: options.Pace = None,
    json: options.Json = False,
) -> None:
    """Validate sessions, programs and collections: nothing is spoken, nothing is written."""
    from audiocoach.build.options import BuildOptions
    from audiocoach.build.workspace import Workspace
    from audiocoach.cli.speakers import who_speaks

    workspace, wanted = (
        Workspace.of_user(),
        BuildOptions(language=language, let=options.replaced(sets, pace), pace=pace),
    )
    options.check_specs(specs)
    codes, found = [], []
    for spec in specs:
        code, row, checked = _checked(spec, wanted, workspace)
        codes.append(code)
        found.append(row)
        if json:
            continue
        for diagnostic in checked.diagnostics:
            show_diagnostic(diagnostic)
        if not code:
            put(f"{one_line(row['spec'])}: ok, {checked.days}{clock(row['duration_ms'])}")
        for voice in checked.voices:
            put(f"  {who_speaks(voice)}")
    if json:
        put_json(found)
    if failed := next(filter(None, codes), 0):
        raise typer.Exit(failed)


def _checked(spec: str, wanted: "BuildOptions", workspace: "Workspace") -> "tuple[int, dict[str, Any], Checked]":
    """The exit code for one SPEC, its row of the JSON, and what is known of it."""
    from audiocoach.program.checking import Checked, checked

    code = 0
    try:
        found = checked(options.source_of(spec), wanted, workspace)
    except (AudiocoachError, OSError) as raised:
        error = in_our_words(raised)
        if error is None:
            raise
        code, found = error.exit_code, Checked(diagnostics=diagnostics_of(error))
    row = {
        "spec": options.shown_spec(spec),
        "ok": not code,
        "duration_ms": None if code else to_ms(found.length),
        "voices": [voice.as_json() for voice in found.voices],
        "diagnostics": [diagnostic.as_json() for diagnostic in found.diagnostics],
    }
    return code, row, found
