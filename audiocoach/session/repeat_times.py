"""How often a repeat comes: a number, or as often as fits into a time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Discriminator, Field, Tag, WithJsonSchema

from audiocoach.session.extent import MOST_CUES
from audiocoach.session.values import shared
from audiocoach.syntax.amounts import format_duration, parse_duration
from audiocoach.syntax.invalid import InvalidValue
from audiocoach.units import Millis


@dataclass(frozen=True, slots=True)
class Filling:
    """As many whole rounds as fit into a time."""

    ms: Millis

    def rounds(self, length_of: Callable[[int], int]) -> int:
        """How many that are, where so many rounds last `length_of` them (ms). `InvalidValue` where not one fits."""
        first = length_of(1)
        if not first:
            hint = "give it a number of rounds, e.g. `repeat: 8`"
            raise InvalidValue("rounds without a fixed length cannot fill a time", hint)
        if first > self.ms:
            lasts, time = format_duration(first), format_duration(self.ms)
            raise InvalidValue(f"a round lasts {lasts}, and is to fit into {time}", f"write `repeat: {lasts}` or more")
        fewest, most = 1, MOST_CUES
        while fewest < most:
            middle = (fewest + most + 1) // 2
            fewest, most = (middle, most) if length_of(middle) <= self.ms else (fewest, middle - 1)
        return fewest


def _times(value: object) -> object:
    """A duration as a `Filling`; what is none is left to be a number."""
    if not isinstance(value, str):
        return value
    try:
        return Filling(parse_duration(value))
    except InvalidValue:
        return value


_COUNT: Final[dict[str, Any]] = {"type": "integer", "minimum": 1, "maximum": MOST_CUES}

Times = Annotated[
    Annotated[Filling, Tag("time")] | Annotated[int, Tag("count"), Field(ge=1, le=MOST_CUES, strict=True)],
    Discriminator(lambda value: "time" if isinstance(value, Filling) else "count"),
    BeforeValidator(_times),
    WithJsonSchema({"anyOf": [_COUNT, shared("Duration")]}),
]
"""`8`, or `20m`."""
