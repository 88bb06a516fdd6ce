"""When a good word is said: every so often of the session, wherever there is nothing else to hear."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from audiocoach.script.step_context import StepContext
from audiocoach.units import Millis

NEAR_MS: Final = 12_000
"""The coach adds nothing so near to what is said otherwise, nor to a step's end."""
AFTER_MS: Final = 20_000
"""Nor so soon after it, nor after a step's start: what was said has been taken in by then."""

TimesOf = Callable[[StepContext], Iterable[int]]


def times_of_all(contexts: Iterable[StepContext], spoken: TimesOf) -> Mapping[int, tuple[int, ...]]:
    """When on each step (ms) a good word is said, by the step's number.

    Each is due at the next multiple of `encourage` that lies more than three quarters of it after the one before, and
    waits from there for the next quiet place on a step where somebody is on the move. `spoken` gives when on a step the
    coach says something better.
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


def own_times(context: StepContext) -> list[Millis]:
    """When the author speaks on a step (ms), sorted."""
    say = getattr(context.expanded.step, "say", None)
    anchors = say if isinstance(say, dict) else ()
    return sorted(time for anchor in anchors for time in context.times_of(anchor))


def is_near(at: int, times: Sequence[int]) -> bool:
    """Whether one of `times`, which are sorted, is so near that the coach had better be quiet."""
    index = bisect_right(times, at - NEAR_MS)
    return index < len(times) and times[index] < at + NEAR_MS
