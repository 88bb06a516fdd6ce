"""The options that several commands share, and the session that they make."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.errors import InputError

if TYPE_CHECKING:
    from audiocoach.config import Config
    from audiocoach.session.resolving import ResolverScope
    from audiocoach.session.session import Session
    from audiocoach.syntax.amounts import Pace


class Chatter(StrEnum):
    """How much the coach says."""

    QUIET = "quiet"
    NORMAL = "normal"
    CHATTY = "chatty"


class QualityName(StrEnum):
    """How the MP3 is encoded."""

    VOICE = "voice"
    STANDARD = "standard"
    HIGH = "high"


Spec = Annotated[
    str, typer.Argument(metavar="SPEC", help="A session file, or a name in the library.", show_default=False)
]
Specs = Annotated[
    list[str], typer.Argument(metavar="SPEC...", help="Session files, or names in the library.", show_default=False)
]
Voice = Annotated[str | None, typer.Option("--voice", metavar="NAME", help="Who speaks: NAME or ENGINE:NAME.")]
Language = Annotated[str | None, typer.Option("--language", metavar="CODE", help="What the coach speaks, e.g. `en`.")]
Soundscape = Annotated[str | None, typer.Option("--soundscape", metavar="NAME", help="What sounds beneath, or `none`.")]
Music = Annotated[
    str | None, typer.Option("--music", metavar="PATH", help="Your own music beneath: a file, a folder, a playlist.")
]
ChatterOption = Annotated[Chatter | None, typer.Option("--chatter", help="How much the coach says.")]
Sets = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Replace a variable; may be given again.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Quality = Annotated[
    QualityName | None, typer.Option("--quality", help="voice: mono 64; standard: 128; high: 192 kbps.")
]
Jobs = Annotated[
    int | None, typer.Option("--jobs", min=1, max=64, help="How many to speak and encode at once; else one a core.")
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite a file that audiocoach did not write.")]
Preview = Annotated[bool, typer.Option("--preview", help="A digest: each distinct cue and tone once, 90 s at most.")]
Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="The MP3 to write.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags:
    """The flags that shape sound, as given; None where one is not."""

    voice: str | None = None
    language: str | None = None
    soundscape: str | None = None
    music: str | None = None
    chatter: Chatter | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            if getattr(self, field.name) == "":
                raise InputError(f"--{field.name} is empty", "leave it out, or give it a value")

    @property
    def words(self) -> list[str]:
        """The flags as one would type them."""
        given = ((field.name, getattr(self, field.name)) for field in fields(self))
        return [f"--{name}={value}" for name, value in given if value is not None]


def session_of(spec: str, flags: Flags, sets: Sequence[str] | None = None) -> "Session":
    """The session that a SPEC and the flags mean; every name in it is there."""
    from audiocoach.build.planning import load

    return _shaped(flags, lambda pace, scope: load(spec, replaced(sets), pace, scope))


def session_of_line(line: str, title: str, flags: Flags) -> "Session":
    """The session that a line of notation and the flags mean; every name in it is there."""
    from audiocoach.build.planning import quick

    return _shaped(flags, lambda pace, _: quick(line, title, pace))


def _shaped(flags: Flags, read: "Callable[[Pace | None, ResolverScope], Session]") -> "Session":
    """What `read` gives with the config's pace, with the flags in its place and the config where it says nothing."""
    from audiocoach.build.overrides import Overrides, overridden
    from audiocoach.build.phrasebooks import book_of
    from audiocoach.build.resolver import Installed
    from audiocoach.config import read_config
    from audiocoach.session.resolving import ResolverScope

    config, names = read_config(), Installed()
    chatter = flags.chatter.value if flags.chatter else None
    wanted = Overrides(flags.voice, flags.language, flags.soundscape, chatter, flags.music)
    defaults = Overrides(config.voice, None, config.soundscape, config.chatter)
    session = read(pace_of(config), ResolverScope(names, wanted.keys, flags.language or "en"))
    session = overridden(session, wanted, defaults, names)
    book_of(session)  # its mistakes are told before anything is done
    return session


def must_end(path: Path, suffix: str) -> None:
    """Raise `InputError` for a file whose name does not tell what is written to it, or a folder."""
    if path.is_dir():
        raise InputError(f"{path} is a folder", "name a file")
    if path.suffix.lower() != suffix:
        raise InputError(f"{path}: what is written is {suffix[1:].upper()}", f"name it {path.stem}{suffix}")


def pace_of(config: "Config") -> "Pace | None":
    """The config's pace."""
    from audiocoach.syntax.amounts import parse_pace
    from audiocoach.syntax.invalid import InvalidValue

    try:
        return parse_pace(config.pace) if config.pace else None
    except InvalidValue as invalid:
        raise InputError(f"the config's `pace`: {invalid.message}", invalid.hint) from invalid


def replaced(sets: Sequence[str] | None) -> dict[str, str]:
    """`--set name=value` as a mapping."""
    pairs = {}
    for item in sets or ():
        name, sign, value = item.partition("=")
        if not sign or not name.strip():
            raise InputError(f"`--set {item}` is not NAME=VALUE", "write e.g. `--set run=45s`")
        pairs[name.strip()] = value.strip()
    return pairs
