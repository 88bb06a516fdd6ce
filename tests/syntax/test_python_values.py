"""Python's own values become the document that a file with them would be, and their mistakes have places."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.errors import SpecError
from audiocoach.session.reader import Reader
from audiocoach.session.session import Session
from audiocoach.syntax.plain_values import values_of
from audiocoach.syntax.python_values import document_of
from audiocoach.syntax.yaml_text import decode, parse
from support import GOOD
from support.sessions import raws


def read(values: object) -> Session:
    return Reader(lambda name: None).compile(document_of(values, "<mapping>"))


def problems(values: object) -> list[str]:
    with pytest.raises(SpecError) as caught:
        read(values)
    return [str(diagnostic) for diagnostic in caught.value.diagnostics]


scalars = st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.floats(allow_nan=False) | st.text()
trees = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3), max_leaves=15
)


@given(trees)
def test_values_come_back_as_they_are(values: Any) -> None:
    assert close(values_of(document_of(values, "x")), values)


def close(found: Any, given_: Any) -> bool:
    """Whether two trees are the same; a number beyond what sessions can hold is the text that says it."""
    if isinstance(given_, dict):
        return found.keys() == given_.keys() and all(close(found[key], given_[key]) for key in given_)
    if isinstance(given_, list):
        return len(found) == len(given_) and all(close(*pair) for pair in zip(found, given_, strict=True))
    if isinstance(given_, float):
        return float(found) == given_
    if type(given_) is int and abs(given_) == 10**18:
        return str(found) == str(given_)
    return type(found) is type(given_) and bool(found == given_)


@given(raws())
def test_a_mapping_is_the_session_that_its_file_is(raw: dict[str, Any]) -> None:
    text = yaml.safe_dump(raw, sort_keys=False, width=10_000)
    session, from_file = read(raw), Reader(lambda name: None).compile(parse(text, "x"), "Session")
    assert (session.title, session.coaching, session.steps) == (from_file.title, from_file.coaching, from_file.steps)


def test_a_text_is_the_session_that_its_file_is() -> None:
    reader, path = Reader(lambda name: None), GOOD / "design.yaml"
    read = reader.compile(parse(decode(path.read_bytes(), str(path)), str(path), path.parent))
    assert read.steps == reader.read(path).steps
    assert read.folder == path.parent
    assert reader.compile(parse("steps: [{walk: 5m}]", "<text>")).title == "Session"


def test_what_a_mapping_or_a_text_includes_lies_in_its_folder(tmp_path: Path) -> None:
    (tmp_path / "part.yaml").write_text("language: tlh\nsteps: [{walk: 5m}]\n")
    reader = Reader(lambda name: None)
    values = {"steps": [{"include": "part.yaml"}]}
    for session in (
        reader.compile(replace(document_of(values, "<mapping>"), folder=tmp_path)),
        reader.compile(parse("steps: [include: part.yaml]", "<text>", tmp_path)),
    ):
        assert session.extent.ms == 300_000
    assert "there is no file `part.yaml` beside this one" in problems(values)[0]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"steps": [{"walk": "5m"}, {"repeat": 3, "steps": [{"run": "30q"}]}]},
            "<mapping>:3:24: `q` is not a unit of time\n  steps[1].steps[0].run: 30q\n                         ^^^\n",
        ),
        ({"steps": [{"wlk": 5}]}, "<mapping>:1:10: unknown step `wlk`\n  steps[0].wlk: 5\n           ^^^\n"),
        ({"steps": [{"walk": "1m", "say": "a\nb\x07"}]}, "<mapping>:2:15: a text with the control character U+0007"),
        ({"steps": [{"walk": "1m"}], 3: 4}, "<mapping>:2:1: unknown key `3`\n  3: 4\n  ^\n"),
        ({"steps": {}}, "<mapping>:1:8: `steps` is a list\n  steps: {}\n         ^^\n"),
        ({"steps": [{"walk": "1m", "say": []}]}, "<mapping>:2:15: this is empty\n"),
        ({}, "<mapping>:1:1: `steps` is missing"),
        ([], "<mapping>:1:1: a session is a mapping of keys"),
        ("steps", "<mapping>:1:1: a session is a mapping of keys"),
        ({"title": "T", "steps": Decimal(1)}, "<mapping>:2:1: a session cannot hold a `Decimal`\n  steps: Decimal\n"),
        ({Decimal(1): 1}, "<mapping>:1:1: a session cannot hold a `Decimal`"),
        ({"steps": [{"repeat": 10**5000, "steps": []}]}, "<mapping>:1:1: a session cannot hold a whole number of"),
        ({"steps": [{"repeat": float("nan"), "steps": [{"walk": "1m"}]}]}, "a whole number is needed here, not `NaN`"),
    ],
)
def test_mistakes_are_told_at_the_way_to_them(values: object, expected: str) -> None:
    found = problems(values)[0]
    assert expected in found


def test_a_mapping_that_holds_itself_is_too_deep() -> None:
    values: dict[str, Any] = {}
    values["steps"] = [values]
    assert "this is nested too deeply" in problems(values)[0]


def test_a_mapping_that_multiplies_is_too_much() -> None:
    values: list[Any] = [1] * 10
    for _ in range(8):
        values = [values] * 10
    assert "this is more than a session can hold" in problems({"steps": values})[0]
