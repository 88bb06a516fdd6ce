"""What the coach says unasked: which kinds there are, and what is put into words of them on each step.

Phrases rotate by position in the session, never by content: one edit leaves all other lines alone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from audiocoach.script import encouragement, ending, opening, remaining, rounds, under_way
from audiocoach.script.announcements import is_known
from audiocoach.script.cues import CUES, CueKind, is_on
from audiocoach.script.landmarks import Landmarks
from audiocoach.script.own_words import is_near, own_times
from audiocoach.script.remark import Remark
from audiocoach.script.rotation import PhraseRotation
from audiocoach.script.script import Draft, Moment, Placement
from audiocoach.script.step_context import StepContext
from audiocoach.syntax.amounts import format_duration
from audiocoach.units import Millis

LONGEST_WITH_BRIEF_NEXT_MS: Final = 60_000
"""In steps up to this length the preview is short once one knows the rounds."""

Rule = Callable[[StepContext, Landmarks], Iterator[Remark]]
"""What is said of a kind on a step: phrases, and when."""

RULES: Final[Mapping[CueKind, Rule]] = {
    "welcome": opening.welcome,
    "safety": opening.safety,
    "next-up": remaining.next_up,
    "step-left": remaining.step_left,
    "half": remaining.half_step,
    "effort": under_way.effort,
    "milestone": ending.milestone,
    "first-run": opening.first_run,
    "last-round": rounds.last_round,
    "quiet-now": remaining.quiet_now,
    "terrain": under_way.terrain,
    "hard-moment": under_way.hard_moment,
    "permission": under_way.permission,
    "cool-down": ending.cool_down,
    "recover": rounds.recover,
    "settle": under_way.settle,
    "past-half-rounds": rounds.past_half_rounds,
    "ready-again": rounds.ready_again,
}
"""By kind; good words come where all of these leave room."""


CLOSE_MS: Final = 12_000
"""Of two remarks that begin nearer to each other on a step the one of more weight is made: one thing at a time."""

_WEIGHTS: Final[Mapping[CueKind, tuple[int, int]]] = {
    kind: (row.priority, list(CUES).index(kind)) for kind, row in CUES.items() if row.yields or kind == "effort"
}
"""Of what is no information; the lowest weighs most."""


def remarks(context: StepContext, marks: Landmarks) -> list[tuple[CueKind, Remark]]:
    """All that is said on a step but good words, in the order of the rules."""
    found = list(_remarks(context, marks))
    made: list[tuple[CueKind, Remark]] = []
    for kind, remark in sorted((one for one in found if one[0] in _WEIGHTS), key=lambda one: _WEIGHTS[one[0]]):
        if all(abs(remark.at - other.at) >= CLOSE_MS for _, other in made):
            made.append((kind, remark))
    return [one for one in found if one[0] not in _WEIGHTS or one in made]


def _remarks(context: StepContext, marks: Landmarks) -> Iterator[tuple[CueKind, Remark]]:
    """The same, however near to each other."""
    for kind, rule in RULES.items():
        row = CUES[kind]
        if (context.is_coached or row.everywhere) and not context.coaching.silent and is_on(kind, context.coaching):
            own = own_times(context) if row.yields else ()
            yield from ((kind, remark) for remark in rule(context, marks) if not is_near(remark.at, own))


def spoken_times(contexts: Sequence[StepContext], marks: Landmarks) -> encouragement.TimesOf:
    """When the coach has something better to say on a step than a good word."""
    middle = contexts[-1].session_end // 2

    def times(context: StepContext) -> Iterator[int]:
        yield from (remark.at for _, remark in remarks(context, marks))
        yield from (time - context.start for time in (middle, *marks.lefts))

    return times


def in_passing(
    context: StepContext, rotation: PhraseRotation, marks: Landmarks, good_words: Sequence[encouragement.GoodWord]
) -> Iterator[Draft]:
    """What the coach says while a step goes on, `good_words` included; what it merely adds, no way of it twice."""
    numbers: dict[CueKind, int] = {}
    good = [(word.kind, Remark(word.kind, word.at)) for word in good_words]
    for meant, remark in (*remarks(context, marks), *good):
        kind, said = meant, None
        if not CUES[meant].yields or rotation.has(context, remark.phrase, remark.at, remark.here):
            said = rotation.take(context, remark.phrase, remark.at, remark.here, remark.more)
        if said is None and meant in encouragement.IN_PLACE:
            kind, said = "encourage", rotation.take(context, "encourage", remark.at)
        if said is None:
            continue
        number = numbers[kind] = numbers.get(kind, 0) + 1
        full, short = said
        is_brief = (kind == "next-up" and is_known(context) and context.length <= LONGEST_WITH_BRIEF_NEXT_MS) or (
            kind == "safety" and context.coaching.chatter == "quiet"
        )
        slack = None if is_brief or remark.slack is None else Millis(remark.slack)
        where = Placement("head") if remark.at_head else Placement("at", Millis(remark.at), slack)
        suffix = f"-{number}" if number > 1 else ""
        words = (short, None) if is_brief and short else (full, short if CUES[kind].in_short else None)
        yield Draft(f"{context.id}-{kind}{suffix}", kind, where, *words)


def moments(contexts: Sequence[StepContext], rotation: PhraseRotation) -> Iterator[Moment]:
    """What is told about the session as a whole: its middle, and the time left."""
    end = contexts[-1].session_end
    if remaining.says_middle(contexts):
        middle = remaining.step_at(contexts, end // 2)
        about = middle if middle.row else middle.next or middle  # beside a pause it is told of what goes on
        if said := rotation.take(about, "half", end // 2 - about.start):
            short = said[1]
            words = (short, None) if short and end < remaining.SHORTEST_IN_FULL_MS else said
            yield Moment(Draft("session-half", "half", Placement("at"), *words), tone="half")
    for left, context in remaining.lefts_of(contexts):
        more = {"time": context.writer.book.duration(left)}
        if said := rotation.take(context, "time-left", end - left - context.start, None, more):
            name = f"session-left-{format_duration(left)}"
            yield Moment(Draft(name, "time-left", Placement("at"), *said), before_end=Millis(left))
