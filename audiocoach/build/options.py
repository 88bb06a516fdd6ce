"""What a person asks for beside a session: the flags of the command line, as data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

from audiocoach.errors import InputError
from audiocoach.session.session import MOST_VARIETY
from audiocoach.syntax.amounts import parse_pace
from audiocoach.syntax.invalid import InvalidValue

LEAST_EASE: Final = 0.1
"""Runs are shortened to a tenth at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """None leaves a thing to the session, and where that says nothing to the config."""

    voice: str | None = None
    """Who speaks: `NAME`, or `ENGINE:NAME`."""
    language: str | None = None
    """What the coach speaks (BCP 47)."""
    soundscape: str | None = None
    """What sounds beneath: one that ships, a file, or `none`."""
    music: str | None = None
    """A file, a folder or a playlist; `none` for none."""
    chatter: str | None = None
    """How much the coach says: `quiet`, `normal` or `chatty`."""
    variety: int | None = None
    """Which of the coach's words: 1 to `session.MOST_VARIETY`."""
    let: tuple[tuple[str, str], ...] = ()
    """Variables that are replaced when a session is read, each with its value as a file would say it."""
    pace: str | None = None
    """How long a kilometre or a mile takes, in place of what a session says, and of its variable `pace`: `6:00/km`."""
    loud: bool = False
    """For the street: speech and tones with less range, and what lies beneath them 3 dB softer."""
    ease: float | None = None
    """By how much runs are shortened when a session is read: 0.8 leaves four fifths of each."""
    quality: str | None = None
    """One of `deliver.quality.QUALITIES`."""
    preview: bool = False
    """A digest instead: each distinct cue and tone once, 90 s at most."""
    extras: tuple[str, ...] = ()
    """What is written beside the MP3: keys of `deliver.extras.EXTRAS`."""
    stems: Path | None = None
    """A folder for each bus as a WAV of its own."""
    force: bool = False
    """Whether a file that audiocoach did not write is overwritten."""

    def __post_init__(self) -> None:
        """Raises `InputError` for what is given and empty, and for a number that there is not."""
        for field in fields(self):
            if getattr(self, field.name) == "":
                raise InputError(f"--{field.name} is empty", "leave it out, or give it a value")
        if self.pace is not None:
            try:
                parse_pace(self.pace)
            except InvalidValue as invalid:
                raise InputError(invalid.message, invalid.hint) from invalid
        if self.variety is not None and not 1 <= self.variety <= MOST_VARIETY:
            raise InputError(f"there is no variety {self.variety}", f"give a number from 1 to {MOST_VARIETY}")

        if self.ease is not None and not LEAST_EASE <= self.ease <= 1:
            raise InputError(f"runs cannot be eased to {self.ease:g} of their length", "give e.g. `--ease 0.8`")

    @property
    def replaced_keys(self) -> frozenset[str]:
        """The session's keys that these stand for."""
        keys = ("voice", "language", "soundscape", "music")
        return frozenset(key for key in keys if getattr(self, key) is not None)


AS_IT_STANDS: Final = BuildOptions()
"""Everything is left to the session and the config."""


def pairs(let: Mapping[str, str] | Iterable[tuple[str, str]] | None) -> tuple[tuple[str, str], ...]:
    """Variables as `BuildOptions.let` has them."""
    items = let.items() if isinstance(let, Mapping) else let or ()
    return tuple((name, str(value)) for name, value in items)
