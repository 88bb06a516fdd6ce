"""Programs on the command line: by the same commands as sessions."""

import json
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
import yaml

from audiocoach.assets import asset
from audiocoach.build import library
from support.commands import Cli
from support.plan_contract import CONTRACT as SESSION_CONTRACT

PROGRAM = """title: Builder
session: short.yaml
weeks:
  - {name: Easy does it, days: 2, let: {run: 2m}}
  - {name: More, days: [{let: {run: 6m}, easier: {let: {run: 3m}}, instead: five-minutes}, {rest: short.yaml}]}
"""
NUMBER = {"type": "number", "minimum": 0}
LOAD = {
    "type": "object",
    "required": ["longest_before_ms", "percent", "marked"],
    "additionalProperties": False,
    "properties": {
        "longest_before_ms": {"type": ["integer", "null"]},
        "percent": {"type": ["number", "null"]},
        "marked": {"type": "boolean"},
    },
}
DAY = {
    "type": "object",
    "required": ["id", "title", "role", "session", "load"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string", "pattern": "^w[0-9]{2,3}d[0-9](-(easier|instead|bridge|rest(-[0-9]+)?))?$"},
        "title": {"type": "string"},
        "role": {"enum": ["main", "easier", "instead", "rest"]},
        "session": SESSION_CONTRACT.schema,
        "load": LOAD,
    },
}
WEEK = {
    "type": "object",
    "required": ["name", "days", "minutes"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string"},
        "days": {"type": "array", "items": DAY},
        "minutes": {
            "type": "object",
            "required": ["total", "running", "moderate", "vigorous"],
            "additionalProperties": False,
            "properties": dict.fromkeys(("total", "running", "moderate", "vigorous"), NUMBER),
        },
    },
}
CONTRACT = {
    "type": "object",
    "required": ["title", "weeks"],
    "additionalProperties": False,
    "properties": {"title": {"type": "string"}, "weeks": {"type": "array", "items": WEEK}},
}


@pytest.fixture
def program(here: Path) -> Path:
    path = here / "builder.yaml"
    path.write_text(PROGRAM)
    return path


def test_a_plan_for_programs_is_the_contract(cli: Cli, program: Path) -> None:
    found = cli("plan", "builder.yaml", "--estimate", "--json").json
    jsonschema.Draft202012Validator(CONTRACT).validate(found)
    first, second = found["weeks"]
    assert [day["id"] for day in first["days"]] == ["w01d1", "w01d2"]
    assert [day["id"] for day in second["days"]] == ["w02d1", "w02d1-easier", "w02d1-instead", "w02d1-rest"]
    assert first["minutes"] == {"total": 5, "running": 4, "moderate": 1, "vigorous": 4}
    assert second["minutes"] == {"total": 6.5, "running": 6, "moderate": 0.5, "vigorous": 6}
    assert [day["load"] for day in first["days"]] == [
        {"longest_before_ms": None, "percent": None, "marked": False},
        {"longest_before_ms": 120_000, "percent": 0, "marked": False},
    ]
    assert second["days"][0]["load"] == {"longest_before_ms": 120_000, "percent": 200, "marked": True}
    assert second["days"][1]["load"]["longest_before_ms"] == 120_000
    assert [day["session"]["variety"] for week in found["weeks"] for day in week["days"]][:3] == [1, 2, 3]


def test_a_plan_for_people_fits_eighty_columns(cli: Cli, program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = cli("plan", "builder.yaml").out
    lines = out.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0] == "Builder  3 days in 2 weeks, 11:30"
    assert lines[2].split() == ["1", "Easy", "does", "it", "2", "5", "4", "1", "4"]
    (mark,) = [line for line in lines if "w02d1: 6 min of running, 200 % over" in line]
    assert mark.startswith("warning: ")
    assert any(line.startswith("Week 1") and "█" in line and "│" in line for line in lines)


def test_a_day_is_planned_as_a_session(cli: Cli, program: Path) -> None:
    out = cli("plan", "builder.yaml", "--day", "w02d1-easier", "--estimate").out
    assert out.startswith("Week 2, day 1, easier: Short")
    assert "Run 3:00" in out


def test_weeks_and_days_are_chosen(cli: Cli, program: Path) -> None:
    def ids(*flags: str) -> list[str]:
        found = cli("plan", "builder.yaml", "--estimate", "--json", *flags).json
        return [day["id"] for week in found["weeks"] for day in week["days"]]

    assert ids("--weeks", "1") == ["w01d1", "w01d2"]
    assert ids("--weeks", "1-2", "--day", "w01d2", "--day", "w02d1") == ["w01d2", "w02d1"]
    found = cli("plan", "builder.yaml", "--estimate", "--json", "--weeks", "2").json
    assert found["weeks"][0]["days"][0]["load"]["percent"] == 200  # what was left out was run nevertheless


def test_a_bridge_splits_the_jump(cli: Cli, program: Path) -> None:
    found = cli("plan", "builder.yaml", "--estimate", "--json", "--bridge").json
    days = {day["id"]: day for week in found["weeks"] for day in week["days"]}
    assert list(days)[:4] == ["w01d1", "w01d2", "w01d2-bridge", "w02d1"]
    steps = days["w01d2-bridge"]["session"]["steps"]
    assert sum(step["end_ms"] - step["start_ms"] for step in steps if step["activity"] == "run") == 240_000
    assert days["w02d1"]["load"] == {"longest_before_ms": 240_000, "percent": 50, "marked": True}
    assert days["w02d1"]["session"]["variety"] == 3


def test_runs_are_eased(cli: Cli, program: Path) -> None:
    found = cli("plan", "builder.yaml", "--estimate", "--json", "--ease", "0.5").json
    assert found["weeks"][0]["minutes"] == {"total": 5, "running": 2, "moderate": 3, "vigorous": 2}
    eased = cli("plan", "short.yaml", "--estimate", "--json", "--ease", "0.8").json
    assert [step["end_ms"] - step["start_ms"] for step in eased["steps"]][:3] == [20_000, 8_000, 12_000]


@pytest.mark.parametrize(
    ("flags", "message", "hint"),
    [
        (("--weeks", "3"), "there are no weeks `3`: the program has 2 weeks", "write e.g. `--weeks 3`"),
        (("--weeks", "2-1"), "the weeks `2-1` run backwards", "did you mean `1-2`?"),
        (("--weeks", "3-1"), "there are no weeks `3-1`", "write e.g. `--weeks 3`"),
        (("--weeks", "first"), "`first` names no weeks", "write e.g. `--weeks 3`"),
        (("--day", "w01d3"), "unknown day `w01d3`", "did you mean `w01d"),
        (("--ease", "1.2"), "runs cannot be eased to 1.2 of their length", "give e.g. `--ease 0.8`"),
        (("--ease", "nan"), "runs cannot be eased to nan of their length", "give e.g. `--ease 0.8`"),
        (("--set", "rnu=3s"), "unknown variable `rnu`", "did you mean `run`?"),
    ],
)
def test_wrong_flags_are_told(cli: Cli, program: Path, flags: tuple[str, ...], message: str, hint: str) -> None:
    err = cli("plan", "builder.yaml", *flags, code=2).err
    assert message in " ".join(err.split())
    assert hint in err


@pytest.mark.parametrize("flag", ["--weeks=1", "--day=w01d1", "--bridge"])
def test_what_only_programs_have_is_refused_for_a_session(cli: Cli, here: Path, flag: str) -> None:
    for command in ("plan", "build"):
        err = cli(command, "short.yaml", flag, code=2).err
        assert f"{flag.partition('=')[0]} is for programs, and `short.yaml` is a session" in err


@pytest.mark.usefixtures("nothing_written")
def test_a_program_is_checked(cli: Cli, here: Path) -> None:
    said = cli("check", "couch-to-5k", "short.yaml")
    assert said.out.splitlines()[0].startswith("couch-to-5k: ok, 27 days in 9 weeks, 14:5")


def test_mistakes_of_a_program_are_told(cli: Cli, program: Path) -> None:
    program.write_text(PROGRAM.replace("run: 2m", "rnu: 2m").replace("rest: short", "rest: shrot"))
    err = cli("check", "builder.yaml", code=2).err
    assert "builder.yaml:5:" in err
    assert "did you mean `short.yaml`?" in err
    (row,) = cli("check", "builder.yaml", "--json", code=2).json
    assert not row["ok"]


def test_the_weeks_are_drawn(cli: Cli, program: Path, here: Path) -> None:
    program.write_text(PROGRAM.replace("Easy does it", "Easy <&> does it"))
    cli("plan", "builder.yaml", "--svg", "weeks.svg")
    root = ElementTree.fromstring((here / "weeks.svg").read_text(encoding="utf-8"))
    texts = [element.text for element in root.iter() if element.text and element.text.strip()]
    assert "1  Easy <&> does it" in texts
    assert "week 1: 1 min moderate, 4 min vigorous; week 2: 0.5 min moderate, 6 min vigorous." in texts


def test_a_program_is_built_into_a_folder(cli: Cli, program: Path, here: Path) -> None:
    ids = ["w01d1", "w01d2", "w02d1", "w02d1-easier", "w02d1-instead", "w02d1-rest"]
    flags = ("--voice", "fake", "--quality", "voice", "--soundscape", "none", "--jobs", "1")
    said = cli("build", "builder.yaml", *flags)
    assert said.out.splitlines() == [f"builder/{id_}-builder.mp3" for id_ in ids]
    assert "6 built, 0 unchanged" in said.err
    again = cli("build", "builder.yaml", *flags, "--json").json
    assert [file["path"] for file in again["files"]] == said.out.splitlines()
    assert all(file["unchanged"] for file in again["files"])
    assert again["takes"] == {"synthesized": 0, "cached": 0}
    plan = cli("plan", "builder.yaml", *flags[:-2], "--json").json
    days = [day["session"] for week in plan["weeks"] for day in week["days"]]
    for file, day in zip(again["files"], days, strict=True):
        assert {key: file[key] for key in day} == day
    assert "1 built, 0 unchanged" in cli("build", "builder.yaml", *flags, "--day", "w01d1", "-d", "one").err
    cli("build", "builder.yaml", *flags, "--day", "w01d1", "-o", "day.mp3")
    assert (here / "day.mp3").read_bytes() == (here / "one" / "w01d1-builder.mp3").read_bytes()


def test_sessions_and_programs_are_built_together(cli: Cli, program: Path, here: Path) -> None:
    flags = ("--voice", "fake", "--quality", "voice", "--soundscape", "none", "--jobs", "1", "-d", "all")
    files = cli("build", "short.yaml", "builder.yaml", *flags, "--weeks", "1", "--json").json["files"]
    names = ["all/short.mp3", "all/builder/w01d1-builder.mp3", "all/builder/w01d2-builder.mp3"]
    assert [file["path"] for file in files] == names
    assert all((here / name).exists() for name in names)


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (("-o", "x.mp3"), "-o names one file, and a program is a folder of them"),
        (("--stems", "st"), "--stems names one session's folder"),
    ],
)
def test_what_a_program_cannot_be_is_told(cli: Cli, program: Path, flags: tuple[str, ...], message: str) -> None:
    assert message in cli("build", "builder.yaml", *flags, code=2).err


def test_every_line_of_a_program_is_listed_once(cli: Cli, program: Path) -> None:
    lines = cli("voices", "script", "builder.yaml", "--json").json
    assert len({(line["file"], line["voice"]) for line in lines}) == len(lines)
    by_text = {line["text"]: line for line in lines}
    assert by_text["Let us go."]["times"] == 5  # of the two days, their extra, the rest day, and the third day


def test_the_schema_takes_what_the_reader_takes(cli: Cli, program: Path) -> None:
    schema = json.loads(asset("schemas", "program.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    files = [program, *(asset("programs", f"{name}.yaml") for name in library.program_names())]
    for path in files:
        validator.validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    for bad in ("weeks: []", "title: T", "weeks: [{days: 0}]", "weeks: [{days: [{rest: a, easier: b}]}]"):
        assert not validator.is_valid(yaml.safe_load(bad))


def test_a_program_of_the_library_is_copied_and_works(cli: Cli, here: Path) -> None:
    cli("library", "copy", "walk-run-builder", "mine.yaml")
    text = (here / "mine.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=file:")
    assert text.splitlines()[0].endswith("program.json")
    assert "mine.yaml: ok, 24 days in 8 weeks" in cli("check", "mine.yaml").out
    rows = {row["name"]: row for row in cli("library", "list", "--json").json}
    assert rows["couch-to-5k"] == {"name": "couch-to-5k", "kind": "program", "title": "Couch to 5K", "minutes": 892}


def test_a_folder_that_held_another_program_is_told_of(cli: Cli, here: Path) -> None:
    for name, title in (("one.yaml", "Number one"), ("two.yaml", "Number two")):
        (here / name).write_text(f"title: {title}\nsession: short.yaml\nweeks: [{{days: [{{}}]}}]\n")
    flags = ("--quality", "voice", "-d", "out")
    held = "warning: out held the program `Number one`: what is left of its files is no part of this one\n  hint: give"
    assert "held the program" not in cli("build", "one.yaml", *flags).err
    assert "held the program" not in cli("build", "one.yaml", *flags).err
    assert held in cli("build", "two.yaml", *flags).err
    assert "held the program" not in cli("build", "two.yaml", *flags).err
