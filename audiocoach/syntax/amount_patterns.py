"""The words of durations, distances and paces, and regular expressions (ECMA 262 as well) that texts of them match."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

UNITS: Final = {
    **dict.fromkeys(("ms", "millisecond", "milliseconds"), 1),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", '"', "″", "”", "''"), 1_000),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes", "'", "′", "’"), 60_000),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3_600_000),
}
"""Milliseconds by word, or by prime: `5'`, `30"`."""
_METRES: Final = {
    Decimal(1): ("meter", "meters", "metre", "metres"),
    Decimal(1000): ("km", "kilometer", "kilometers", "kilometre", "kilometres"),
    Decimal("1609.344"): ("mi", "mile", "miles"),
}
DISTANCES: Final = {word: size for size, words in _METRES.items() for word in words}
"""Metres by word."""

NUMBER: Final = r"[0-9]{1,9}(?:\.[0-9]{1,6})?"
CLOCK: Final = r"(?:[0-9]{1,3}:[0-5]?[0-9]|[0-9]{1,4}):[0-5][0-9]"

PRIMES: Final = r"[0-9]{1,4}\s*['′’]\s*[0-5]?[0-9]"
"""Minutes and seconds whose second prime is left out: `1'30`."""


def _units_pattern(table: Mapping[str, object], size: object) -> str:
    """A regular expression for the words of `table` that mean `size`, in any case; `m` alone is left out."""
    words = sorted((word for word in table if table[word] == size and word != "m"), key=len, reverse=True)
    return "|".join("".join(f"[{letter.upper()}{letter}]" for letter in word) for word in words)


def _term_pattern(size: int) -> str:
    plain = rf"{NUMBER}\s*(?:{_units_pattern(UNITS, size)})"
    return rf"(?:{plain}|0{{0,7}}[0-9]{{1,2}}(?:\.[0-9]{{1,6}})?\s*[Mm])" if size == 60_000 else plain


_NOT_NOTHING: Final = r"(?=[^@]*[1-9])"
_KM_OR_MI: Final = r"\s*(?:[Mm][Ii][Nn])?\s*/\s*(?:[Kk][Mm]|[Mm][Ii])"
_PACE_TEXT: Final = rf"(?!00?:00)[0-9]{{1,2}}:[0-5][0-9]{_KM_OR_MI}"
_TERMS: Final = "".join(rf"(?:{_term_pattern(size)}\s*)?" for size in (3_600_000, 60_000, 1_000, 1))

DURATION: Final = rf"{_NOT_NOTHING}(?:{CLOCK}|{PRIMES}|{_TERMS})"
DURATION_PATTERN: Final = rf"^\s*{DURATION}\s*$"
"""What a text matches when it is a duration, up to the longest."""

PACE_PATTERN: Final = rf"^\s*{_PACE_TEXT}\s*$"
"""The same for a pace."""

DISTANCE: Final = rf"{_NOT_NOTHING}{NUMBER}\s*(?:{'|'.join(_units_pattern(DISTANCES, size) for size in _METRES)})"
DISTANCE_PATTERN: Final = rf"^\s*{DISTANCE}\s*(?:@\s*{_PACE_TEXT})?\s*$"
"""The same for a distance, with a pace or without."""
