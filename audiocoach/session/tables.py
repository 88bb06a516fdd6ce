"""Variables that follow from another one by a table: `let: {pace: 9:15/mi, run: {by: pace, 9:00/mi: 2m, 9:30/mi: 1m}}`.

Rows that are all paces, all durations or all numbers are in that order: each counts from its own value up to the next
one's, and `to` says where the last one ends. Other rows are words, of which one is the value itself. What stands in a
row is what a variable may be, or a table again.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final, TypeGuard

from audiocoach.syntax.amounts import parse_duration, parse_pace
from audiocoach.syntax.invalid import InvalidValue, Loc, shown

BY: Final = "by"
TO: Final = "to"

TABLE_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "required": [BY],
    "minProperties": 2,
    "properties": {BY: {"type": "string"}, TO: {"type": ["string", "number"]}},
    "additionalProperties": True,
}
"""JSON Schema of a table, as far as it can say it."""

_HINT: Final = "write e.g. `run: {by: pace, 9:00/mi: 2m, 9:30/mi: 90s, to: 10:45/mi}`"
_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")

Order = Callable[[object], Decimal]
"""Where a value lies on a scale; `InvalidValue` where it lies on another one, or on none."""


def _pace(value: object) -> Decimal:
    return parse_pace(value).ms_per_km


def _duration(value: object) -> Decimal:
    return Decimal(parse_duration(value))


def _number(value: object) -> Decimal:
    if isinstance(value, bool) or not _NUMBER.fullmatch(str(value)):
        raise InvalidValue(f"{shown(value)} is not a number", "write a number, e.g. `75`")
    return Decimal(str(value))


_ORDERS: Final[Mapping[str, Order]] = {"paces": _pace, "numbers": _number, "durations": _duration}


def is_table(value: object) -> TypeGuard[Mapping[str, Any]]:
    """Whether a variable's value is a table."""
    return isinstance(value, Mapping) and BY in value


def check_table(table: Mapping[str, Any], check_cell: Callable[[Any], object]) -> None:
    """Raise `InvalidValue` for a table that says nothing; `check_cell` does so for what can be no variable's value."""
    rows = _rows(table)
    if not rows:
        raise InvalidValue("a table without rows", _HINT)
    if TO in table and _order_of(rows) is None:
        raise InvalidValue("only a table of paces, durations or numbers has a `to`", "leave it out", (TO,))
    for key, cell in rows.items():
        try:
            check_table(cell, check_cell) if is_table(cell) else check_cell(cell)
        except InvalidValue as invalid:
            raise InvalidValue(invalid.message, invalid.hint, (key, *invalid.loc)) from invalid


def looked_up(let: Mapping[str, Any], check_cell: Callable[[Any], object]) -> tuple[dict[str, Any], list[InvalidValue]]:
    """`let` with a value in the place of each table, and what is wrong with those that have none.

    A table that is wrong gives its first value, so that what asks for it is no mistake as well; the mistake's `loc` is
    below `let`.
    """
    found, wrong = dict(let), []
    for name, table in let.items():
        if not is_table(table):
            continue
        try:
            check_table(table, check_cell)
            found[name] = _found(table, let, name)
        except InvalidValue as invalid:
            wrong.append(InvalidValue(invalid.message, invalid.hint, (name, *invalid.loc)))
            found[name] = _first(table)
    return found, wrong


def _rows(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: cell for key, cell in table.items() if key not in (BY, TO)}


def _first(table: Any) -> Any:
    """The first value of a table; an empty text where it has none."""
    while is_table(table):
        table = next(iter(_rows(table).values()), "")
    return "" if isinstance(table, Mapping) else table


def _found(table: Mapping[str, Any], let: Mapping[str, Any], name: str) -> Any:
    """The value that the variable called `name` has."""
    by = table[BY]
    known = [other for other, value in let.items() if not is_table(value) and not isinstance(value, (list, tuple))]
    if by not in known:
        hint = f"known: {', '.join(known)}" if known else "give it a value under `let:`"
        near = (str(by), known)
        raise InvalidValue(
            f"{shown(by)} is no variable with one value, so no table can be by it", hint, (BY,), near=near
        )
    key = _row(table, let[by], name)
    cell = table[key]
    if not is_table(cell):
        return cell
    try:
        return _found(cell, let, name)
    except InvalidValue as invalid:
        raise InvalidValue(invalid.message, invalid.hint, (key, *invalid.loc)) from invalid


def _row(table: Mapping[str, Any], value: Any, name: str) -> str:
    """The key of the row in which `value` lies."""
    rows = _rows(table)
    nothing = f"the table of `{name}` has no row for {shown(value)}"
    order = _order_of(rows)
    if order is None:
        word = str(value).lower() if isinstance(value, bool) else str(value)
        if word not in rows:
            raise InvalidValue(nothing, f"it has {', '.join(f'`{key}`' for key in rows)}", near=(word, rows))
        return word
    kind, place = order
    at = _placed(value, place, f"{nothing}: its rows are {kind}")
    ends = (
        _placed(table[TO], place, f"`{TO}` is {shown(table[TO])}, and the rows are {kind}", (TO,))
        if TO in table
        else None
    )
    ascending = sorted(rows, key=place)
    if at < place(ascending[0]) or (ends is not None and at > ends):
        raise InvalidValue(nothing, _range(ascending[0], table.get(TO)))
    return next(key for key in reversed(ascending) if place(key) <= at)


def _range(first: str, last: Any) -> str:
    return f"it begins at `{first}`" if last is None else f"it goes from `{first}` to `{last}`"


def _order_of(rows: Mapping[str, Any]) -> tuple[str, Order] | None:
    """What all rows of a table are, and how they are ordered; None where they are words."""
    return next(((kind, order) for kind, order in _ORDERS.items() if all(_lies_on(key, order) for key in rows)), None)


def _lies_on(value: object, order: Order) -> bool:
    try:
        order(value)
    except InvalidValue:
        return False
    return True


def _placed(value: object, order: Order, otherwise: str, loc: Loc = ()) -> Decimal:
    try:
        return order(value)
    except InvalidValue as invalid:
        raise InvalidValue(otherwise, invalid.hint, loc) from invalid
