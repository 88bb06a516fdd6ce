"""Making room for the voice: how far what lies beneath goes down, when, and how smoothly it comes back.

Speech ranges are known before mixing, so nothing is detected: the bed is down when the first word comes. Moves are
straight in decibels (equal steps to the ear), and every move has an end: what a second of sound is depends only on
what is near it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from audiocoach.audio.arrays import Gain
from audiocoach.audio.elementary import decibels, gains
from audiocoach.audio.quantised import at_least
from audiocoach.units import Samples, to_gain, to_samples

HOLD: Final = to_samples(2_500)
"""Gaps between speech below this are held: a bed that comes up for a breath only pumps."""
FASTEST_DOWN: Final = to_samples(250)
DOWN_PER_DB: Final = to_samples(20)
"""Deep ducks take longer, so that no 5 ms bring more than a quarter of a decibel."""
UP: Final = to_samples(800)
DEEPEST: Final = 80.0
"""In decibels: silence for any bed, and no 5 ms of the way up bring more than half a decibel."""

_FINE: Final = 256

Range = tuple[int, int]
"""Half-open, in samples."""


@dataclass(frozen=True, slots=True)
class Duck:
    """One stretch that is held down."""

    start: Samples
    end: Samples
    depth_db: float
    """How far down, from the level around it; 0 to `DEEPEST`."""

    @property
    def down(self) -> Samples:
        """How long before `start` the way down begins; a session may begin within it, then lower by so much."""
        return Samples(max(FASTEST_DOWN, round(DOWN_PER_DB * self.depth_db)))


def ducks(ranges: Iterable[Range], depth: Callable[[Range], float]) -> tuple[Duck, ...]:
    """The ducks for what sounds above: ranges with short gaps between are one, as deep as its deepest needs.

    Depths are counted from measured levels, and so go up to the next hundredth of a decibel: the last bit of a level
    decides about no sample.
    """
    found: list[Duck] = []
    for start, end in sorted(pair for pair in ranges if pair[0] < pair[1]):
        need = min(max(at_least(depth((start, end))), 0.0), DEEPEST)
        if found and start - found[-1].end < HOLD:
            last = found.pop()
            found.append(Duck(last.start, Samples(max(last.end, end)), max(last.depth_db, need)))
        else:
            found.append(Duck(Samples(start), Samples(end), need))
    return tuple(duck for duck in found if duck.depth_db > 0)


class Envelope:
    """A gain over time: at each sample the lowest that any duck asks for, and 1 where none does."""

    def __init__(self, ducked: Iterable[Duck] = ()) -> None:
        self._ducks = sorted(ducked, key=lambda duck: duck.start - duck.down)
        self._from = np.array([duck.start - duck.down for duck in self._ducks], np.int64)
        self._until = np.maximum.accumulate(np.array([duck.end + UP for duck in self._ducks], np.int64))

    def gain(self, start: int, stop: int) -> Gain | None:
        """The factor of each sample from `start` to `stop`, the same however a session is cut; None where all are 1."""
        first = int(np.searchsorted(self._until, start, "right"))
        last = int(np.searchsorted(self._from, stop, "left"))
        if first >= last:
            return None
        gain = np.ones(stop - start, np.float32)
        for duck in self._ducks[first:last]:
            _press(gain, start, duck)
        return gain

    def db(self, at: int) -> float:
        """The gain at one sample, in decibels."""
        gain = self.gain(at, at + 1)
        return 0.0 if gain is None else 2 * float(decibels(gain[0]))


def _press(gain: Gain, at: int, duck: Duck) -> None:
    """Lowers `gain`, which begins at sample `at`, to what `duck` asks for."""
    stop = at + len(gain)

    def within(first: int, last: int) -> Range:
        return max(first, at), min(last, stop)

    start, end = within(duck.start - duck.down, duck.start)
    if start < end:
        passed = start - (duck.start - duck.down)
        _lower(gain[start - at : end - at], _falling(duck.depth_db, duck.down, passed, passed + end - start))
    start, end = within(duck.start, duck.end)
    if start < end:
        _lower(gain[start - at : end - at], np.float32(to_gain(-duck.depth_db)))
    start, end = within(duck.end, duck.end + UP)
    if start < end:
        left = duck.end + UP - end
        _lower(gain[start - at : end - at], _falling(duck.depth_db, UP, left + 1, left + 1 + end - start)[::-1])


def _lower(gain: Gain, to: Gain | np.float32) -> None:
    np.minimum(gain, to, out=gain)


def _falling(depth_db: float, length: int, first: int, last: int) -> Gain:
    """Samples `first` to `last` of the way from 1 (sample 0) down by `depth_db` (sample `length`)."""
    return _way(depth_db, length)[first:last]


@lru_cache(maxsize=16)
def _way(depth_db: float, length: int) -> Gain:
    """All of a way down, from sample 0 to `length`.

    A power series as the product of a coarse and a fine one: a power a sample would take longer than the mixing.
    """
    step = -depth_db / length
    coarse = gains(step * _FINE * np.arange(-(-(length + 1) // _FINE)))
    fine = gains(step * np.arange(_FINE))
    series: Gain = np.multiply.outer(coarse.astype(np.float32), fine.astype(np.float32)).reshape(-1)
    series.setflags(write=False)
    return series
