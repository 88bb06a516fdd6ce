"""The values that a session gives to its variables."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from audiocoach.session.tables import TABLE_SCHEMA, check_table, is_table, looked_up
from audiocoach.syntax.invalid import InvalidValue, raise_all, shown
from audiocoach.syntax.template import RESERVED, check_characters
from audiocoach.syntax.variables import NAME, NAME_PATTERN

MOST_VARIABLES: Final = 200

_HINT: Final = "write e.g. `run: 30s`, or `run: [30s, 45s, 60s]`"
_LITERAL_SCHEMA: Final = {"type": ["string", "number", "boolean"]}
_NAMES_SCHEMA: Final = {"pattern": f"^{NAME}$", "not": {"enum": sorted(RESERVED)}}


def _variable(value: object) -> object:
    if is_table(value):
        check_table(value, _literal)
        return value
    return _literal(value)


def _literal(value: object) -> object:
    if isinstance(value, (list, tuple)) and not value:
        raise InvalidValue("a list of nothing", _HINT)
    for item in value if isinstance(value, (list, tuple)) else (value,):
        if isinstance(item, (dict, list, tuple)) or item is None:
            raise InvalidValue(f"a variable is a text, a number or a list of them, not {shown(item)}", _HINT)
        check_characters(str(item))
    return value


def in_force(let: Mapping[str, Any]) -> tuple[dict[str, Any], list[InvalidValue]]:
    """The values of a file's variables, those of tables looked up; and what is wrong with the tables."""
    return looked_up(let, _literal)


def _check_names(let: dict[str, Any]) -> dict[str, Any]:
    raise_all(_bad_names(let))
    return let


def _bad_names(let: dict[str, Any]) -> Iterator[InvalidValue]:
    for name in let:
        why = None
        if name in RESERVED:
            why = "the coach fills it in texts; choose another name"
        elif not NAME_PATTERN.fullmatch(name):
            why = "a name starts with a letter and has letters, digits, `_` and `-`"
        if why:
            yield InvalidValue(f"{shown(name)} cannot be a variable", why, (name,))


Literal = str | int | float | bool
Variable = Annotated[
    Any,
    BeforeValidator(_variable),
    WithJsonSchema(
        {"anyOf": [_LITERAL_SCHEMA, {"type": "array", "items": _LITERAL_SCHEMA, "minItems": 1}, TABLE_SCHEMA]}
    ),
]
"""A `Literal`, a list of them, or a table of either."""

Let = Annotated[
    dict[str, Variable],
    AfterValidator(_check_names),
    Field(max_length=MOST_VARIABLES, json_schema_extra={"propertyNames": _NAMES_SCHEMA}),
]
"""Variables by name."""
