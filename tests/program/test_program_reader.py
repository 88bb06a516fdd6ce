"""From a program's file to its days; and every mistake at once, each at its place.

The printed mistakes stand in goldens/; with AUDIOCOACH_GOLDENS=write in the environment, the test renews them.
"""

import os
import shutil
from pathlib import Path

import pytest

from audiocoach.build.options import BuildOptions
from audiocoach.build.workspace import Workspace
from audiocoach.errors import SpecError, UnknownName
from audiocoach.program.opening_spec import open_spec
from audiocoach.session.session import Session
from support.training import SESSION, movements, opened, program_in, running

GOLDENS = Path(__file__).parent / "goldens"

WHOLE = """title: Builder
session: short.yaml
weeks:
  - {name: Easy does it, days: 2, let: {run: 10s}}
  - name: More
    let: {run: 12s}
    easier: {let: {run: 6s}}
    days:
      - {say: {welcome: "Longer runs today, $run each.", milestone: true}}
      - {rest: short.yaml, name: Sit down}
      - {rest: short.yaml}
      - {let: {walk: 30s}, name: The last, notes: Take water., instead: five-minutes}
"""


def test_days_are_numbered_and_what_is_beside_them_follows(tmp_path: Path) -> None:
    episodes = list(program_in(tmp_path, WHOLE).program.episodes())
    assert [(one.id, one.role, one.title) for one in episodes] == [
        ("w01d1", "main", "Week 1, day 1: Easy does it"),
        ("w01d2", "main", "Week 1, day 2: Easy does it"),
        ("w02d1", "main", "Week 2, day 1: More"),
        ("w02d1-easier", "easier", "Week 2, day 1, easier: Short"),
        ("w02d1-rest", "rest", "Week 2, rest day: Sit down"),
        ("w02d1-rest-2", "rest", "Week 2, rest day: Short"),
        ("w02d2", "main", "Week 2, day 2: The last"),
        ("w02d2-easier", "easier", "Week 2, day 2, easier: Short"),
        ("w02d2-instead", "instead", "Week 2, day 2, instead: Five Minutes"),
    ]
    assert [one.variety for one in episodes if one.role == "main"] == [1, 2, 3, 4]
    assert [one.variety for one in episodes if one.role == "rest"] == [1, 2]


def test_values_of_a_day_stand_before_those_of_its_week_and_of_the_program(tmp_path: Path) -> None:
    program = program_in(tmp_path, WHOLE)
    seconds = {one.id: running(program, one) * 60 for one in program.program.episodes()}
    assert seconds["w01d1"] == 20
    assert seconds["w02d1"] == seconds["w02d2"] == 24
    assert seconds["w02d1-easier"] == seconds["w02d2-easier"] == 12
    assert seconds["w02d1-rest"] == 20
    last = next(one for one in program.program.episodes() if one.id == "w02d2")
    assert movements(program.session(last))[2] == ("walk", 0.5)


def test_a_days_session_is_whole(tmp_path: Path) -> None:
    program = program_in(tmp_path, WHOLE)
    sessions = {one.id: program.session(one) for one in program.program.episodes()}
    assert sessions["w02d1"].day_words.welcome == "Longer runs today, $run each."
    assert sessions["w02d1"].day_words.milestone is True
    assert sessions["w02d2"].description == "Take water."
    assert [sessions[id_].variety for id_ in ("w01d1", "w02d2")] == [1, 4]
    place = sessions["w02d2"].program_place
    assert (place.id, place.program, place.track) == ("w02d2", "Builder", "4/4")
    assert sessions["w02d2"].id == "w02d2"


def test_a_persons_variety_says_where_the_first_day_begins(tmp_path: Path) -> None:
    program = program_in(tmp_path, WHOLE, BuildOptions(variety=7))
    assert [program.session(one).variety for one in program.program.episodes() if one.role == "main"] == [7, 8, 9, 10]


def test_a_program_is_known_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "session.yaml").write_text(SESSION)
    assert isinstance(open_spec(tmp_path / "session.yaml", BuildOptions(), Workspace()), Session)
    assert opened("couch-to-5k").program.days == 27
    text = (tmp_path / "text.yaml").as_posix()
    assert opened(f"weeks:\n  - {{days: 1, session: walk-run-20}}\n# {text}\n").program.title == "program"
    mapping = {"weeks": [{"days": 2, "session": "walk-run-20"}]}
    found = open_spec(mapping, BuildOptions(), Workspace())
    assert not isinstance(found, Session)
    assert found.program.days == 2


def test_a_program_is_no_session(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text("steps: [{include: p.yaml}]\n")
    with pytest.raises(SpecError, match="this is a program, not a session"):
        program_in(tmp_path, "session: short.yaml\nweeks: [{days: 1}]\n")
        open_spec(tmp_path / "s.yaml", BuildOptions(), Workspace())


def test_set_replaces_what_the_program_says(tmp_path: Path) -> None:
    program = program_in(tmp_path, WHOLE, BuildOptions(let=(("run", "15s"),)))
    assert {running(program, one) * 60 for one in program.program.episodes() if one.role == "main"} == {30}


def test_a_value_may_be_a_table_by_another_one(tmp_path: Path) -> None:
    table = "let: {run: {by: walk, 20s: 10s, 30s: 15s, to: 1m}}"
    text = f"session: short.yaml\n{table}\nweeks: [{{days: [{{}}, {{let: {{walk: 40s}}}}]}}]\n"
    program = program_in(tmp_path, text)
    assert [running(program, one) * 60 for one in program.program.episodes()] == [20, 30]
    with pytest.raises(SpecError, match="the table of `run` has no row for `2m`") as caught:
        program_in(tmp_path, text.replace("40s", "2m"))
    assert [one.hint for one in caught.value.diagnostics] == ["it goes from `20s` to `1m`"]


def test_a_persons_pace_is_that_of_each_day(tmp_path: Path) -> None:
    text = "session: galloway-run-walk\nlet: {pace: 9:00/mi, time: 20m}\nweeks: [{days: 1}]\n"
    for pace, seconds in ((None, 8 * 120), ("12:00/mi", 13 * 60)):
        program = program_in(tmp_path, text, BuildOptions(pace=pace))
        assert [running(program, one) * 60 for one in program.program.episodes()] == [seconds]


def test_set_of_what_no_session_has(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="unknown variable `rnu`") as caught:
        program_in(tmp_path, WHOLE, BuildOptions(let=(("rnu", "15s"),)))
    assert caught.value.hint == "did you mean `run`?"


def test_a_cue_that_a_program_makes_impossible_is_told(tmp_path: Path) -> None:
    program = program_in(tmp_path, WHOLE)
    (tmp_path / "short.yaml").write_text(SESSION.replace("{run: $run}", "{run: $run, say: {8s: Nearly there.}}"))
    program = opened(tmp_path / "p.yaml")
    assert program.program.days == 4  # the easier runs of 6 s do not reach it


def test_in_another_language_its_own_words_are_left_out(tmp_path: Path) -> None:
    program = program_in(tmp_path, WHOLE, BuildOptions(language="de"))
    episodes = list(program.program.episodes())
    assert episodes[2].title == "Woche 2, Tag 1: More"
    assert all(one.words.welcome is None and one.notes is None for one in episodes)
    (note,) = program.program.notes
    assert note.message == "the program's own words are written in `en`, and are left out"


@pytest.mark.parametrize("name", ["mistakes", "values"])
def test_every_mistake_is_told_at_once(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(GOLDENS / f"{name}.yaml", tmp_path)
    (tmp_path / "short.yaml").write_text(SESSION)
    (tmp_path / "plain.yaml").write_text("steps: [{walk: 1m}]\n")
    (tmp_path / "broken.yaml").write_text("steps: [{wlak: 1m}]\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SpecError) as caught:
        open_spec(f"{name}.yaml", BuildOptions(), Workspace())
    golden = GOLDENS / f"{name}.txt"
    if os.environ.get("AUDIOCOACH_GOLDENS") == "write":
        golden.write_text(f"{caught.value}\n", "utf-8")
    assert f"{caught.value}\n" == golden.read_text("utf-8")
