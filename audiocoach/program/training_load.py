"""Whether a session asks for more running than anything in the 30 days before.

From a cohort of 5,205 runners and 588,071 sessions (Garmin-RUNSAFE): a session longer than the longest of the last 30
days goes with more injuries, whatever the week was; the ratio of a week to the week before has no relation. The study
counts distances: for minutes of running it is an analogy.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from audiocoach.program.minutes import in_minutes
from audiocoach.program.program_file import Role

DAYS_BEFORE: Final = 30
MOST_MS: Final = 60_000
"""By how much a session may be longer whatever its percentage: short runs grow by seconds."""
HAZARDS: Final = ((10, 1.64), (30, 1.52), (100, 2.28))
"""From so many percent on the hazard of injury is so many times that of a session that is no longer."""


@dataclass(frozen=True, slots=True)
class Load:
    """One session against those before."""

    running_ms: int
    longest_before_ms: int | None
    """The most running of any session in the 30 days before, or of the last one that had any; None for the first."""

    @property
    def percent(self) -> float | None:
        """By how much it is longer (shorter, below 0), to a tenth; None where there is nothing to compare."""
        if not self.longest_before_ms or not self.running_ms:
            return None
        percent = round(100 * (self.running_ms / self.longest_before_ms - 1), 1)
        return int(percent) if percent.is_integer() else percent

    @property
    def is_marked(self) -> bool:
        """Whether it is longer by more than 10 %, and by more than a minute."""
        before = self.longest_before_ms or self.running_ms
        return self.running_ms * 10 > before * 11 and self.running_ms - before > MOST_MS

    @property
    def hazard(self) -> float | None:
        """How many times the hazard of injury the study found for such a session; None where it is not marked."""
        percent = self.percent or 0
        return next((times for least, times in reversed(HAZARDS) if percent >= least), None) if self.is_marked else None

    def as_json(self) -> dict[str, Any]:
        """As in `plan --json`."""
        return {"longest_before_ms": self.longest_before_ms, "percent": self.percent, "marked": self.is_marked}

    def __str__(self) -> str:
        before = in_minutes(self.longest_before_ms or 0)
        over = f"{self.percent:g} % over the longest of the {DAYS_BEFORE} days before"
        return f"{in_minutes(self.running_ms):g} min of running, {over} ({before:g} min)"


@dataclass(frozen=True, slots=True)
class Run:
    """How much running an episode has."""

    date: int
    """Days from the first one."""
    running_ms: int
    role: Role = "main"


def longest_before(runs: Iterable[Run], date: int) -> int | None:
    """The most running of `runs`, in order of time, in the 30 days before `date`.

    Where there was none, that of the last run before; None where there was no run at all.
    """
    ran = [run for run in runs if run.running_ms]
    recent = [run.running_ms for run in ran if run.date >= date - DAYS_BEFORE]
    return max(recent, default=ran[-1].running_ms if ran else None)


def loads(runs: Iterable[Run]) -> Iterator[Load]:
    """Each of `runs`, in order of time, against the numbered days before it.

    What is offered beside a day is compared as the day is, which it follows.
    """
    before: list[Run] = []
    earlier: tuple[Run, ...] = ()
    for run in runs:
        if run.role in ("main", "rest"):
            earlier = tuple(before)
        if run.role == "main":
            before.append(run)
        yield Load(run.running_ms, longest_before(earlier, run.date))
