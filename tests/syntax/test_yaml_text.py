"""What is no document of ours is refused in our own words, whichever of PyYAML's parsers reads it."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from audiocoach.errors import Diagnostic, SpecError
from audiocoach.syntax import yaml_text
from audiocoach.syntax.yaml_errors import syntax_diagnostic

PARSERS = [parser for name in ("CSafeLoader", "SafeLoader") if (parser := getattr(yaml, name, None))]
"""The C library's, which has a limit of its own in some versions, and Python's."""


@pytest.fixture(params=PARSERS, ids=lambda parser: parser.__name__)
def _parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    body: dict[str, Any] = {"yaml_implicit_resolvers": {}}
    monkeypatch.setattr(yaml_text, "_Loader", type("_Loader", (request.param,), body))
    return


def refusal(text: str) -> Diagnostic:
    with pytest.raises(SpecError) as caught:
        yaml_text.parse(text, "x.yaml")
    (diagnostic,) = caught.value.diagnostics
    return diagnostic


DEEP = {
    "brackets": ("title: ééé\r\nsteps:\r\n  - " + "[" * 3_000, 3, 63),
    "brackets that are closed": ("steps: " + "[" * 3_000 + "]" * 3_000, 1, 67),
    "braces": ("{a: " * 3_000, 1, 4 * 60 + 1),
    "brackets and braces": ("[{" * 2_000, 1, 61),
    "lists beside lists": ("[[1]," * 2_000, 1, 5 * 59 + 2),
    "dashes": ("- " * 3_000, 1, 121),
    "keys": ("? " * 3_000, 1, 121),
    "lines": ("".join(f"{'  ' * depth}a:\n" for depth in range(500)), 61, 121),
}
"""The text, and the line and the column of the 61st collection."""


@pytest.mark.usefixtures("_parser")
@pytest.mark.parametrize("name", DEEP)
def test_deep_nesting_is_refused_at_its_place(name: str) -> None:
    text, line, column = DEEP[name]
    found = refusal(text)
    assert found.message == "this is nested too deeply"
    assert found.hint
    assert "60 lists and mappings inside one another" in found.hint
    assert found.place
    assert (found.place.line, found.place.column) == (line, column)


@pytest.mark.usefixtures("_parser")
def test_too_many_values_are_refused_at_the_first_too_many() -> None:
    found = refusal("steps:\n" + "- a\n" * 100_000)
    assert found.message == "this is more than a session can hold"
    assert "50,000 values are the most" in str(found.hint)
    assert found.place
    assert found.place.line == 99_999


WORDS = {
    "a: - b": ("1:4", "a `- ` where no list can start"),
    "a: b: c": ("1:5", "a `: ` inside a text that is not quoted"),
    "a: b\n c: d": ("2:3", "a `: ` inside a text that is not quoted"),
    "a: 1\nbcd\nc: 2": ("2:1", "a key without its `:`"),
    "a: [b c\nd: e": ("2:2", "a `,` or a `]` is missing before this"),
    "a: {b: c ]": ("1:10", "a `,` or a `}` is missing before this"),
    "- a\nb: c": ("2:1", "this is no item of the list above it"),
    "a:\n  b: c\n d: e": ("3:2", "this does not belong to the keys above it"),
    "a: b\n- c": ("2:1", "this does not belong to the keys above it"),
    "a: 'b' c": ("1:8", "this does not belong to the keys above it"),
    " a: b\nc: d": ("2:1", "this does not belong to the keys above it"),
    "a: , b": ("1:4", "a value is missing before this"),
    "[,]": ("1:2", "a value is missing before this"),
    "a: ]": ("1:4", "a value is missing before this"),
    "a:\n\tb: c": ("2:1", "a tab where YAML wants spaces"),
    "a: |\n\tb": ("2:1", "a tab where YAML wants spaces"),
    "a:\n  b: c\n\td: e": ("3:1", "a tab where YAML wants spaces"),
    "a: @b": ("1:4", "a text that starts with a sign which YAML reserves"),
    "a: `b": ("1:4", "a text that starts with a sign which YAML reserves"),
    "a: 'b\nc: d": ("1:4", "a text in quotes without its end"),
    'a: "b\nc': ("1:4", "a text in quotes without its end"),
    'a: "b\n---\nc"': ("1:4", "a text in quotes without its end"),
    "a: | b\n c": ("1:4", "a text on the line of its `|` or `>`"),
    "a: >x": ("1:4", "a text on the line of its `|` or `>`"),
    "a: *b": ("1:4", "a text that starts with `*`, which YAML reads as an alias"),
    "a: *": ("1:4", "a text that starts with `*`, which YAML reads as an alias"),
    "a: & b": ("1:4", "a text that starts with `&`, which YAML reads as an anchor"),
    "a: &x 1\nb: &x 2": ("2:4", "an anchor of the same name as on line 1"),
    "a: !<x": ("1:4", "a text that starts with `!`, which YAML reads as a tag"),
    "a: !e!x y": ("1:4", "a text that starts with `!`, which YAML reads as a tag"),
    "%YAML 9\n---\na": ("1:1", "a line that starts with `%`, which YAML reads as a directive"),
    "a: b\n---\nc: d": ("2:1", "a second document; a file holds one session"),
}
"""Texts that are no YAML, and what is said of them where."""


@pytest.mark.usefixtures("_parser")
@pytest.mark.parametrize("text", WORDS)
def test_what_is_no_yaml_is_told_in_our_words(text: str) -> None:
    place, message = WORDS[text]
    found = refusal(text)
    assert found.message == message
    assert str(found.place) == f"x.yaml:{place}"
    assert found.hint


@pytest.mark.usefixtures("_parser")
@pytest.mark.parametrize("text", ['a: "\\q"', 'a: "\\u12"', 'a: "\\x"'])
def test_a_backslash_that_says_nothing_is_told(text: str) -> None:
    found = refusal(text)
    assert found.message == "a `\\` that says nothing to YAML"
    assert found.place
    assert 4 <= found.place.column <= 7


def test_words_of_a_parser_that_nobody_knows_are_told_as_they_are() -> None:
    lines = ("a: b",)
    mark = yaml.Mark("x", 0, 0, 3, None, 0)
    found = syntax_diagnostic(yaml.MarkedYAMLError("while dreaming", mark, "found a sheep", mark), "x.yaml", lines)
    assert str(found).startswith(
        "x.yaml:1:4: this is not YAML: while dreaming; found a sheep\n  a: b\n     ^\n  hint: "
    )
    assert syntax_diagnostic(yaml.MarkedYAMLError(problem="found a sheep"), "x.yaml", lines).hint
