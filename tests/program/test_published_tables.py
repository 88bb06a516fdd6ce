"""The published plans, day by day, as data: what ships is compared with them to the second."""

import pytest

from audiocoach.program.outlook import outlook
from support.training import movements, opened

Day = list[tuple[str, float]]


def _day(*minutes: float) -> Day:
    """Run, walk, run and so on, between the walks that each day begins and ends with."""
    middle = [("walk" if index % 2 else "run", length) for index, length in enumerate(minutes)]
    return [("warm-up", 5), *middle, ("cool-down", 5)]


START: list[list[Day]] = [
    [_day(*(1, 1.5) * 8)] * 3,
    [_day(*(1.5, 2) * 6)] * 3,
    [_day(*(1.5, 1.5, 3, 3) * 2)] * 3,
    [_day(3, 1.5, 5, 2.5, 3, 1.5, 5)] * 3,
    [_day(5, 3, 5, 3, 5), _day(8, 5, 8), _day(20)],
]
END: list[list[Day]] = [[_day(25)] * 3, [_day(28)] * 3, [_day(30)] * 3]
SIXTH = [_day(5, 3, 8, 3, 5), _day(10, 3, 10)]
TABLES = {
    "couch-to-5k": [*START, [*SIXTH, _day(22)], *END],
    "couch-to-5k-nhs": [*START, [*SIXTH, _day(25)], *END],
}
MARKED = {
    "couch-to-5k": {"w04d1": 77.8, "w05d3": 25, "w07d1": 13.6, "w08d1": 12},
    "couch-to-5k-nhs": {"w04d1": 77.8, "w05d3": 25, "w06d3": 25, "w08d1": 12},
    "walk-run-builder": {},
    "first-five-minutes": {},
}
"""By how many percent a day has more running than any in the thirty days before."""

each = pytest.mark.parametrize("name", TABLES)


@each
def test_each_day_is_the_tables_to_the_second(name: str) -> None:
    program = opened(name)
    weeks = [[episode for episode in week.episodes if episode.role == "main"] for week in program.program.weeks]
    assert [[movements(program.session(episode)) for episode in week] for week in weeks] == TABLES[name]


@each
def test_no_two_days_are_opened_alike(name: str) -> None:
    words = [episode.words.welcome for episode in opened(name).program.episodes() if episode.role == "main"]
    assert None not in words
    assert len(set(words)) == len(words) == 27


@pytest.mark.parametrize("name", MARKED)
def test_the_jumps_are_marked_and_no_other_day(name: str) -> None:
    assert {episode.id: load.percent for episode, load in outlook(opened(name)).marked()} == MARKED[name]


@each
def test_a_milestone_is_told_where_a_run_is_longer_than_all_before(name: str) -> None:
    program, longest = opened(name), 0.0
    for episode in (one for one in program.program.episodes() if one.role == "main"):
        run = max(minutes for activity, minutes in movements(program.session(episode)) if activity == "run")
        if episode.words.milestone:
            assert run > longest
        longest = max(longest, run)
