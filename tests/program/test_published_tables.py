"""What ships is compared with the published plans to the second."""

from itertools import accumulate

import pytest

from audiocoach.build.library import program_names
from audiocoach.build.options import BuildOptions
from audiocoach.program.minutes import MODERATE_A_WEEK
from audiocoach.program.outlook import outlook
from audiocoach.script.places import RUNNING
from support.published_tables import TABLES
from support.training import movements, opened, running

MARKED = {
    "before-couch-to-5k": {"w02d1": 50, "w03d1": 33.3},
    "to-10k": {"w03d1": 66.7, "w05d1": 20},
    "couch-to-5k": {"w04d1": 77.8, "w05d3": 25, "w07d1": 13.6, "w08d1": 12},
    "couch-to-5k-nhs": {"w04d1": 77.8, "w05d3": 25, "w06d3": 25, "w08d1": 12},
}
"""By how many percent a day has more running than any in the thirty days before, in what others have published."""

each = pytest.mark.parametrize("name", TABLES)


@each
def test_each_day_is_the_tables_to_the_second(name: str) -> None:
    program = opened(name)
    weeks = [[episode for episode in week.episodes if episode.role == "main"] for week in program.program.weeks]
    assert [[movements(program.session(episode)) for episode in week] for week in weeks] == TABLES[name]


@pytest.mark.parametrize("name", program_names())
def test_the_jumps_of_published_plans_are_marked_and_ours_have_none(name: str) -> None:
    assert {episode.id: load.percent for episode, load in outlook(opened(name)).marked()} == MARKED.get(name, {})


@pytest.mark.parametrize("name", program_names())
def test_a_milestone_is_told_where_a_run_is_longer_than_all_before(name: str) -> None:
    program, longest = opened(name), 0.0
    for episode in (one for one in program.program.episodes() if one.role == "main"):
        runs = (minutes for activity, minutes in movements(program.session(episode)) if activity in RUNNING)
        run = max(runs, default=0.0)
        if episode.words.milestone:
            assert run > longest
        longest = max(longest, run)


@pytest.mark.parametrize("minutes", [9, 9.5, 10, 10.75, 12.25, 14.5, 15.75, 17, 18.5, 20])
def test_galloways_builder_has_no_jump_from_nine_minutes_a_mile_on(minutes: float) -> None:
    pace = f"{int(minutes)}:{minutes % 1 * 60:02.0f}/mi"
    assert list(outlook(opened("galloway-builder", BuildOptions(pace=pace))).marked()) == []


def test_the_base_is_walks_of_twenty_minutes_to_forty_five_and_ends_with_a_hundred_and_fifty_minutes() -> None:
    program = opened("walking-base")
    days = [movements(program.session(one)) for one in program.program.episodes() if one.role == "main"]
    assert all([activity for activity, _ in day] == ["warm-up", "brisk-walk", "cool-down"] for day in days)
    lengths = [sum(minutes for _, minutes in day) for day in days]
    assert (lengths[0], max(lengths), lengths[-1]) == (20, 45, 45)
    assert all(later - longest <= 5 for later, longest in zip(lengths[1:], accumulate(lengths, max), strict=False))
    whole = outlook(program)
    assert whole.week(program.program.weeks[-1]).equivalent == MODERATE_A_WEEK


def test_one_can_run_after_eight_weeks_of_two_or_three_workouts_that_grow() -> None:
    program = opened("you-can-run-8")
    weeks = [[one for one in week.episodes if one.role == "main"] for week in program.program.weeks]
    assert [len(week) for week in weeks] == [2, 2, 3, 2, 3, 2, 3, 3]
    days = [running(program, one) for week in weeks for one in week]
    assert days == sorted(days)
    assert (days[0], days[-1]) == (4, 17)
    assert max(minutes for activity, minutes in movements(program.session(weeks[-1][-1])) if activity == "run") == 12
