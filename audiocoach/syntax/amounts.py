"""Durations, distances and paces, as people write them.

`90s`, `1m30s`, `1:30`, `5 min`, `1h`, `800ms`, `5'`, `30"`; `400 meters`, `1 km @ 5:00/km`. `m` is minutes.
"""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from string import ascii_lowercase, ascii_uppercase
from typing import Final

from audiocoach.errors import short
from audiocoach.syntax.amount_patterns import CLOCK, DISTANCES, DURATION_PATTERN, NUMBER, PRIMES, UNITS
from audiocoach.syntax.invalid import InvalidValue, shown
from audiocoach.syntax.variables import variable
from audiocoach.units import Millis

LONGEST: Final = Millis(24 * 3_600_000)
"""The longest session, and so the longest step: a day."""

HINT: Final = "a duration is written `30s`, `5m`, `1m30s`, `1:30` or `1h`"

_SPLIT: Final = "write a shorter one, or split the session"
_TERM: Final = re.compile(rf"({NUMBER})\s*([a-z]+|''|['′’\"″”])\s*")
_SIGNED: Final = re.compile(rf"[-+]\s*{NUMBER}")
_LIKE_CLOCK: Final = re.compile(r"[0-9]+(?::[0-9]+){1,2}")
_PACE: Final = re.compile(r"([0-9]{1,2}):([0-5][0-9])\s*(?:min)?\s*/\s*(km|mi)")
_LONGEST_TEXT: Final = 60
_LOWER: Final = str.maketrans(ascii_uppercase, ascii_lowercase)
"""Units in any case; `str.lower` would make a `k` of the Kelvin sign, which the patterns do not know."""


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of an activity: a time, or a distance and the time that it takes."""

    ms: Millis
    metres: float | None = None
    """The distance where one was written, so that it can be spoken as one."""
    pace: "Pace | None" = field(default=None, compare=False)
    """What its distance takes, or the session's pace beside a time; None where nothing says it."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a kilometre takes."""

    ms_per_km: Decimal
    is_per_mile: bool = field(default=False, compare=False)
    """Whether it was written for a mile, and is spoken so."""
    is_usual: bool = field(default=False, compare=False)
    """Whether it is only what somebody usually runs, by which distances become times: no timed step asks to keep it."""

    def ms(self, metres: float | Decimal) -> Decimal:
        """How long `metres` take."""
        return Decimal(metres) * self.ms_per_km / 1000


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
    if term is None or term[2] not in DISTANCES:
        if at:
            what = f"`{distance}` is not a distance" if distance else "there is no distance before `@`"
            hint = _meant_distance(term, own_pace) if term else "write e.g. `1 km @ 5:30/km`"
            raise InvalidValue(f"{what}, so it has no pace", hint)
        if term and term[2] not in UNITS and _meant_unit(term[2], (*UNITS, *DISTANCES)) in DISTANCES:
            raise InvalidValue(f"`{term[2]}` is no unit of time or distance", _meant_distance(term, ""))
        return Amount(parse_duration(text), pace=pace)
    if at and not own_pace:
        raise InvalidValue("a pace is missing after `@`", f"write `{distance} @ 5:30/km`")
    pace = parse_pace(own_pace) if at else pace
    if pace is None:
        raise InvalidValue(
            f"`{text}` is a distance, and nothing says how long it takes",
            f"write `{distance} @ 5:30/km`, or give the session a `pace: 5:30/km`",
        )
    metres = Decimal(term[1]) * DISTANCES[term[2]]
    ms = int(pace.ms(metres).to_integral_value())
    if not 0 < ms <= LONGEST:
        if ms > 0:
            raise InvalidValue(f"`{text}` takes longer than 24 hours", _SPLIT)
        raise InvalidValue(f"`{text}` takes no time", "write e.g. `400 meters @ 5:30/km`")
    return Amount(Millis(ms), float(metres), pace)


def _meant_distance(term: re.Match[str], pace: str) -> str:
    """What somebody would have to write who means a distance by a number and a unit that is none."""
    number, unit = term.groups()
    at = f" @ {pace or '5:30/km'}"
    if unit == "m":
        return f"`m` is minutes; did you mean `{number} meters{at}`?"
    meant = _meant_unit(unit, DISTANCES)
    return f"did you mean `{number} {meant}{at}`?" if meant else f"write e.g. `400 meters{at}`"


def _meant_unit(word: str, known: Iterable[str]) -> str | None:
    close = difflib.get_close_matches(word, list(known), n=1)
    return close[0] if close else None


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
    return Pace(ms * 1000 / DISTANCES[match[3]], match[3] == "mi")


def parse_distance(value: str) -> Decimal | None:
    """A distance without a pace, in metres; None for what is no distance."""
    term = _TERM.fullmatch(value.strip().translate(_LOWER))
    if term is None or term[2] not in DISTANCES:
        return None
    metres = Decimal(term[1]) * DISTANCES[term[2]]
    if not metres:
        raise InvalidValue(f"a distance must be longer than nothing, not {shown(value)}", "write e.g. `200 meters`")
    return metres


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
    return re.sub(rf"^({PRIMES})$", r'\1"', text.translate(_LOWER))


def _clock_ms(text: str) -> int:
    if not re.fullmatch(CLOCK, text):
        raise InvalidValue(f"`{text}` is not a time: a minute has 60 seconds, an hour 60 minutes", HINT)
    seconds = 0
    for part in text.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds * 1000


def _with_commas(text: str) -> str | None:
    """The hint where several durations stand together, as in a list without commas."""
    items = text.split()
    is_list = len(items) > 1 and all(re.fullmatch(DURATION_PATTERN, item) for item in items)
    return f"items of a list have commas between: `[{', '.join(items)}]`" if is_list else None


def _with_last_unit(text: str) -> str | None:
    """The hint where only the last number has no unit: `1h30`."""
    parts = re.fullmatch(rf"(?:.*[^a-z])?{NUMBER} ?(h|m)[a-z]* ?([0-9]{{1,2}})", text)
    return f"did you mean `{text}{'m' if parts[1] == 'h' else 's'}`?" if parts else None


def _sum_of_terms(text: str) -> int:
    """`1h 30 min`, `90s`: numbers with units, the larger units first."""
    total, at, last = Decimal(0), 0, None
    while match := _TERM.match(text, at):
        number, unit = match.groups()
        if unit in DISTANCES:
            raise InvalidValue(f"`{text}` is a distance; a duration is needed here", HINT)
        if unit not in UNITS:
            raise InvalidValue(f"`{unit}` is not a unit of time", HINT, near=(unit, UNITS))
        if unit == "m" and Decimal(number) >= 100:
            hours = format_duration(int(Decimal(number)) * 60_000)
            raise InvalidValue(f"`{text}`: `m` is minutes", f"did you mean `{number} meters`, or `{hours}`?")
        if last is not None and UNITS[unit] >= last:
            why = f"`{text}` is not a duration: the larger unit comes first, and each only once"
            raise InvalidValue(why, _with_commas(text) or HINT)
        total, at, last = total + Decimal(number) * UNITS[unit], match.end(), UNITS[unit]
    if not at or at < len(text):
        if re.fullmatch(NUMBER, text):
            raise InvalidValue(f"`{text}` has no unit", f"did you mean `{text}s` or `{text}m`?")
        raise InvalidValue(f"`{text}` is not a duration", _with_last_unit(text) or HINT)
    return int(total.to_integral_value())
