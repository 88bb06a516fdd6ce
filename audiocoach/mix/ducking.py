"""Making room for the voice: how far what lies beneath goes down, when, and how smoothly it comes back.

Speech ranges are known before mixing, so nothing is detected: the bed is down when the first word comes. It has one
depth, whatever is said, and stays down over short gaps: who runs hears it give way and come back, and never breathe.
Moves are raised cosines in decibels, without a corner to be heard, the fast one with a straight middle; and every move
has an end: what a second of sound is depends only on what is near it.
"""

from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from math import pi
from operator import itemgetter
from typing import Final

import numpy as np

from audiocoach.audio.arrays import Gain
from audiocoach.audio.elementary import gains, sine
from audiocoach.audio.quantised import at_least
from audiocoach.units import Samples, to_samples

HOLD: Final = to_samples(6_000)
"""Gaps below this are held: a bed that comes up between two sentences only pumps."""
FASTEST_DOWN: Final = to_samples(250)
DOWN_PER_DB: Final = to_samples(20)
"""Deep ducks take longer, so that no 5 ms bring more than 0.3 dB."""
BENT_DOWN: Final = 0.15
"""Which part of the way down is bent at either end. A whole cosine is steepest in its middle, at 0.39 dB in 5 ms, which
two frames of a soundscape show as up to 0.64 dB; so no two frames show more than half a decibel."""
UP: Final = to_samples(1_200)
DEEPEST: Final = 76.0
"""In decibels: silence for any bed, and no 5 ms of the way up bring more than half a decibel."""

Range = tuple[int, int]
"""Half-open, in samples."""


class Envelope:
    """A gain over time: 1, but lower by one depth while something sounds above, with a way down and a way up."""

    def __init__(self, ranges: Iterable[Range] = (), depth_db: float = 0.0) -> None:
        """`ranges` are those that need room.

        Depths are counted from measured levels, and so go up to the next hundredth of a decibel: the last bit of a
        level decides about no sample.
        """
        self.depth_db = min(max(at_least(depth_db), 0.0), DEEPEST)
        self.down: Samples = Samples(max(FASTEST_DOWN, round(DOWN_PER_DB * self.depth_db)))
        """How long before a range the way down begins; a session may begin within it, then lower by so much."""
        self.held = held(ranges) if self.depth_db else ()
        self._from = np.array([start - self.down for start, _ in self.held], np.int64)
        self._until = np.array([end + UP for _, end in self.held], np.int64)

    def gain(self, start: int, stop: int) -> Gain | None:
        """The factor of each sample from `start` to `stop`, the same however a session is cut; None where all are 1."""
        first = int(np.searchsorted(self._until, start, "right"))
        last = int(np.searchsorted(self._from, stop, "left"))
        if first >= last:
            return None
        gain = np.ones(stop - start, np.float32)
        down, up = _way(self.depth_db, self.down, BENT_DOWN), _way(self.depth_db, UP)[::-1]
        for begin, end in self.held[first:last]:
            _put(gain, begin - self.down - start, down[:-1])
            gain[max(begin - start, 0) : max(end - start, 0)] = down[-1]
            _put(gain, end - start, up)
        return gain

    def lowers(self, start: int, stop: int) -> float:
        """By how many decibels every sample from `start` to `stop` is lower at least: all of its depth, or nothing."""
        before = bisect_right(self.held, start, key=itemgetter(0))
        return self.depth_db if before and stop <= self.held[before - 1][1] else 0.0


def held(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """`ranges` in their order, as one where the gap between them is short; empty ones fall out."""
    found: list[Range] = []
    for start, end in sorted(pair for pair in ranges if pair[0] < pair[1]):
        if found and start - found[-1][1] < HOLD:
            first, last = found.pop()
            found.append((first, max(last, end)))
        else:
            found.append((start, end))
    return tuple(found)


def _put(gain: Gain, at: int, part: Gain) -> None:
    """Writes `part` into `gain` from sample `at` on, as far as they meet."""
    first, last = max(at, 0), min(at + len(part), len(gain))
    if first < last:
        gain[first:last] = part[first - at : last - at]


@lru_cache(maxsize=16)
def _way(depth_db: float, length: int, bent: float = 0.5) -> Gain:
    """The way from 1 (sample 0) down by `depth_db` (sample `length`): `bent` of it like a cosine at either end."""
    corner = bent * (1 - 2 / pi)  # where the straight middle, made longer, would miss the end
    passed = np.arange(length + 1) / length
    near = np.minimum(passed, 1 - passed)
    arc = 4 * bent / pi * np.square(sine(np.minimum(near, bent) / (8 * bent)))
    part = np.where(near < bent, arc, near - corner) / (1 - 2 * corner)
    fallen = np.where(passed < 0.5, part, 1 - part)
    way: Gain = gains(-depth_db * fallen).astype(np.float32)
    way.setflags(write=False)
    return way
