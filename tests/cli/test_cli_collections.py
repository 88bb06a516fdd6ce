"""Collections on the command line: by the same commands as sessions and programs."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from audiocoach.assets import asset
from audiocoach.build import library
from audiocoach.deliver.own_tags import read_own_tags
from support.commands import Cli
from support.plan_contract import CONTRACT as SESSION_CONTRACT

COLLECTION = """title: Small things
sessions:
  - short.yaml
  - {session: short.yaml, name: Longer, let: {run: 20s}}
"""
TEXT = {"type": "string"}
CONTRACT = {
    "type": "object",
    "required": ["title", "sessions"],
    "additionalProperties": False,
    "properties": {
        "title": TEXT,
        "sessions": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "title", "session"],
                "additionalProperties": False,
                "properties": {"id": TEXT, "title": TEXT, "session": SESSION_CONTRACT.schema},
            },
        },
    },
}


@pytest.fixture
def small(here: Path) -> str:
    (here / "small.yaml").write_text(COLLECTION)
    return "small.yaml"


def test_its_sessions_are_built_into_a_folder_of_its_name_or_into_the_one_named(
    cli: Cli, small: str, here: Path
) -> None:
    report = cli("build", small, "--json", "--jobs", "1").json
    assert [Path(file["path"]) for file in report["files"]] == [Path("small/short.mp3"), Path("small/short-2.mp3")]
    assert [file["unchanged"] for file in report["files"]] == [False, False]
    again = cli("build", small, "-d", "small", "--json", "--jobs", "1").json
    assert [file["unchanged"] for file in again["files"]] == [True, True]
    assert report["takes"]["synthesized"] == 0 or again["takes"]["synthesized"] == 0
    tags = [read_own_tags(here / "small" / name) for name in ("short.mp3", "short-2.mp3")]
    assert [one.title for one in tags if one] == ["Short", "Longer"]
    assert sorted(path.name for path in (here / "small").iterdir()) == ["short-2.mp3", "short.mp3"]


def test_with_others_it_has_a_folder_of_its_own(cli: Cli, small: str, here: Path) -> None:
    cli("build", small, "short.yaml", "-d", "out", "--jobs", "1")
    found = sorted(str(path.relative_to(here / "out")) for path in (here / "out").rglob("*.mp3"))
    assert found == ["short.mp3", "small/short-2.mp3", "small/short.mp3"]


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (("build", "--weeks", "1"), "--weeks is for programs, and `small.yaml` is a collection"),
        (("build", "--day", "w01d1"), "--day is for programs, and `small.yaml` is a collection"),
        (("plan", "--bridge"), "--bridge is for programs, and `small.yaml` is a collection"),
        (("build", "-o", "a.mp3"), "-o names one file"),
        (("build", "--stems", "parts"), "--stems names one session's folder"),
        (("plan", "--svg", "a.svg"), "--svg draws a session's profile or a program's weeks, no collection"),
    ],
)
def test_flags_that_it_has_nothing_for(
    cli: Cli, small: str, command: tuple[str, ...], message: str, nothing_written: None
) -> None:
    name, *flags = command
    assert message in cli(name, small, *flags, code=2).err


def test_from_standard_input_it_needs_a_folder(cli: Cli, small: str, here: Path) -> None:
    said = cli("build", "-", stdin=COLLECTION, code=2).err
    assert "what comes from standard input has no name for its folder" in said
    cli("build", "-", "-d", "out", "--jobs", "1", stdin=COLLECTION)
    assert sorted(path.name for path in (here / "out").iterdir()) == ["short-2.mp3", "short.mp3"]


def test_two_that_would_share_a_folder_are_not_built(cli: Cli, small: str, here: Path) -> None:
    (here / "below").mkdir()
    (here / "below" / "small.yaml").write_text("sessions: [breathe-5]\n")
    said = cli("build", small, "below/small.yaml", "-d", "out", code=2).err
    assert "two of these would be written to one folder" in said
    assert not (here / "out").exists()


def test_a_plan_for_people_lists_its_sessions(cli: Cli, small: str) -> None:
    lines = cli("plan", small).out.splitlines()
    assert lines[0] == "Small things  2 sessions, 1:30"
    assert [line.split()[:3] for line in lines[-2:]] == [["1", "short", "0.67"], ["2", "short-2", "0.83"]]


def test_a_plan_for_programs_is_the_contract(cli: Cli, small: str) -> None:
    found = cli("plan", small, "--estimate", "--json").json
    jsonschema.Draft202012Validator(CONTRACT).validate(found)
    assert [(one["id"], one["title"]) for one in found["sessions"]] == [("short", "Short"), ("short-2", "Longer")]


def test_check_counts_its_sessions_and_voices_write_its_lines(cli: Cli, small: str) -> None:
    assert cli("check", small).out.startswith("small.yaml: ok, 2 sessions, 1:3")
    lines = {line["text"]: line["times"] for line in cli("voices", "script", small, "--json").json}
    assert lines["Let us go."] == 2


def test_one_of_the_library_is_listed_shown_copied_and_works(cli: Cli, here: Path) -> None:
    rows = {row["name"]: row for row in cli("library", "list", "--json").json}
    assert rows["mental-health"] == {
        "name": "mental-health",
        "kind": "collection",
        "title": "Mental Health",
        "minutes": 105,
    }
    assert "- grief-run" in cli("library", "show", "mental-health").out
    cli("library", "copy", "mental-health", "mine.yaml")
    first = (here / "mine.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=file:")
    assert first.endswith("collection.json")
    assert "mine.yaml: ok, 7 sessions, " in cli("check", "mine.yaml").out
    assert "did you mean `mental-health`?" in cli("library", "show", "mental-helth", code=2).err
    assert "did you mean `mental-health`?" in cli("build", "mental-helth", code=2).err


def test_the_schema_takes_what_the_reader_takes(small: str, here: Path) -> None:
    schema = json.loads(asset("schemas", "collection.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    for path in (here / small, *(asset("collections", f"{name}.yaml") for name in library.collection_names())):
        validator.validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    for bad in ("sessions: []", "title: T", "sessions: [{name: A}]", "sessions: [{session: a, days: 3}]"):
        assert not validator.is_valid(yaml.safe_load(bad))
