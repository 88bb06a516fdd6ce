"""Making room for the voice: how far what lies beneath goes down, when, and how smoothly it comes back.

Speech ranges are known before mixing, so nothing is detected: the bed is down when the first word comes. Levels are in
decibels on the way (equal steps to the ear), and every move has an end: what a second of sound is depends only on
what is near it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audiocoach.units import Samples, to_samples

HOLD: Final = to_samples(2_500)
"""Gaps between speech below this are held: a bed that comes up for a breath only pumps."""
FASTEST_DOWN: Final = to_samples(250)
DOWN_PER_DB: Final = to_samples(20)
"""Deep ducks take longer, so that no 5 ms bring more than a quarter of a decibel."""
UP: Final = to_samples(800)

Range = tuple[int, int]
"""Half-open, in samples."""


@dataclass(frozen=True, slots=True)
class Duck:
    """One stretch that is held down."""

    start: Samples
    end: Samples
    depth_db: float
    """How far down, from the level around it; not negative."""

    @property
    def down(self) -> Samples:
        """How long before `start` the way down begins."""
        return Samples(max(FASTEST_DOWN, round(DOWN_PER_DB * self.depth_db)))


def ducks(ranges: Iterable[Range], depth: Callable[[Range], float]) -> tuple[Duck, ...]:
    """The ducks for what sounds above: ranges with short gaps between are one, as deep as its deepest needs."""
    found: list[Duck] = []
    for start, end in sorted(ranges):
        need = depth((start, end))
        if found and start - found[-1].end < HOLD:
            last = found.pop()
            found.append(Duck(last.start, Samples(max(last.end, end)), max(last.depth_db, need)))
        else:
            found.append(Duck(Samples(start), Samples(end), need))
    return tuple(duck for duck in found if duck.depth_db > 0)


class Envelope:
    """A gain over time, as straight lines in decibels between points."""

    def __init__(self, ducked: Sequence[Duck]) -> None:
        points: list[tuple[int, float]] = []
        for duck in ducked:
            down = (duck.start - duck.down, 0.0)
            # Where two ducks are so near that one has not come up when the other begins, the way between is straight.
            while points and points[-1][0] >= down[0]:
                points.pop()
            points += [down, (duck.start, -duck.depth_db), (duck.end, -duck.depth_db), (duck.end + UP, 0.0)]
        self._at = np.array([at for at, _ in points], np.int64)
        self._db = np.array([db for _, db in points])

    def gain(self, start: int, stop: int) -> NDArray[np.float32] | None:
        """The factor of each sample from `start` to `stop`; None where it is 1 throughout."""
        if not len(self._at):
            return None
        first, last = np.searchsorted(self._at, (start, stop - 1))
        untouched = first == last and (first in (0, len(self._at)) or self._db[first - 1] == self._db[first] == 0)
        if untouched:
            return None
        db = np.interp(np.arange(start, stop), self._at, self._db)
        gain: NDArray[np.float32] = np.power(10.0, db / 20).astype(np.float32)
        return gain

    def db(self, at: int) -> float:
        """The gain at one sample, in decibels."""
        return float(np.interp(at, self._at, self._db)) if len(self._at) else 0.0
