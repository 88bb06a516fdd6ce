"""Which of several ways is next: by a session's `variety` and by position, never by content.

Over as many varieties as there are ways, each is the first one once, and at every other position too: the steps between
the varieties are coprime to the number of ways. They lie near the golden section of it, so that runs that follow one
another lie far from each other in the book.
"""

from collections.abc import Callable, Iterator, Sequence
from math import gcd, sqrt
from typing import Final, TypeVar

GOLDEN: Final = (sqrt(5) - 1) / 2

_Way = TypeVar("_Way")


def stride(count: int) -> int:
    """How many of `count` ways (at least 1) lie between one variety's first and the next one's."""
    coprime = (step for step in range(1, count + 1) if gcd(step, count) == 1)
    return min(coprime, key=lambda step: abs(step - count * GOLDEN))


def first_of(count: int, variety: int, position: int) -> int:
    """The index of the way whose turn it is among `count`; `variety` is from 1, `position` from 0."""
    return ((variety - 1) * stride(count) + position) % count


def in_turn(ways: Sequence[_Way], variety: int, position: int) -> Iterator[_Way]:
    """All of `ways`, the one whose turn it is first, and from there on in their order."""
    start = first_of(len(ways), variety, position) if ways else 0
    yield from ways[start:]
    yield from ways[:start]


def pick(ways: Sequence[_Way], variety: int, position: int, said: Callable[[_Way], int | None]) -> _Way:
    """The way to take: whose turn it is, or the next one that has not been said; else the one said longest ago.

    `said` gives a way's last turn in the session, None for none. There is at least one way.
    """
    order = list(in_turn(ways, variety, position))
    turns = [said(way) for way in order]
    fresh = next((way for way, turn in zip(order, turns, strict=True) if turn is None), None)
    return fresh if fresh is not None else min(zip(order, turns, strict=True), key=lambda one: one[1] or 0)[0]
