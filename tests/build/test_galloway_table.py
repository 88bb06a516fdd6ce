"""Jeff Galloway's run-walk, as data: what ships is compared with it at each pace and each temperature."""

import pytest

from audiocoach.build.load import load
from audiocoach.build.options import BuildOptions
from audiocoach.build.planning import script_of
from audiocoach.errors import SpecError
from audiocoach.session.session import Session
from audiocoach.timeline.arrange import arrange
from support.sessions import paced as paced_speech
from support.training import movements

BY_PACE: dict[tuple[str, str], tuple[tuple[int, int], tuple[int, int] | None]] = {
    ("7:00", "7:29"): ((360, 30), None),
    ("7:30", "7:59"): ((300, 30), None),
    ("8:00", "8:29"): ((240, 30), None),
    ("8:30", "8:59"): ((180, 30), None),
    ("9:00", "9:29"): ((120, 30), None),
    ("9:30", "10:44"): ((90, 30), (60, 20)),
    ("10:45", "12:14"): ((60, 30), (40, 20)),
    ("12:15", "14:29"): ((30, 30), (20, 20)),
    ("14:30", "15:44"): ((15, 30), None),
    ("15:45", "16:59"): ((10, 30), None),
    ("17:00", "18:29"): ((8, 30), None),
    ("18:30", "20:00"): ((5, 30), None),
}
"""Seconds of running and walking by the minutes that a mile takes, and in short turns where there are some."""
BY_HEAT = {
    **dict.fromkeys((32, 54), 90),
    **dict.fromkeys((55, 65, 69), 80),
    **dict.fromkeys((70, 74), 70),
    **dict.fromkeys((75, 79), 60),
    **dict.fromkeys((80, 84), 45),
    **dict.fromkeys((85, 95), 30),
}
"""Seconds of running, before 30 of walking, by degrees Fahrenheit, at ten minutes a mile."""
AROUND = [("warm-up", 300), ("cool-down", 300)]
TIME_S = 1800


def seconds(session: Session) -> list[tuple[str, int]]:
    return [(activity, round(minutes * 60)) for activity, minutes in movements(session)]


def in_turn(run: int, walk: int) -> list[tuple[str, int]]:
    """Half an hour of both, in whole rounds."""
    rounds = TIME_S // (run + walk) * [("run", run), ("walk", walk)]
    return [AROUND[0], *rounds, AROUND[1]]


def paced(pace: str, let: dict[str, str] | None = None) -> list[tuple[str, int]]:
    return seconds(load("galloway-run-walk", let, BuildOptions(pace=pace)))


@pytest.mark.parametrize(("first", "last"), BY_PACE)
def test_each_pace_of_a_row_has_its_ratio(first: str, last: str) -> None:
    long, short = BY_PACE[first, last]
    for pace in (f"{first}/mi", f"{last}/mi"):
        assert paced(pace) == in_turn(*long)
        if short:
            assert paced(pace, {"turns": "short"}) == in_turn(*short)


def test_a_pace_for_a_kilometer_is_the_same_as_that_for_a_mile() -> None:
    assert paced("6:15/km") == paced("10:00/mi") == in_turn(90, 30)
    assert seconds(load("galloway-run-walk")) == in_turn(90, 30)


@pytest.mark.parametrize("pace", ["6:59/mi", "20:01/mi", "4:20/km", "12:26/km"])
def test_a_pace_outside_of_the_table_is_told(pace: str) -> None:
    with pytest.raises(SpecError) as caught:
        paced(pace)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.message == f"the table of `run` has no row for `{pace}`"
    assert diagnostic.hint == "it goes from `7:00/mi` to `20:00/mi`"


def test_a_pace_without_short_turns_is_told() -> None:
    with pytest.raises(SpecError, match="no row for `9:00/mi`") as caught:
        paced("9:00/mi", {"turns": "short"})
    assert caught.value.diagnostics[0].hint == "it goes from `9:30/mi` to `14:30/mi`"


@pytest.mark.parametrize(("first", "last"), BY_PACE)
def test_its_words_are_heard_at_each_pace_and_nothing_is_wrong_with_it(first: str, last: str) -> None:
    session = load("galloway-run-walk", options=BuildOptions(pace=f"{first}/mi"))
    script = script_of(session)
    assert script.notes == ()
    assert [cue.text for cue in arrange(script, paced_speech()).cues if cue.kind == "say" and not cue.is_heard] == []


@pytest.mark.parametrize("fahrenheit", BY_HEAT)
def test_the_warmer_it_is_the_shorter_are_the_runs(fahrenheit: int) -> None:
    session = load("galloway-in-heat", {"fahrenheit": str(fahrenheit)})
    assert seconds(session) == in_turn(BY_HEAT[fahrenheit], 30)


def test_heat_in_which_nobody_should_run_is_told() -> None:
    with pytest.raises(SpecError, match="no row for `96`"):
        load("galloway-in-heat", {"fahrenheit": "96"})


def test_the_time_is_a_persons_own() -> None:
    assert len(paced("10:00/mi", {"time": "1h"})) == 2 + 2 * 30
