"""Utterances in samples: how long each is, and the clips that it is made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from audiocoach.conventions import SENTENCE_GAP
from audiocoach.errors import UnknownName
from audiocoach.script.script import RECORDED, Line, Part, Silence, Spoken, Utterance
from audiocoach.sound.tones.tone_table import TONES
from audiocoach.timeline.plan import PlannedPart
from audiocoach.units import Samples, to_samples
from audiocoach.voice.estimate import estimate
from audiocoach.voice.voice import Take


class Speakers(Protocol):
    """Knows the voices of a session."""

    def said(self, line: Line) -> tuple[str, str]:
        """Who says a line, and what they are given for it."""


@dataclass(frozen=True, slots=True)
class Takes:
    """The takes of everything that a script says."""

    by_spoken: Mapping[Spoken, Take]
    estimated: bool = False
    """Whether their lengths are guesses."""
    speakers: Speakers | None = None
    """Who says them; None leaves voices as the session names them."""
    bells: Mapping[str, Samples] = field(default_factory=dict)
    """How long a person's own bells ring, by their path."""

    def tone(self, sound: str) -> Samples:
        """How long a tone or a bell is. Raises `UnknownName`."""
        if sound in self.bells:
            return self.bells[sound]
        if sound not in TONES:
            raise UnknownName("tone", sound, TONES)
        return to_samples(TONES[sound].length_ms)

    def length(self, utterance: Utterance) -> Samples:
        """From its first sound to its end, silences included."""
        return Samples(max((end for _, end, _ in self._laid(utterance)), default=0))

    def parts(self, utterance: Utterance, start: Samples) -> tuple[PlannedPart, ...]:
        """Its parts in their places when it is said at `start`."""
        laid = zip(utterance, self._laid(utterance), strict=True)
        return tuple(
            self._part(part, Samples(start + first), Samples(start + end), take) for part, (first, end, take) in laid
        )

    def _part(self, part: Part, start: Samples, end: Samples, take: Take | None) -> PlannedPart:
        if take is None:
            return PlannedPart(start, end, part.text)
        voice, spoken = RECORDED, ""
        if isinstance(part, Line):
            voice, spoken = self.speakers.said(part) if self.speakers else (part.voice.label, part.words)
        return PlannedPart(start, end, part.text, voice, spoken, take.digest)

    def _laid(self, utterance: Utterance) -> Iterator[tuple[int, int, Take | None]]:
        """Start, end and take of each part, from 0; a silence has no take."""
        at, gap = 0, 0
        for part in utterance:
            if isinstance(part, Silence):
                yield at, at + to_samples(part.length), None
                at, gap = at + to_samples(part.length), 0
            else:
                take = self.by_spoken[part]
                yield at + gap, at + gap + take.length, take
                at, gap = at + gap + take.length, SENTENCE_GAP


class _Guesses(dict[Spoken, Take]):
    """A take of a likely length for everything."""

    def __missing__(self, spoken: Spoken) -> Take:
        take = self[spoken] = Take("", estimate(spoken), None)
        return take


def guessed(speakers: Speakers | None = None, bells: Mapping[str, Samples] | None = None) -> Takes:
    """Takes that nobody has spoken: for plans that need no engine, no model and no network."""
    return Takes(_Guesses(), True, speakers, bells or {})
