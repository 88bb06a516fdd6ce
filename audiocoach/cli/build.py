"""`build` and `quick`."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli import options
from audiocoach.cli.console import put_json, put_path, say, shown
from audiocoach.cli.failures import show_diagnostic
from audiocoach.cli.program import program
from audiocoach.errors import InputError, UnknownName

if TYPE_CHECKING:
    from audiocoach.build.built import Built
    from audiocoach.build.options import BuildOptions
    from audiocoach.build.workspace import Workspace
    from audiocoach.session.session import Session

With = Annotated[
    str | None, typer.Option("--with", metavar="KINDS", help="Write beside it: vtt,srt,chapters,svg,json.")
]
Stems = Annotated[Path | None, typer.Option("--stems", metavar="DIR", help="Write each track as a WAV of its own.")]
Folder = Annotated[Path | None, typer.Option("-d", "--directory", metavar="DIR", help="The folder for the MP3s.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("build")(build)
    app.command("quick")(quick)


def build(  # noqa: PLR0913, PLR0917 - one for each flag
    specs: options.Specs,
    output: options.Output = None,
    directory: Folder = None,
    voice: options.Voice = None,
    language: options.Language = None,
    soundscape: options.Soundscape = None,
    music: options.Music = None,
    chatter: options.ChatterOption = None,
    quality: options.Quality = None,
    sets: options.Sets = None,
    with_: With = None,
    stems: Stems = None,
    preview: options.Preview = False,
    jobs: options.Jobs = None,
    force: options.Force = False,
    json: options.Json = False,
) -> None:
    """Build one MP3 of each session."""
    if output and len(specs) > 1:
        raise InputError("-o names one file", "use -d DIR for several sessions")
    if stems and len(specs) > 1:
        raise InputError("--stems names one session's folder", "build the sessions one at a time")
    from audiocoach.build.load import load
    from audiocoach.build.options import BuildOptions
    from audiocoach.build.workspace import Workspace

    wanted = BuildOptions(
        voice=voice,
        language=language,
        soundscape=soundscape,
        music=music,
        chatter=chatter,
        let=options.replaced(sets),
        quality=quality,
        preview=preview,
        extras=kinds_of(with_),
        stems=stems,
        force=force,
    )
    workspace = Workspace.of_user(jobs=jobs)
    sessions = [load(spec, options=wanted, workspace=workspace) for spec in specs]
    folder = _folder(output, directory, workspace)
    paths = [output or _in(folder, Path(spec).stem, wanted) for spec in specs]
    if len(set(paths)) < len(paths):
        raise InputError("two sessions would be written to one file", "build them one at a time, with -o")
    _build(list(zip(sessions, paths, strict=True)), wanted, workspace, json=json)
    if not json:
        say(f"Next: {program()} {shlex.join(['plan', specs[0], *options.words_of(wanted)])}", style="dim")


def quick(  # noqa: PLR0913, PLR0917 - one for each flag
    line: Annotated[str, typer.Argument(metavar="LINE", help='E.g. "5m walk, 8x(30s run, 90s walk), 5m walk".')],
    output: options.Output = None,
    directory: Folder = None,
    title: Annotated[str, typer.Option("--title", help="What the session is called.")] = "Quick session",
    voice: options.Voice = None,
    language: options.Language = None,
    soundscape: options.Soundscape = None,
    music: options.Music = None,
    chatter: options.ChatterOption = None,
    quality: options.Quality = None,
    with_: With = None,
    stems: Stems = None,
    preview: options.Preview = False,
    jobs: options.Jobs = None,
    force: options.Force = False,
    json: options.Json = False,
) -> None:
    """Build one MP3 of a session that fits on one line."""
    from audiocoach.build.load import quick as session_of
    from audiocoach.build.options import BuildOptions
    from audiocoach.build.workspace import Workspace

    wanted = BuildOptions(
        voice=voice,
        language=language,
        soundscape=soundscape,
        music=music,
        chatter=chatter,
        quality=quality,
        preview=preview,
        extras=kinds_of(with_),
        stems=stems,
        force=force,
    )
    workspace = Workspace.of_user(jobs=jobs)
    session = session_of(line, title, wanted, workspace)
    folder = _folder(output, directory, workspace)
    path = output or _in(folder, "quick", wanted)
    _build([(session, path)], wanted, workspace, json=json)


def kinds_of(text: str | None) -> tuple[str, ...]:
    """`vtt,srt` as names, checked."""
    from audiocoach.deliver.extras import EXTRAS

    kinds = tuple(dict.fromkeys(kind.strip() for kind in (text or "").split(",") if kind.strip()))
    for kind in kinds:
        if kind not in EXTRAS:
            raise UnknownName("kind for --with", kind, EXTRAS)
    return kinds


def _folder(output: Path | None, directory: Path | None, workspace: "Workspace") -> Path:
    """Where MP3s go that are not named: the folder named, the config's or the current one."""
    from audiocoach.paths import at_home

    if output and directory:
        raise InputError("-o names a file, and -d a folder for several", "give one of them")
    folder = at_home(directory or workspace.config.output or Path())
    if not output and folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file, not a folder", "name a folder")
    return folder


def _in(folder: Path, stem: str, wanted: "BuildOptions") -> Path:
    return folder / f"{stem}{'-preview' if wanted.preview else ''}.mp3"


def _build(work: "list[tuple[Session, Path]]", wanted: "BuildOptions", workspace: "Workspace", *, json: bool) -> None:
    """Build every session, then say what there is."""
    from audiocoach.build.build import build as build_mp3

    studio, made = workspace.studio, []  # one for all of them
    for session, path in work:
        with shown(workspace, session.title) as telling:
            built = build_mp3(session, path, wanted, workspace=telling)
        made.append(built)
        if not json:
            _tell(built)
    if json:
        takes = {"synthesized": studio.counts.synthesized, "cached": studio.counts.cached}
        chunks = {
            "encoded": sum(built.chunks.encoded for built in made),
            "reused": sum(built.chunks.reused for built in made),
        }
        put_json({"files": [built.as_json() for built in made], "takes": takes, "chunks": chunks})


def _tell(built: "Built") -> None:
    from audiocoach.units import clock, to_ms

    for note in built.plan.notes:
        show_diagnostic(note)
    loudness = built.loudness
    figures = ", ".join(
        f"{name} {value:.1f} {unit}"
        for name, value, unit in (
            ("speech", loudness.speech_lufs, "LUFS"),
            ("integrated", loudness.integrated_lufs, "LUFS"),
            ("peak", loudness.true_peak_dbtp, "dBTP"),
            ("voice above the rest by", loudness.speech_to_bed_db, "dB or more"),
        )
        if value is not None
    )
    state = "unchanged" if built.unchanged else f"{clock(to_ms(built.plan.length))}, {built.bytes / 1e6:.1f} MB"
    put_path(built.path)
    say(f"  {state}; {figures}")
