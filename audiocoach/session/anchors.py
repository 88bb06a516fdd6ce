"""Where on a step a cue hangs: `start`, `half`, `end`, `30s`, `-10s`, `every 1m`, `every 200 meters`."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil
from typing import Final, Literal

from audiocoach.syntax.amount_patterns import DISTANCE, DURATION
from audiocoach.syntax.amounts import Pace, format_duration, parse_distance, parse_duration
from audiocoach.syntax.invalid import InvalidValue, shown
from audiocoach.units import Millis

AnchorKind = Literal["start", "half", "end", "after", "before_end", "every"]

ANCHOR_PATTERN: Final = rf"^\s*(?:start|half|end|(?:-|every\s+)?{DURATION}|every\s+{DISTANCE})\s*$"
"""A regular expression that every anchor matches."""

_TIMED: Final = re.compile(r"(?:(?P<every>every\s+)|(?P<before>-))?(?P<duration>[0-9].*)", re.DOTALL)
_WORDS: Final = ("start", "half", "end", "every")
_HINT: Final = "an anchor is `start`, `half`, `end`, `30s`, `-10s`, `every 1m` or `every 200 meters`"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place on a step of any length."""

    kind: AnchorKind
    ms: Millis = Millis(0)
    """For `after` from the start, for `before_end` to the end, for `every` the distance between two."""
    written: str = field(default="", compare=False)
    """As it stands in the file."""
    metres: Decimal | None = None
    """For `every`, where that is a distance."""

    def __str__(self) -> str:
        if self.metres is not None:
            return f"every {self.metres.normalize():f} meters"
        prefix = {"before_end": "-", "every": "every "}.get(self.kind, "")
        return prefix + format_duration(self.ms) if self.ms else self.kind

    def times(self, length: Millis, pace: Pace | None = None) -> tuple[Millis, ...]:
        """Offsets from the start of a step of `length`; empty where the anchor lies outside it.

        `end` is given as the step's very end: the cue ends there, or before the countdown. Distances need a `pace`.
        """
        if self.metres is not None:
            each = pace.ms(self.metres) if pace else Decimal(length)
            return tuple(_rounded(each * number) for number in range(1, self.count(length, pace) + 1))
        if self.kind == "every":
            return tuple(Millis(ms) for ms in range(self.ms, length, self.ms))
        at = {"half": length // 2, "end": length, "after": self.ms, "before_end": length - self.ms}.get(self.kind, 0)
        inside = 0 <= at < length or self.kind in ("start", "end")
        return (Millis(at),) if inside else ()

    def count(self, length: Millis, pace: Pace | None = None) -> int:
        """`len(self.times(length, pace))`, without making them."""
        if self.metres is not None:
            # So many that even rounded up by half a millisecond the last lies before the end.
            room = Decimal(length) - Decimal("0.5")
            return max(0, ceil(room / pace.ms(self.metres)) - 1) if pace else 0
        return max(0, -(-length // self.ms) - 1) if self.kind == "every" else len(self.times(length))


def parse_anchor(value: object) -> Anchor:
    """The anchor that a key says."""
    if isinstance(value, Anchor):
        return value
    text = str(value).strip()
    if text in ("start", "half", "end"):
        return Anchor(text, written=str(value))  # type: ignore[arg-type]
    match = _TIMED.fullmatch(text)
    if match is None:
        raise InvalidValue(f"unknown anchor {shown(text)}", _HINT, near=(text.partition(" ")[0], _WORDS))
    if match["every"] and (metres := parse_distance(match["duration"])):
        return Anchor("every", written=str(value), metres=metres)
    kind: AnchorKind = "every" if match["every"] else "before_end" if match["before"] else "after"
    return Anchor(kind, parse_duration(match["duration"]), str(value))


def _rounded(ms: Decimal) -> Millis:
    return Millis(int(ms + Decimal("0.5")))


def is_anchor(key: str) -> bool:
    """Whether a key is an anchor, and not a word of a text or of a spoken thing."""
    try:
        return bool(parse_anchor(key))
    except InvalidValue:
        return False
