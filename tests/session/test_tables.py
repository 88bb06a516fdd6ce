"""Variables that follow from another one by a table, as `let: {run: {by: pace, 9:00/mi: 2m}}` says."""

import pytest
from jsonschema import Draft202012Validator

from audiocoach.errors import InputError, SpecError
from audiocoach.session.reader import Reader
from audiocoach.session.schema import session_schema
from audiocoach.session.session import Session
from audiocoach.syntax.plain_values import values_of
from audiocoach.syntax.yaml_text import parse

SESSION = """let:
  at: VALUE
  run: TABLE
steps: [{run: $run}]
"""
PACES = "{by: at, 9:00/mi: 2m, 7:00/mi: 6m, to: 20:00/mi}"
NUMBERS = "{by: at, -5: 1m, 2.5: 2m, 10: 3m}"
DURATIONS = "{by: at, 90s: 1m, 5m: 2m}"
WORDS = "{by: at, 'true': 1m, easy: 2m, 30 C: 3m}"
NESTED = "{by: at, easy: {by: how, 1: 1m, 2: 2m}, hard: {by: at, hard: 3m}}"


UNUSABLE = ("{by: at}", "{by: at, to: 3}", "{by: at, 1: {a: b}}", "{at: 2m}")
"""Tables without any value that the steps could have."""


def text(value: str, table: str) -> str:
    return SESSION.replace("VALUE", value).replace("TABLE", table)


def read(source: str, sets: dict[str, str] | None = None) -> Session:
    return Reader(lambda name: None, sets).compile(parse(source, "x.yaml"))


def minutes(source: str, sets: dict[str, str] | None = None) -> float:
    step = read(source, sets).steps[0]
    return float(step.lengths[0].ms / 60_000)


@pytest.mark.parametrize(
    ("table", "found"),
    [
        (PACES, {"7:00/mi": 6, "8:59/mi": 6, "9:00/mi": 2, "20:00/mi": 2, "5:35/km": 6, "5:36/km": 2}),
        (NUMBERS, {"-5": 1, "2.49": 1, "2.5": 2, "9": 2, "10": 3, "1000": 3, "'10'": 3}),
        (DURATIONS, {"90s": 1, "1:30": 1, "4m59s": 1, "5 min": 2, "3h": 2}),
        (WORDS, {"true": 1, "easy": 2, "30 C": 3}),
    ],
)
def test_a_row_counts_from_its_own_value_up_to_the_next_ones(table: str, found: dict[str, float]) -> None:
    assert {value: minutes(text(value, table)) for value in found} == found


def test_the_variable_that_a_table_is_by_may_be_set() -> None:
    source = text("7:00/mi", PACES)
    assert minutes(source, {"at": "9:30/mi"}) == 2
    assert minutes(source, {"run": "45s"}) == 0.75
    assert read(source, {"at": "9:30/mi"}).let["run"] == "2m"


def test_a_table_may_stand_in_a_row_and_have_lists() -> None:
    source = text("easy", NESTED).replace("at:", "how: 2\n  at:")
    assert minutes(source) == 2
    assert minutes(source, {"how": "1"}) == 1
    assert minutes(source, {"at": "hard"}) == 3
    lists = "let: {at: 2, run: {by: at, 1: 30s, 2: [10s, 20s]}}\nsteps: [{repeat: , steps: [{run: $run}]}]\n"
    assert [one.ms for one in read(lists).steps[0].steps[0].lengths] == [10_000, 20_000]


def test_texts_and_titles_have_the_value() -> None:
    source = f"title: Runs of $run\n{text('9:00/mi', PACES)}"
    assert read(source).title == "Runs of 2m"


@pytest.mark.parametrize(
    ("value", "table", "place", "message", "hint"),
    [
        (
            "6:30/mi",
            PACES,
            "3:3",
            "the table of `run` has no row for `6:30/mi`",
            "it goes from `7:00/mi` to `20:00/mi`",
        ),
        ("20:01/mi", PACES, "3:3", "the table of `run` has no row for `20:01/mi`", "it goes from `7:00/mi` to"),
        ("-6", NUMBERS, "3:3", "the table of `run` has no row for `-6`", "it begins at `-5`"),
        ("easily", PACES, "3:3", "no row for `easily`: its rows are paces", "a pace is written `5:30/km`"),
        ("5m", NUMBERS, "3:3", "no row for `5m`: its rows are numbers", "write a number, e.g. `75`"),
        ("eazy", WORDS, "3:3", "the table of `run` has no row for `eazy`", "did you mean `easy`?"),
        ("1", "{by: att, 1: 2m}", "3:9", "`att` is no variable with one value", "did you mean `at`?"),
        ("[1, 2]", "{by: at, 1: 2m}", "3:9", "`at` is no variable with one value", "give it a value under `let:`"),
        ("1", "{by: run, 1: 2m}", "3:9", "`run` is no variable with one value", "known: at"),
        ("1", "{by: at}", "3:3", "a table without rows", "write e.g. `run: {by: pace,"),
        ("1", "{by: at, to: 3}", "3:3", "a table without rows", "write e.g. `run: {by: pace,"),
        ("1", "{by: at, one: 2m, to: 3}", "3:26", "only a table of paces, durations or numbers has a `to`", "leave it"),
        ("1", "{by: at, 1: 2m, to: far}", "3:24", "`to` is `far`, and the rows are numbers", "write a number"),
        (
            "1",
            "{by: at, 1: {a: b}}",
            "3:17",
            "a variable is a text, a number or a list of them",
            "write e.g. `run: 30s`",
        ),
        ("1", "{by: at, 1: {by: at, 2: 3m}}", "3:17", "the table of `run` has no row for `1`", "it begins at `2`"),
        ("1", "{at: 2m}", "3:8", "a variable is a text, a number or a list of them", "write e.g. `run: 30s`"),
    ],
)
def test_what_is_wrong_with_a_table_is_told_at_its_place(
    value: str, table: str, place: str, message: str, hint: str
) -> None:
    with pytest.raises(SpecError) as caught:
        read(text(value, table))
    diagnostic, *rest = caught.value.diagnostics
    assert not rest or table in UNUSABLE
    assert f"{diagnostic.place}" == f"x.yaml:{place}"
    assert message in diagnostic.message
    assert hint in str(diagnostic.hint)


def test_all_mistakes_are_told_at_once_and_none_follows_from_a_table() -> None:
    source = text("1:00/mi", PACES).replace("steps: [", "steps: [{wlak: 1m}, {walk: $wlak}, ")
    with pytest.raises(SpecError) as caught:
        read(source)
    assert [str(one.place) for one in caught.value.diagnostics] == ["x.yaml:3:3", "x.yaml:4:10", "x.yaml:4:28"]


@pytest.mark.parametrize("table", [PACES, NUMBERS, DURATIONS, WORDS, NESTED])
def test_the_schema_accepts_tables(table: str) -> None:
    values = values_of(parse(text("x", table), "x.yaml"))
    assert [error.message for error in Draft202012Validator(session_schema()).iter_errors(values)] == []


PACED = """let: {pace: 10:00/mi, run: {by: pace, 7:00/mi: 6m, 10:00/mi: 2m}}
steps: [{run: $run, say: {3m: Half.}}]
"""


def test_a_persons_pace_is_that_of_the_variable() -> None:
    reader = Reader(lambda name: None)
    faster = reader.at_pace("7:30/mi").compile(parse(PACED.replace("2m}", "5m}"), "x.yaml"))
    assert faster.steps[0].lengths[0].ms == 360_000
    assert faster.steps[0].lengths[0].pace is None
    assert faster.let["pace"] == "7:30/mi"


def test_a_persons_pace_stands_in_place_of_the_sessions_and_its_own_stays() -> None:
    source = "pace: 5:00/km\nsteps: [{run: 1 km, say: {-30s: Near.}}, {run: 1 km @ 6:00/km}]\n"
    reader = Reader(lambda name: None).at_pace("4:00/km")
    session = reader.compile(parse(source, "x.yaml"))
    assert [step.lengths[0].ms for step in session.steps] == [240_000, 360_000]
    without = reader.compile(parse(source.removeprefix("pace: 5:00/km\n"), "x.yaml"))
    assert [step.lengths[0].ms for step in without.steps] == [240_000, 360_000]


def test_a_cue_that_a_pace_makes_impossible_is_left_out() -> None:
    source = "pace: 5:00/km\nsteps: [{run: 1 km, say: {4m30s: Near.}}]\n"
    session = Reader(lambda name: None).at_pace("4:00/km").compile(parse(source, "x.yaml"))
    assert session.steps[0].lengths[0].ms == 240_000


def test_an_option_that_is_no_pace_is_told() -> None:
    from audiocoach.build.options import BuildOptions

    with pytest.raises(InputError, match="`fast` is not a pace") as caught:
        BuildOptions(pace="fast")
    assert caught.value.hint == "a pace is written `5:30/km` or `9:00/mi`"


@pytest.mark.parametrize(("options", "config"), [({"pace": "6:00/km"}, {}), ({}, {"pace": "6:00/km"})])
def test_a_persons_usual_pace_changes_no_word_of_a_timed_run(options: dict[str, str], config: dict[str, str]) -> None:
    from audiocoach.build.load import load
    from audiocoach.build.options import BuildOptions
    from audiocoach.build.planning import script_of
    from audiocoach.build.workspace import Workspace
    from audiocoach.config import Config

    def words(text: str, *, paced: bool) -> list[str]:
        chosen = BuildOptions(**options) if paced else BuildOptions()
        session = load(text, options=chosen, workspace=Workspace(Config(**config) if paced else Config()))
        return [draft.full.text for draft in script_of(session).drafts()]

    timed = "steps: [{warm-up: 5m}, {run: 20m, effort: 3}, {walk: 5m}]\n"
    assert words(timed, paced=True) == words(timed, paced=False)
    assert words(f"pace: 6:00/km\n{timed}", paced=False) != words(timed, paced=False)
    distance = "steps: [{warm-up: 5m}, {run: 4 km @ 6:00/km}, {walk: 5m}]\n"
    assert words(distance.replace(" @ 6:00/km", ""), paced=True) == words(distance, paced=False)
