"""When the author speaks on a step: the coach adds nothing there."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from audiocoach.script.step_context import StepContext
from audiocoach.units import Millis

NEAR_MS: Final = 12_000
"""The coach adds nothing so near to what is said otherwise, nor to a step's end."""


def own_times(context: StepContext) -> list[Millis]:
    """When the author speaks on a step (ms), sorted."""
    say = getattr(context.expanded.step, "say", None)
    anchors = say if isinstance(say, dict) else ()
    return sorted(time for anchor in anchors for time in context.times_of(anchor))


def is_near(at: int, times: Sequence[int]) -> bool:
    """Whether one of `times`, which are sorted, is so near that the coach had better be quiet."""
    index = bisect_right(times, at - NEAR_MS)
    return index < len(times) and times[index] < at + NEAR_MS
