"""How much the coach may say unasked: a fifth of any minute, and few words in a short step."""

from bisect import bisect_left, insort
from collections.abc import Iterable
from typing import Final

from audiocoach.script.cues import CUES
from audiocoach.timeline.plan import PlannedCue
from audiocoach.units import to_samples

MINUTE: Final = to_samples(60_000)
MOST_A_MINUTE: Final = MINUTE // 5
"""Automatic speech in any 60 s."""
SHORT_STEP: Final = to_samples(20_000)
"""A step of this length or less has few words."""
WORDS_IN_SHORT_STEP: Final = 8
"""All words together; the author's own count, and are never cut."""


class Budget:
    """The automatic speech of a session so far."""

    def __init__(self) -> None:
        self._spoken: list[tuple[int, int]] = []

    def allows(self, start: int, end: int, beside: Iterable[tuple[int, int]] = ()) -> bool:
        """Whether speech there leaves every minute at most a fifth full; `beside` is what is not spent yet, or is."""
        first = bisect_left(self._spoken, (start - MINUTE, 0))
        near = [spoken for spoken in self._spoken[max(first - 1, 0) :] if spoken[0] < end + MINUTE]
        near = sorted({*(spoken for spoken in near if spoken[1] > start - MINUTE), *beside, (start, end)})
        # A fullest minute starts where some speech starts, or ends where some ends.
        minutes = [low for low, _ in near] + [high - MINUTE for _, high in near]
        return all(_filled(near, low) <= MOST_A_MINUTE for low in minutes)

    def spend(self, cues: Iterable[PlannedCue]) -> None:
        """Count what the coach says in `cues`."""
        for cue in cues:
            if cue.is_heard and CUES[cue.kind].automatic:
                insort(self._spoken, (cue.start, cue.end))


def words_in(text: str) -> int:
    """How many words a listener hears."""
    return sum(1 for word in text.replace("-", " ").split() if any(char.isalnum() for char in word))


def _filled(ranges: list[tuple[int, int]], low: int) -> int:
    """How much of the minute from `low` on is speech."""
    return sum(max(0, min(end, low + MINUTE) - max(start, low)) for start, end in ranges)
