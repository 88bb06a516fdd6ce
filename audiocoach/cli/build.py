"""`build` and `quick`."""

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli import options
from audiocoach.cli.console import progress, put_json, put_path, say
from audiocoach.cli.failures import show_diagnostic
from audiocoach.cli.program import program
from audiocoach.errors import InputError, UnknownName

if TYPE_CHECKING:
    from audiocoach.build.build import Built
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
    flags = options.Flags(voice=voice, language=language, soundscape=soundscape, music=music, chatter=chatter)
    sessions = [options.session_of(spec, flags, sets) for spec in specs]
    paths = [_path(output, directory, Path(spec).stem, preview) for spec in specs]
    if len(set(paths)) < len(paths):
        raise InputError("two sessions would be written to one file", "build them one at a time, with -o")
    way = _Way(quality, kinds_of(with_), stems, jobs, force, preview)
    _build(list(zip(sessions, paths, strict=True)), way, json=json)
    if not json:
        said = [f"--set={one}" for one in sets or ()] + ["--preview"] * preview
        say(f"Next: {program()} {shlex.join(['plan', specs[0], *flags.words, *said])}", style="dim")


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
    flags = options.Flags(voice=voice, language=language, soundscape=soundscape, music=music, chatter=chatter)
    session = options.session_of_line(line, title, flags)
    way = _Way(quality, kinds_of(with_), stems, jobs, force, preview)
    _build([(session, _path(output, directory, "quick", preview))], way, json=json)


def kinds_of(text: str | None) -> tuple[str, ...]:
    """`vtt,srt` as names, checked."""
    from audiocoach.deliver.extras import EXTRAS

    kinds = tuple(dict.fromkeys(kind.strip() for kind in (text or "").split(",") if kind.strip()))
    for kind in kinds:
        if kind not in EXTRAS:
            raise UnknownName("kind for --with", kind, EXTRAS)
    return kinds


def _path(output: Path | None, directory: Path | None, stem: str, preview: bool) -> Path:
    """Where an MP3 goes: to the file named, or into the folder named, the config's or the current one."""
    from audiocoach.config import read_config
    from audiocoach.paths import at_home

    if output:
        if directory:
            raise InputError("-o names a file, and -d a folder for several", "give one of them")
        return output
    folder = at_home(directory or read_config().output or Path())
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file, not a folder")
    return folder / f"{stem}{'-preview' if preview else ''}.mp3"


@dataclass(frozen=True, slots=True)
class _Way:
    """How MP3s are made."""

    quality: options.QualityName | None
    """None: as the config says."""
    kinds: tuple[str, ...]
    stems: Path | None
    jobs: int | None
    force: bool
    preview: bool


def _build(work: "list[tuple[Session, Path]]", way: _Way, *, json: bool) -> None:
    """Build every session, then say what there is."""
    from audiocoach.build import build as pipeline
    from audiocoach.build import planning
    from audiocoach.config import read_config

    quality = way.quality.value if way.quality else read_config().quality
    studio = planning.default_studio(way.jobs)
    made = []
    for session, path in work:
        with progress(session.title) as update:
            built = pipeline.build(
                session,
                path,
                quality=quality,
                extras=way.kinds,
                stems=way.stems,
                force=way.force,
                digest=way.preview,
                jobs=way.jobs,
                studio=studio,
                progress=update,
            )
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
