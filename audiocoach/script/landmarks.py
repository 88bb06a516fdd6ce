"""What stands out in a session: where it begins and ends in earnest, what is hardest, what comes for the first time."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from audiocoach.script.condition import Situation, Terrain, band_of
from audiocoach.script.own_words import own_times, tells
from audiocoach.script.step_context import StepContext
from audiocoach.session.day_words import DayWords
from audiocoach.session.steps import BellStep, BreatheStep, PauseStep

HARD: Final = 7
"""Efforts from here on are hard."""
EASY: Final = 3
"""Efforts up to here leave breath for whole sentences."""
SHORTEST_HARD_MS: Final = 60_000
"""A hard step below this length is over before it feels long."""
SHORTEST_EASY_MS: Final = 5 * 60_000
"""An easy run below this length needs no leave to walk."""
SHORTEST_TO_SETTLE_MS: Final = 3 * 60_000
"""Only runs over this length have time to settle."""
TERRAINS: Final = ("hill", "stride", "tempo")
"""What is run otherwise than on the level and evenly."""
HELD: Final = ("hold", "rest")
"""Phases of a breath in which nothing moves."""
SHORTEST_HOLD_MS: Final = 1_500
"""Below this length that is a turn of the breath and no hold."""
FEW_WORDS_MS: Final = 20_000
"""A step of this length or less has few words."""
SAFE_FROM_MS: Final = 15_000
SAFE_BY_MS: Final = 105_000
"""Between these it is told when to stop, from the first step on on which somebody moves."""

_MAIN: Final[tuple[Terrain, ...]] = ("run", "gym", "walk", "still")


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Steps by their numbers; None where there is no such step."""

    whole: Situation
    """The session as a whole: what it is about, and how hard it becomes."""
    opening: int
    """The first step that is more than a bell or a pause, and long enough for what a program says on this day."""
    safety: int | None
    """The step on which it is told when to stop."""
    held: int | None
    """The first step on which breath is held, where it is told that one may let go."""
    runs: tuple[tuple[int, int], ...]
    """Each run that is no rest from a harder one: its number, and how hard it is."""
    rests: tuple[int, ...]
    """Each rest from something harder."""
    hardest: int | None
    """The longest hard run; of several as long the last but one, since the last one is told as such."""
    easy_run: int | None
    """The longest easy run."""
    longer_run: int | None
    """The first run that has time to settle."""
    terrains: frozenset[int]
    """The first hill, stride and tempo."""
    scale: int | None
    """The first step whose author tells its effort as a number."""
    after_longest: int | None
    """The step after the longest run."""
    turns: Mapping[int, tuple[int, int]]
    """By a step's number, which of all the times that it comes in the session this is, from 1 on, and how many those
    are: the rounds of a repeat in all rounds of those around it.
    """
    lefts: tuple[int, ...]
    """When in the session (ms) the time left is told."""
    day: DayWords
    """What a program has said on this day alone."""

    @property
    def first_run(self) -> int | None:
        """The first of the runs."""
        return self.runs[0][0] if self.runs else None

    def run_before(self, number: int) -> tuple[int, int]:
        """How many of the runs come before a step, and how hard the last of them is; as 0 before the first."""
        count = bisect_left(self.runs, (number, 0))
        return count, self.runs[count - 1][1] if count else 0

    def rests_before(self, number: int) -> int:
        """How many of the rests come before a step."""
        return bisect_left(self.rests, number)


def landmarks_of(contexts: Sequence[StepContext], lefts: Iterable[int], day: DayWords) -> Landmarks:
    """What stands out in a session; `lefts` are the times (ms) at which its time left is told."""
    runs = [context for context in contexts if context.place == "run" and context.is_work]
    hard = [one for one in runs if (one.effort or 0) >= HARD and one.length >= SHORTEST_HARD_MS]
    easy = [one for one in runs if (one.effort or 0) <= EASY and one.length >= SHORTEST_EASY_MS]
    main = next((place for place in _MAIN if any(context.place == place for context in contexts)), None)
    effort = max((context.effort or 0 for context in contexts), default=0)
    has_pace = any(context.pace == "set" for context in contexts)
    longest = _longest(runs)
    firsts = (next((one.number for one in runs if one.row and one.row.word == word), None) for word in TERRAINS)
    return Landmarks(
        whole=Situation(effort=band_of(effort), place=main, pace="set" if has_pace else "own"),
        opening=_opening(contexts, day),
        safety=_safety(contexts) if main != "still" else None,
        held=next((one.number for one in contexts if _is_held(one) and not one.coaching.silent), None),
        runs=tuple((run.number, run.effort or 0) for run in runs),
        rests=tuple(context.number for context in contexts if context.is_recovery),
        hardest=_late_longest(hard),
        easy_run=_longest(easy),
        longer_run=next((run.number for run in runs if run.length > SHORTEST_TO_SETTLE_MS), None),
        terrains=frozenset(number for number in firsts if number is not None),
        scale=next((context.number for context in contexts if tells(context, "effort")), None),
        after_longest=longest + 1 if longest is not None and longest + 1 < len(contexts) else None,
        turns=_turns(contexts),
        lefts=tuple(lefts),
        day=day,
    )


def _turns(contexts: Sequence[StepContext]) -> Mapping[int, tuple[int, int]]:
    numbers = defaultdict[int, list[int]](list)
    for context in contexts:
        numbers[id(context.expanded.step)].append(context.number)
    return {one: (turn, len(same)) for same in numbers.values() for turn, one in enumerate(same, start=1)}


def _longest(contexts: Sequence[StepContext]) -> int | None:
    """The number of the longest one, the first of those as long."""
    return max(contexts, key=lambda context: (context.length, -context.number)).number if contexts else None


def _late_longest(contexts: Sequence[StepContext]) -> int | None:
    """The number of the longest one; the last but one of several as long."""
    most = max((context.length for context in contexts), default=0)
    longest = [context.number for context in contexts if context.length == most]
    return longest[-2:][0] if longest else None


def _opening(contexts: Sequence[StepContext], day: DayWords) -> int:
    rung = (BellStep, PauseStep)
    words = (one for one in contexts if not isinstance(one.expanded.step, rung))
    return next((one.number for one in words if day.welcome is None or one.length > FEW_WORDS_MS), 0)


def _safety(contexts: Sequence[StepContext]) -> int | None:
    """Where it is told when to stop: on the step that has most time for it, of short ones on one on which its author
    is silent, and on a rest.
    """
    moving = [one for one in contexts if one.is_coached and not one.is_left_alone]
    begin = moving[0].start if moving else 0
    overlaps = {one.number: min(one.end - begin, SAFE_BY_MS) - max(one.start - begin, SAFE_FROM_MS) for one in moving}

    def fitness(one: StepContext) -> tuple[int | bool, ...]:
        overlap = overlaps[one.number]
        is_roomy = overlap > FEW_WORDS_MS
        return overlap > 0, overlap if is_roomy else 0, not own_times(one), not one.is_work, overlap, -one.number

    best = max(moving, key=fitness, default=None)
    return best.number if best else None


def first_hold(step: BreatheStep) -> int | None:
    """Which phase (from 0) of a breath is the first in which it is held; None where it never is."""
    phases = enumerate(step.breathe.phases)
    return next((at for at, (phase, length) in phases if phase in HELD and length >= SHORTEST_HOLD_MS), None)


def _is_held(context: StepContext) -> bool:
    """Whether breath is held on it."""
    step = context.expanded.step
    return isinstance(step, BreatheStep) and first_hold(step) is not None
