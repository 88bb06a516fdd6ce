"""What is told while something goes on: how hard it should feel, how it is run, and that one may walk."""

from collections.abc import Iterator
from typing import Final

from audiocoach.script.announcements import FULL_ROUNDS
from audiocoach.script.condition import band_of
from audiocoach.script.cues import is_on
from audiocoach.script.landmarks import FEW_WORDS_MS, SHORTEST_TO_SETTLE_MS, Landmarks
from audiocoach.script.opening import AFTER_ANNOUNCEMENT_MS, first_run
from audiocoach.script.own_words import is_near, own_times
from audiocoach.script.remaining import next_up
from audiocoach.script.remark import Remark
from audiocoach.script.rounds import NOW_AND_THEN, last_round
from audiocoach.script.step_context import StepContext

SHORTEST_WITH_EFFORT_MS: Final = 40_000
"""Steps below this length are not told how hard they should feel."""
LONGEST_WITH_ONE_MS: Final = 100_000
"""Steps up to this length have one word: on how hard they are, or on being the first or the last."""
LONGEST_ALL_OUT_MS: Final = 60_000
"""Who gives all they have is done with it by then: what is as hard for longer is hard work, whatever its number."""
EFFORT_AFTER_MS: Final = 25_000
"""After so long a runner has found a pace, and can be asked about it."""
AFTER_NEXT_UP_MS: Final = 2_500
"""When after it began the preview of a step has been told."""
SETTLED_AFTER_MS: Final = 75_000
NEAR_SETTLED_MS: Final = 30_000
"""What the author says so near to it is the word on a run that is under way."""
HARDEST_AT: Final = 7, 10
"""How far into a hard step it feels longest."""
PERMISSION_AT: Final = 2, 5
"""How far into an easy run it is said that one may walk."""
SCALE_AFTER_MS: Final = 12_000
"""When on a step the scale of its number is told: after its author has told the number."""


def effort(context: StepContext, marks: Landmarks) -> Iterator[Remark]:
    """How hard it should feel, and how to tell, on whatever is run: in rounds 1 and 2, in every third one from there,
    and where it is harder or easier than before. Without rounds, in the first run and in every third one from there.

    Where its author first tells it as a number, what the numbers mean. Nobody is told to go all out for minutes.
    """
    if context.number == marks.scale:
        yield Remark("scale", SCALE_AFTER_MS)
    is_run = context.place == "run" and context.is_work and context.length >= SHORTEST_WITH_EFFORT_MS
    if not is_run or not context.effort:
        return
    band, round_, before = band_of(context.effort), context.expanded.round, context.effort_before or 0
    if context.expanded.rounds == 1:
        earlier, before = marks.run_before(context.number)
        round_ = earlier + FULL_ROUNDS
    phrase = "effort-hard" if band == "most" and context.length > LONGEST_ALL_OUT_MS else f"effort-{band}"
    if band != band_of(before):
        yield Remark(phrase, EFFORT_AFTER_MS)
    elif context.length <= LONGEST_WITH_ONE_MS and _has_other_word(context, marks):
        return
    elif round_ <= FULL_ROUNDS or (round_ - FULL_ROUNDS) % NOW_AND_THEN == 0:
        yield Remark(phrase, EFFORT_AFTER_MS)


def _has_other_word(context: StepContext, marks: Landmarks) -> bool:
    """Whether it is told as the first or the last one, which is left unsaid near the author's words."""
    if is_near(AFTER_ANNOUNCEMENT_MS, own_times(context)):
        return False
    first = is_on("first-run", context.coaching) and any(first_run(context, marks))
    last = is_on("last-round", context.coaching) and any(last_round(context, marks))
    return first or last


def terrain(context: StepContext, marks: Landmarks) -> Iterator[Remark]:
    """How the first hill, stride and tempo are run; where they are too short for words, right after their preview."""
    if context.number in marks.terrains and context.length > FEW_WORDS_MS:
        yield Remark("terrain", AFTER_ANNOUNCEMENT_MS)
    following = context.next
    if following is None or following.number not in marks.terrains or following.length > FEW_WORDS_MS:
        return
    previews = next_up(context, marks) if is_on("next-up", context.coaching) else ()
    yield from (Remark("terrain", one.at + AFTER_NEXT_UP_MS, here=following.situation()) for one in previews)


def settle(context: StepContext, marks: Landmarks) -> Iterator[Remark]:
    """Once a longer run is under way, where its author is silent: the first of a session; of a chatty coach each."""
    is_due = context.number == marks.longer_run or context.coaching.chatter == "chatty"
    if is_near(SETTLED_AFTER_MS, own_times(context), NEAR_SETTLED_MS):
        return
    if context.place == "run" and context.is_work and context.length > SHORTEST_TO_SETTLE_MS and is_due:
        yield Remark("settle", SETTLED_AFTER_MS)


def hard_moment(context: StepContext, marks: Landmarks) -> Iterator[Remark]:
    """Where the longest hard step feels longest."""
    if context.number == marks.hardest:
        yield Remark("hard-moment", context.length * HARDEST_AT[0] // HARDEST_AT[1])


def permission(context: StepContext, marks: Landmarks) -> Iterator[Remark]:
    """Once in the longest easy run: one may walk."""
    if context.number == marks.easy_run:
        yield Remark("permission", context.length * PERMISSION_AT[0] // PERMISSION_AT[1])
