"""A session with every time decided: what is told to people, mixed into sound and written into chapters.

Times are samples at 44.1 kHz, ranges half-open; `as_json` gives the contract of `plan --json` in milliseconds.
"""

from dataclasses import dataclass
from typing import Any, Literal

from audiocoach.errors import Diagnostic
from audiocoach.script.cues import CueKind
from audiocoach.sound.tones.tone_table import CLICK_MS
from audiocoach.timeline.timeline import Bed, Clip, Marker, Timeline, Track
from audiocoach.units import Samples, to_ms, to_samples

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
class Said:
    """The words of one clip of speech."""

    text: str
    voice: str
    """As the session names it; empty for the language's own."""


@dataclass(frozen=True, slots=True)
class PlannedCue:
    """A cue in its place; a dropped one stands where it wanted to be, and is not heard."""

    id: str
    kind: CueKind
    text: str
    voice: str
    start: Samples
    end: Samples
    step: str
    status: Status = "as-planned"
    reason: str = ""
    clips: tuple[Clip, ...] = ()
    said: tuple[Said, ...] = ()
    """What each of the clips says."""

    @property
    def is_heard(self) -> bool:
        """Whether it sounds."""
        return self.status != "dropped"

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
            "text": self.text,
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

    name: str
    start: Samples
    end: Samples
    step: str

    def as_json(self) -> dict[str, Any]:
        """As in `plan --json`."""
        return {"name": self.name, "start_ms": to_ms(self.start), "step": self.step}


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
    beats: tuple[Samples, ...] = ()
    """When the metronome clicks."""

    def timeline(self, sounds: dict[str, str]) -> Timeline:
        """What is mixed; `sounds` gives each tone's identity by its name, and that of the `click`."""
        speech = sorted((clip for cue in self.cues for clip in cue.clips), key=lambda clip: clip.start)
        tones = (Clip(tone.start, Samples(tone.end - tone.start), sounds[tone.name]) for tone in self.tones)
        tracks = [Track("speech", tuple(speech)), Track("tones", tuple(tones))]
        if self.beats:
            click = to_samples(CLICK_MS)
            tracks.append(Track("cadence", tuple(Clip(at, click, sounds["click"]) for at in self.beats)))
        return Timeline(self.length, tuple(tracks), self.chapters, self.beds)

    def as_json(self) -> dict[str, Any]:
        """The contract of `plan --json`."""
        return {
            "title": self.title,
            "language": self.language,
            "duration_ms": to_ms(self.length),
            "estimated": self.estimated,
            "steps": [step.as_json() for step in self.steps],
            "cues": [cue.as_json() for cue in self.cues],
            "tones": [tone.as_json() for tone in self.tones],
            "chapters": [
                {"title": mark.title, "start_ms": to_ms(mark.start), "end_ms": to_ms(mark.end)}
                for mark in self.chapters
            ],
            "notes": [note.as_json() for note in self.notes],
        }
