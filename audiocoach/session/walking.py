"""Every step that a session holds, wherever it stands, and every session that it includes."""

from collections.abc import Iterable, Iterator
from typing import Any

from audiocoach.session.steps import IncludeStep, RepeatStep


def every_step(steps: Iterable[Any]) -> Iterator[Any]:
    """Every step of one file, once, also those that repeats hold."""
    for step in steps:
        yield step
        if isinstance(step, RepeatStep):
            yield from every_step((*step.steps, *(step.between or ())))


def with_included(session: Any) -> tuple[Any, ...]:
    """A `Session` and all that it includes, each once."""
    found = {id(session): session}
    waiting = [session]
    while waiting:
        included = (step.session for step in every_step(waiting.pop().steps) if isinstance(step, IncludeStep))
        new = {id(one): one for one in included if id(one) not in found}
        found.update(new)
        waiting.extend(new.values())
    return tuple(found.values())
