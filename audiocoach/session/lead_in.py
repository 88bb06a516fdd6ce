"""`lead-in: 10s`: a step to get ready in, before the first that takes its time."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, WithJsonSchema

from audiocoach.session.activities import LEAD_IN
from audiocoach.session.single_steps import ActivityStep
from audiocoach.session.steps import IncludeStep
from audiocoach.session.values import shared
from audiocoach.session.walking import every_step
from audiocoach.syntax.amounts import Amount, parse_duration
from audiocoach.syntax.invalid import InvalidValue
from audiocoach.units import Millis

UNASKED: Final = Millis(10_000)
"""Before work that is not running: one has to put the phone away and get down on the floor."""
LONGEST: Final = Millis(5 * 60_000)


def _lead_in(value: object) -> Millis:
    """The length of a lead-in; `0` and `false` are none."""
    if value is False or (isinstance(value, int) and value == 0) or value in ("0", "0s"):
        return Millis(0)
    ms = parse_duration(value)
    if ms > LONGEST:
        raise InvalidValue("a lead-in lasts 5 minutes at most", "make it a step of its own, such as `- walk: 10m`")
    return ms


LeadIn = Annotated[
    int,
    BeforeValidator(_lead_in),
    WithJsonSchema({"anyOf": [{"enum": [False, 0, "0", "0s"]}, shared("Duration")]}),
]
"""In milliseconds."""


def lead_in_of(asked: int | None, steps: Iterable[Any]) -> ActivityStep | None:
    """The lead-in before `steps`, of the length that is asked for: unasked only before work that is not running."""
    words = set(_activities(steps)) if asked is None else set()
    ms = asked if asked is not None else UNASKED if "work" in words and "run" not in words else 0
    return ActivityStep(activity=LEAD_IN.word, length=Amount(Millis(ms))) if ms else None


def _activities(steps: Iterable[Any]) -> Iterator[str]:
    """The activity of each step, also of those that others hold."""
    for step in every_step(steps):
        if isinstance(step, ActivityStep):
            yield step.activity
        elif isinstance(step, IncludeStep) and step.session is not None:
            yield from _activities(step.session.steps)
