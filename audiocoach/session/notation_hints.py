"""What somebody may have meant by a line of notation that says something else, or nothing."""

import re
from typing import Final

from audiocoach.session.activities import ACTIVITIES
from audiocoach.syntax.amounts import parse_amount, parse_pace
from audiocoach.syntax.invalid import InvalidValue

_ANY_PACE: Final = parse_pace("6:00/km")
_WORD: Final = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(ACTIVITIES, key=len, reverse=True))})(?![\w-])")
_BETWEEN: Final = re.compile(r"^\s*(?:;|\+|/|&|->|→|then\b|and\b)\s*")
"""What people write between steps where a comma belongs."""


def with_commas(item: str) -> tuple[str, ...]:
    """The steps of `item` where it is several without commas between: `5m walk 30s run`; empty where it is not."""
    words = list(_WORD.finditer(item))
    if len(words) < 2:
        return ()
    starts = [0, *(word.start() for word in words[1:])]
    ends = [0, *(word.end() for word in words[:-1])]
    for cuts in (ends, starts):  # an amount before each activity, or behind it
        pieces = [_BETWEEN.sub("", item[first:last]).strip() for first, last in _ranges(cuts, len(item))]
        if all(map(_is_step, pieces)):
            return tuple(pieces)
    return ()


def named(item: str) -> str | None:
    """The hint where a name follows a step without quotes: `30s work Push-ups`."""
    word = _WORD.search(item)
    name = item[word.end() :].strip() if word else ""
    if not word or not re.match(r"[^\W\d_]", name) or not _is_step(item[: word.end()]):
        return None
    name, at, pace = (part.strip() for part in name.partition("@"))
    return f'a name stands in quotes: `{item[: word.end()]}{at and f" @ {pace}"} "{name}"`'


def _ranges(cuts: list[int], end: int) -> list[tuple[int, int]]:
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def _is_step(piece: str) -> bool:
    """Whether it is an amount and an activity, in either order."""
    word = _WORD.search(piece)
    if word is None:
        return False
    amount = _BETWEEN.sub("", (piece[: word.start()] + piece[word.end() :]).strip())
    try:
        return bool(parse_amount(amount.rstrip(";+/& "), _ANY_PACE))
    except InvalidValue:
        return False
