"""When a good word is said: every so often of the session, wherever there is nothing else to hear.

Some of them give way to a word on the body, on breathing, or on what there is to see and to hear.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from audiocoach.script.cues import CueKind, is_on
from audiocoach.script.own_words import NEAR_MS, own_times
from audiocoach.script.step_context import StepContext

AFTER_MS: Final = 20_000
"""Nor so soon after it, nor after a step's start: what was said has been taken in by then."""

IN_PLACE: Final[tuple[CueKind, ...]] = ("form", "breath", "notice")
"""What stands in place of a good word; where no way of saying it fits, the good word is said."""
ON_WORK: Final[tuple[CueKind, ...]] = ("encourage", "form", "notice", "encourage", "breath", "encourage", "form")
"""Which of them is next while one runs or works, from the session's start on: outward words first."""
ELSEWHERE: Final[tuple[CueKind, ...]] = ("encourage", "notice", "breath", "notice", "form")
"""The same on walks."""
ON_EXERCISES: Final[tuple[CueKind, ...]] = ("encourage", "form")
"""The same on exercises: nobody looks around who does push-ups."""
UNKNOWN: Final[tuple[CueKind, ...]] = ("notice",)
"""The same where it is not known whether one walks or runs."""


class GoodWord(NamedTuple):
    """One of them."""

    kind: CueKind
    at: int
    """When on its step, in ms."""


TimesOf = Callable[[StepContext], Iterable[int]]


def good_words(contexts: Sequence[StepContext], spoken: TimesOf) -> Mapping[int, tuple[GoodWord, ...]]:
    """The good words of each step, by its number; `spoken` gives when on a step the coach says something better."""
    counts, found, times = Counter[Sequence[CueKind]](), {}, times_of_all(contexts, spoken)
    for context in contexts:
        words = list[GoodWord]()
        for at in times.get(context.number, ()):
            cycle = _cycle(context)
            kind = cycle[counts[cycle] % len(cycle)]
            counts[cycle] += 1
            words.append(GoodWord(kind if is_on(kind, context.coaching) else "encourage", at))
        found[context.number] = tuple(words)
    return found


def _cycle(context: StepContext) -> tuple[CueKind, ...]:
    """Which kinds come in turn on a step."""
    if context.place == "gym":
        return ON_EXERCISES
    if context.is_work:
        return ON_WORK
    return ELSEWHERE if context.place else UNKNOWN


def times_of_all(contexts: Iterable[StepContext], spoken: TimesOf) -> Mapping[int, tuple[int, ...]]:
    """When on each step (ms) a good word is said, by the step's number.

    Each is due at the next multiple of `encourage` that lies more than three quarters of it after the one before, and
    waits from there for the next quiet place on a step where somebody is on the move.
    """
    found, last = {}, 0
    for context in contexts:
        every = context.coaching.encourage or 0
        is_moving = context.row is not None and context.row.intensity in ("moderate", "vigorous")
        if every and is_moving and context.is_coached:
            times = _on_step(context, every, last, sorted((*own_times(context), *spoken(context))))
            last = context.start + times[-1] if times else last
            found[context.number] = times
    return found


def _on_step(context: StepContext, every: int, last: int, taken: Sequence[int]) -> tuple[int, ...]:
    """The times on one step, `taken` being all that is said on it otherwise; `last` is of the session."""
    times: list[int] = []
    at = max(_due(last, every) - context.start, AFTER_MS)
    while at < context.length - NEAR_MS:
        following = bisect_right(taken, at - AFTER_MS)
        if following < len(taken) and taken[following] < at + NEAR_MS:
            at = taken[following] + AFTER_MS
        else:
            times.append(at)
            at = max(_due(context.start + at, every) - context.start, at + NEAR_MS)
    return tuple(times)


def _due(last: int, every: int) -> int:
    """The first multiple of `every` that lies more than three quarters of it after `last`."""
    return ((last + every * 3 // 4) // every + 1) * every
