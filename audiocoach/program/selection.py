"""`--weeks 3-4`, `--day w03d2`: some of a program. What is left keeps its numbers, its words and its files."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from audiocoach.errors import InputError, UnknownName, short
from audiocoach.program.bridges import bridged
from audiocoach.program.opening_spec import OpenProgram
from audiocoach.program.training_program import TrainingProgram

_RANGE: Final = re.compile(r"\s*([0-9]{1,4})\s*(?:-\s*([0-9]{1,4})\s*)?")
_HINT: Final = "write e.g. `--weeks 3`, `--weeks 3-4` or `--weeks 1,3-4`"


@dataclass(frozen=True, slots=True)
class Selection:
    """What of a program is asked for, and with what more."""

    weeks: str | None = None
    """`3-4`."""
    days: tuple[str, ...] = ()
    """Ids of episodes."""
    bridge: bool = False
    """Whether there is a day before each jump."""

    def of(self, opened: OpenProgram) -> OpenProgram:
        """A program with this applied. Raises `InputError` for what is not there."""
        opened = bridged(opened) if self.bridge else opened
        return replace(opened, program=selected(opened.whole, self.weeks, self.days))

    def check_session(self, spec: str, what: str = "session") -> None:
        """Raise `InputError` where anything is asked for that only a program has, and a session has not."""
        given = {"--weeks": self.weeks is not None, "--day": bool(self.days), "--bridge": self.bridge}
        for flag, is_given in given.items():
            if is_given:
                raise InputError(f"{flag} is for programs, and `{short(spec)}` is a {what}", "leave it out")


def selected(program: TrainingProgram, weeks: str | None, days: Sequence[str]) -> TrainingProgram:
    """The weeks and the days that are asked for; all where nothing is. Raises `InputError` for what is not there."""
    if weeks is not None:
        numbers = frozenset(_numbers(weeks, len(program.weeks)))
        program = program.with_episodes({week.number: () for week in program.weeks if week.number not in numbers})
    if days:
        known = [episode.id for episode in program.episodes()]
        for day in days:
            if day not in known:
                raise UnknownName("day", day, known)
        chosen = frozenset(days)
        program = program.with_episodes(
            {week.number: tuple(one for one in week.episodes if one.id in chosen) for week in program.weeks}
        )
    return program


def _numbers(text: str, most: int) -> Iterable[int]:
    """The weeks of `1,3-4`."""
    for part in text.split(","):
        yield from _range(part, text, most)


def _range(part: str, text: str, most: int) -> Iterator[int]:
    match = _RANGE.fullmatch(part)
    if match is None:
        raise InputError(f"`{short(text)}` names no weeks", _HINT)
    first, last = int(match[1]), int(match[2] or match[1])
    if not 1 <= first <= last <= most:
        if 1 <= last < first <= most:
            raise InputError(f"the weeks `{short(part.strip())}` run backwards", f"did you mean `{last}-{first}`?")
        has = "one week" if most == 1 else f"{most} weeks"
        raise InputError(f"there are no weeks `{short(part.strip())}`: the program has {has}", _HINT)
    yield from range(first, last + 1)
