"""What a timeline is made of: clips on tracks and markers, in whole samples at 44.1 kHz."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from audiocoach.units import Samples, to_ms


@dataclass(frozen=True, slots=True)
class Clip:
    """One sound at one place."""

    start: Samples
    length: Samples
    sound: str
    """Identity of the sound's content (a take's or a tone's digest): equal means the same samples."""

    @property
    def end(self) -> Samples:
        """The first sample after the clip."""
        return Samples(self.start + self.length)


@dataclass(frozen=True, slots=True)
class Track:
    """Clips of one kind, sorted by start, none overlapping another."""

    name: str
    """`speech` or `tones`: the bus that it feeds, and the name of its stem."""
    clips: tuple[Clip, ...]


@dataclass(frozen=True, slots=True)
class Bed:
    """A loop beneath a stretch of the session: at session sample n its sample n mod its length, whenever it began."""

    start: Samples
    end: Samples
    sound: str
    """Which loop."""
    level: float
    """Loudness in LUFS, dual-mono, after the fades and before any duck."""
    fade_in: Samples
    """From silence to full level, from `start` on."""
    fade_out: Samples
    """From full level to silence, up to `end`."""

    @property
    def name(self) -> str:
        """What people call the loop: of a file, its name without the folders, which are those of one machine."""
        return PurePath(self.sound).name


@dataclass(frozen=True, slots=True)
class Marker:
    """A named stretch that a player can jump to."""

    start: Samples
    end: Samples
    title: str

    def as_json(self) -> dict[str, Any]:
        """As in `plan --json`."""
        return {"title": self.title, "start_ms": to_ms(self.start), "end_ms": to_ms(self.end)}


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything that sounds in a session, and when; silence elsewhere."""

    length: Samples
    tracks: tuple[Track, ...]
    markers: tuple[Marker, ...]
    beds: tuple[Bed, ...] = ()
    """Sorted by start; they overlap where one fades into the next."""
