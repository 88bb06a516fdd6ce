"""Tones and ticks by the change of effort, as DESIGN.md "The coach" has them."""

import pytest

from support.sessions import Case


def heard(*steps: dict[str, object]) -> list[str]:
    """The tones of each boundary, the ticks as their direction: `run` after `rise` is `rise run`."""
    planned = Case({"coaching": {"chatter": "quiet", "countdown": 1}, "steps": list(steps)}).plan
    names = [tone.name.removesuffix("-1") for tone in planned.tones if tone.name != "half"]
    return " ".join(names).split()


@pytest.mark.parametrize(
    ("before", "after", "pair"),
    [
        ({"walk": "20s"}, {"run": "20s"}, ["rise", "run"]),
        ({"run": "20s"}, {"walk": "20s"}, ["fall", "ease"]),
        ({"run": "20s"}, {"run": "20s", "name": "Hill"}, ["even", "same"]),
        ({"fast": "20s"}, {"fast": "20s", "name": "Squats"}, ["even", "same"]),
        ({"fast": "20s"}, {"jog": "20s"}, ["fall", "ease"]),
        ({"run": "20s", "effort": 7}, {"run": "20s", "effort": 8}, ["rise", "run"]),
        ({"run": "20s", "effort": 8}, {"run": "20s", "effort": 6}, ["fall", "ease"]),
        ({"walk": "20s"}, {"brisk-walk": "20s"}, ["rise", "run"]),
        ({"run": "20s", "effort": 2}, {"walk": "20s"}, ["even", "same"]),
        ({"walk": "20s"}, {"meditate": "20s"}, ["fall", "bell"]),
    ],
)
def test_both_follow_the_change_of_effort(before, after, pair):
    assert heard(before, after)[:2] == pair


def test_a_jog_after_a_hard_repeat_is_a_fall():
    repeat = {"repeat": 2, "steps": [{"fast": "20s"}], "between": [{"jog": "20s"}]}
    assert heard({"jog": "20s"}, repeat, {"jog": "20s"}) == [
        *("rise", "run", "fall", "ease", "rise", "run", "fall", "ease"),
        *("fall", "finish"),
    ]


def test_a_list_of_efforts_has_a_boundary_of_its_own_each_round():
    steps = {"repeat": 4, "steps": [{"run": "20s", "effort": [5, 7, 7, 6]}]}
    assert heard(steps) == ["rise", "run", "even", "same", "fall", "ease", "fall", "finish"]


def test_words_in_between_leave_the_effort_as_it_was():
    said = {"say": "Well done."}
    assert heard({"run": "20s"}, said, {"walk": "20s"})[:2] == ["fall", "ease"]
    assert heard({"run": "20s"}, said, {"run": "20s"})[:2] == ["fall", "same"]
    assert heard(said, {"walk": "20s"})[0] == "run"  # from nothing to something
