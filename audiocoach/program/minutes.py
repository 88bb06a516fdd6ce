"""How long a session is, and how its time counts: for the week table and for the load of its runs.

What lasts as long as speech does is no time of moving and is left out, so that no voice is asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from audiocoach.script.expand import ExpandedStep, expand
from audiocoach.script.places import RUNNING
from audiocoach.session.activities import ACTIVITIES
from audiocoach.session.session import Session
from audiocoach.session.steps import ActivityStep, BreatheStep, PauseStep, SayStep
from audiocoach.session.values import in_round

_MINUTE_MS: Final = 60_000

MODERATE_A_WEEK: Final = 150
"""Minutes that the WHO recommends (2020), or half as many vigorous ones, or a mixture."""
VIGOROUS_A_WEEK: Final = 75
FEWEST_A_WEEK: Final = 20
"""Minutes from which on there is a benefit already."""


@dataclass(frozen=True, slots=True)
class Minutes:
    """Times in milliseconds."""

    total: int = 0
    running: int = 0
    moderate: int = 0
    vigorous: int = 0

    def __add__(self, other: "Minutes") -> "Minutes":
        return Minutes(
            self.total + other.total,
            self.running + other.running,
            self.moderate + other.moderate,
            self.vigorous + other.vigorous,
        )

    @property
    def equivalent(self) -> float:
        """Moderate minutes, each vigorous one counting twice."""
        return (self.moderate + 2 * self.vigorous) / _MINUTE_MS

    def as_json(self) -> dict[str, float]:
        """As in `plan --json`: minutes, to a hundredth."""
        named = {"total": self.total, "running": self.running, "moderate": self.moderate, "vigorous": self.vigorous}
        return {name: in_minutes(ms) for name, ms in named.items()}


def in_minutes(ms: int) -> float:
    """Milliseconds as minutes to a hundredth; an `int` where it is a whole number."""
    minutes = round(ms / _MINUTE_MS, 2)
    return int(minutes) if minutes.is_integer() else minutes


def minutes_of(session: Session) -> Minutes:
    """The times of one session, without its tail."""
    return total(_of_step(step) for step in expand(session))


def total(several: Iterable[Minutes]) -> Minutes:
    """Their sum."""
    return sum(several, Minutes())


def _of_step(expanded: ExpandedStep) -> Minutes:
    match expanded.step:
        case ActivityStep() as step:
            ms = in_round(step.length, expanded.entry).ms
            row = ACTIVITIES.get(step.activity)
            intensity = row.intensity if row else "rest"
            return Minutes(
                ms,
                ms * (step.activity in RUNNING),
                ms * (intensity == "moderate"),
                ms * (intensity == "vigorous"),
            )
        case BreatheStep() as breathe:
            return Minutes(breathe.for_)
        case PauseStep() as pause:
            return Minutes(pause.pause)
        case SayStep() as say:
            return Minutes(say.within or say.pause or 0)
    return Minutes()
