"""Where in a program's plain values words are: each week by its number, each day and what is beside it by its id."""

from collections.abc import Iterator
from typing import Any, Final, get_args

from audiocoach.program.titles import OfferedRole
from audiocoach.session.translation import Worded
from audiocoach.syntax.invalid import Loc

_KEYS: Final = ("name", "notes", "say")


def worded_program(values: dict[str, Any]) -> Worded:
    """A program's plain values and the places of its words: `w01` is a week, `w01d2` a day, `easier` what the whole
    program offers, `w01-easier` what a week does.
    """
    places = dict(_placed(values))
    return Worded(values, places, _KEYS, "program", "part", "{w01d1: {say: {welcome: Willkommen.}}}")


def _placed(values: dict[str, Any]) -> Iterator[tuple[str, Loc]]:
    yield from _offered(values, "", ())
    weeks = values.get("weeks")
    for index, week in enumerate(weeks if isinstance(weeks, list) else ()):
        if isinstance(week, dict):
            place, loc = f"w{index + 1:02}", ("weeks", index)
            yield place, loc
            yield from _offered(week, f"{place}-", loc)
            yield from _days(week.get("days"), place, (*loc, "days"))


def _days(days: Any, week: str, loc: Loc) -> Iterator[tuple[str, Loc]]:
    """Days and rest days, called as their files are."""
    day, rests = 0, 0
    for index, one in enumerate(days if isinstance(days, list) else ()):
        is_rest = isinstance(one, dict) and "rest" in one
        day, rests = (day, rests + 1) if is_rest else (day + 1, 0)
        number = f"-{rests}" if rests > 1 else ""
        place = f"{week}d{day}{f'-rest{number}' if is_rest else ''}"
        if isinstance(one, dict):
            yield place, (*loc, index)
            yield from () if is_rest else _offered(one, f"{place}-", (*loc, index))


def _offered(around: dict[str, Any], before: str, loc: Loc) -> Iterator[tuple[str, Loc]]:
    """What a day, a week or a program offers beside its sessions."""
    for role in get_args(OfferedRole):
        if isinstance(around.get(role), dict):
            yield f"{before}{role}", (*loc, role)
