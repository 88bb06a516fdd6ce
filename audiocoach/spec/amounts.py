"""Durations, distances and paces, as people write them.

`90s`, `1m30s`, `1:30`, `5 min`, `1h`, `800ms`; `400 meters`, `1 km @ 5:00/km`. `m` is minutes.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from audiocoach.errors import nearest
from audiocoach.spec.mistake import Mistake
from audiocoach.units import Millis

LONGEST: Final = Millis(24 * 3_600_000)
"""The longest session, and so the longest step: a day."""

HINT: Final = "a duration is written `30s`, `5m`, `1m30s`, `1:30` or `1h`"

_UNITS: Final = {
    **dict.fromkeys(("ms", "millisecond", "milliseconds"), 1),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1_000),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60_000),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3_600_000),
}
_DISTANCES: Final = {
    **dict.fromkeys(("meter", "meters", "metre", "metres"), Decimal(1)),
    **dict.fromkeys(("km", "kilometer", "kilometers", "kilometre", "kilometres"), Decimal(1000)),
    **dict.fromkeys(("mi", "mile", "miles"), Decimal("1609.344")),
}
_NUMBER: Final = r"\d{1,9}(?:\.\d{1,6})?"
_CLOCK: Final = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):(\d\d)", re.ASCII)
_TERM: Final = re.compile(rf"({_NUMBER})\s*([a-z]+)\s*", re.ASCII)
_SIGNED: Final = re.compile(rf"[-+]\s*{_NUMBER}", re.ASCII)

_LONG_UNITS: Final = "|".join(sorted(_UNITS.keys() - {"m"}, key=len, reverse=True))
DURATION: Final = (
    r"(?=[^@]*[1-9])(?:(?:\d{1,3}:)?\d{1,4}:[0-5]\d"
    rf"|(?:(?:{_NUMBER}\s*(?:{_LONG_UNITS})|\d{{1,2}}(?:\.\d{{1,6}})?\s*m)(?![a-z])\s*)+)"
)
DURATION_PATTERN: Final = rf"^\s*{DURATION}\s*$"
"""A regular expression (ECMA 262 as well) that every duration matches, for the JSON Schema."""

PACE_PATTERN: Final = r"^\s*\d{1,2}:\d\d\s*(?:min)?\s*/\s*(?:km|mi)\s*$"
"""The same for a pace."""

DISTANCE_PATTERN: Final = (
    rf"^\s*{_NUMBER}\s*(?:{'|'.join(sorted(_DISTANCES, key=len, reverse=True))})"
    rf"\s*(?:@\s*\d{{1,2}}:\d\d\s*(?:min)?\s*/\s*(?:km|mi))?\s*$"
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
    """`value` in milliseconds; a `Mistake` where it is not a duration between 1 ms and 24 h."""
    text = _text(value)
    if clock := _CLOCK.fullmatch(text):
        ms = _clock_ms(clock)
    else:
        ms = _sum_of_terms(text)
    if ms <= 0:
        raise Mistake(f"a duration must be longer than nothing, not `{text}`", HINT)
    if ms > LONGEST:
        raise Mistake(f"`{text}` is longer than 24 hours, the longest that a session may be")
    return Millis(ms)


def parse_amount(value: object, pace: Pace | None) -> Amount:
    """A duration, or a distance at its own `@ pace` or else at `pace`."""
    text = _text(value)
    distance, _, own_pace = (part.strip() for part in text.partition("@"))
    term = _TERM.fullmatch(distance)
    if term is None or term[2] not in _DISTANCES:
        if own_pace:
            raise Mistake(f"`{distance}` is not a distance, so it has no pace", "write `1 km @ 5:00/km`")
        return Amount(parse_duration(text))
    pace = parse_pace(own_pace) if own_pace else pace
    if pace is None:
        raise Mistake(
            f"`{text}` is a distance, and nothing says how long it takes",
            f"write `{distance} @ 5:30/km`, or give the session a `pace: 5:30/km`",
        )
    metres = Decimal(term[1]) * _DISTANCES[term[2]]
    ms = int((metres * pace.ms_per_km / 1000).to_integral_value())
    if not 0 < ms <= LONGEST:
        raise Mistake(f"`{text}` takes {'no time' if ms <= 0 else 'longer than 24 hours'}")
    return Amount(Millis(ms), float(metres))


def parse_pace(value: object) -> Pace:
    """`5:00/km` or `8:00/mi`."""
    text = _text(value)
    match = re.fullmatch(r"(\d{1,2}):([0-5]\d)\s*(?:min)?\s*/\s*(km|mi)", text, re.ASCII)
    if match is None:
        raise Mistake(f"`{text}` is not a pace", "a pace is written `5:30/km` or `9:00/mi`")
    ms = Decimal((int(match[1]) * 60 + int(match[2])) * 1000)
    if not ms:
        raise Mistake(f"`{text}` is faster than anybody runs", "a pace is written `5:30/km` or `9:00/mi`")
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
    """The value as text, or a `Mistake` that says why it cannot be a duration."""
    if isinstance(value, bool) or value is None or isinstance(value, (list, tuple, dict)):
        kind = "nothing" if value is None else "a list" if isinstance(value, (list, tuple)) else "not a duration"
        raise Mistake(f"a duration is needed here, but this is {kind}", HINT)
    if isinstance(value, (int, float)):
        if value <= 0:
            raise Mistake(f"a duration must be longer than nothing, not `{value}`", HINT)
        raise Mistake(f"`{value}` has no unit", f"did you mean `{value}s` or `{value}m`?")
    text = str(value).strip().lower()
    if re.fullmatch(r"\$[a-z_][\w-]*", text):
        raise Mistake(f"unknown variable `{text}`", "give it a value under `let:`")
    if _SIGNED.match(text):
        raise Mistake(f"a duration must be longer than nothing, not `{text}`", HINT)
    return text


def _clock_ms(clock: re.Match[str]) -> int:
    hours, minutes, seconds = int(clock[1] or 0), int(clock[2]), int(clock[3])
    if seconds > 59 or (clock[1] and minutes > 59):
        raise Mistake(f"`{clock[0]}` is not a time: a minute has 60 seconds, an hour 60 minutes", HINT)
    return (hours * 3600 + minutes * 60 + seconds) * 1000


def _sum_of_terms(text: str) -> int:
    """`1h 30 min`, `90s`: numbers with units, the larger units first."""
    total, at, last = Decimal(0), 0, None
    while match := _TERM.match(text, at):
        number, unit = match.groups()
        if unit in _DISTANCES:
            raise Mistake(f"`{text}` is a distance; a duration is needed here", HINT)
        if unit not in _UNITS:
            raise Mistake(f"`{unit}` is not a unit of time", nearest(unit, _UNITS) or HINT)
        if unit == "m" and Decimal(number) >= 100:
            raise Mistake(f"`{text}`: `m` is minutes", f"did you mean `{number} meters`, or `{_as_hours(number)}`?")
        if last is not None and _UNITS[unit] >= last:
            raise Mistake(f"`{text}` is not a duration: the larger unit comes first, and each only once", HINT)
        total, at, last = total + Decimal(number) * _UNITS[unit], match.end(), _UNITS[unit]
    if not at or at < len(text):
        if re.fullmatch(_NUMBER, text):
            raise Mistake(f"`{text}` has no unit", f"did you mean `{text}s` or `{text}m`?")
        raise Mistake(f"`{text}` is not a duration", HINT)
    return int(total.to_integral_value())


def _as_hours(minutes: str) -> str:
    whole = int(Decimal(minutes))
    return format_duration(whole * 60_000)
