"""A session's steps laid out flat, one for each round."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audiocoach.errors import Place
from audiocoach.spec.document import Document
from audiocoach.spec.mistake import Loc
from audiocoach.spec.session import Session
from audiocoach.spec.steps import ActivityStep, BreatheStep, Common, IncludeStep, RepeatStep


@dataclass(frozen=True, slots=True)
class Placed:
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
    turn: int = 0
    """How often the step has come before in the session: which of its texts is next."""

    @property
    def folder(self) -> Path:
        """Where the recordings that it names lie."""
        return Path(self.document.name).parent if self.document else Path()

    def place(self, *loc: str | int) -> Place | None:
        """Where a part of it was written."""
        return self.document.place((*self.loc, *loc)) if self.document else None


def expand(session: Session) -> Iterator[Placed]:
    """Every step of `session` in order; includes and repeats are resolved."""
    yield from _expand(session.steps, session, ("steps",), 1, 1)


def _expand(steps: Any, session: Session, loc: Loc, round_: int, rounds: int) -> Iterator[Placed]:
    first = next((index for index, step in enumerate(steps) if isinstance(step, (ActivityStep, BreatheStep))), None)
    for index, step in enumerate(steps):
        here = (*loc, index)
        if isinstance(step, RepeatStep):
            for number in range(1, step.rounds + 1):
                yield from _expand(step.steps, session, (*here, "steps"), number, step.rounds)
                if step.between and number < step.rounds:
                    yield from _expand(step.between, session, (*here, "between"), number, step.rounds - 1)
        elif isinstance(step, IncludeStep):
            yield from _expand(step.session.steps, step.session, ("steps",), 1, 1)
        else:
            told = index == first and rounds > 1 and "between" not in loc[-1:]
            yield Placed(step, round_, rounds, told, session.source, here, session.let, round_ - 1)
