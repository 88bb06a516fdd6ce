"""What rounds have of their own: the last one, the one after the middle, and the rests between them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from audiocoach.script.announcements import FULL_ROUNDS
from audiocoach.script.landmarks import Landmarks
from audiocoach.script.opening import AFTER_ANNOUNCEMENT_MS, SHORTEST_OPENED_MS
from audiocoach.script.remark import Remark
from audiocoach.script.step_context import StepContext

FEWEST_WITH_LAST: Final = 3
"""Of so many rounds the last one is told."""
FEWEST_WITH_MIDDLE: Final = 5
"""Of so many it is told when more of them are behind one than ahead: of fewer that is the last one."""
NOW_AND_THEN: Final = 3
"""Rounds from one time to the next of what is told of some of them, once they are known."""
RECOVER_AFTER_MS: Final = 15_000
"""When on a rest it is told how to rest: breath enough to listen has come back."""
SHORTEST_RECOVERY_MS: Final = 40_000
"""Rests below this length are over before one has rested."""
READY_BEFORE_MS: Final = 25_000
SHORTEST_WITH_READY_MS: Final = 60_000
"""Rests up to this length have no word on the next round but its preview."""


def last_round(context: StepContext, marks: Landmarks) -> Iterator[Remark]:
    """The last round, on its first step that is work; of a repeat in others, that of the last time."""
    turn, turns = marks.turns[context.number]
    if _opens(context) and context.expanded.rounds >= FEWEST_WITH_LAST and turn == turns:
        yield Remark("last-round", AFTER_ANNOUNCEMENT_MS)


def past_half_rounds(context: StepContext, marks: Landmarks) -> Iterator[Remark]:
    """The first round at whose start more of them are done than are to come, itself among those: of all of the session,
    where the repeat is in others, and unless more than half of the session is still to come.
    """
    turn, turns = marks.turns[context.number]
    is_past = 2 * context.start > context.session_end
    if _opens(context) and turns >= FEWEST_WITH_MIDDLE and turn == turns // 2 + 2 and is_past:
        yield Remark("past-half-rounds", AFTER_ANNOUNCEMENT_MS)


def _opens(context: StepContext) -> bool:
    """Whether a step is work that a round begins with, and has time for more than its announcement."""
    begins = context.expanded.first or bool(context.expanded.begins)
    return begins and context.is_work and context.length >= SHORTEST_OPENED_MS


def recover(context: StepContext, marks: Landmarks) -> Iterator[Remark]:
    """How to rest after work: at first and now and then from there; a chatty coach says it each time."""
    is_rest = context.is_recovery and context.next is not None and not is_cool_down(context)
    turn = marks.rests_before(context.number) if context.expanded.rounds == 1 else context.expanded.round - 1
    is_due = turn % NOW_AND_THEN == 0 or context.coaching.chatter == "chatty"
    if is_rest and is_due and context.length >= SHORTEST_RECOVERY_MS:
        here = context.situation(RECOVER_AFTER_MS)
        # Who stands between runs rests as one does between exercises.
        yield Remark("recover", RECOVER_AFTER_MS, here=here if here.place else replace(here, place="gym"))


def ready_again(context: StepContext, _: Landmarks) -> Iterator[Remark]:
    """A little before the work of rounds 3 and later."""
    is_known = context.expanded.round >= FULL_ROUNDS and context.expanded.round < context.expanded.rounds
    comes = context.leads_on and context.next is not None and context.next.is_work
    if context.is_recovery and is_known and comes and context.length > SHORTEST_WITH_READY_MS:
        yield Remark("ready-again", context.length - READY_BEFORE_MS)


def is_cool_down(context: StepContext) -> bool:
    """Whether a step comes down from all that was before: a cool-down, or a last walk."""
    word = context.row.word if context.row else ""
    return word == "cool-down" or (word == "walk" and context.next is None and context.is_recovery)
