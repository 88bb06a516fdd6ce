"""The options that several commands share, and the session that they make."""

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from audiocoach.errors import InputError, UnknownName

if TYPE_CHECKING:
    from audiocoach.build.load import Source
    from audiocoach.build.options import BuildOptions


class Chatter(StrEnum):
    """How much the coach says."""

    QUIET = "quiet"
    NORMAL = "normal"
    CHATTY = "chatty"


class QualityName(StrEnum):
    """How the MP3 is encoded."""

    WATCH = "watch"
    VOICE = "voice"
    STANDARD = "standard"
    HIGH = "high"


Spec = Annotated[
    str,
    typer.Argument(
        metavar="SPEC",
        help="A file of a session, a program or a collection, a name in the library, or `-`.",
        show_default=False,
    ),
]
Specs = Annotated[
    list[str],
    typer.Argument(
        metavar="SPEC...",
        help="Files of sessions, programs or collections, names in the library, or `-` for standard input.",
        show_default=False,
    ),
]
Voice = Annotated[str | None, typer.Option("--voice", metavar="NAME", help="Who speaks: NAME or ENGINE:NAME.")]
Language = Annotated[str | None, typer.Option("--language", metavar="CODE", help="What the coach speaks, e.g. `en`.")]
Soundscape = Annotated[str | None, typer.Option("--soundscape", metavar="NAME", help="What sounds beneath, or `none`.")]
Music = Annotated[
    str | None, typer.Option("--music", metavar="PATH", help="Your own music beneath: a file, a folder, a playlist.")
]
ChatterOption = Annotated[Chatter | None, typer.Option("--chatter", help="How much the coach says.")]
Variety = Annotated[int | None, typer.Option("--variety", metavar="N", help="Which of the coach's words, from 1 on.")]
Loud = Annotated[
    bool, typer.Option("--loud", help="For the street: less range in speech and tones, less beneath them.")
]
Sets = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Replace a variable; may be given again.")
]
Pace = Annotated[
    str | None, typer.Option("--pace", metavar="6:00/km", help="Your pace, a kilometer or a mile (10:00/mi).")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Quality = Annotated[
    QualityName | None, typer.Option("--quality", help="watch: mono 48; voice: mono 64; standard: 128; high: 192 kbps.")
]
Jobs = Annotated[
    int | None, typer.Option("--jobs", min=1, max=64, help="How many to speak and encode at once; else one a core.")
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite a file that audiocoach did not write.")]
Ease = Annotated[
    float | None, typer.Option("--ease", metavar="FACTOR", help="Shorter runs: 0.8 gives a fifth of each to walking.")
]
Weeks = Annotated[str | None, typer.Option("--weeks", metavar="3-4", help="Of a program, only these weeks.")]
Day = Annotated[
    list[str] | None, typer.Option("--day", metavar="ID", help="Of a program, only this day; may be given again.")
]
Bridge = Annotated[bool, typer.Option("--bridge", help="In a program, put a day before each jump of the load.")]
Preview = Annotated[bool, typer.Option("--preview", help="A digest: each distinct cue and tone once, 90 s at most.")]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="The MP3 to write; `-` for standard output.")
]
Folder = Annotated[Path | None, typer.Option("-d", "--directory", metavar="DIR", help="The folder for the MP3s.")]
Publish = Annotated[
    str | None, typer.Option("--publish", metavar="URL", help="Write the folder's feed and page, for this address.")
]
With = Annotated[
    str | None, typer.Option("--with", metavar="KINDS", help="Write beside it: vtt,srt,chapters,svg,json.")
]
Stems = Annotated[Path | None, typer.Option("--stems", metavar="DIR", help="Write each track as a WAV of its own.")]

STDIN: Final = "-"
"""The SPEC that is read from standard input."""


def source_of(spec: str) -> "Source":
    """What `load` reads for a SPEC."""
    if spec != STDIN:
        return spec
    from audiocoach.build.load import NamedText
    from audiocoach.syntax.yaml_text import MAX_BYTES

    if sys.stdin is None:
        raise InputError("there is no standard input", "name a file")
    return NamedText(sys.stdin.buffer.read(MAX_BYTES + 1), shown_spec(spec))


def shown_spec(spec: str) -> str:
    """What messages call a SPEC."""
    return "<stdin>" if spec == STDIN else spec


def check_specs(specs: Sequence[str]) -> None:
    """Raise `InputError` for what cannot be read again."""
    if specs.count(STDIN) > 1:
        raise InputError("standard input is read once", "name `-` only once")


def kinds_of(text: str | None) -> tuple[str, ...]:
    """`vtt,srt` as names, checked."""
    from audiocoach.deliver.extras import EXTRAS

    kinds = tuple(dict.fromkeys(kind.strip() for kind in (text or "").split(",") if kind.strip()))
    for kind in kinds:
        if kind not in EXTRAS:
            raise UnknownName("kind for --with", kind, EXTRAS)
    return kinds


def words_of(options: "BuildOptions") -> list[str]:
    """The flags that shape sound, as one would type them."""
    names = ("voice", "language", "soundscape", "music", "chatter", "variety", "quality", "pace")
    given = [(name, getattr(options, name)) for name in names]
    flags = [f"--{name}={value}" for name, value in given if value is not None]
    flags += [] if options.ease is None else [f"--ease={options.ease:g}"]
    return [
        *flags,
        *(f"--set={name}={value}" for name, value in options.let),
        *["--loud"] * options.loud,
        *["--preview"] * options.preview,
    ]


def must_end(path: Path, suffix: str) -> None:
    """Raise `InputError` for a file whose name does not tell what is written to it, or a folder."""
    if path.is_dir():
        raise InputError(f"{path} is a folder", "name a file")
    if path.suffix.lower() != suffix:
        raise InputError(f"{path}: what is written is {suffix[1:].upper()}", f"name it {path.stem}{suffix}")


def replaced(sets: Sequence[str] | None, pace: str | None) -> tuple[tuple[str, str], ...]:
    """Each `--set name=value` as a pair; the last of a name counts. Raises `InputError`, beside a `--pace` too."""
    pairs = {}
    for item in sets or ():
        name, sign, value = item.partition("=")
        if not sign or not name.strip():
            raise InputError(f"`--set {item}` is not NAME=VALUE", "write e.g. `--set run=45s`")
        pairs[name.strip()] = value.strip()
    if pace is not None and "pace" in pairs:
        raise InputError("`--pace` and `--set pace` both say how fast one runs", "give one of them")
    return tuple(pairs.items())
