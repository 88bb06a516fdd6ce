"""What hangs on a step: whether it has a place there, and the pace that it asks for."""

from collections.abc import Iterator, Sequence
from typing import Final

from audiocoach.session.context import Context
from audiocoach.session.spoken import Cues, SpokenText, Talk
from audiocoach.session.values import Model
from audiocoach.syntax.amounts import Amount, format_duration
from audiocoach.syntax.invalid import InvalidValue, Loc
from audiocoach.syntax.template import names_in

_HAVE_A_PACE: Final = "write a distance such as `1 km @ 5:00/km`, or give the session a `pace: 5:00/km`"


def count_of(cues: Cues | None, amount: Amount) -> int:
    """How many cues they are on a step of that length."""
    return sum(anchor.count(amount.ms, amount.pace) for anchor in cues or ())


def misplaced(cues: Cues | None, amounts: Sequence[Amount], context: Context) -> Iterator[InvalidValue]:
    """A mistake for each cue that has no place on a step of any of these lengths."""
    has_pace = all(amount.pace for amount in amounts)
    for anchor, spoken in (cues or {}).items():
        if not has_pace and "pace" not in context.let:
            yield from asked_without_pace(spoken, (anchor.written,))
        if anchor.metres is not None and not has_pace:
            yield InvalidValue(f"`{anchor}` on a step without a pace", _HAVE_A_PACE, (anchor.written,))
        elif not context.lenient and not any(anchor.count(amount.ms, amount.pace) for amount in amounts):
            hint = f"the step lasts {format_duration(max(amount.ms for amount in amounts))}"
            yield InvalidValue(f"`{anchor}` lies outside this step", hint, (anchor.written,))


def asked_without_pace(spoken: Sequence[Model | str], loc: Loc = ()) -> Iterator[InvalidValue]:
    """A mistake for each text that asks for a pace which nothing says."""
    for index, one in enumerate(spoken):
        if any("pace" in names_in(text) for text in _texts(one)):
            yield InvalidValue("`$pace` on a step without a pace", _HAVE_A_PACE, (*loc, index))


def _texts(spoken: Model | str) -> Iterator[str]:
    if isinstance(spoken, str):
        yield spoken
    elif isinstance(spoken, Talk):
        yield from (turn.text for turn in spoken.talk)
    elif isinstance(spoken, SpokenText):
        yield spoken.text
