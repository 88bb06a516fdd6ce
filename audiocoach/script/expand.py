"""A session's steps laid out flat, one for each round."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from audiocoach.errors import Place
from audiocoach.session.bell import BELL
from audiocoach.session.session import Session
from audiocoach.session.spoken import SpokenText, Talk
from audiocoach.session.steps import (
    ActivityStep,
    BellStep,
    BreatheStep,
    CheckInStep,
    Common,
    IncludeStep,
    PauseStep,
    RepeatStep,
)
from audiocoach.session.walking import every_step, with_included
from audiocoach.syntax.document import Document
from audiocoach.syntax.invalid import Loc
from audiocoach.syntax.variables import fill_as_written

RUN: Final = "run"
WALK: Final = "walk"


@dataclass(frozen=True, slots=True)
class RepeatRound:
    """A round of a repeat."""

    name: str | None
    """The repeat's, where it has one."""
    round: int
    """1-based."""
    rounds: int


@dataclass(frozen=True, slots=True)
class ExpandedStep:
    """A step in one round, and where it was written."""

    step: Common
    round: int = 1
    """1-based, of the innermost repeat."""
    rounds: int = 1
    first: bool = False
    """Whether it is the first of its repeat's steps that is announced, and so says which round it is."""
    begins: tuple[RepeatRound, ...] = ()
    """The rounds that begin with it, the outermost first: of repeats around its own, and of its own with a name."""
    document: Document | None = None
    loc: Loc = ()
    let: dict[str, Any] | None = None
    """The variables of the file that it stands in."""
    entry: int = 1
    """Which of a list with one entry a round is its: the round, but in an included session that has no repeat."""
    turn: int = 0
    """How often the step has come before in the session: which of its texts is next."""
    is_beside_walk: bool = False
    """Whether its repeat has a `walk`, or it is a run with nothing but a walk between it and another run."""

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
    name: str | None = None
    """The repeat's."""
    has_walk: bool = False
    begins: tuple[RepeatRound, ...] = ()
    """Rounds of repeats around that begin with the first that is announced."""

    def beginning(self) -> tuple[RepeatRound, ...]:
        """Those, and its own."""
        return (*self.begins, RepeatRound(self.name, self.round, self.rounds)) if self.is_announced else self.begins


def expand(session: Session) -> tuple[ExpandedStep, ...]:
    """Every step of `session` in order; includes and repeats are resolved.

    The lead-in comes right before what it leads to: after what is said or asked, or struck as a bell, to begin with.
    """
    steps = list(_expand(session.steps, session, ("steps",), _Rounds()))
    if step := session.lead_in_step:
        lead_in = ExpandedStep(step, document=session.source, loc=("lead-in",), let=session.let)
        steps.insert(next((at for at, each in enumerate(steps) if _is_announced(each.step)), 0), lead_in)
    in_turn = _runs_in_turn_with_walks(steps)
    return tuple(replace(step, is_beside_walk=True) if at in in_turn else step for at, step in enumerate(steps))


def _runs_in_turn_with_walks(steps: Sequence[ExpandedStep]) -> frozenset[int]:
    """Which steps are runs of a run, a walk and a run in a row; what is no activity stands between no two steps."""
    active = [(at, getattr(each.step, "activity", "")) for at, each in enumerate(steps) if _is_announced(each.step)]
    rows = zip(active, active[1:], active[2:], strict=False)
    found = ((one[0], other[0]) for one, walk, other in rows if (one[1], walk[1], other[1]) == (RUN, WALK, RUN))
    return frozenset(at for pair in found for at in pair)


def with_own_words(session: Session) -> tuple[Session, ...]:
    """Of a session and all that it includes, each once, what says anything in words of its author's."""
    return tuple(one for one in with_included(session) if any(map(_says, every_step(one.steps))))


def _says(step: Any) -> bool:
    say, check_in = getattr(step, "say", None), getattr(step, "check_in", None)
    cues = [cue for each in say.values() for cue in each] if isinstance(say, dict) else say or ()
    words = any(isinstance(cue, (SpokenText, Talk)) for cue in cues)
    return words or getattr(step, "name", None) is not None or bool(check_in and check_in.ask)


def _expand(steps: Any, session: Session, loc: Loc, now: _Rounds) -> Iterator[ExpandedStep]:
    first = next((index for index, step in enumerate(steps) if _is_announced(step)), None)
    added = 0
    for index, step in enumerate(steps):
        added += isinstance(step, ActivityStep) and step.is_added
        here = (*loc, index - added)
        if isinstance(step, RepeatStep):
            yield from _repeated(step, session, here, now.beginning() if index == first else ())
        elif isinstance(step, IncludeStep):
            # Its steps are in the rounds of the repeat that includes it, until it has a repeat of its own.
            inside = now if index == first else replace(now, is_announced=False, begins=())
            yield from _expand(step.session.steps, step.session, ("steps",), replace(inside, entry=1))
        else:
            own = now.is_announced and index == first
            begins = () if index != first else now.beginning() if now.name else now.begins
            named = own and now.name is None
            turn = now.round - 1
            place = (session.source, here, session.let)
            yield ExpandedStep(step, now.round, now.rounds, named, begins, *place, now.entry, turn, now.has_walk)


def _repeated(step: RepeatStep, session: Session, loc: Loc, begins: tuple[RepeatRound, ...]) -> Iterator[ExpandedStep]:
    """All rounds of a repeat; `begins` are those around it that begin with it."""
    inside = (*step.steps, *(step.between or ()))
    has_walk = any(isinstance(one, ActivityStep) and one.activity == WALK for one in inside)
    for number in range(1, step.rounds + 1):
        around = begins if number == 1 else ()
        named = (step.rounds > 1, _name(step, session, number))
        inner = _Rounds(number, step.rounds, number, *named, has_walk, around)
        yield from _expand(step.steps, session, (*loc, "steps"), inner)
        if step.between and number < step.rounds:
            rest = _Rounds(number, step.rounds - 1, number)
            yield from _expand(step.between, session, (*loc, "between"), rest)


def _name(step: RepeatStep, session: Session, number: int) -> str | None:
    """What a round of a repeat is called, with its variables in place."""
    if step.name is None:
        return None
    return fill_as_written(step.name, {**session.let, "round": number, "rounds": step.rounds}, number - 1)


def _is_announced(step: Any) -> bool:
    """Whether a step, or one that it holds, is announced."""
    if isinstance(step, IncludeStep):
        return any(_is_announced(each) for each in step.session.steps)
    if isinstance(step, RepeatStep):
        return any(_is_announced(each) for each in step.steps)
    return isinstance(step, (ActivityStep, BreatheStep))


def activity_of(expanded: ExpandedStep) -> str:
    """The word in the file."""
    match expanded.step:
        case ActivityStep(activity=word):
            return word
        case BreatheStep():
            return "breathe"
        case CheckInStep():
            return "check-in"
        case PauseStep():
            return "pause"
        case BellStep():
            return BELL
    return "say"
