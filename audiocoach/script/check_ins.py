"""A session without its check-ins: for the days of a program on which nothing is asked."""

from collections.abc import Iterable, Iterator
from typing import Any

from audiocoach.session.session import Session
from audiocoach.session.steps import ActivityStep, CheckInStep, IncludeStep, RepeatStep


def without_check_ins(session: Session) -> Session:
    """`session` without any check-in; as it stands where it is nothing else.

    A question beside an activity leaves its time to the activity; one that is a step of its own takes its time along.
    """
    steps = tuple(_unasked(session.steps))
    return session.model_copy(update={"steps": steps}) if steps else session


def _unasked(steps: Iterable[Any]) -> Iterator[Any]:
    for step in steps:
        match step:
            case CheckInStep():
                continue
            case ActivityStep() if step.check_in:
                yield step.model_copy(update={"check_in": None})
            case IncludeStep() if any(_unasked(step.session.steps)):
                yield step.with_session(without_check_ins(step.session))
            case IncludeStep():
                continue
            case RepeatStep():
                yield from _repeat(step)
            case _:
                yield step


def _repeat(repeat: RepeatStep) -> Iterator[RepeatStep]:
    """A repeat, as often; none where it does nothing but ask."""
    if steps := tuple(_unasked(repeat.steps)):
        between = tuple(_unasked(repeat.between or ())) or None
        yield repeat.model_copy(update={"repeat": repeat.rounds, "steps": steps, "between": between})
