"""Dates and numbers: day 1 first, evenly, in one year everywhere, kept once they are known, and none in the future."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.publish.feed.schedule import Scheduled, at_once, weekly
from audiocoach.publish.publication import Publication, PublishedEpisode, PublishedRole

ROLES = st.sampled_from(["main", "main", "main", "easier", "instead", "rest", "bridge"])
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))
EARTH = (timezone(timedelta(hours=-12)), timezone(timedelta(hours=14)))


def publication(roles: list[PublishedRole], program: str = "p", per_week: int = 3) -> Publication:
    episodes, days = list[PublishedEpisode](), 0
    for place, role in enumerate(roles):
        days += role == "main"
        called, path = f"e{place}", Path(f"e{place}.mp3")
        week, number = 1 + place // per_week, days if role == "main" else None
        one = PublishedEpisode(called, "", role, "", path, "0" * 64, 1, "en", 1.0, week, place, number=number)
        episodes.append(one)
    return Publication(Path(), "T", "", "", "en", program, tuple(episodes))


def never() -> datetime:
    raise AssertionError("nothing follows on what is known")


def anew(whole: Publication, first: datetime) -> list[Scheduled]:
    """The first feed's."""
    return at_once(whole, first, {}, never)


def dates_of(found: list[Scheduled]) -> dict[str, datetime]:
    return {one.episode.key: one.published for one in found}


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
    found = anew(publication(roles), first)
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
    found = anew(sessions, first)
    check(found, count, first)
    assert [one.episode for one in reversed(found)] == list(sessions.episodes)
    assert all(one.number is None for one in found)


def test_thousands_of_days_lie_minutes_apart() -> None:
    found = anew(publication(["main", "easier"] * 2000), datetime(2026, 6, 30, 12, tzinfo=UTC))
    check(found, 4000, datetime(2026, 6, 30, 12, tzinfo=UTC))


def test_a_first_feed_on_new_years_day_is_dated_in_the_year_before() -> None:
    first = datetime(2027, 1, 1, 9, tzinfo=UTC)
    check(anew(publication(["main"] * 27), first), 27, first)


def test_another_extra_moves_no_day() -> None:
    first = datetime(2026, 11, 28, 7, 55, tzinfo=UTC)
    before = anew(publication(["main", "main", "main"]), first)
    after = [one for one in anew(publication(["main", "main", "easier", "rest", "main", "rest"]), first) if one.number]
    assert [one.published for one in after] == [one.published for one in before]


def part(whole: Publication, kept: set[int]) -> Publication:
    return replace(whole, episodes=tuple(one for place, one in enumerate(whole.episodes) if place in kept))


@given(st.data(), st.lists(ROLES, min_size=2, max_size=80), st.sampled_from(["p", ""]), MOMENTS)
def test_what_is_added_moves_nothing_that_was_there(
    data: st.DataObject, roles: list[PublishedRole], program: str, first: datetime
) -> None:
    first = max(first, datetime(first.year, 4, 1, tzinfo=UTC))  # a young year has room for a minute a day alone
    whole = publication(roles, program)
    some = data.draw(st.sets(st.integers(0, len(roles) - 1), min_size=1))
    now = first + data.draw(st.timedeltas(timedelta(days=1), timedelta(days=900)))
    before = dates_of(anew(part(whole, some), first))
    found = at_once(whole, first, before, lambda: now)
    dates = [one.published for one in found]
    assert dates == sorted(dates)
    assert all(later - earlier >= timedelta(minutes=1) for earlier, later in pairwise(dates))
    assert dates[-1] <= now
    assert {one.episode.key for one in found} == {one.key for one in whole.episodes}
    if program:
        assert [one.number for one in found if one.number] == list(range(1, 1 + roles.count("main")))
    shown = [one.episode.key for one in found if one.episode.key in before]
    order = [one.episode.key for one in anew(part(whole, some), first)]
    if shown == order and len(roles) < 60:  # an extra that was first until its day came moves, and all with it
        assert {key: dates_of(found)[key] for key in before} == before
    assert dates_of(at_once(whole, first, dates_of(found), never)) == dates_of(found)


@pytest.mark.parametrize("minutes", [0, 5, 24 * 60, 8 * 24 * 60])
def test_another_week_follows_on_the_one_before_and_is_never_dated_in_the_future(minutes: int) -> None:
    whole, first = publication(["main", "easier", "main"] * 4), datetime(2026, 11, 28, 7, 0, tzinfo=UTC)
    now = first + timedelta(minutes=minutes)
    before = dates_of(anew(part(whole, {0, 1, 2, 3, 4, 5}), first))
    found = at_once(whole, first, before, lambda: now)
    assert {key: dates_of(found)[key] for key in before} == before
    days = [one.published for one in found if one.number and one.number > 4]
    assert len({later - earlier for earlier, later in pairwise(days)}) == 1
    assert days[0] > max(before.values())
    assert found[-1].published < now
    if minutes == 8 * 24 * 60:
        assert days == [now - timedelta(days=left) for left in (4, 3, 2, 1)]


def test_where_no_minute_is_left_all_are_dated_anew() -> None:
    whole, first = publication(["main"] * 3), datetime(2026, 11, 28, 7, 0, tzinfo=UTC)
    tight = {"e0": first - timedelta(minutes=1), "e2": first}
    assert dates_of(at_once(whole, first, tight, lambda: first)) == dates_of(anew(whole, first))
    full = {"e0": first - timedelta(minutes=1), "e1": first}
    assert dates_of(at_once(whole, first, full, lambda: first)) == dates_of(anew(whole, first))
    turned = {"e0": first, "e1": first - timedelta(days=3), "e2": first - timedelta(days=2)}
    assert dates_of(at_once(whole, first, turned, lambda: first)) == dates_of(anew(whole, first))


def test_what_comes_between_two_that_are_known_is_dated_evenly_between_them() -> None:
    whole, first = publication(["main"] * 5), datetime(2026, 11, 28, 7, 0, tzinfo=UTC)
    known = {"e0": first - timedelta(days=1), "e4": first}
    found = at_once(whole, first, known, never)
    assert [first - one.published for one in found] == [timedelta(hours=hours) for hours in (24, 18, 12, 6, 0)]


def test_what_follows_is_dated_after_what_is_gone() -> None:
    whole, first = publication(["main"] * 4), datetime(2026, 11, 28, 7, 0, tzinfo=UTC)
    before = dates_of(anew(part(whole, {0, 1, 2}), first))
    found = dates_of(at_once(part(whole, {0, 1, 3}), first, before, lambda: first))
    assert found["e3"] > before["e2"] > found["e1"] == before["e1"]
    assert dates_of(at_once(whole, first, before | found, never)) == before | found


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
