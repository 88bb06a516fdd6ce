"""What is told of time: what comes next, the middle, what is left, and that there will be silence.

Of two things that say the same within half a minute, one is left unsaid: that of the session is worth more.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from audiocoach.script.cues import is_on
from audiocoach.script.expand import activity_of
from audiocoach.script.landmarks import Landmarks
from audiocoach.script.own_words import NEAR_MS, is_near, own_times, tells
from audiocoach.script.remark import Remark
from audiocoach.script.step_context import StepContext
from audiocoach.session.steps import ActivityStep

SAME_MS: Final = 30_000
"""Two things so near to each other that say the same are one."""
SHORTEST_WITH_MIDDLE_MS: Final = 4 * 60_000
"""Sessions and steps below this length are not told their middle."""
SHORTEST_WITH_NEXT_MS: Final = 45_000
"""The same for a preview of the next step: in shorter ones there is hardly time to forget it."""
SHORTEST_WITH_LEFT_MS: Final = 5 * 60_000
"""The same for what is left of a step."""
SHORTEST_WITH_BOTH_MS: Final = 10 * 60_000
"""Below this length a step is not told its middle where it is told what is left."""
SHORTEST_IN_FULL_MS: Final = 10 * 60_000
"""Sessions below this length are told their middle in a few words, and end without a farewell."""
SHORTEST_SILENCE_MS: Final = 2 * 60_000
"""So long without words is told before."""
QUIET_BEFORE_MS: Final = 30_000
"""Well before the preview of what is to be silent."""
_AROUND: Final = ("warm-up", "cool-down")
"""Of these nobody counts the minutes."""


def next_up(context: StepContext, _: Landmarks) -> Iterator[Remark]:
    """What comes next, shortly before it comes: `In ten seconds, we run.`, or by the name that its author gave it."""
    length, before, following = context.length, context.coaching.next_up or 0, context.next
    if context.is_left_alone or following is None or not context.leads_on:
        return
    if before and length >= max(SHORTEST_WITH_NEXT_MS, 2 * before):
        book = context.writer.book
        word = book.upcoming.get(activity_of(following.expanded)) if following.expanded.step.name is None else None
        more = {"in": book.duration(before), "next": word or following.name}
        yield Remark("next-up" if word else "next-up-named", length - before, more)


def half_step(context: StepContext, marks: Landmarks) -> Iterator[Remark]:
    """The middle of a long step, where its author does not speak there, and nothing else says as much."""
    step, middle = context.expanded.step, context.length // 2
    own = isinstance(step, ActivityStep) and any(anchor.kind == "half" for anchor in step.say or {})
    own = own or tells(context, "left")
    same = _is_same(context.start + middle, (*marks.lefts, context.session_end // 2))
    is_counted_down = context.length < SHORTEST_WITH_BOTH_MS and any(_left(context))
    is_long = context.length >= SHORTEST_WITH_MIDDLE_MS
    if is_long and not (own or same or is_counted_down or _is_uncounted(context)):
        yield Remark("half-step", middle)


def step_left(context: StepContext, marks: Landmarks) -> Iterator[Remark]:
    """What is left of a long step, where nothing else says as much."""
    halves = [remark.at for remark in half_step(context, marks)] if is_on("half", context.coaching) else []
    same = (*marks.lefts, context.session_end // 2, *(context.start + at for at in halves))
    for left in _left(context):
        at = context.length - left
        if not _is_same(context.start + at, same) and not is_near(at, own_times(context)):
            yield Remark("step-left", at, {"time": context.writer.book.duration(left)})


def _left(context: StepContext) -> Iterator[int]:
    """At which times before a step's end (ms) it may be told what is left of it: in its second half."""
    is_long = context.length >= SHORTEST_WITH_LEFT_MS and context.next is not None
    if is_long and not _is_uncounted(context) and not tells(context, "left"):
        yield from (left for left in context.coaching.step_left or () if 2 * left < context.length)


def quiet_now(context: StepContext, _: Landmarks) -> Iterator[Remark]:
    """That there will be silence: before two minutes or more of it."""
    silence = 0
    following = context.next if context.leads_on else None
    while following is not None and following.coaching.silent:
        own = own_times(following)
        silence += min(own, default=following.length)
        following = following.next if following.leads_on and not own else None
    if silence >= SHORTEST_SILENCE_MS and context.length >= SHORTEST_WITH_NEXT_MS:
        spoken = context.writer.book.duration(silence)
        yield Remark("quiet-now", context.length - QUIET_BEFORE_MS, {"silence": spoken})


def _is_uncounted(context: StepContext) -> bool:
    """Whether it is stillness, or leads to and from what the session is about."""
    return context.is_left_alone or (context.row is not None and context.row.word in _AROUND)


def _is_same(at: int, times: Sequence[int]) -> bool:
    return any(abs(at - time) <= SAME_MS for time in times)


def lefts_of(contexts: Sequence[StepContext]) -> Iterator[tuple[int, StepContext]]:
    """How long before the session's end (ms) the time left is told, and on which step."""
    end = contexts[-1].session_end
    asked = {left for context in contexts for left in context.coaching.time_left or ()}
    for left in sorted(asked, reverse=True):
        context = step_at(contexts, max(end - left, 0))
        at = end - left - context.start
        wanted = not context.coaching.silent and left in (context.coaching.time_left or ())
        is_free = not context.is_left_alone and not is_near(at, own_times(context))
        is_late = end - left - end // 2 > SAME_MS if says_middle(contexts) else 2 * left < end
        if wanted and is_late and is_free and not _is_announced(context, at):
            yield left, context


def says_middle(contexts: Sequence[StepContext]) -> bool:
    """Whether the middle of the session is told."""
    end = contexts[-1].session_end
    middle = step_at(contexts, end // 2)
    is_wanted = bool(middle.coaching.halfway) and not middle.coaching.silent and not middle.is_left_alone
    return end >= SHORTEST_WITH_MIDDLE_MS and is_wanted


def _is_announced(context: StepContext, at: int) -> bool:
    """Whether the time left `at` ms into a step is what its announcement has just said: its own length."""
    is_last = context.end == context.session_end and context.is_coached
    return is_last and at < NEAR_MS and bool(context.coaching.announce)


def step_at(contexts: Sequence[StepContext], ms: int) -> StepContext:
    """The step at a time of the session; the last one from its end on."""
    return next((context for context in contexts if context.end > ms), contexts[-1])
