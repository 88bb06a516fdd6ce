"""What is to happen and to be spoken, before anybody knows how long the speech is. Times are whole milliseconds."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from audiocoach.errors import Diagnostic, Place, printable
from audiocoach.script.cues import CueKind
from audiocoach.session.cadence import Cadence
from audiocoach.session.values import SoundscapeRef
from audiocoach.syntax.amounts import format_duration
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

    @property
    def label(self) -> str:
        """What people call it: its name, or else the engine's; empty for the language's own."""
        return self.name or self.engine or ""


Phonemes = tuple[tuple[str, str], ...]
"""Words, and how each sounds (IPA)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence in one voice: what an engine is asked for, once."""

    voice: VoiceChoice
    text: str
    """As it is written."""
    spoken: str | None = None
    """What the voice is given where that is not the text itself: numbers, units and signs in words."""
    phonemes: Phonemes = ()
    """How words of it sound, for a voice that reads phonemes."""

    @property
    def words(self) -> str:
        """What the voice is given, and what decides its take."""
        return self.text if self.spoken is None else self.spoken


@dataclass(frozen=True, slots=True)
class Recording:
    """Speech that somebody recorded."""

    path: Path
    place: Place | None = field(default=None, compare=False)
    """Where a session names it."""

    @property
    def text(self) -> str:
        """What stands for its words, which nobody knows: its name."""
        return f"[{printable(self.path.stem)}]"


RECORDED: Final = "recording"
"""Who speaks in a recording, as plans say it."""


@dataclass(frozen=True, slots=True)
class Silence:
    """A silence inside an utterance."""

    length: Millis

    @property
    def text(self) -> str:
        """As one writes it: `(4s)`, `(1.5s)`, `(800ms)`."""
        is_odd = self.length > 1000 and self.length % 1000
        return f"({self.length / 1000:.15g}s)" if is_odd else f"({format_duration(self.length)})"


Spoken = Line | Recording
Part = Spoken | Silence
Utterance = tuple[Part, ...]
"""What is said in one go; between two spoken parts with no silence between them a sentence's gap is left."""


@dataclass(frozen=True, slots=True)
class Words:
    """One way of saying a cue."""

    utterance: Utterance
    phrase: str | None = None
    """Which way of saying which phrase it is (`Way.name`); None for the author's own words."""

    @property
    def text(self) -> str:
        """As the listener hears it."""
        return " ".join(part.text for part in self.spoken())

    def then(self, other: "Words") -> "Words":
        """Both, one after the other, known as `other`."""
        return Words((*self.utterance, *other.utterance), other.phrase)

    def spoken(self) -> Iterator[Spoken]:
        """What has to be recorded for it."""
        return (part for part in self.utterance if not isinstance(part, Silence))


@dataclass(frozen=True, slots=True)
class Placement:
    """Where on its step a cue wants to be."""

    where: Literal["head", "at", "tail"]
    """`head`: after the tone and what is said there before it; `at`: starts there; `tail`: ends where the step does."""
    ms: Millis = Millis(0)
    """For `at`, from the step's start."""
    slack: Millis | None = None
    """How far the full form may move; None for as far as its kind may."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A cue that has no time yet."""

    id: str
    kind: CueKind
    placement: Placement
    full: Words
    short: Words | None = None
    """A shorter way of saying it, for where the full one does not fit."""
    place: Place | None = None
    """Where the author asks for it; None for what the coach says unasked."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A cue that hangs on the whole session."""

    draft: Draft
    before_end: Millis | None = None
    """How long before the session's end; None for its middle."""
    tone: str | None = None
    """What sounds just before it."""


@dataclass(frozen=True, slots=True)
class Chime:
    """A tone at a time of a step."""

    tone: str
    at: Millis
    """From the step's start."""


@dataclass(frozen=True, slots=True)
class Ring:
    """A bell of the author's."""

    bell: str
    """A name of the tone table, or the path of a file."""
    placement: Placement
    """At the head it takes the place of the step's tone."""
    place: Place | None = None
    """Where the author asks for it."""


@dataclass(frozen=True, slots=True)
class ScriptStep:
    """One step in one round."""

    id: str
    """Unique in the session."""
    name: str
    """For people to read."""
    activity: str
    """The word in the file."""
    length: Millis | None
    """None where the speech or a bell decides."""
    drafts: tuple[Draft, ...] = ()
    pause: Millis = Millis(0)
    """A silence after the speech, where that decides the length."""
    effort: int | None = None
    round: int | None = None
    """1-based, of the innermost repeat."""
    rounds: int | None = None
    colour: str = ""
    soundscape: SoundscapeRef | None = None
    """What sounds beneath it; None for nothing."""
    tone: str | None = None
    """What sounds at its start."""
    chimes: tuple[Chime, ...] = ()
    """What sounds while it goes on."""
    rings: tuple[Ring, ...] = ()
    """The author's bells."""
    cadence: Cadence | None = None
    """The metronome beneath it."""
    countdown: int = 0
    """Ticks before its end."""
    ticks: Literal["rise", "fall", "even"] = "fall"
    """Where the countdown leads."""
    is_coached: bool = True
    """Whether the coach may speak on it unasked."""
    is_chapter: bool = True
    """Whether players can jump to it."""
    place: Place | None = None
    """Where it is written."""
    must_hold: Place | None = None
    """The place of a `within` that has to hold all of the speech."""


@dataclass(frozen=True, slots=True)
class Script:
    """A whole session, ready to be recorded."""

    title: str
    description: str
    author: str
    language: str
    steps: tuple[ScriptStep, ...]
    moments: tuple[Moment, ...]
    finish: tuple[Draft, ...]
    """What is said after the finish tone."""
    finish_name: str
    """What the tail is called."""
    finish_tone: str
    """What sounds at its start."""
    notes: tuple[Diagnostic, ...] = ()
    variety: int = 1
    """Which of the coach's words were taken."""

    def drafts(self) -> Iterator[Draft]:
        """Every cue."""
        for step in self.steps:
            yield from step.drafts
        yield from (moment.draft for moment in self.moments)
        yield from self.finish

    def spoken(self) -> Iterator[Spoken]:
        """Everything that has to be recorded, in order, with repetitions."""
        for draft in self.drafts():
            yield from draft.full.spoken()
            if draft.short:
                yield from draft.short.spoken()

    def bells(self) -> tuple[str, ...]:
        """Every bell, each once."""
        return tuple(dict.fromkeys(ring.bell for step in self.steps for ring in step.rings))
