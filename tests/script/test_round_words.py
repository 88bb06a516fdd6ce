"""What rounds have of their own: the first and the last, the one after the middle, and the rests between."""

from typing import Any

import pytest

from audiocoach.build.planning import script_of
from support.coached import LANGUAGES, RUNS, drafts, rounds, script, when
from support.sessions import session_of


def test_a_first_run_a_last_round_and_the_round_after_the_middle() -> None:
    written = script(*RUNS, chatter="chatty")
    assert when(written, "first-run") == [("run", 1, 6)]
    assert when(written, "past-half-rounds") == [("run", 5, 6)]
    assert when(written, "last-round") == [("run", 6, 6)]
    assert not when(script(rounds(2, {"run": "2m"}, {"walk": "1m"})), "last-round")
    own = {"run": "2m", "say": "Go."}
    assert not when(script(rounds(6, own, {"walk": "90s"}), chatter="chatty"), "last-round")


def test_rests_are_coached_as_rests() -> None:
    assert when(script(*RUNS), "recover") == [("walk", 1, 15), ("walk", 4, 15)]
    chatty = script(*RUNS, chatter="chatty")
    assert [round_ for _, round_, _ in when(chatty, "recover")] == [1, 2, 3, 4, 5]
    assert when(chatty, "ready-again") == [("walk", round_, 65) for round_ in (2, 3, 4, 5)]
    jogs = script(rounds(4, {"run": "3m", "effort": 8}, {"jog": "2m"}), chatter="chatty")
    assert {activity for activity, _, _ in when(jogs, "recover")} == {"jog"}
    assert {activity for activity, _, _ in when(jogs, "effort")} == {"run"}
    gym = script(rounds(3, {"work": "40s"}, {"rest": "45s"}))
    texts = [draft.full.phrase for draft in drafts(gym, "recover")]
    assert texts
    assert all(int(str(text).split()[-1]) > 11 for text in texts), "words for a gym"


def test_a_run_in_turn_with_a_walk_is_easy_unless_its_author_says_otherwise() -> None:
    def efforts(*steps: Any) -> set[int | None]:
        return {step.effort for step in script(*steps).steps if step.activity == "run"}

    assert efforts(rounds(3, {"run": "1m"}, {"walk": "1m"})) == {3}
    assert efforts(rounds(3, {"run": "1m"}, between=[{"walk": "1m"}])) == {3}
    assert efforts(rounds(3, {"run": "1m", "effort": 6}, {"walk": "1m"})) == {6}
    assert efforts(rounds(3, {"run": "1m"}, {"rest": "1m"})) == {5}
    assert efforts({"run": "20m"}, {"walk": "5m"}) == {5}
    assert efforts({"walk": "5m"}, {"run": "20m"}, {"walk": "5m"}) == {5}, "what leads to a run is not in turn with it"
    assert efforts({"run": "5m"}, {"walk": "3m"}, {"run": "8m"}, {"walk": "3m"}, {"run": "5m"}) == {3}
    assert efforts({"run": "5m"}, {"walk": "3m"}, {"check-in": "after"}, {"bell": "bowl"}, {"run": "8m"}) == {3}
    assert efforts(rounds(3, {"run": "1m"}, {"walk": "1m"}), {"run": "5m"}) == {3}
    assert efforts({"run": "5m"}, {"walk": "3m"}, {"run": "5m", "effort": 8}) == {3, 8}
    assert efforts({"run": "5m"}, {"walk": "3m"}, {"stretch": "1m"}, {"run": "5m"}) == {5}
    told = drafts(script(rounds(3, {"run": "2m"}, {"walk": "1m"})), "effort")
    assert {str(draft.full.phrase).split()[0] for draft in told} == {"effort-easy"}


@pytest.mark.parametrize(("sets", "count"), [(2, 3), (3, 5), (2, 8), (4, 4)])
def test_rounds_within_rounds_are_neither_the_last_nor_past_the_middle_while_more_come(sets: int, count: int) -> None:
    runs = rounds(count, {"run": "2m"}, {"walk": "90s"})
    steps = script(rounds(sets, runs, {"walk": "3m"}), chatter="chatty").steps
    told = [
        (kind, number, len(work))
        for work in [[step for step in steps if step.activity == "run"]]
        for number, step in enumerate(work)
        for kind in ("last-round", "past-half-rounds")
        if any(draft.kind == kind for draft in step.drafts)
    ]
    done = {kind: (behind, whole) for kind, behind, whole in told}
    assert len(told) == len(done) == 2
    assert done["last-round"] == (sets * count - 1, sets * count)
    behind, whole = done["past-half-rounds"]
    assert behind > whole - behind >= behind - 2


def test_nobody_hears_that_the_most_is_done_before_a_longer_run() -> None:
    runs = rounds(6, {"run": "2m"}, {"walk": "90s"})
    assert drafts(script(runs, {"run": "5m"}, chatter="chatty"), "past-half-rounds")
    assert not drafts(script(runs, {"run": "30m"}, chatter="chatty"), "past-half-rounds")


@pytest.mark.parametrize("count", range(2, 13))
def test_more_rounds_are_behind_one_than_ahead_when_it_is_said(count: int) -> None:
    told = when(script(rounds(count, {"run": "2m"}, {"walk": "90s"}), chatter="chatty"), "past-half-rounds")
    assert len(told) == (count >= 5)
    for _, round_, _ in told:
        assert round_ is not None
        assert round_ - 1 > count - (round_ - 1)
        assert round_ - 2 <= count - (round_ - 2), "no later than it is true"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rest_between_runs_is_coached_as_one_that_is_stood(language: str) -> None:
    def told(*steps: Any) -> list[str]:
        return [str(one.full.phrase) for one in drafts(script_of(session_of({**raw, "steps": [*steps]})), "recover")]

    raw = {"title": "T", "language": language, "coaching": {"chatter": "chatty"}}
    between = told(rounds(4, {"run": "3m", "effort": 8}, {"rest": "1m"}), {"walk": "5m"})
    in_a_gym = told(rounds(5, {"work": "1m"}, {"rest": "1m"}))
    assert len(between) == 4
    assert set(between) <= set(in_a_gym)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_last_round_of_several_exercises_is_not_the_last_of_them(language: str) -> None:
    def told(variety: int, *steps: Any) -> str:
        raw = {"title": "T", "language": language, "variety": variety, "steps": [rounds(3, *steps)]}
        return str(drafts(script_of(session_of(raw)), "last-round")[0].full.phrase)

    circuit = {"work": "40s", "name": "Squats"}, {"rest": "20s"}, {"work": "40s", "name": "Plank"}
    in_a_gym = {told(variety, *circuit) for variety in range(1, 13)}
    of_runs = {told(variety, {"run": "1m", "effort": 8}, {"walk": "1m"}) for variety in range(1, 13)}
    assert len(in_a_gym) > 1
    assert not in_a_gym & of_runs
