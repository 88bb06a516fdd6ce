"""A program, read: its weeks, and in each its episodes; which session each is, by name and variables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from audiocoach.errors import Diagnostic
from audiocoach.program.program_file import Role
from audiocoach.program.session_source import SessionRef
from audiocoach.session.day_words import NO_DAY_WORDS, DayWords
from audiocoach.syntax.invalid import Loc


@dataclass(frozen=True, slots=True)
class Episode:
    """One file of a program: a numbered day, what is offered beside it, or what is heard on a rest day."""

    id: str
    """`w01d2`, `w01d2-easier`, `w01d2-rest`: the rest day after the second day."""
    role: Role
    week: int
    """1-based."""
    day: int
    """1-based in its week; of a rest day that of the day before, 0 for none."""
    date: int
    """Days from the first day of the program."""
    number: int
    """Of the numbered day that it belongs to, 1-based, in the whole program; a rest day belongs to the day before."""
    variety: int
    """Which of the coach's words."""
    title: str
    session: SessionRef
    let: Mapping[str, Any]
    """Variables of the session that are replaced, as a file has them."""
    words: DayWords = NO_DAY_WORDS
    notes: str | None = None
    """The description, in place of the session's."""
    ease: float = 1.0
    """By how much its runs are shortened."""
    has_check_ins: bool = True
    """Whether the check-ins of its session are asked."""
    loc: Loc = field(default=(), compare=False)
    """Where in the program's file it stands."""


@dataclass(frozen=True, slots=True)
class ProgramWeek:
    """One week."""

    number: int
    """1-based; one that was left out keeps its number."""
    name: str
    """Empty where it has none."""
    notes: str | None
    episodes: tuple[Episode, ...]
    """In order; what is offered for a day follows it."""


@dataclass(frozen=True, slots=True)
class TrainingProgram:
    """A whole program."""

    name: str
    """Its file's stem, or its name in the library: a part of all its files' names."""
    title: str
    description: str | None
    author: str | None
    language: str
    """What its titles are in."""
    days: int
    """How many numbered days it has, also those that were left out."""
    weeks: tuple[ProgramWeek, ...]
    notes: tuple[Diagnostic, ...] = ()
    """What a person should know of it."""

    def episodes(self) -> Iterator[Episode]:
        """Every episode, in order."""
        return (episode for week in self.weeks for episode in week.episodes)

    def with_episodes(self, weeks: Mapping[int, tuple[Episode, ...]]) -> Self:
        """The same with other episodes in the weeks of these numbers; a week without any is left out."""
        changed = (replace(week, episodes=weeks.get(week.number, week.episodes)) for week in self.weeks)
        return replace(self, weeks=tuple(week for week in changed if week.episodes))

    def file_of(self, episode: Episode) -> str:
        """What an episode's file is called, without its ending."""
        return f"{episode.id}-{self.name}"
