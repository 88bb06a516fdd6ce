"""Durations, distances and paces, as people write them.

`90s`, `1m30s`, `1:30`, `5 min`, `1h`, `800ms`; `400 meters`, `1 km @ 5:00/km`. `m` is minutes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from string import ascii_lowercase, ascii_uppercase
from typing import Final

from audiocoach.errors import short
from audiocoach.syntax.invalid import InvalidValue, shown
from audiocoach.syntax.variables import variable
from audiocoach.units import Millis

LONGEST: Final = Millis(24 * 3_600_000)
"""The longest session, and so the longest step: a day."""

HINT: Final = "a duration is written `30s`, `5m`, `1m30s`, `1:30` or `1h`"

_SPLIT: Final = "write a shorter one, or split the session"
_UNITS: Final = {
    **dict.fromkeys(("ms", "millisecond", "milliseconds"), 1),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1_000),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60_000),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3_600_000),
}
_METRES: Final = {
    Decimal(1): ("meter", "meters", "metre", "metres"),
    Decimal(1000): ("km", "kilometer", "kilometers", "kilometre", "kilometres"),
    Decimal("1609.344"): ("mi", "mile", "miles"),
}
_DISTANCES: Final = {word: size for size, words in _METRES.items() for word in words}
_NUMBER: Final = r"[0-9]{1,9}(?:\.[0-9]{1,6})?"
_TERM: Final = re.compile(rf"({_NUMBER})\s*([a-z]+)\s*")
_SIGNED: Final = re.compile(rf"[-+]\s*{_NUMBER}")
_CLOCK: Final = r"(?:[0-9]{1,3}:[0-5]?[0-9]|[0-9]{1,4}):[0-5][0-9]"
_LIKE_CLOCK: Final = re.compile(r"[0-9]+(?::[0-9]+){1,2}")
_PACE: Final = re.compile(r"([0-9]{1,2}):([0-5][0-9])\s*(?:min)?\s*/\s*(km|mi)")
_LONGEST_TEXT: Final = 60
_LOWER: Final = str.maketrans(ascii_uppercase, ascii_lowercase)
"""Units in any case; `str.lower` would make a `k` of the Kelvin sign, which the patterns do not know."""


def _units_pattern(table: Mapping[str, object], size: object) -> str:
    """A regular expression for the words of `table` that mean `size`, in any case; `m` alone is left out."""
    words = sorted((word for word in table if table[word] == size and word != "m"), key=len, reverse=True)
    return "|".join("".join(f"[{letter.upper()}{letter}]" for letter in word) for word in words)


def _term_pattern(size: int) -> str:
    plain = rf"{_NUMBER}\s*(?:{_units_pattern(_UNITS, size)})"
    return rf"(?:{plain}|0{{0,7}}[0-9]{{1,2}}(?:\.[0-9]{{1,6}})?\s*[Mm])" if size == 60_000 else plain


_NOT_NOTHING: Final = r"(?=[^@]*[1-9])"
_KM_OR_MI: Final = r"\s*(?:[Mm][Ii][Nn])?\s*/\s*(?:[Kk][Mm]|[Mm][Ii])"
_PACE_TEXT: Final = rf"(?!00?:00)[0-9]{{1,2}}:[0-5][0-9]{_KM_OR_MI}"
_TERMS: Final = "".join(rf"(?:{_term_pattern(size)}\s*)?" for size in (3_600_000, 60_000, 1_000, 1))

DURATION: Final = rf"{_NOT_NOTHING}(?:{_CLOCK}|{_TERMS})"
DURATION_PATTERN: Final = rf"^\s*{DURATION}\s*$"
"""A regular expression (ECMA 262 as well) that a text matches when it is a duration, up to the longest."""

PACE_PATTERN: Final = rf"^\s*{_PACE_TEXT}\s*$"
"""The same for a pace."""

DISTANCE_PATTERN: Final = (
    rf"^\s*{_NOT_NOTHING}{_NUMBER}\s*(?:{'|'.join(_units_pattern(_DISTANCES, size) for size in _METRES)})"
    rf"\s*(?:@\s*{_PACE_TEXT})?\s*$"
)
"""The same for a distance, with a pace or without."""


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of an activity: a time, or a distance and the time that it takes."""

    ms: Millis
    metres: float | None = None
    """The distance where one was written, so that it can be spoken as one."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a kilometre takes."""

    ms_per_km: Decimal


def parse_duration(value: object) -> Millis:
    """`value` in milliseconds; a `InvalidValue` where it is not a duration between 1 ms and 24 h."""
    text = _text(value)
    ms = _clock_ms(text) if _LIKE_CLOCK.fullmatch(text) else _sum_of_terms(text)
    if ms <= 0:
        raise InvalidValue(f"a duration must be longer than nothing, not `{text}`", HINT)
    if ms > LONGEST:
        raise InvalidValue(f"`{text}` is longer than 24 hours, the longest that a session may be", _SPLIT)
    return Millis(ms)


def parse_amount(value: object, pace: Pace | None) -> Amount:
    """A duration, or a distance at its own `@ pace` or else at `pace`."""
    text = _text(value)
    distance, at, own_pace = (part.strip() for part in text.partition("@"))
    term = _TERM.fullmatch(distance)
    if term is None or term[2] not in _DISTANCES:
        if at:
            raise InvalidValue(f"`{distance}` is not a distance, so it has no pace", "write `1 km @ 5:00/km`")
        return Amount(parse_duration(text))
    if at and not own_pace:
        raise InvalidValue("a pace is missing after `@`", f"write `{distance} @ 5:30/km`")
    pace = parse_pace(own_pace) if at else pace
    if pace is None:
        raise InvalidValue(
            f"`{text}` is a distance, and nothing says how long it takes",
            f"write `{distance} @ 5:30/km`, or give the session a `pace: 5:30/km`",
        )
    metres = Decimal(term[1]) * _DISTANCES[term[2]]
    ms = int((metres * pace.ms_per_km / 1000).to_integral_value())
    if not 0 < ms <= LONGEST:
        if ms > 0:
            raise InvalidValue(f"`{text}` takes longer than 24 hours", _SPLIT)
        raise InvalidValue(f"`{text}` takes no time", "write e.g. `400 meters @ 5:30/km`")
    return Amount(Millis(ms), float(metres))


def parse_pace(value: object) -> Pace:
    """`5:00/km` or `8:00/mi`."""
    hint = "a pace is written `5:30/km` or `9:00/mi`"
    text = short(value).strip().translate(_LOWER)
    match = _PACE.fullmatch(text)
    if match is None:
        raise InvalidValue(f"`{text}` is not a pace", hint)
    ms = Decimal((int(match[1]) * 60 + int(match[2])) * 1000)
    if not ms:
        raise InvalidValue(f"`{text}` is faster than anybody runs", hint)
    return Pace(ms * 1000 / _DISTANCES[match[3]])


def format_duration(ms: int) -> str:
    """`ms` in the shortest way that `parse_duration` reads back: `1m30s`, `2h`, `800ms`."""
    parts, rest = [], int(ms)
    for unit, size in (("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)):
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"


def _text(value: object) -> str:
    """The value as lower-case text, or a `InvalidValue` that says why it cannot be a duration."""
    if isinstance(value, (bool, list, tuple, dict)) or value is None:
        raise InvalidValue(f"a duration is needed here, but this is {shown(value)}", HINT)
    if isinstance(value, (int, float)):
        if value <= 0:
            raise InvalidValue(f"a duration must be longer than nothing, not `{value}`", HINT)
        raise InvalidValue(f"`{value}` has no unit", f"did you mean `{value}s` or `{value}m`?")
    text = str(value).strip()
    if len(text) > _LONGEST_TEXT:
        raise InvalidValue(f"{shown(text)} is not a duration", HINT)
    if variable(text):
        raise InvalidValue(f"unknown variable `{text}`", "give it a value under `let:`")
    if _SIGNED.match(text):
        raise InvalidValue(f"a duration must be longer than nothing, not `{text}`", HINT)
    return text.translate(_LOWER)


def _clock_ms(text: str) -> int:
    if not re.fullmatch(_CLOCK, text):
        raise InvalidValue(f"`{text}` is not a time: a minute has 60 seconds, an hour 60 minutes", HINT)
    seconds = 0
    for part in text.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds * 1000


def _sum_of_terms(text: str) -> int:
    """`1h 30 min`, `90s`: numbers with units, the larger units first."""
    total, at, last = Decimal(0), 0, None
    while match := _TERM.match(text, at):
        number, unit = match.groups()
        if unit in _DISTANCES:
            raise InvalidValue(f"`{text}` is a distance; a duration is needed here", HINT)
        if unit not in _UNITS:
            raise InvalidValue(f"`{unit}` is not a unit of time", HINT, near=(unit, _UNITS))
        if unit == "m" and Decimal(number) >= 100:
            hours = format_duration(int(Decimal(number)) * 60_000)
            raise InvalidValue(f"`{text}`: `m` is minutes", f"did you mean `{number} meters`, or `{hours}`?")
        if last is not None and _UNITS[unit] >= last:
            raise InvalidValue(f"`{text}` is not a duration: the larger unit comes first, and each only once", HINT)
        total, at, last = total + Decimal(number) * _UNITS[unit], match.end(), _UNITS[unit]
    if not at or at < len(text):
        if re.fullmatch(_NUMBER, text):
            raise InvalidValue(f"`{text}` has no unit", f"did you mean `{text}s` or `{text}m`?")
        raise InvalidValue(f"`{text}` is not a duration", HINT)
    return int(total.to_integral_value())
