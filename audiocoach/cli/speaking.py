"""`voices`: who speaks, and what is missing for others to."""

from pathlib import Path
from typing import Annotated

import typer

from audiocoach.cli import options
from audiocoach.cli.console import progress, put, put_json, results, say
from audiocoach.errors import CannotError

app = typer.Typer(help="Who speaks, and what is missing for others to.")


@app.callback(invoke_without_command=True)
def root(context: typer.Context) -> None:
    """Engines and voices."""
    if context.invoked_subcommand is None:
        list_voices()


@app.command("list")
def list_voices(
    language: Annotated[
        str | None, typer.Option("--language", metavar="CODE", help="Only those of a language, e.g. `de`.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Those too that are not installed.")] = False,
    json: options.Json = False,
) -> None:
    """List the voices that can speak."""
    from rich.table import Table

    from audiocoach.voice.languages import base
    from audiocoach.voice.registry import installed

    rows = [
        (plugin.name, voice)
        for plugin in installed().plugins()
        if plugin.engine is not None
        for voice in plugin.engine.voices()
        if (voice.installed or every) and (language is None or base(voice.language) == base(language))
    ]
    if json:
        fields = ("name", "language", "description", "installed")
        put_json([{"engine": engine, **{key: getattr(voice, key) for key in fields}} for engine, voice in rows])
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("Engine", "Voice", "Language", "What it is"):
        table.add_column(heading)
    for engine, voice in rows:
        table.add_row(engine, voice.name, voice.language, voice.description)
    results().print(table)


@app.command("say")
def say_text(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What is said; `(1s)` is a silence.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The WAV to write.")],
    voice: options.Voice = None,
    language: Annotated[str, typer.Option("--language", metavar="CODE", help="What is spoken.")] = "en",
) -> None:
    """Speak a text into a WAV, exactly as it would sound in a session."""
    from audiocoach.speech import speak_to_wav

    options.must_end(output, ".wav")
    with progress("") as told:
        speak_to_wav(text, output, voice, language, told)
    put(str(output))


@app.command("doctor")
def doctor(json: options.Json = False) -> None:
    """Tell which engines can speak, and how to get those that cannot."""
    from audiocoach.voice.registry import installed

    plugins = list(installed().plugins())
    states = {plugin.name: plugin.problem or (plugin.engine.missing() if plugin.engine else None) for plugin in plugins}
    if json:
        put_json([{"engine": name, "ready": not missing, "missing": missing} for name, missing in states.items()])
    else:
        for name, missing in states.items():
            put(f"{name}: {missing or 'ready'}")
    if all(states.values()):
        raise CannotError("no engine can speak")
    if any(states.values()) and not json:
        say("The others work without these.", style="dim")
