"""The kinds of values that a session is written in, each with its JSON Schema."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from audiocoach.spec import amounts
from audiocoach.spec.context import context_of
from audiocoach.spec.mistake import Mistake
from audiocoach.spec.template import check_text
from audiocoach.units import Millis

VARIABLE: Final[dict[str, Any]] = {"type": "string", "pattern": r"^\$[A-Za-z_][\w-]*$"}
"""JSON Schema of a whole value that is a variable."""


def _duration(value: object) -> Millis:
    return amounts.parse_duration(value)


def _amount(value: object, info: ValidationInfo) -> amounts.Amount:
    return value if isinstance(value, amounts.Amount) else amounts.parse_amount(value, context_of(info).pace)


def _pace(value: object) -> amounts.Pace:
    return value if isinstance(value, amounts.Pace) else amounts.parse_pace(value)


def _text(value: object, info: ValidationInfo) -> str:
    if isinstance(value, Mapping) and len(value) == 1:
        key, rest = next(iter(value.items()))
        raise Mistake("a `: ` inside a text that is not quoted", f'write `"{key}: {rest}"`')
    if isinstance(value, (Mapping, Sequence)) and not isinstance(value, str):
        raise Mistake(f"a text is needed here, but this is a {'list' if isinstance(value, Sequence) else 'mapping'}")
    if value is None or isinstance(value, bool) or not str(value).strip():
        raise Mistake("a text is needed here", "a text that YAML reads as something else goes in quotes")
    check_text(str(value), context_of(info).let)
    return str(value).strip()


DURATION_SCHEMA: Final = {"anyOf": [{"type": "string", "pattern": amounts.DURATION_PATTERN}, VARIABLE]}
AMOUNT_SCHEMA: Final = {
    "anyOf": [
        {"type": "string", "pattern": amounts.DURATION_PATTERN},
        {"type": "string", "pattern": amounts.DISTANCE_PATTERN},
        VARIABLE,
    ]
}
TEXT_SCHEMA: Final = {"type": ["string", "number"], "pattern": r"\S"}

Duration = Annotated[Millis, BeforeValidator(_duration), WithJsonSchema(DURATION_SCHEMA)]
Amount = Annotated[amounts.Amount, BeforeValidator(_amount), WithJsonSchema(AMOUNT_SCHEMA)]
Pace = Annotated[
    amounts.Pace, BeforeValidator(_pace), WithJsonSchema({"type": "string", "pattern": amounts.PACE_PATTERN})
]
Text = Annotated[str, BeforeValidator(_text), WithJsonSchema(TEXT_SCHEMA)]
Effort = Annotated[int, Field(ge=1, le=10, strict=True)]


class Model(BaseModel):
    """Frozen, and closed to unknown keys."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_alias=True,
        validate_by_name=True,
        arbitrary_types_allowed=True,
        use_attribute_docstrings=True,
    )


def as_list(value: object) -> object:
    """A single value as a list of one."""
    return value if isinstance(value, (list, tuple)) else [value]


T = TypeVar("T")

PerRound = Annotated[
    Annotated[T, Tag("one")] | Annotated[tuple[T, ...], Field(min_length=1), Tag("list")],
    Discriminator(lambda value: "list" if isinstance(value, (list, tuple)) else "one"),
]
"""One value for all rounds, or a list with one for each round of the innermost repeat."""


def in_round(value: T | tuple[T, ...], round_: int) -> T:
    """What `value` is in round `round_` (from 1)."""
    return value[round_ - 1] if isinstance(value, tuple) else value


class SoundscapeRef(Model):
    """`mountain-lake`, `none`, or `{name: rain-on-leaves, level: -28}`."""

    name: str = Field(min_length=1)
    """One of `audiocoach sounds list`, or `none`."""
    level: float = Field(-26.0, ge=-60, le=-16)
    """Loudness in LUFS, dual-mono."""

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: object) -> object:
        return {"name": value} if isinstance(value, str) else value
