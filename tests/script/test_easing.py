"""`--ease`: runs become shorter, the session does not, and the time is walked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.build.planning import script_of
from audiocoach.program.minutes import minutes_of
from audiocoach.script.easing import eased
from audiocoach.script.places import RUNNING
from support.sessions import raws, session_of
from support.training import movements


def minutes(steps: str, factor: float = 0.8) -> list[tuple[str, float]]:
    import yaml

    session = eased(session_of({"title": "T", **yaml.safe_load(steps)}), factor)
    return [(activity, round(length * 60)) for activity, length in movements(session)]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("steps: [{run: 30s}, {walk: 90s}]", [("run", 24), ("walk", 96)]),
        ("steps: [{run: 20m}, {cool-down: 5m}]", [("run", 960), ("walk", 240), ("cool-down", 300)]),
        ("steps: [{run: 10m}]", [("run", 480), ("walk", 120)]),
        ("steps: [{run: 60s}, {sprint: 30s}]", [("run", 48), ("walk", 12), ("sprint", 24), ("walk", 6)]),
        ("steps: [{repeat: 2, steps: [{run: 30s}, {walk: 90s}]}]", [("run", 24), ("walk", 96)] * 2),
        (
            "steps: [{repeat: 2, steps: [{run: [30s, 60s]}, {walk: 90s}]}]",
            [("run", 24), ("walk", 96), ("run", 48), ("walk", 102)],
        ),
        (
            "steps: [{repeat: 2, steps: [{walk: 90s}, {run: [30s, 60s]}]}, {walk: 60s}]",
            [("walk", 90), ("run", 24), ("walk", 96), ("run", 48), ("walk", 72)],
        ),
        (
            "steps: [{repeat: , steps: [{run: [5m, 8m]}], between: [{walk: 3m}]}, {cool-down: 5m}]",
            [("run", 240), ("walk", 240), ("run", 384), ("walk", 96), ("cool-down", 300)],
        ),
        ("steps: [{repeat: 2, steps: [{run: 1m}]}]", [("run", 48), ("walk", 12)] * 2),
    ],
)
def test_the_time_goes_to_the_walk_that_follows(steps: str, expected: list[tuple[str, float]]) -> None:
    assert minutes(steps) == expected


@given(raws(), st.sampled_from((0.1, 0.5, 0.77, 0.8, 0.95)))
def test_a_session_lasts_as_long_as_before(raw, factor: float) -> None:
    session = session_of(raw)
    shorter = eased(session, factor)
    assert shorter.extent.ms == session.extent.ms
    before, after = minutes_of(session), minutes_of(shorter)
    assert after.total == before.total
    assert after.running == pytest.approx(before.running * factor, abs=500 * (len(movements(session)) + 1))
    script_of(shorter)


@given(raws())
def test_nothing_but_runs_and_walks_changes(raw) -> None:
    session = session_of(raw)
    others = [one for one in movements(session) if one[0] not in {*RUNNING, "walk", "recover", "brisk-walk"}]
    assert [
        one for one in movements(eased(session, 0.7)) if one[0] not in {*RUNNING, "walk", "recover", "brisk-walk"}
    ] == others


def test_a_cue_that_the_run_does_not_reach_is_told_at_its_place() -> None:
    steps = [
        {"run": "60s"},
        {"run": "60s", "say": {"55s": "Nearly there."}},
        {"walk": "60s", "say": {"50s": "Look up."}},
    ]
    script = script_of(eased(session_of({"title": "T", "steps": steps}), 0.5))
    (note,) = [note for note in script.notes if "lies outside" in note.message]
    assert "`55s` lies outside" in note.message
    assert note.place is not None
    assert "Nearly there." in note.place.text


def test_all_of_it_is_the_session_itself() -> None:
    session = session_of({"title": "T", "steps": [{"run": "60s"}]})
    assert eased(session, 1) is session
