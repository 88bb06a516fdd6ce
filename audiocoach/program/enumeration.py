"""The episodes of a program's file, numbered: which session each is, with which variables and words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, get_args

from audiocoach.errors import Diagnostic
from audiocoach.program.episode_contents import EpisodeContents
from audiocoach.program.program_file import (
    MOST_DAYS,
    Alternative,
    CheckInDays,
    Day,
    Extras,
    ProgramFile,
    RestDay,
    Role,
    Week,
)
from audiocoach.program.replacing import Replaced, placed, unknown_variable
from audiocoach.program.session_source import SessionRef
from audiocoach.program.spread import date_of
from audiocoach.program.titles import OfferedRole, Titles
from audiocoach.program.training_program import Episode, ProgramWeek, TrainingProgram
from audiocoach.script.phrasebook import books_for
from audiocoach.session.day_words import NO_DAY_WORDS, DayWords
from audiocoach.syntax.invalid import InvalidValue, Loc

_ASKED_ON: Final[Mapping[CheckInDays, range]] = {
    "daily": range(1, MOST_DAYS + 1),
    "weekly": range(1, 2),
    "never": range(0),
}
"""The numbered days of a week on which check-ins are asked."""


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where in the program an episode comes."""

    week: int
    day: int
    """1-based in its week; of a rest day that of the day before, 0 for none."""
    number: int
    date: int
    loc: Loc

    @property
    def id(self) -> str:
        return f"w{self.week:02}d{self.day}"


@dataclass(frozen=True, slots=True)
class _Content:
    """What an episode is, wherever it comes."""

    session: SessionRef
    let: Replaced
    words: DayWords
    notes: str | None


class Enumeration:
    """One program's file on its way to a `TrainingProgram`; what is wrong with it is in its contents' `found`."""

    def __init__(self, file: ProgramFile, contents: EpisodeContents, language: str | None = None) -> None:
        self._file = file
        self._contents = contents
        self._sessions = contents.sessions
        self._is_foreign = language is not None and books_for(language)[-1:] != books_for(file.language)[-1:]
        self._language = language or file.language
        self._titles = Titles(self._language)
        self._number = 0
        self._rests = 0
        self._unused: set[Loc] = {("let", name) for name in file.let}
        """Values for whole weeks, by their places, that no session has a variable for."""

    def program(self, name: str) -> TrainingProgram:
        """The program, as far as it is right."""
        file = self._file
        weeks = tuple(self._week(number, week) for number, week in enumerate(file.weeks, start=1))
        self._tell_unused()
        notes = (self._foreign_words(),) if self._is_foreign else ()
        about = (file.title or name, file.description, file.author, self._language)
        return TrainingProgram(name, *about, self._number, weeks, notes)

    def _week(self, number: int, week: Week) -> ProgramWeek:
        at: Loc = ("weeks", number - 1)
        self._unused |= {(*at, "let", name) for name in week.let}
        listed, episodes, day, rests = week.listed, list[Episode](), 0, 0
        count = sum(isinstance(one, Day) for one in listed)
        for index, one in enumerate(listed):
            loc = (*at, "days") if isinstance(week.days, int) else (*at, "days", index)
            if isinstance(one, Day):
                day, rests, self._number = day + 1, 0, self._number + 1
                slot = _Slot(number, day, self._number, date_of(number, day - 1, count), loc)
                episodes += self._day(slot, one, week)
            else:
                rests, self._rests = rests + 1, self._rests + 1
                before = date_of(number, max(day - 1, 0), max(count, 1))
                slot = _Slot(number, day, max(self._number, 1), before, loc)
                episodes += self._rest(slot, one, rests)
        return ProgramWeek(number, week.name or "", week.notes, tuple(episodes))

    def _day(self, slot: _Slot, day: Day, week: Week) -> Iterator[Episode]:
        ref = day.session or week.session or self._file.session
        if ref is None:
            hint = "write `session: ...` for the program, for its week or for this day"
            self._contents.tell(InvalidValue("no session is named for this day", hint), slot.loc)
            return
        around = {
            **placed(self._file.let, ("let",)),
            **placed(week.let, ("weeks", slot.week - 1, "let")),
        }
        known = self._sessions.as_written(ref).variables
        let = {name: value for name, value in around.items() if name in known}
        self._unused -= {value.loc for value in around.values() if value.loc[-1] in known}
        let |= self._contents.own(day.let, ref, slot.loc)
        name = day.name or (self._contents.title(ref) if day.session else None) or week.name or self._file.title
        title = self._titles.day(slot.week, slot.day, name or self._contents.title(ref))
        words = self._contents.words(day.say, ref, (*slot.loc, "say"))
        yield from self._episode(slot, "main", title, _Content(ref, let, words, day.notes or week.notes))
        for role in get_args(OfferedRole):
            extra, loc = self._extra(role, day, week, slot)
            if extra is not None:
                yield from self._alternative(slot, role, extra, loc, (ref, let))

    def _extra(self, role: str, day: Day, week: Week, slot: _Slot) -> tuple[Alternative | None, Loc]:
        """What is offered for a day, by itself or by what is around it, and where that is written."""
        around: tuple[tuple[Extras, Loc], ...] = (
            (day, slot.loc),
            (week, ("weeks", slot.week - 1)),
            (self._file, ()),
        )
        for one, loc in around:
            if (extra := getattr(one, role)) is not None:
                return extra, (*loc, role)
        return None, ()

    def _alternative(
        self, slot: _Slot, role: OfferedRole, extra: Alternative, loc: Loc, day: tuple[SessionRef, Replaced]
    ) -> Iterator[Episode]:
        """What is offered for a `day`, which is a session and its variables."""
        ref, let = (extra.session, {}) if extra.session else day
        if extra.session is None and not extra.let:
            hint = "name a session, or give its variables other values: `easier: {let: {run: 30s}}`"
            self._contents.tell(InvalidValue("this is the day's own session as it stands", hint), loc)
            return
        let = {**let, **self._contents.own(extra.let, ref, loc)}
        title = self._titles.offered(role, slot.week, slot.day, extra.name or self._contents.title(ref))
        words = self._contents.words(extra.say, ref, (*loc, "say"))
        yield from self._episode(slot, role, title, _Content(ref, let, words, extra.notes))

    def _rest(self, slot: _Slot, day: RestDay, of_day: int) -> Iterator[Episode]:
        """What is heard on a rest day, the `of_day`-th after one numbered day."""
        let = self._contents.own(day.let, day.rest, slot.loc)
        title = self._titles.rest(slot.week, day.name or self._contents.title(day.rest))
        content = _Content(day.rest, let, self._contents.words(day.say, day.rest, (*slot.loc, "say")), day.notes)
        for episode in self._episode(slot, "rest", title, content):
            number = f"-{of_day}" if of_day > 1 else ""
            yield replace(episode, id=f"{episode.id}{number}", variety=self._rests)

    def _episode(self, slot: _Slot, role: Role, title: str, content: "_Content") -> Iterator[Episode]:
        """The episode, where its session can be read with these variables."""
        if self._contents.is_right(content.session, content.let, (*slot.loc, "let")):
            yield Episode(
                id=slot.id if role == "main" else f"{slot.id}-{role}",
                role=role,
                week=slot.week,
                day=slot.day,
                date=slot.date,
                number=slot.number,
                variety=slot.number,
                title=title,
                session=content.session,
                let={name: one.value for name, one in content.let.items()},
                words=NO_DAY_WORDS if self._is_foreign else content.words,
                notes=None if self._is_foreign else content.notes,
                has_check_ins=role == "rest" or slot.day in _ASKED_ON[self._file.check_in],
                loc=slot.loc,
            )

    def _tell_unused(self) -> None:
        """A value for a whole week, or for the program, that none of its days' sessions has a variable for."""
        for *around, name in self._unused:
            whose = "the session of each day of this week" if around[0] == "weeks" else "the session of each day"
            self._contents.tell(unknown_variable(str(name), self._contents.known, whose), tuple(around))

    def _foreign_words(self) -> Diagnostic:
        message = f"the program's own words are written in `{self._file.language}`, and are left out"
        place = self._contents.place(("language",)) if "language" in self._file.model_fields_set else None
        return Diagnostic.warning(message, place, self._contents.hint_beside(self._language))
