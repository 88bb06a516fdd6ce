"""When each episode is dated, and which number it has, so that every app shows day 1 where a program begins.

Apps that know `itunes:type` go by season and number, others by the date alone. So the days of a program are one
season, and their dates lie evenly one after another: at most a day apart, so that the whole program is there at once,
at least a minute, which is what dates are told apart by, and within one calendar year, by which Apple groups.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from audiocoach.errors import InputError
from audiocoach.publish.publication import Publication, PublishedEpisode

_DAY: Final = 24 * 60
"""Minutes from one day of a program to the next, at most."""
_NOON: Final = 12
"""Of 1 January, in UTC: there is no place where it is still December."""
_LAST_HOUR: Final = 9
"""Of 31 December, in UTC: there is no place where it is January already."""
_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Scheduled:
    """An episode in its place."""

    episode: PublishedEpisode
    published: datetime
    """In UTC, a whole minute."""
    number: int | None
    """1-based, of a day of a program; None for a bonus, and for single sessions."""
    week: int | None = None
    """Of a program that comes out week by week."""


@dataclass(frozen=True, slots=True)
class _Slot:
    """A day, and what belongs to it."""

    days: tuple[PublishedEpisode, ...]
    """The day itself first."""


def at_once(publication: Publication, first: datetime) -> list[Scheduled]:
    """All episodes from the oldest date to the newest, none later than the first feed.

    Of single sessions the first is the newest, for apps list the newest first.
    """
    slots = _slots(publication.episodes) if publication.is_program else _singles(publication.episodes)
    latest, step = _spread(first, len(slots), max(len(slot.days) for slot in slots))
    scheduled = list[Scheduled]()
    for index, slot in enumerate(slots):
        start = latest - (len(slots) - 1 - index) * step
        for place, episode in enumerate(slot.days):
            published = start + _whole_minutes(place * step / len(slot.days))
            number = index + 1 if publication.is_program and episode.role == "main" else None
            scheduled.append(Scheduled(episode, published, number))
    return scheduled


def weekly(publication: Publication, start: date) -> list[Scheduled]:
    """All episodes of a program, those of each week from midnight in UTC on, a minute apart."""
    midnight = datetime(start.year, start.month, start.day, tzinfo=UTC)
    count: dict[int, int] = {}
    scheduled = list[Scheduled]()
    for number, slot in enumerate(_slots(publication.episodes), start=1):
        for episode in slot.days:
            week = episode.week or 1
            minutes = count[week] = count.get(week, -1) + 1
            published = midnight + timedelta(weeks=week - 1, minutes=minutes)
            scheduled.append(Scheduled(episode, published, number if episode.role == "main" else None, week))
    return sorted(scheduled, key=lambda one: one.published)


def _slots(episodes: Sequence[PublishedEpisode]) -> list[_Slot]:
    """A slot for each numbered day; what stands before the first belongs to it, for it is day 1 that comes first."""
    before = list[PublishedEpisode]()
    days = list[list[PublishedEpisode]]()
    for episode in episodes:
        if episode.role == "main":
            days.append([episode, *before])
            before = []
        else:
            (days[-1] if days else before).append(episode)
    if before:  # without a single numbered day
        days = [[episode] for episode in before]
    return [_Slot(tuple(day)) for day in days]


def _singles(episodes: Sequence[PublishedEpisode]) -> list[_Slot]:
    return [_Slot((episode,)) for episode in reversed(episodes)]


def _spread(first: datetime, slots: int, most: int) -> tuple[datetime, timedelta]:
    """When the last slot starts, and how far it is from one to the next, for slots of at most so many episodes.

    Everything lies in one year, everywhere on earth: in that of the first feed, or before it where that is too young.
    """
    for year in (first.year, first.year - 1):
        begins = datetime(year, 1, 1, _NOON, tzinfo=UTC)
        latest = min(first, datetime(year, 12, 31, _LAST_HOUR, tzinfo=UTC)).replace(second=0, microsecond=0)
        step = min((latest - begins) // _MINUTE // slots, _DAY)
        if step >= most:
            return latest - step * _MINUTE, step * _MINUTE
    raise InputError("there are more files than a year has minutes", "publish them in several folders")


def _whole_minutes(length: timedelta) -> timedelta:
    return length // _MINUTE * _MINUTE
