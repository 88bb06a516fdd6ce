"""Which sessions are marked: by more than 10 % and a minute over the longest of the 30 days before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.program.spread import date_of
from audiocoach.program.training_load import Run, loads

MINUTE = 60_000


def marks(*runs: tuple[int, float]) -> list[bool]:
    """Whether each of the runs (its day, its minutes) is marked."""
    return [load.is_marked for load in loads(Run(day, round(minutes * MINUTE)) for day, minutes in runs)]


def test_the_first_run_has_nothing_to_compare_with() -> None:
    (load,) = loads([Run(0, 60 * MINUTE)])
    assert load.as_json() == {"longest_before_ms": None, "percent": None, "marked": False}


@pytest.mark.parametrize(
    ("minutes", "marked"),
    [(20, False), (22, False), (22.01, True), (19, False), (44, True)],
)
def test_more_than_a_tenth_is_marked(minutes: float, marked: bool) -> None:
    assert marks((0, 20), (2, minutes)) == [False, marked]


@pytest.mark.parametrize(("minutes", "marked"), [(9, False), (9.01, True), (8.9, False)])
def test_short_runs_grow_by_a_minute(minutes: float, marked: bool) -> None:
    assert marks((0, 8), (2, minutes)) == [False, marked]


def test_thirty_days_before_count_and_no_more() -> None:
    assert marks((0, 30), (30, 30)) == [False, False]
    assert marks((0, 30), (1, 10), (30, 30)) == [False, False, False]
    assert marks((0, 30), (1, 10), (31, 30)) == [False, False, True]


def test_after_thirty_days_without_a_run_the_last_one_counts() -> None:
    assert marks((0, 30), (5, 10), (60, 12)) == [False, False, True]
    assert marks((0, 10), (5, 30), (60, 30)) == [False, True, False]


def test_days_without_running_are_not_compared() -> None:
    found = list(loads([Run(0, 0), Run(2, 5 * MINUTE), Run(4, 0), Run(6, 20 * MINUTE)]))
    assert [load.percent for load in found] == [None, None, None, 300]
    assert [load.hazard for load in found] == [None, None, None, 2.28]


@pytest.mark.parametrize(("percent", "hazard"), [(15, 1.64), (30, 1.52), (99, 1.52), (101, 2.28)])
def test_the_studys_figures(percent: int, hazard: float) -> None:
    *_, load = loads([Run(0, 100 * MINUTE), Run(2, (100 + percent) * MINUTE)])
    assert load.hazard == hazard


@pytest.mark.parametrize(
    ("count", "days"), [(1, [0]), (2, [0, 3]), (3, [0, 2, 4]), (4, [0, 1, 3, 5]), (7, [0, 1, 2, 3, 4, 5, 6])]
)
def test_days_are_spread_over_a_week(count: int, days: list[int]) -> None:
    assert [date_of(1, index, count) for index in range(count)] == days
    assert [date_of(3, index, count) for index in range(count)] == [14 + day for day in days]


@given(st.integers(1, 9), st.integers(1, 52))
def test_days_come_in_order_and_stay_in_their_week(count: int, week: int) -> None:
    dates = [date_of(week, index, count) for index in range(count)]
    assert dates == sorted(dates)
    assert 7 * (week - 1) <= dates[0] <= dates[-1] < 7 * week
