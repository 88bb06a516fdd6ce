"""Utterances in samples: how long each is, and the clips that it is made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from audiocoach.script.script import RECORDED, Line, Silence, Spoken, Utterance
from audiocoach.timeline.plan import Said
from audiocoach.timeline.timeline import Clip
from audiocoach.units import Samples, to_samples
from audiocoach.voice.estimate import estimate
from audiocoach.voice.voice import Take

SENTENCE_GAP: Final = to_samples(350)
"""Between two sentences, as long as a speaker breathes."""


@dataclass(frozen=True, slots=True)
class Takes:
    """The takes of everything that a script says."""

    by_spoken: Mapping[Spoken, Take]
    estimated: bool = False
    """Whether their lengths are guesses."""

    def length(self, utterance: Utterance) -> Samples:
        """From its first sound to its end, silences included."""
        return Samples(max((end for _, end, _ in self._laid(utterance)), default=0))

    def clips(self, utterance: Utterance, start: Samples) -> tuple[Clip, ...]:
        """What sounds when it is said at `start`."""
        return tuple(
            Clip(Samples(start + first), take.length, take.digest)
            for first, _, take in self._laid(utterance)
            if take is not None
        )

    @staticmethod
    def said(utterance: Utterance) -> tuple[Said, ...]:
        """What each of its clips says."""
        return tuple(
            Said(part.text, part.voice.label) if isinstance(part, Line) else Said(part.text, RECORDED)
            for part in utterance
            if not isinstance(part, Silence)
        )

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


def guessed() -> Takes:
    """Takes that nobody has spoken: for plans that need no engine, no model and no network."""
    return Takes(_Guesses(), estimated=True)
