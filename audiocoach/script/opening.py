"""How a session is opened: the welcome, when to stop, and the first run."""

from collections.abc import Iterator
from typing import Final

from audiocoach.script.condition import Situation
from audiocoach.script.landmarks import Landmarks, first_hold
from audiocoach.script.own_words import is_near, own_times
from audiocoach.script.remark import Remark
from audiocoach.script.step_context import StepContext
from audiocoach.session.activities import LEAD_IN
from audiocoach.session.steps import BreatheStep, CheckInStep

MINUTE_MS: Final = 60_000
SHORTEST_IN_MINUTES_MS: Final = 5 * MINUTE_MS
"""Times from here on are told in whole minutes."""
SAFETY_AT_MS: Final = 45_000
"""When in the session it is told when to stop: after the welcome, before anything is hard."""
AFTER_START_MS: Final = 12_000
BEFORE_END_MS: Final = 15_000
"""It keeps this far from its step's start and end."""
AFTER_ANNOUNCEMENT_MS: Final = 6_000
"""When on a step something follows its announcement."""
SHORTEST_OPENED_MS: Final = 30_000
"""Steps below this length are told no more than what they are."""
INTO_PHASE_MS: Final = 800
"""A phase of a breath has been chimed by then."""
NEAR_HOLD_MS: Final = 3_000
"""So near to the first hold it is told in full that one may let go, else in short: it is no use later."""


def welcome(context: StepContext, marks: Landmarks) -> Iterator[Remark]:
    """The first words of a session, where its author has none at its start; also before questions, and after a bell.

    Who gets ready for work in a few seconds is greeted in a word or two.
    """
    is_opened = is_near(0, own_times(context, words=True)) and marks.day.welcome is None
    has_room = context.is_coached and context.length >= SHORTEST_OPENED_MS and not is_opened
    if context.number != marks.opening:
        return
    if context.row is LEAD_IN and not has_room:
        yield Remark("greeting", 0, at_head=True)
    elif has_room or isinstance(context.expanded.step, CheckInStep):
        duration = context.writer.book.duration(about(context.session_end))
        yield Remark("welcome", 0, {"duration": duration}, marks.whole, at_head=True)


def about(ms: int) -> int:
    """A time as one tells it beforehand: in whole minutes, a short one in half minutes."""
    unit = MINUTE_MS if ms >= SHORTEST_IN_MINUTES_MS else MINUTE_MS // 2
    return max((ms + unit // 2) // unit, 1) * unit


def safety(context: StepContext, marks: Landmarks) -> Iterator[Remark]:
    """When to stop, in the first two minutes of a session, by how hard it becomes; where breath is first held, that one
    may let go.
    """
    step = context.expanded.step
    if isinstance(step, BreatheStep):
        if context.number == marks.held:
            yield Remark("safety", _first_hold(step), here=Situation(place="still"), slack=NEAR_HOLD_MS)
    elif context.number == marks.safety:
        latest = max(context.length - BEFORE_END_MS, 0)
        yield Remark("safety", min(max(SAFETY_AT_MS - context.start, AFTER_START_MS), latest), {}, marks.whole)


def _first_hold(step: BreatheStep) -> int:
    """When on a step breath is first held, and that has been told."""
    return sum(length for _, length in step.breathe.phases[: first_hold(step)]) + INTO_PHASE_MS


def first_run(context: StepContext, marks: Landmarks) -> Iterator[Remark]:
    """The first run: slower than one thinks, unless its author gives it a pace."""
    if context.number == marks.first_run and context.length >= SHORTEST_OPENED_MS and context.pace == "own":
        yield Remark("first-run", AFTER_ANNOUNCEMENT_MS)
