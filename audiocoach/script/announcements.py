"""What is said at a step's start: which rounds begin, what the step is, how long, what it leads to; the beat."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from audiocoach.script.expand import RepeatRound
from audiocoach.script.phrase import FORMS
from audiocoach.script.script import Draft, Placement, Words
from audiocoach.script.step_context import StepContext
from audiocoach.script.wording import TextScope
from audiocoach.session.activities import LEAD_IN

FULL_ROUNDS: Final = 2
"""So many rounds are announced in full, and the last one."""
LONGEST_BRIEF_REST_MS: Final = 15_000
"""Rests up to this length that lead to another exercise do not tell it: what comes is worth more, and a fifth of each
minute has to hold all.
"""
LONGEST_LEADING_ON_MS: Final = 2 * 60_000
"""In rests up to this length the announcement says what comes: there is something to get ready for."""

Say = Callable[[str, TextScope, Mapping[str, str]], tuple[Words, Words]]
"""`Writer.phrase` or `Writer.briefly`."""


def announcement(context: StepContext) -> Iterator[Draft]:
    """What the step is, how long, and which round: in full in rounds 1, 2 and the last and where anything of it is
    another than in the round before, else in short.

    Before it comes the round of whatever repeat starts with the step; after it, in a circuit, what the rest leads to.
    """
    if not context.is_coached or not context.coaching.announce:
        return
    phrase = _phrase(context)
    more = {"duration": context.writer.book.distance(context.amount)} if context.amount else {}
    is_brief = is_known(context) or (phrase == "announce-next" and context.length <= LONGEST_BRIEF_REST_MS)
    say = context.writer.briefly if is_brief else context.writer.phrase
    full, short = say(phrase, context.scope(), more)
    for begun in reversed(context.expanded.begins):
        in_full, in_short = _beginning(context, begun, say)
        full, short = in_full.then(full), in_short.then(short)
    yield Draft(f"{context.id}-announce", "announce", Placement("head"), full, short if short != full else None)


def _phrase(context: StepContext) -> str:
    """Which phrase tells what the step is."""
    if context.row is LEAD_IN:
        return "lead-in"
    return "announce-round" if context.expanded.first else "announce-next" if _leads_on(context) else "announce"


def _beginning(context: StepContext, begun: RepeatRound, say: Say) -> tuple[Words, Words]:
    """Which round of a repeat begins: `Circuit two of three.`; a name that has its number (`Set 2`) stands alone."""
    book = context.writer.book
    more = {"round": book.number(begun.round), "rounds": book.number(begun.rounds)}
    if begun.name is None:
        return say("announce-set", context.scope(), more)
    named = replace(context.scope(), name=begun.name)
    if re.search(rf"(?<![0-9]){begun.round}(?![0-9])", begun.name):
        alone = context.writer.text("$name.", named)
        return alone, alone
    return say("announce-set-named", named, more)


def count_in(context: StepContext) -> Iterator[Draft]:
    """The metronome's cadence, and a count to find its beat: in full in round 1, in short in round 2, then no more."""
    cadence, round_ = getattr(context.expanded.step, "cadence", None), context.expanded.round
    if cadence is None or context.coaching.silent or round_ > FULL_ROUNDS:
        return
    book = context.writer.book
    count = ", ".join(book.number(number) for number in range(1, 5))
    steps, scope = book.number(cadence.first), context.scope()
    ways = (context.writer.way("cadence", form, scope.here) for form in FORMS)
    counted = (way._replace(text=f"{way.text} {count}.") for way in ways)
    full, short = (context.writer.say(way, scope, cadence=steps) for way in counted)
    name = f"{context.id}-cadence"
    yield Draft(name, "announce", Placement("head"), *((full, short) if round_ == 1 else (short, None)))


def is_known(context: StepContext) -> bool:
    """Whether the rounds are known by now, this one is as the one before, and the last one has not come."""
    return FULL_ROUNDS < context.expanded.round < context.expanded.rounds and not context.differs


def _leads_on(context: StepContext) -> bool:
    """Whether it is a short rest between two different exercises, as in a circuit."""
    following = context.next
    if following is None or not context.leads_on or context.length > LONGEST_LEADING_ON_MS:
        return False
    leads_to_another = context.worked is not None and following.name != context.worked
    return leads_to_another and (following.effort or 0) > (context.effort or 0)
