"""What is said when, for transcripts: sentences that follow on one another, by one voice."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from audiocoach.conventions import SENTENCE_GAP_MS
from audiocoach.timeline.plan import PlannedCue
from audiocoach.units import to_ms

LONGEST: Final = 130
"""Characters of a caption that sentences are joined to, at most: two lines of a transcript."""
LONGEST_GAP_MS: Final = SENTENCE_GAP_MS + 150
"""A longer silence parts two captions, so that an answer is not shown before its question is over."""


@dataclass(frozen=True, slots=True)
class Caption:
    """Words on the screen while they are heard."""

    start_ms: float
    end_ms: float
    text: str
    voice: str


def captions(cues: Iterable[PlannedCue]) -> Iterator[Caption]:
    """The captions of every cue that is heard, in its order."""
    for cue in cues:
        said = (part for part in cue.parts if part.clip) if cue.is_heard else ()
        yield from _joined(Caption(to_ms(part.start), to_ms(part.end), part.text, part.voice) for part in said)


def _joined(parts: Iterable[Caption]) -> Iterator[Caption]:
    last: Caption | None = None
    for part in parts:
        if last is not None and _belong_together(last, part):
            last = replace(last, end_ms=part.end_ms, text=f"{last.text} {part.text}")
        else:
            if last is not None:
                yield last
            last = part
    if last is not None:
        yield last


def _belong_together(first: Caption, second: Caption) -> bool:
    is_short = len(first.text) + 1 + len(second.text) <= LONGEST
    return is_short and first.voice == second.voice and second.start_ms - first.end_ms <= LONGEST_GAP_MS
