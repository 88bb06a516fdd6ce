"""What a person hears who goes through a whole program of the library: each day opened by words of its own."""

from functools import cache
from itertools import pairwise

import pytest

from audiocoach.build.library import program_names
from audiocoach.build.planning import script_of
from audiocoach.program.opening_spec import OpenProgram
from audiocoach.program.training_program import Episode
from audiocoach.timeline.arrange import arrange
from audiocoach.timeline.plan import Plan, PlannedCue
from audiocoach.units import to_ms
from support.sessions import paced
from support.training import opened

LONGEST_CHECK_IN_MS = 25_000
NUMBER = "From one to ten, how good do you feel right now?"
SHIPPED = [name for name in program_names() if name != "first-five-minutes"]

each = pytest.mark.parametrize("name", SHIPPED)


def main_days(program: OpenProgram) -> list[Episode]:
    return [episode for episode in program.program.episodes() if episode.role == "main"]


@cache
def planned(name: str) -> dict[str, Plan]:
    """The plan of each episode of a program, by its id."""
    program = opened(name)
    return {one.id: arrange(script_of(program.session(one)), paced()) for one in program.program.episodes()}


@each
def test_no_two_days_are_opened_alike(name: str) -> None:
    words = [episode.words.welcome for episode in main_days(opened(name))]
    assert None not in words
    assert len(set(words)) == len(words)
    openings = [str(text).split(maxsplit=2)[:2] for text in words]
    assert all(one != other for one, other in pairwise(openings))


@each
def test_the_first_day_of_each_week_asks_for_the_same_number_and_for_something_else(name: str) -> None:
    program = opened(name)
    asked = {episode.id: checked(planned(name)[episode.id]) for episode in main_days(program)}
    weeks = [(id_, cues) for id_, cues in asked.items() if cues]
    assert [id_ for id_, _ in weeks] == [f"w{week.number:02}d1" for week in program.program.weeks]
    seconds = []
    for _, cues in weeks:
        assert len(cues) == 2
        for cue in cues:
            assert to_ms(cue.end) - to_ms(cue.start) <= LONGEST_CHECK_IN_MS
            assert cue.text.startswith(NUMBER)
            seconds.append(cue.text)
    for one_of_two in (seconds[::2], seconds[1::2]):
        assert all(len(set(one_of_two[at : at + 3])) == 3 for at in range(len(weeks) - 2))


@each
def test_nothing_that_the_author_has_to_say_is_lost(name: str) -> None:
    for id_, plan in planned(name).items():
        for cue in plan.cues:
            assert cue.is_heard or cue.kind not in ("say", "check-in", "welcome", "farewell"), (id_, cue.text)


def checked(plan: Plan) -> list[PlannedCue]:
    """The check-ins of a plan."""
    return [cue for cue in plan.cues if cue.kind == "check-in"]
