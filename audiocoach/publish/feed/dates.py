"""Dates for episodes that are there at once: evenly one after another, and kept by those that have one.

They lie at most a day apart, so that the whole program is there at once, at least a minute, which is what dates are
told apart by, and those of one feed within one calendar year, by which Apple groups. A slot is a numbered day with
what belongs to it; all dates are in UTC, and those that are found are whole minutes.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby, pairwise
from typing import Final

from audiocoach.errors import InputError

MINUTE: Final = timedelta(minutes=1)
_DAY: Final = 24 * 60
"""Minutes from one slot to the next, at most."""
_NOON: Final = 12
"""Of 1 January, in UTC: there is no place where it is still December."""
_LAST_HOUR: Final = 9
"""Of 31 December, in UTC: there is no place where it is January already."""


def dates_anew(sizes: Sequence[int], moment: datetime) -> list[datetime]:
    """Dates for slots of so many episodes, none later than `moment`, and all in one year, everywhere on earth.

    That is the year of `moment`, or the one before where it is too young. Raises `InputError` for more episodes than
    a year has minutes.
    """
    for year in (moment.year, moment.year - 1):
        latest = min(_minute_of(moment), datetime(year, 12, 31, _LAST_HOUR, tzinfo=UTC))
        step = min((latest - _first_of(year)) // MINUTE // len(sizes), _DAY)
        if step >= max(sizes):
            return _evenly(sizes, latest, step)
    raise InputError("there are more files than a year has minutes", "publish them in several folders")


def dates_grown(
    slots: Sequence[Sequence[datetime | None]], last: datetime, now: Callable[[], datetime]
) -> list[datetime] | None:
    """A date for each episode of each slot: its own, or where it has none one that fits between the others'.

    None where their own do not ascend, or where there is no minute for each of the others. Those that come last are
    dated after `last` too, and before `now`, which is asked for these alone.
    """
    known = [one for slot in slots for one in slot if one]
    if any(later <= earlier for earlier, later in pairwise(known)):
        return None
    listed = [(number, one) for number, slot in enumerate(slots) for one in slot]
    runs = [[*run] for _, run in groupby(listed, key=lambda one: one[1] is None)]
    found = list[datetime]()
    for index, run in enumerate(runs):
        dates: list[datetime] | None = [one for _, one in run if one]
        sizes = [*Counter(number for number, _ in run).values()]
        if not dates:
            following = next((one for _, one in runs[index + 1] if one), None) if index + 1 < len(runs) else None
            if following is None:
                dates = _after(max([last, *found[-1:]]), _minute_of(now()), sizes)
            else:
                dates = _between(found[-1], following, len(run)) if found else _before(following, sizes)
        if dates is None:
            return None
        found += dates
    return found


def _before(following: datetime, sizes: Sequence[int]) -> list[datetime] | None:
    """Before the first date that is known, in its year where there is room."""
    step = min((following - _first_of(following.year)) // MINUTE // len(sizes), _DAY)
    step = step if step >= max(sizes) else _DAY
    return _evenly(sizes, following, step) if step >= max(sizes) else None


def _between(earlier: datetime, later: datetime, count: int) -> list[datetime] | None:
    gap = (later - earlier) / (count + 1)
    return [earlier + gap * place // MINUTE * MINUTE for place in range(1, count + 1)] if gap >= MINUTE else None


def _after(last: datetime, moment: datetime, sizes: Sequence[int]) -> list[datetime] | None:
    """A day apart up to `moment`, or closer, as there is room after `last`."""
    room = (moment - last) // MINUTE
    step = min((room - 1) // len(sizes), _DAY)
    if step >= max(sizes):
        return _evenly(sizes, moment, step)
    gap = room // sum(sizes)
    return [last + gap * place * MINUTE for place in range(1, sum(sizes) + 1)] if gap >= 1 else None


def _evenly(sizes: Sequence[int], until: datetime, step: int) -> list[datetime]:
    """Dates for slots of `step` minutes each, of which the last ends at `until`."""
    start = until - step * len(sizes) * MINUTE
    return [
        start + (index * step + place * step // size) * MINUTE
        for index, size in enumerate(sizes)
        for place in range(size)
    ]


def _first_of(year: int) -> datetime:
    return datetime(year, 1, 1, _NOON, tzinfo=UTC)


def _minute_of(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(second=0, microsecond=0)
