"""A session with every time decided: what is told to people, mixed into sound and written into chapters.

Times are samples at 44.1 kHz, ranges half-open; `as_json` gives the contract of `plan --json` in milliseconds.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any, Final, Literal

from audiocoach.conventions import CADENCE, SPEECH, TONES
from audiocoach.errors import Diagnostic
from audiocoach.script.cues import CueKind
from audiocoach.session.cadence import Cadence
from audiocoach.sound.tones.tone_table import BELLS, CLICK_MS, OPENING, RING_MS, TICKS
from audiocoach.sound.tones.tone_table import TONES as TONE_TABLE
from audiocoach.timeline.timeline import Bed, Clip, Marker, Timeline, Track
from audiocoach.units import Samples, to_ms, to_samples

FIRST_SOUND: Final = to_samples(1_000)
"""Nothing sounds before: players need a moment, and so do listeners."""
AFTER_TONE: Final = to_samples(150)
"""From the end of a tone to the speech that follows it."""
RING: Final = to_samples(RING_MS)
"""From a bell's onset to what may sound over its ring."""

Status = Literal["as-planned", "moved", "shortened", "dropped"]


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step in its place."""

    id: str
    name: str
    activity: str
    start: Samples
    end: Samples
    round: int | None = None
    rounds: int | None = None
    effort: int | None = None
    colour: str = ""
    cadence: Cadence | None = None
    """The metronome beneath it."""

    def as_json(self) -> dict[str, Any]:
        """As in `plan --json`."""
        return {
            "id": self.id,
            "name": self.name,
            "activity": self.activity,
            "start_ms": to_ms(self.start),
            "end_ms": to_ms(self.end),
            "round": self.round,
            "rounds": self.rounds,
            "effort": self.effort,
        }


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """A sentence, a recording or a silence of a cue, in its place."""

    start: Samples
    end: Samples
    text: str
    """As it is written; a silence as `(4s)`."""
    voice: str = ""
    """Who says it, as the session names the voice; empty for the language's own, and for a silence."""
    spoken: str = ""
    """What the voice is given; empty for a recording and a silence."""
    sound: str | None = None
    """Identity of its take; None for a silence."""

    @property
    def clip(self) -> Clip | None:
        """What sounds; None for a silence."""
        return None if self.sound is None else Clip(self.start, Samples(self.end - self.start), self.sound)


@dataclass(frozen=True, slots=True)
class PlannedCue:
    """A cue in its place; a dropped one stands where it wanted to be, and is not heard."""

    id: str
    kind: CueKind
    start: Samples
    end: Samples
    step: str
    status: Status = "as-planned"
    reason: str = ""
    phrase: str | None = None
    """The phrasebook's key and number, `half 2`; None for the author's words."""
    parts: tuple[PlannedPart, ...] = ()

    @property
    def text(self) -> str:
        """What the author or the phrasebook wrote, with variables filled in and silences shown."""
        return " ".join(part.text for part in self.parts)

    @property
    def heard(self) -> str:
        """The words that a listener hears."""
        return " ".join(part.text for part in self.parts if part.clip)

    @property
    def spoken(self) -> str:
        """What the voice is given, one sentence after another."""
        return " ".join(part.spoken for part in self.parts if part.spoken)

    @property
    def voice(self) -> str:
        """Who speaks; of a dialogue, each once."""
        return ", ".join(dict.fromkeys(part.voice for part in self.parts if part.voice))

    @property
    def is_heard(self) -> bool:
        """Whether it sounds."""
        return self.status != "dropped"

    @property
    def clips(self) -> tuple[Clip, ...]:
        """What sounds."""
        return tuple(part.clip for part in self.parts if part.clip) if self.is_heard else ()

    @property
    def turns(self) -> "tuple[PlannedCue, ...]":
        """A cue for each turn of a dialogue, in which one voice speaks; itself where there is only one."""
        turns = list[list[PlannedPart]]()
        voice: str | None = None
        for part in self.parts:
            if turns and (part.clip is None or voice in (None, part.voice)):
                turns[-1].append(part)
            else:
                turns.append([part])
            voice = part.voice if part.clip else voice
        if len(turns) < 2:
            return (self,)
        return tuple(
            replace(self, id=f"{self.id}-{number}", start=turn[0].start, end=turn[-1].end, parts=tuple(turn))
            for number, turn in enumerate(turns, start=1)
        )

    @property
    def start_ms(self) -> float:
        """When it starts, in milliseconds."""
        return to_ms(self.start)

    @property
    def end_ms(self) -> float:
        """When it has ended, in milliseconds."""
        return to_ms(self.end)

    def as_json(self) -> dict[str, Any]:
        """As in `plan --json`."""
        return {
            "id": self.id,
            "kind": self.kind,
            "phrase": self.phrase,
            "text": self.text,
            "spoken": self.spoken,
            "voice": self.voice,
            "start_ms": self.start_ms,
            "end_ms": self.end_ms,
            "step": self.step,
            "status": self.status,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class PlannedTone:
    """A tone in its place."""

    sound: str
    """A name of the tone table, or the path of a bell."""
    start: Samples
    end: Samples
    """Of the ring too, where it is a bell: that may lie in a later step, and beneath speech and other tones."""
    step: str

    @property
    def name(self) -> str:
        """What people call it: of a file, its name without the folders, which are those of one machine."""
        return PurePath(self.sound).name

    @property
    def is_tick(self) -> bool:
        """Whether it counts down."""
        return self.sound in TICKS

    @property
    def is_bell(self) -> bool:
        """Whether it is a bell of stillness, or the author's own."""
        return self.sound in BELLS or self.sound not in TONE_TABLE

    @property
    def is_opening(self) -> bool:
        """Whether it opens a step."""
        return self.sound in OPENING

    @property
    def core_end(self) -> Samples:
        """Up to where nothing else sounds: its end, or of a bell a second after its onset."""
        return Samples(min(self.end, self.start + RING))

    @property
    def free_from(self) -> Samples:
        """Where speech may follow: a breath after its end, or over a bell's ring."""
        return self.core_end if self.core_end < self.end else Samples(self.end + AFTER_TONE)

    def as_json(self) -> dict[str, Any]:
        """As in `plan --json`."""
        return {"name": self.name, "start_ms": to_ms(self.start), "step": self.step}


@dataclass(frozen=True, slots=True)
class PlannedVoice:
    """Somebody who speaks in a session."""

    name: str
    """As cues have it."""
    engine: str
    """Empty where nobody installed is called so."""
    reason: str
    """Why this one: who named it."""

    def as_json(self) -> dict[str, Any]:
        """As in `plan --json`."""
        return {"name": self.name, "engine": self.engine, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that happens in a session, and when."""

    title: str
    language: str
    length: Samples
    estimated: bool
    """Whether the lengths of speech are guesses."""
    steps: tuple[PlannedStep, ...]
    cues: tuple[PlannedCue, ...]
    """Sorted by start."""
    tones: tuple[PlannedTone, ...]
    """Sorted by start."""
    chapters: tuple[Marker, ...]
    """One after another, from the start to the end."""
    notes: tuple[Diagnostic, ...]
    beds: tuple[Bed, ...] = ()
    """What lies beneath, `sound` being the soundscape's name."""
    voices: tuple[PlannedVoice, ...] = ()
    """Who speaks, the session's own voice first."""
    music: tuple[Marker, ...] = ()
    """Which song sounds when; two that fade into each other overlap."""
    beats: tuple[Samples, ...] = ()
    """When the metronome clicks."""
    variety: int = 1
    """Which of the coach's words were taken."""

    def timeline(self, sounds: dict[str, str]) -> Timeline:
        """What is mixed; `sounds` gives the identity of each tone's `sound`, and that of the `click`."""
        speech = sorted((clip for cue in self.cues for clip in cue.clips), key=lambda clip: clip.start)
        tones = (Clip(tone.start, Samples(tone.end - tone.start), sounds[tone.sound]) for tone in self.tones)
        tracks = [Track(SPEECH, tuple(speech)), *(Track(TONES, lane) for lane in _lanes(tones))]
        if self.beats:
            click = to_samples(CLICK_MS)
            tracks.append(Track(CADENCE, tuple(Clip(at, click, sounds["click"]) for at in self.beats)))
        return Timeline(self.length, tuple(tracks), self.chapters, self.beds)

    def as_json(self) -> dict[str, Any]:
        """The contract of `plan --json`."""
        return {
            "title": self.title,
            "language": self.language,
            "variety": self.variety,
            "voices": [voice.as_json() for voice in self.voices],
            "duration_ms": to_ms(self.length),
            "estimated": self.estimated,
            "steps": [step.as_json() for step in self.steps],
            "cues": [turn.as_json() for cue in self.cues for turn in cue.turns],
            "tones": [tone.as_json() for tone in self.tones],
            "beds": [{"name": bed.name, "start_ms": to_ms(bed.start), "end_ms": to_ms(bed.end)} for bed in self.beds],
            "music": [mark.as_json() for mark in self.music],
            "chapters": [mark.as_json() for mark in self.chapters],
            "notes": [note.as_json() for note in self.notes],
        }


def _lanes(clips: Iterable[Clip]) -> list[tuple[Clip, ...]]:
    """Clips, sorted by start, in as few lanes as need be so that none overlaps another; one at least."""
    lanes: list[list[Clip]] = [[]]
    for clip in clips:
        lane = next((lane for lane in lanes if not lane or lane[-1].end <= clip.start), None)
        if lane is None:
            lanes.append(lane := [])
        lane.append(clip)
    return [tuple(lane) for lane in lanes]
