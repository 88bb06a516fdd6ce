"""Where there is still room: the ranges of a session that are taken, and the nearest gap to a wish."""

from bisect import bisect_left
from collections.abc import Iterator

Range = tuple[int, int]
"""Half-open, in samples."""


class Room:
    """Ranges that are taken, none overlapping another."""

    def __init__(self) -> None:
        self._taken: list[Range] = []

    def take(self, start: int, end: int) -> None:
        """Mark a range as taken; ranges that touch or overlap it become one with it."""
        first = bisect_left(self._taken, (start, start))
        if first and self._taken[first - 1][1] >= start:
            first -= 1
        last = first
        while last < len(self._taken) and self._taken[last][0] <= end:
            start, end = min(start, self._taken[last][0]), max(end, self._taken[last][1])
            last += 1
        self._taken[first:last] = [(start, end)]

    def is_free(self, start: int, end: int) -> bool:
        """Whether nothing of a range is taken."""
        return next(self._between(start, end), None) is None

    def nearest(self, target: int, length: int, window: Range, slack: int) -> int | None:
        """The free start nearest to `wish` (the later of two), within `slack` of it, all inside `window`; or None."""
        low, high = max(window[0], target - slack), min(window[1] - length, target + slack)
        if low > high:
            return None
        at = min(max(target, low), high)
        candidates = {at, low, high}
        for start, end in self._between(low, high + length):
            candidates |= {end, start - length}
        fits = (start for start in candidates if low <= start <= high and self.is_free(start, start + length))
        return min(fits, key=lambda start: (abs(start - target), -start), default=None)

    def copy(self) -> "Room":
        """The same, to try something in."""
        room = Room()
        room._taken = self._taken.copy()
        return room

    def _between(self, start: int, end: int) -> Iterator[Range]:
        """The taken ranges that share a sample with this one."""
        index = bisect_left(self._taken, (start, start))
        if index and self._taken[index - 1][1] > start:
            index -= 1
        while index < len(self._taken) and self._taken[index][0] < end:
            if self._taken[index][1] > start:
                yield self._taken[index]
            index += 1
