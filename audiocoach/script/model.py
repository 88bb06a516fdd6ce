"""What is to be spoken: lines, recordings and silences. Times are whole milliseconds."""

from dataclasses import dataclass
from pathlib import Path

from audiocoach.units import Millis


@dataclass(frozen=True, slots=True)
class VoiceChoice:
    """Which voice a session asks for; an engine turns it into a `Voice`."""

    language: str
    """BCP 47, e.g. `en`, `pt-BR`."""
    name: str | None = None
    """The voice's name within its engine; None leaves the choice to the language."""
    engine: str | None = None
    """None leaves the choice to the name, or else to the language."""
    rate: float = 1.0
    """Speed of speech, 1 is the voice's own."""
    options: tuple[tuple[str, str], ...] = ()
    """What only one engine understands, e.g. `(("tld", "co.uk"),)`, sorted by key."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence in one voice: what an engine is asked for, once."""

    voice: VoiceChoice
    text: str


@dataclass(frozen=True, slots=True)
class Recording:
    """Speech that somebody recorded."""

    path: Path


@dataclass(frozen=True, slots=True)
class Silence:
    """A silence inside an utterance."""

    length: Millis


Spoken = Line | Recording
Part = Spoken | Silence
Utterance = tuple[Part, ...]
"""What is said in one go; between two spoken parts with no silence between them a sentence's gap is left."""
