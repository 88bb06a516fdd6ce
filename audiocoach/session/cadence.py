"""How many steps a minute a runner takes: `165`, or `160..175` for an even change over the step."""

import re
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import BeforeValidator, WithJsonSchema

from audiocoach.syntax.invalid import InvalidValue

SLOWEST: Final = 60
"""Steps a minute, of a stroll."""
FASTEST: Final = 240
"""Beyond what sprinters reach."""
PATTERN: Final = r"^\s*[0-9]{2,3}\s*\.\.\s*[0-9]{2,3}\s*$"
_HINT: Final = "write `cadence: 165`, or `160..175` for an even change"


@dataclass(frozen=True, slots=True)
class Cadence:
    """Steps a minute at a step's start and at its end."""

    first: int
    last: int


def parse_cadence(value: object) -> Cadence:
    """What `cadence:` says; a `InvalidValue` for anything else."""
    if isinstance(value, Cadence):
        return value
    match = re.fullmatch(r"\s*([0-9]{2,3})\s*(?:\.\.\s*([0-9]{2,3})\s*)?", str(value), re.ASCII)
    if match is None or isinstance(value, bool):
        raise InvalidValue(f"`{value}` is no cadence", _HINT)
    found = Cadence(int(match[1]), int(match[2] or match[1]))
    for steps in (found.first, found.last):
        if not SLOWEST <= steps <= FASTEST:
            raise InvalidValue(f"nobody takes {steps} steps a minute", f"a cadence is {SLOWEST} to {FASTEST}; {_HINT}")
    return found


CadenceValue = Annotated[
    Cadence,
    BeforeValidator(parse_cadence),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": SLOWEST, "maximum": FASTEST},
                {"type": "string", "pattern": PATTERN},
            ]
        }
    ),
]
