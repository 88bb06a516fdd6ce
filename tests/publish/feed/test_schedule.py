"""Dates and numbers: day 1 first, evenly, in one year everywhere, and nothing after the first feed."""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from audiocoach.publish.feed.schedule import Scheduled, at_once, weekly
from audiocoach.publish.publication import Publication, PublishedEpisode, PublishedRole

ROLES = st.sampled_from(["main", "main", "main", "easier", "instead", "rest", "bridge"])
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))
EARTH = (timezone(timedelta(hours=-12)), timezone(timedelta(hours=14)))


def episode(number: int, role: PublishedRole, week: int = 1) -> PublishedEpisode:
    return PublishedEpisode(f"e{number}", "", role, "", Path(f"e{number}.mp3"), "0" * 64, 1, "en", 1.0, week, number)


def publication(roles: list[PublishedRole], program: str = "p", per_week: int = 3) -> Publication:
    episodes = tuple(episode(number, role, 1 + number // per_week) for number, role in enumerate(roles))
    return Publication(Path(), "T", "", "", "en", program, episodes)


def check(found: list[Scheduled], count: int, first: datetime) -> None:
    """What holds for all that is there at once."""
    dates = [one.published for one in found]
    assert len(found) == count
    assert dates == sorted(dates)
    assert all(later - earlier >= timedelta(minutes=1) for earlier, later in pairwise(dates))
    assert dates[-1] <= first
    assert not any(one.second or one.microsecond for one in dates)
    assert len({moment.astimezone(zone).year for moment in dates for zone in EARTH}) == 1


@given(st.lists(ROLES, min_size=1, max_size=400), MOMENTS)
def test_a_program_is_dated_evenly_in_one_year_with_extras_between(roles: list[PublishedRole], first: datetime) -> None:
    found = at_once(publication(roles), first)
    check(found, len(roles), first)
    days = [one for one in found if one.episode.role == "main"]
    assert [one.number for one in days] == list(range(1, len(days) + 1))
    assert all(one.number is None for one in found if one.episode.role != "main")
    steps = {later.published - earlier.published for earlier, later in pairwise(days)}
    assert len(steps) <= 1
    assert all(step <= timedelta(days=1) for step in steps)
    if days:
        assert found[0] is days[0]
    order = [one.episode.id for one in found if one.episode.role != "main"]
    assert order == [one.id for one in publication(roles).episodes if one.role != "main"]


@given(st.integers(1, 400), MOMENTS)
def test_of_single_sessions_the_first_is_the_newest(count: int, first: datetime) -> None:
    sessions = publication(["main"] * count, program="")
    found = at_once(sessions, first)
    check(found, count, first)
    assert [one.episode for one in reversed(found)] == list(sessions.episodes)
    assert all(one.number is None for one in found)


def test_thousands_of_days_lie_minutes_apart() -> None:
    found = at_once(publication(["main", "easier"] * 2000), datetime(2026, 6, 30, 12, tzinfo=UTC))
    check(found, 4000, datetime(2026, 6, 30, 12, tzinfo=UTC))


def test_a_first_feed_on_new_years_day_is_dated_in_the_year_before() -> None:
    first = datetime(2027, 1, 1, 9, tzinfo=UTC)
    check(at_once(publication(["main"] * 27), first), 27, first)


def test_another_extra_moves_no_day() -> None:
    first = datetime(2026, 11, 28, 7, 55, tzinfo=UTC)
    before = at_once(publication(["main", "main", "main"]), first)
    after = [
        one for one in at_once(publication(["main", "main", "easier", "rest", "main", "rest"]), first) if one.number
    ]
    assert [one.published for one in after] == [one.published for one in before]


@given(st.lists(ROLES, min_size=1, max_size=60), st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 8))
def test_weeks_come_out_one_after_another(roles: list[PublishedRole], start: date, per_week: int) -> None:
    found = weekly(publication(roles, per_week=per_week), start)
    assert len(found) == len(roles)
    dates = [one.published for one in found]
    assert len(set(dates)) == len(dates)
    for one in found:
        assert one.published.date() == start + timedelta(weeks=(one.week or 0) - 1)
        assert one.week == one.episode.week
    days = [one for one in found if one.number is not None]
    assert [one.number for one in days] == list(range(1, len(days) + 1))
