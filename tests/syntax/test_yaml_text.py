"""What is no document of ours is refused in our own words, whichever of PyYAML's parsers reads it."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from audiocoach.errors import Diagnostic, SpecError
from audiocoach.syntax import yaml_text

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
