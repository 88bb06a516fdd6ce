"""Variables: `let: {run: 30s}` gives `$run` its value wherever a value is `$run` alone."""

import re
from collections.abc import Mapping
from typing import Any, Final

from audiocoach.syntax.invalid import InvalidValue, Loc

NAME: Final = r"[A-Za-z_](?:[A-Za-z0-9_]|-(?=[A-Za-z0-9_]))*"
"""A regular expression for the name of a variable."""

NAME_PATTERN: Final = re.compile(NAME)

VARIABLE_SCHEMA: Final[dict[str, Any]] = {"type": "string", "pattern": rf"^\s*\${NAME}\s*$"}
"""JSON Schema of a whole value that is a variable."""

MOST_VALUES: Final = 50_000
"""Values in one document, after aliases are followed and variables replaced: two for each step of the longest."""

_TOO_MUCH: Final = f"{MOST_VALUES:,} values are the most: use shorter lists, or split the session"
_WHOLE: Final = re.compile(rf"\$({NAME})")


def variable(value: object) -> str | None:
    """The name of the variable that `value` is, or None."""
    whole = _WHOLE.fullmatch(value.strip()) if isinstance(value, str) else None
    return whole[1] if whole else None


def substitute(values: Any, let: Mapping[str, Any]) -> Any:
    """`values` with each text that is a whole `$name` of `let` replaced; `let` itself is left as it is.

    Raises `InvalidValue` at the value with which they become more than `MOST_VALUES`.
    """
    return _Substitution(let).of(values, ())


class _Substitution:
    """Replaces variables, and counts what comes of it."""

    def __init__(self, let: Mapping[str, Any]) -> None:
        self.let = let
        self.sizes = {name: len(value) if isinstance(value, list) else 1 for name, value in let.items()}
        self.left = MOST_VALUES

    def of(self, value: Any, loc: Loc) -> Any:
        if isinstance(value, dict):
            return {key: item if key == "let" else self.of(item, (*loc, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [self.of(item, (*loc, index)) for index, item in enumerate(value)]
        name = variable(value)
        if name is None or name not in self.let:
            return value
        self.left -= self.sizes[name]
        if self.left < 0:
            raise InvalidValue(f"with `${name}` this is more than a session can hold", _TOO_MUCH, loc)
        return self.let[name]
