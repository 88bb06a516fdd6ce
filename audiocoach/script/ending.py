"""How a session ends: coming down, what was reached, the last words."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from audiocoach.script.condition import Situation
from audiocoach.script.cues import CueKind, is_on
from audiocoach.script.landmarks import Landmarks
from audiocoach.script.remaining import SHORTEST_IN_FULL_MS
from audiocoach.script.remark import Remark
from audiocoach.script.rotation import PhraseRotation
from audiocoach.script.rounds import is_cool_down
from audiocoach.script.script import Draft, Placement
from audiocoach.script.step_context import StepContext
from audiocoach.session.steps import ActivityStep

COOL_DOWN_AFTER_MS: Final = 20_000
AFTER_CHECK_IN_MS: Final = 50_000
"""Where the step asks questions first."""
SHORTEST_COOL_DOWN_MS: Final = 60_000
MILESTONE_AFTER_MS: Final = 20_000


def cool_down(context: StepContext, _: Landmarks) -> Iterator[Remark]:
    """How to come down, once one has begun to; where the step asks how one feels, only of a chatty coach."""
    step = context.expanded.step
    asks = isinstance(step, ActivityStep) and step.check_in is not None
    is_due = not asks or context.coaching.chatter == "chatty"
    if is_cool_down(context) and is_due and context.length >= SHORTEST_COOL_DOWN_MS:
        yield Remark("cool-down", AFTER_CHECK_IN_MS if asks else COOL_DOWN_AFTER_MS)


def milestone(context: StepContext, marks: Landmarks) -> Iterator[Remark]:
    """After the longest run of a program so far."""
    if marks.day.milestone and context.number == marks.after_longest:
        yield Remark("milestone", MILESTONE_AFTER_MS)


def last_words(contexts: Sequence[StepContext], rotation: PhraseRotation, marks: Landmarks) -> Iterator[Draft]:
    """What is said after the finish tone, by what was last and by what it was; a quiet coach leaves it at the tone.

    A short session has no farewell, unless a chatty coach or a program has one for it.
    """
    last = contexts[-1]
    if last.coaching.silent or last.coaching.chatter == "quiet":
        return
    here = replace(last.situation(), place=last.place or marks.whole.place)
    is_long = last.session_end >= SHORTEST_IN_FULL_MS or marks.day.farewell is not None
    kinds: tuple[tuple[CueKind, Situation], ...] = (("finish", here), ("farewell", marks.whole))
    for kind, where in kinds:
        is_due = kind == "finish" or is_long or last.coaching.chatter == "chatty"
        if is_due and is_on(kind, last.coaching) and (said := rotation.take(last, kind, last.length, where)):
            yield Draft(f"finish-{kind}", kind, Placement("head"), *said)
