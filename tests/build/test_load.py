"""From whatever names or says a session to the session."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

import audiocoach
from audiocoach.build.load import load
from audiocoach.build.options import BuildOptions
from audiocoach.errors import InputError, SpecError
from audiocoach.session.session import Session
from support import ROOT

TEXT = (ROOT / "assets" / "sessions" / "walk-run-20.yaml").read_text(encoding="utf-8")
SHORT = "steps: [{walk: 5m}, {run: 30s, say: Easy.}]"


def said(session: Session) -> dict[str, Any]:
    """All that a session says, wherever it comes from."""
    return {name: getattr(session, name) for name in Session.model_fields}


def test_one_session_in_four_ways(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(TEXT, encoding="utf-8")
    values: Mapping[str, Any] = yaml.safe_load(TEXT)
    ways = ("walk-run-20", file, str(file), TEXT, values)
    first, *others = (said(load(way)) for way in ways)
    assert all(other == first for other in others)
    assert all(audiocoach.plan(load(way), estimate=True).steps for way in ways)


def test_one_line_is_a_text_where_it_says_something_and_names_nothing(tmp_path: Path) -> None:
    assert load(SHORT).extent.ms == 330_000
    file = tmp_path / "a: b.yaml"
    file.write_text("steps: [{walk: 1m}]\n")
    assert load(str(file)).extent.ms == 60_000
    with pytest.raises(InputError, match=r"there is no file `nowhere\.yaml`"):
        load("nowhere.yaml")


def test_mistakes_have_places_in_texts_and_mappings() -> None:
    with pytest.raises(SpecError) as caught:
        load("steps:\n  - run: 30\n")
    assert str(caught.value).startswith("<text>:2:10: `30` has no unit")
    with pytest.raises(SpecError) as caught:
        load({"steps": [{"walk": "5m"}, {"run": 30}]})
    (one,) = caught.value.diagnostics
    assert one.place is not None
    assert one.place.file == "<mapping>"
    assert one.hint == "did you mean `30s` or `30m`?"


def test_wrong_names_are_told_in_python_too() -> None:
    with pytest.raises(SpecError, match="unknown voice `jo`"):
        load("voice: jo\nsoundscape: mountain-lak\nsteps: [{walk: 1m}]\n")
    assert load("voice: jo\nsteps: [{walk: 1m}]\n", options=BuildOptions(voice="joe")).voice.name == "joe"
    with pytest.raises(InputError, match="unknown variable `rum`"):
        load("walk-run-20", let={"rum": "45s"})


def test_let_may_stand_in_the_options_and_beside_them() -> None:
    both = load("walk-run-20", {"run": "45s"}, BuildOptions(let=(("walk", "60s"),)))
    assert (both.let["run"], both.let["walk"]) == ("45s", "60s")
