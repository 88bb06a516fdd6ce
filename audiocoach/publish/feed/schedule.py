"""When each episode is dated, and which number it has, so that every app shows day 1 where a program begins.

Apps that know `itunes:type` go by season and number, others by the date alone. So the days of a program are one
season, and their dates lie one after another, none later than the feed that they first stood in.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from audiocoach.publish.feed.dates import MINUTE, dates_anew, dates_grown
from audiocoach.publish.publication import Publication, PublishedEpisode


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


def at_once(
    publication: Publication, first: datetime, kept: Mapping[str, datetime], now: Callable[[], datetime]
) -> list[Scheduled]:
    """All episodes from the oldest date to the newest, none later than the feed that it first stood in.

    An episode keeps the date that it has in `kept`, by its key, as long as these ascend in the order of the episodes.
    Where nothing is kept all are dated before `first`, the first feed; `now` is asked where others follow on them. Of
    single sessions the first is the newest, for apps list the newest first.
    """
    slots = _slots(publication.episodes) if publication.is_program else _singles(publication.episodes)
    sizes = [len(slot.days) for slot in slots]
    known = [[kept.get(episode.key) for episode in slot.days] for slot in slots]
    dates = dates_grown(known, max(kept.values()), now) if kept else dates_anew(sizes, first)
    episodes = (episode for slot in slots for episode in slot.days)
    numbered = publication.is_program
    return [
        Scheduled(episode, published, _number(episode) if numbered else None)
        for episode, published in zip(episodes, dates or dates_anew(sizes, now()), strict=True)
    ]


def weekly(publication: Publication, start: date) -> list[Scheduled]:
    """All episodes of a program, those of each week from midnight in UTC on, a minute apart."""
    midnight = datetime(start.year, start.month, start.day, tzinfo=UTC)
    count: dict[int, int] = {}
    scheduled = list[Scheduled]()
    for slot in _slots(publication.episodes):
        for episode in slot.days:
            week = episode.week or 1
            minutes = count[week] = count.get(week, -1) + 1
            published = midnight + timedelta(weeks=week - 1) + minutes * MINUTE
            scheduled.append(Scheduled(episode, published, _number(episode), week))
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


def _number(episode: PublishedEpisode) -> int | None:
    return episode.number if episode.role == "main" else None
