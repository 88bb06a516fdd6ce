"""The kinds of values that a recipe is written in: numbers within bounds, ranges `a..b`, names in a table."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, WithJsonSchema

from audiocoach.sound.textures.texture_table import LONGEST_S, SHORTEST_S
from audiocoach.syntax import amounts
from audiocoach.syntax.amount_patterns import DURATION, DURATION_PATTERN
from audiocoach.syntax.invalid import InvalidValue, shown

_SPAN: Final = r"\s*-?[0-9]+(?:\.[0-9]+)?\s*"


def _number(value: object, low: float, high: float, what: str, hint: str) -> float:
    """`value` as a number within bounds, or a `InvalidValue` that names them."""
    try:
        number = float(str(value).strip()) if not isinstance(value, bool) else None
    except ValueError:
        number = None
    if number is None or isinstance(value, (list, dict)):
        raise InvalidValue(f"{shown(value)} is not {what}", hint)
    if not low <= number <= high:
        raise InvalidValue(f"{shown(value)} is out of range: {what} is {low:g} to {high:g}", hint)
    return number


def bounded(low: float, high: float, what: str, hint: str) -> Any:
    """A type: a number within bounds."""
    schema = {"type": "number", "minimum": low, "maximum": high}
    return BeforeValidator(lambda value: _number(value, low, high, what, hint)), WithJsonSchema(schema)


def span(low: float, high: float, what: str, hint: str) -> Any:
    """A type: one number, or two as `a..b`, within bounds."""

    def read(value: object) -> tuple[float, float]:
        if isinstance(value, tuple):  # read before
            return value
        one, dots, other = str(value).partition("..")
        if isinstance(value, (bool, list, dict)) or value is None:
            raise InvalidValue(f"{shown(value)} is not {what}", hint)
        first = _number(one, low, high, what, hint)
        last = _number(other, low, high, what, hint) if dots else first
        if first > last:
            raise InvalidValue(f"{shown(value)} runs backwards", f"write `{last:g}..{first:g}`")
        return first, last

    numbers = {"type": "number", "minimum": low, "maximum": high}
    text = {"type": "string", "pattern": rf"^{_SPAN}\.\.{_SPAN}$"}
    return BeforeValidator(read), WithJsonSchema({"anyOf": [numbers, text]})


def _gaps(value: object) -> tuple[float, float]:
    """`20s..60s` in seconds."""
    if isinstance(value, tuple):
        return value
    one, dots, other = str(value).partition("..")
    first = amounts.parse_duration(value if not dots else one)
    last = amounts.parse_duration(other) if dots else first
    if first > last:
        raise InvalidValue(f"{shown(value)} runs backwards", "the shorter gap comes first: `20s..60s`")
    if first < 500:
        raise InvalidValue(
            f"{shown(value)} is too often: events are at least 500 ms apart", "a texture goes on all the time"
        )
    return first / 1000, last / 1000


def _length(value: object) -> float:
    """A layer's length in seconds."""
    seconds = amounts.parse_duration(value) / 1000
    if not SHORTEST_S <= seconds <= LONGEST_S:
        raise InvalidValue(
            f"{shown(value)}: a texture is {SHORTEST_S} to {LONGEST_S} s long", "leave it out: each has its own"
        )
    return seconds


_GAPS_SCHEMA: Final = {"type": "string", "pattern": rf"^\s*{DURATION}(?:\.\.\s*{DURATION})?\s*$"}
_LENGTH_SCHEMA: Final = {"type": "string", "pattern": DURATION_PATTERN}

Gaps = Annotated[tuple[float, float], BeforeValidator(_gaps), WithJsonSchema(_GAPS_SCHEMA)]
"""The shortest and the longest time from one event to the next, in seconds: `20s..60s`."""
LayerLength = Annotated[float, BeforeValidator(_length), WithJsonSchema(_LENGTH_SCHEMA)]
"""In seconds."""


def known(kind: str, table: Mapping[str, Any]) -> Any:
    """A type: a name in `table`."""

    def read(value: object) -> str:
        if not isinstance(value, str) or value not in table:
            names = f"known: {', '.join(table)}"
            raise InvalidValue(f"unknown {kind} {shown(value)}", names, near=(str(value), table))
        return value

    return BeforeValidator(read), WithJsonSchema({"enum": list(table)})
