"""A session's steps laid out flat, one for each round."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from audiocoach.errors import Place
from audiocoach.session.session import Session
from audiocoach.session.steps import ActivityStep, BreatheStep, Common, IncludeStep, RepeatStep
from audiocoach.syntax.document import Document
from audiocoach.syntax.invalid import Loc


@dataclass(frozen=True, slots=True)
class ExpandedStep:
    """A step in one round, and where it was written."""

    step: Common
    round: int = 1
    """1-based, of the innermost repeat."""
    rounds: int = 1
    first: bool = False
    """Whether it is the first of its repeat's steps that is announced."""
    document: Document | None = None
    loc: Loc = ()
    let: dict[str, Any] | None = None
    """The variables of the file that it stands in."""
    entry: int = 1
    """Which of a list with one entry a round is its: the round, but in an included session that has no repeat."""
    turn: int = 0
    """How often the step has come before in the session: which of its texts is next."""

    def place(self, *loc: str | int, key: bool = False) -> Place | None:
        """Where a part of it (with `key`, the part's key) was written."""
        return self.document.place((*self.loc, *loc), key=key) if self.document else None


@dataclass(frozen=True, slots=True)
class _Rounds:
    """Where in which repeat steps come."""

    round: int = 1
    rounds: int = 1
    entry: int = 1
    is_announced: bool = False
    """Whether the first that is announced says which round it is."""


def expand(session: Session) -> Iterator[ExpandedStep]:
    """Every step of `session` in order; includes and repeats are resolved."""
    yield from _expand(session.steps, session, ("steps",), _Rounds())


def _expand(steps: Any, session: Session, loc: Loc, now: _Rounds) -> Iterator[ExpandedStep]:
    first = next((index for index, step in enumerate(steps) if _is_announced(step)), None)
    for index, step in enumerate(steps):
        here = (*loc, index)
        announced = now.is_announced and index == first
        if isinstance(step, RepeatStep):
            for number in range(1, step.rounds + 1):
                inner = _Rounds(number, step.rounds, number, step.rounds > 1)
                yield from _expand(step.steps, session, (*here, "steps"), inner)
                if step.between and number < step.rounds:
                    rest = _Rounds(number, step.rounds - 1, number)
                    yield from _expand(step.between, session, (*here, "between"), rest)
        elif isinstance(step, IncludeStep):
            # Its steps are in the rounds of the repeat that includes it, until it has a repeat of its own.
            inner = _Rounds(now.round, now.rounds, 1, announced)
            yield from _expand(step.session.steps, step.session, ("steps",), inner)
        else:
            turn = now.round - 1
            yield ExpandedStep(
                step, now.round, now.rounds, announced, session.source, here, session.let, now.entry, turn
            )


def _is_announced(step: Any) -> bool:
    """Whether a step, or one that it includes, is announced; a repeat inside tells of its own rounds."""
    if isinstance(step, IncludeStep):
        return any(_is_announced(each) for each in step.session.steps)
    return isinstance(step, (ActivityStep, BreatheStep))
