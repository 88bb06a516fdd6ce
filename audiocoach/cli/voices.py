"""`voices`: who speaks, what is missing for others to, and what there is to record."""

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli import options
from audiocoach.cli.console import one_line, progress, put, put_json, put_path, results, say, shown
from audiocoach.cli.program import as_called, say_next
from audiocoach.conventions import JSON, WAV
from audiocoach.errors import CannotError, InputError
from audiocoach.memory import SOUND_MB, require

if TYPE_CHECKING:
    from audiocoach.build.speaking import LineToRecord
    from audiocoach.voice.fetching import Fetchable
    from audiocoach.voice.voice import VoiceInfo

voices = typer.Typer(help="Who speaks, what is missing for others to, and what there is to record.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(voices, name="voices")


@voices.callback(invoke_without_command=True)
def root(context: typer.Context) -> None:
    """Engines and voices."""
    if context.invoked_subcommand is None:
        list_voices()


@voices.command("list")
def list_voices(
    language: Annotated[
        str | None, typer.Option("--language", metavar="CODE", help="Only those of a language, e.g. `de`.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Those too that `voices get` fetches.")] = False,
    json: options.Json = False,
) -> None:
    """List the voices that can speak, by engine."""
    from audiocoach.script.script import VoiceChoice
    from audiocoach.voice.fetching import known_voices
    from audiocoach.voice.languages import base
    from audiocoach.voice.registry import installed

    engines = [plugin.engine for plugin in installed().plugins() if plugin.engine is not None]
    rows = [
        (engine.name, voice)
        for engine in engines
        for voice in (known_voices(engine) if every else engine.voices())
        if (voice.installed or every) and (language is None or base(voice.language) == base(language))
    ]
    if not rows:
        hint = "a language is written as `de` or `pt-BR`; `audiocoach voices doctor` tells how to get more voices"
        raise InputError(f"no voice here speaks `{language}`", hint)
    if json:
        fields = ("name", "language", "description", "installed")
        put_json([{"engine": engine, **{key: getattr(voice, key) for key in fields}} for engine, voice in rows])
        return
    for engine, group in groupby(rows, key=lambda row: row[0]):
        _show(engine, [voice for _, voice in group], in_full=language is not None)
    note = installed().why(VoiceChoice(language)) if language else None
    if note and note.hint:
        say(as_called(f"A natural voice of `{language}`: {note.hint}"), style="dim")


def _show(engine: str, infos: "list[VoiceInfo]", *, in_full: bool) -> None:
    """An engine's voices under its name: those that are called by their language as one line, or `in_full`."""
    from rich.padding import Padding
    from rich.table import Table

    results().print(engine, style="bold")
    named = [voice for voice in infos if in_full or voice.name.lower() != voice.language.lower()]
    codes = [voice.name for voice in infos if voice not in named]
    table = Table(box=None, pad_edge=False, show_header=False)
    for voice in named:
        state = "" if voice.installed else " (not installed)"
        table.add_row(voice.name, voice.language, f"{voice.description}{state}")
    if named:
        results().print(Padding(table, (0, 0, 0, 2)))
    if codes:
        listed = f"{len(codes)} languages, by their codes: {' '.join(codes)}"
        results().print(Padding(listed, (0, 0, 0, 2)))


@voices.command("say")
def say_text(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What is said; `(1s)` is a silence.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The WAV to write.")],
    voice: options.Voice = None,
    language: Annotated[str, typer.Option("--language", metavar="CODE", help="What is spoken.")] = "en",
) -> None:
    """Speak a text into a WAV, exactly as it would sound in a session."""
    require(SOUND_MB)
    from audiocoach.build.options import BuildOptions
    from audiocoach.build.speaking import speak_to_wav
    from audiocoach.build.workspace import Workspace

    options.must_end(output, WAV)
    with shown(Workspace.of_user(), "") as workspace:
        speak_to_wav(text, output, BuildOptions(voice=voice, language=language), workspace)
    put_path(output)


@voices.command("get")
def get_voice(
    wanted: Annotated[
        str, typer.Argument(metavar="VOICE", help="A language (`es`) or a voice (`amy`, `thorsten`, `kokoro:ef_dora`).")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    catalogue: Annotated[
        str | None, typer.Option("--catalogue", metavar="URL", help="Another place of Piper's catalogue.", hidden=True)
    ] = None,
) -> None:
    """Fetch a natural voice over the network, once; from then on it speaks offline."""
    from audiocoach.voice.engines.piper.piper_catalogue import PiperCatalogue
    from audiocoach.voice.engines.piper.piper_engine import PiperEngine
    from audiocoach.voice.fetching import find_fetchable
    from audiocoach.voice.registry import installed

    other = {"piper": PiperEngine(catalogue=PiperCatalogue.at(catalogue))} if catalogue else None
    found = find_fetchable(wanted, other or installed().sources())
    if found.is_here:
        say(f"{_described(found)} is here already.")
    else:
        say(f"{_described(found)}: {found.offer.size / 1e6:.0f} MB to fetch, licence: {found.licence}")
        if not (yes or _agreed()):
            say("Nothing was fetched.")
            raise typer.Exit(1)
        with progress(found.offer.name) as update:
            found.fetch(lambda done, total: update("fetching", done, total))
    put(found.reference)
    say_next(
        "voices", "say", "1, 2, 3.", "--language", found.offer.language, "--voice", found.reference, "-o", "hello.wav"
    )


def _agreed() -> bool:
    """Whether the person says yes. Raises `InputError` where nobody can."""
    try:
        return typer.confirm("Fetch it?", err=True)
    except typer.Abort as error:
        if isinstance(error.__context__, EOFError):
            raise InputError("nobody is there to say yes, and nothing was fetched", "say it by `--yes`") from error
        raise


def _described(found: "Fetchable") -> str:
    """Who it is: what a person agrees to."""
    return one_line(f"{found.offer.name} ({found.engine}, {found.offer.description})")


@voices.command("script")
def script(  # noqa: PLR0913, PLR0917 - one for each flag
    spec: options.Spec,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="The text file (.txt) to write.")
    ] = None,
    language: options.Language = None,
    chatter: options.ChatterOption = None,
    variety: options.Variety = None,
    sets: options.Sets = None,
    pace: options.Pace = None,
    json: options.Json = False,
) -> None:
    """List every line of a session or a program once, and how its recording is called, for who records them."""
    from audiocoach.build.options import BuildOptions
    from audiocoach.build.speaking import lines_to_record
    from audiocoach.build.workspace import Workspace
    from audiocoach.program.opening_spec import sessions_of
    from audiocoach.storage.files import write_file

    if output:
        options.must_end(output, JSON if json else ".txt")
        if output.exists():
            raise InputError(f"{output} is there already", "name another file")
    let = options.replaced(sets, pace)
    wanted = BuildOptions(language=language, chatter=chatter, variety=variety, let=let, pace=pace)
    lines = lines_to_record(*sessions_of(options.source_of(spec), wanted, Workspace.of_user()))
    if json:
        from dataclasses import asdict
        from json import dumps

        text = dumps([asdict(line) for line in lines], ensure_ascii=False, indent=2)
    else:
        text = _as_text(lines)
    if output:
        write_file(output, f"{text}\n".encode())
        put_path(output)
        say(f"Record these {len(lines)} lines into one folder, then build with --voice recording:FOLDER", style="dim")
    else:
        put(text)


def _as_text(lines: "tuple[LineToRecord, ...]") -> str:
    """A paragraph for each line: its file, and below it the words."""
    has_voices = len({line.voice for line in lines}) > 1
    return "\n\n".join(f"{line.file}.wav{_remark(line, has_voices)}\n    {line.text}" for line in lines)


def _remark(line: "LineToRecord", has_voices: bool) -> str:
    remarks = [f"said by {line.voice or 'the coach'}"] if has_voices else []
    remarks += ["only where time is short"] if line.spare else [f"{line.times} times"] if line.times > 1 else []
    return f"  ({', '.join(remarks)})" if remarks else ""


@voices.command("doctor")
def doctor(json: options.Json = False) -> None:
    """Tell which engines can speak, and how to get those that cannot."""
    from audiocoach.voice.registry import installed

    plugins = list(installed().plugins())
    states = {plugin.name: plugin.problem or (plugin.engine.missing() if plugin.engine else None) for plugin in plugins}
    if json:
        put_json([{"engine": name, "ready": not missing, "missing": missing} for name, missing in states.items()])
    else:
        for name, missing in states.items():
            put(as_called(f"{name}: {missing or 'ready'}"))
    if all(states.values()):
        raise CannotError("no engine can speak")
    if any(states.values()) and not json:
        say("The others work without these.", style="dim")
