"""On which days of a program its sessions ask how one feels."""

from pathlib import Path

import pytest

from audiocoach.errors import SpecError
from audiocoach.program.training_program import Episode
from audiocoach.script.check_ins import without_check_ins
from audiocoach.script.expand import expand
from audiocoach.session.session import Session
from audiocoach.session.steps import CheckInStep
from support.sessions import read
from support.training import movements, opened

ASKING = "steps: [{warm-up: 1m, check-in: before}, {run: 10s}, {check-in: after}, {walk: 1m}]\n"
PROGRAM = """session: asking.yaml
check-in: CHOICE
weeks:
  - {days: 2, easier: asking.yaml}
  - {days: [{rest: asking.yaml}, {instead: asking.yaml}, asking.yaml]}
"""


def asked(session: Session) -> int:
    """How many check-ins a session has."""
    steps = [one.step for one in expand(session)]
    return sum(isinstance(step, CheckInStep) or bool(getattr(step, "check_in", None)) for step in steps)


def days_asked(folder: Path, choice: str) -> set[str]:
    """The episodes that ask."""
    (folder / "asking.yaml").write_text(ASKING)
    (folder / "p.yaml").write_text(PROGRAM.replace("CHOICE", choice))
    program = opened(folder / "p.yaml")
    return {episode.id for episode in program.program.episodes() if asked(program.session(episode))}


@pytest.mark.parametrize(
    ("choice", "days"),
    [
        ("daily", {"w01d1", "w01d1-easier", "w01d2", "w01d2-easier", "w02d1", "w02d1-instead", "w02d2"}),
        ("weekly", {"w01d1", "w01d1-easier", "w02d1", "w02d1-instead"}),
        ("never", set()),
    ],
)
def test_a_program_says_on_which_days_its_sessions_ask(choice: str, days: set[str], tmp_path: Path) -> None:
    assert days_asked(tmp_path, choice) == {"w02d0-rest", *days}


def test_a_wrong_choice_is_told_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="`weekley`") as caught:
        days_asked(tmp_path, "weekley")
    (diagnostic,) = caught.value.diagnostics
    assert str(diagnostic.place).startswith(f"{tmp_path / 'p.yaml'}:2:")
    assert diagnostic.hint == "did you mean `weekly`?"


def test_questions_beside_an_activity_leave_it_their_time_and_those_in_rounds_go_too() -> None:
    text = """steps:
  - repeat: 2
    steps: [{check-in: before}]
    between: [{walk: 5s}]
  - repeat:
    steps: [{run: [10s, 20s]}, {check-in: {ask: [And?]}}]
    between: [{check-in: after}]
  - {cool-down: 2m, check-in: after, say: Slowly.}
"""
    without = without_check_ins(read(text))
    assert asked(without) == 0
    assert movements(without) == [("run", 10 / 60), ("run", 20 / 60), ("cool-down", 2)]
    assert without.steps[-1].say is not None


def test_an_included_session_is_not_asked_either(tmp_path: Path) -> None:
    (tmp_path / "only.yaml").write_text("steps: [{check-in: before}]\n")
    (tmp_path / "asking.yaml").write_text(ASKING)
    (tmp_path / "s.yaml").write_text("steps: [{include: only.yaml}, {include: asking.yaml}]\n")
    (tmp_path / "p.yaml").write_text("session: s.yaml\ncheck-in: never\nweeks: [{days: 1}]\n")
    program = opened(tmp_path / "p.yaml")
    (episode,) = program.program.episodes()
    assert asked(program.session(episode)) == 0
    assert len(movements(program.session(episode))) == 3


def test_what_is_nothing_but_questions_stays() -> None:
    session = read("steps: [{check-in: before}]\n")
    assert without_check_ins(session) == session


def test_a_day_before_a_jump_does_not_ask() -> None:
    from audiocoach.program.selection import Selection

    program = Selection(bridge=True).of(opened("couch-to-5k"))
    bridges: list[Episode] = [episode for episode in program.program.episodes() if episode.id.endswith("-bridge")]
    assert len(bridges) == 4
    assert [asked(program.session(episode)) for episode in bridges] == [0, 0, 0, 0]
