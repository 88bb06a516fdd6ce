"""Variables: `let: {run: 30s}` gives `$run` its value.

Where a value is `$run` alone it becomes the variable's, whatever that is; inside of a value (`1000 meters @ $p`) the
value's words stand in its place. Texts keep theirs, but for those alone: they are filled where they are read or said.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from audiocoach.errors import short
from audiocoach.syntax.invalid import InvalidValue, Loc
from audiocoach.syntax.text_keys import Kind, kind_below

NAME: Final = r"[A-Za-z_](?:[A-Za-z0-9_]|-(?=[A-Za-z0-9_]))*"
"""A regular expression for the name of a variable."""

NAME_PATTERN: Final = re.compile(NAME)

VARIABLE_SCHEMA: Final[dict[str, Any]] = {"type": "string", "pattern": rf"^(?:[^$]|\$\$)*\${NAME}"}
"""JSON Schema of a value that is a variable, or has one inside."""

MOST_VALUES: Final = 50_000
"""Values in one document, after aliases are followed and variables replaced: two for each step of the longest."""

_TOO_MUCH: Final = f"{MOST_VALUES:,} values are the most: use shorter lists, or split the session"
_WHOLE: Final = re.compile(rf"\$({NAME})")
_ANY: Final = re.compile(rf"\$(?:(\$)|({NAME}))?")


def variable(value: object) -> str | None:
    """The name of the variable that `value` is, or None."""
    whole = _WHOLE.fullmatch(value.strip()) if isinstance(value, str) else None
    return whole[1] if whole else None


def asked(text: str) -> Iterator[tuple[str | None, str | None]]:
    """The sign of each `$$` and the name of each `$name` of `text`; neither for a `$` alone."""
    return ((match[1], match[2]) for match in _ANY.finditer(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with each `$name` replaced from `values`, and `$$` by the sign."""

    def value(match: re.Match[str]) -> str:
        if match[1]:
            return "$"
        word = known_prefix(match[2], values) if match[2] else None
        return match[0] if word is None else values[word] + match[2][len(word) :]

    return _ANY.sub(value, text)


def fill_as_written(text: str, let: Mapping[str, Any], turn: int = 0) -> str:
    """`text` with the variables of `let` as they are written; of a list the entry whose turn it is, from 0."""
    return fill(text, {name: as_written(_of_turn(value, turn)) for name, value in let.items()})


def as_written(value: Any) -> str:
    """A variable's value as a text inside of another, its `$$` as the sign."""
    return str(value).replace("$$", "$")


def known_prefix(name: str, known: Collection[str]) -> str | None:
    """`name`, or its part before a hyphen (`$round-trip`), where that is known."""
    while name:
        if name in known:
            return name
        name = name.rpartition("-")[0]
    return None


def unknown(name: str, known: Collection[str]) -> InvalidValue:
    """The mistake that a variable is not there."""
    hint = f"known: {_listed(known)}" if known else "give it a value under `let:`"
    return InvalidValue(f"unknown variable `${short(name)}`", hint, near=(name, known))


def _listed(names: Collection[str]) -> str:
    return ", ".join(f"${name}" for name in names)


def unknown_in(values: Any, let: Mapping[str, Any]) -> Iterator[tuple[Loc, InvalidValue]]:
    """Each variable that is not in `let`, and the way to its value; texts are checked by themselves."""
    yield from _unknown_in(values, let, (), "open")


def _unknown_in(value: Any, let: Mapping[str, Any], loc: Loc, kind: Kind) -> Iterator[tuple[Loc, InvalidValue]]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key != "let":
                yield from _unknown_in(item, let, (*loc, key), kind_below(key, kind))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _unknown_in(item, let, (*loc, index), kind)
    elif isinstance(value, str) and kind != "text":
        for _, name in asked(value):
            if name and known_prefix(name, let) is None:
                hint = "give it a value under `let:`" + (f"; known: {_listed(let)}" if let else "")
                yield loc, InvalidValue(f"unknown variable `${short(name)}`", hint)


def substitute(values: Any, let: Mapping[str, Any]) -> Any:
    """`values` with the variables of `let` in place; `let` itself is left as it is, and so are they inside of texts.

    Raises `InvalidValue` at the value with which they become more than `MOST_VALUES`.
    """
    return _Substitution(let).of(values, (), "open")


class _Substitution:
    """Replaces variables, and counts what comes of it."""

    def __init__(self, let: Mapping[str, Any]) -> None:
        self.let = let
        self.left = MOST_VALUES

    def of(self, value: Any, loc: Loc, kind: Kind) -> Any:
        if isinstance(value, dict):
            return {
                key: item if key == "let" else self.of(item, (*loc, key), kind_below(key, kind))
                for key, item in value.items()
            }
        if isinstance(value, list):
            return [self.of(item, (*loc, index), kind) for index, item in enumerate(value)]
        if not isinstance(value, str) or "$" not in value:
            return value
        whole = variable(value)
        if whole is not None and whole in self.let:
            return self._counted(self.let[whole], whole, loc)
        return value if kind == "text" else self._filled(value, loc)

    def _filled(self, value: str, loc: Loc) -> Any:
        """A value with variables inside; with a list among them, one for each turn of the longest."""
        names = [known for _, name in asked(value) if name and (known := known_prefix(name, self.let))]
        lengths = [len(self.let[name]) for name in names if isinstance(self.let[name], list)]
        if not lengths:
            return fill_as_written(value, self.let) if names or "$$" in value else value
        self._counted([None] * max(lengths), names[0], loc)
        return [fill_as_written(value, self.let, turn) for turn in range(max(lengths))]

    def _counted(self, value: Any, name: str, loc: Loc) -> Any:
        self.left -= len(value) if isinstance(value, list) else 1
        if self.left < 0:
            raise InvalidValue(f"with `${name}` this is more than a session can hold", _TOO_MUCH, loc)
        return value


def _of_turn(value: Any, turn: int) -> Any:
    return value[turn % len(value)] if isinstance(value, (list, tuple)) and value else value
