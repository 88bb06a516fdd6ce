"""`--ease 0.8`: the same session with shorter runs; the time goes to the walk that follows, or to a walk of its own.

The session lasts as long as before. What hangs on a step at a time that it does not reach any more is left out, and
told, as where a variable was replaced.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import lcm
from typing import Any, Final, NamedTuple

from audiocoach.script.places import RUNNING
from audiocoach.session.session import Session
from audiocoach.session.steps import ActivityStep, IncludeStep, RepeatStep
from audiocoach.syntax.amounts import Amount
from audiocoach.units import Millis

WALKS: Final = ("walk", "brisk-walk", "recover")
"""What the time goes to where it follows a run."""
_ADDED: Final = "walk"
_SECOND: Final = 1_000

Owed = tuple[int, ...]
"""What runs have given away (ms) and no walk has taken yet: one for all rounds, or in turn; empty for nothing."""


def eased(session: Session, factor: float) -> Session:
    """`session` with each run `factor` times as long (0 < `factor` <= 1), to a whole second."""
    if factor == 1:
        return session
    steps, owed = _Easing(factor).sequence(session.steps)
    return session.model_copy(update={"steps": (*steps, *_walk(owed))})


class _Eased(NamedTuple):
    """Steps, and what their last run has given away."""

    steps: tuple[Any, ...]
    owed: Owed = ()


@dataclass(frozen=True, slots=True)
class _Easing:
    """Shortens runs."""

    factor: float

    def sequence(self, steps: Sequence[Any], rounds: int = 1) -> _Eased:
        """Steps that come one after another, in each of so many rounds."""
        found: list[Any] = []
        owed: Owed = ()
        for step in steps:
            if owed and _is_walk(step):
                found.append(_longer(step, owed, rounds))
                owed = ()
                continue
            found += _walk(owed)
            eased_step, owed = self._step(step)
            found.append(eased_step)
        return _Eased(tuple(found), owed)

    def _step(self, step: Any) -> tuple[Any, Owed]:
        match step:
            case ActivityStep() if step.activity in RUNNING:
                shorter = tuple(self._amount(amount) for amount in step.lengths)
                given = tuple(old.ms - new.ms for old, new in zip(step.lengths, shorter, strict=True))
                return _lasting(step, shorter), given if any(given) else ()
            case RepeatStep():
                return self._repeat(step)
            case IncludeStep():
                return step.with_session(eased(step.session, self.factor)), ()
        return step, ()

    def _repeat(self, step: RepeatStep) -> tuple[RepeatStep, Owed]:
        """What the last run of a round gives away goes to the walk between, or to one that begins the next round."""
        rounds = step.rounds
        steps, owed = self.sequence(step.steps, rounds)
        between = self.sequence(step.between, rounds - 1) if step.between else None
        last = (owed[(rounds - 1) % len(owed)],) if owed else ()
        if between and rounds > 1:
            first, *rest = between.steps
            led = (
                (_longer(first, owed, rounds - 1), *rest) if owed and _is_walk(first) else (*_walk(owed), first, *rest)
            )
            return _holding(step, steps, (*led, *_walk(between.owed))), last
        if owed and rounds > 1 and _is_walk(steps[0]):
            later = tuple(0 if number == 0 else owed[(number - 1) % len(owed)] for number in range(rounds))
            return _holding(step, (_longer(steps[0], later, rounds), *steps[1:]), step.between), last
        if rounds > 1:
            return _holding(step, (*steps, *_walk(owed)), step.between), ()
        return _holding(step, steps, step.between), last

    def _amount(self, amount: Amount) -> Amount:
        whole = round(amount.ms * self.factor / _SECOND) * _SECOND
        ms = whole if _SECOND <= whole < amount.ms else max(round(amount.ms * self.factor), 1)
        metres = None if amount.metres is None else amount.metres * ms / amount.ms
        return replace(amount, ms=Millis(ms), metres=metres)


def _is_walk(step: Any) -> bool:
    return isinstance(step, ActivityStep) and step.activity in WALKS


def _walk(owed: Owed) -> tuple[ActivityStep, ...]:
    """A walk of its own, as long as what is owed; none where nothing is."""
    if not owed:
        return ()
    return (ActivityStep.added(_ADDED, _in_turn(tuple(Amount(Millis(max(ms, 1))) for ms in owed))),)


def _longer(step: ActivityStep, owed: Owed, rounds: int) -> ActivityStep:
    """A walk that lasts longer by what is owed in each round."""
    own = step.lengths
    count = min(lcm(len(own), len(owed)), max(rounds, 1))
    pairs = ((own[number % len(own)], owed[number % len(owed)]) for number in range(count))
    return _lasting(step, tuple(replace(one, ms=Millis(one.ms + ms), metres=None) if ms else one for one, ms in pairs))


def _lasting(step: ActivityStep, lengths: tuple[Amount, ...]) -> ActivityStep:
    return step.model_copy(update={"length": _in_turn(lengths)})


def _in_turn(lengths: tuple[Amount, ...]) -> Amount | tuple[Amount, ...]:
    return lengths[0] if len(set(lengths)) == 1 else lengths


def _holding(step: RepeatStep, steps: tuple[Any, ...], between: tuple[Any, ...] | None) -> RepeatStep:
    """The same repeat of other steps, as often."""
    return step.model_copy(update={"repeat": step.rounds, "steps": steps, "between": between})
