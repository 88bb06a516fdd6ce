"""The kinds of values that a session is written in, each with its JSON Schema."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetJsonSchemaHandler,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from audiocoach.conventions import BED_LUFS
from audiocoach.errors import short
from audiocoach.paths import at_home
from audiocoach.session.context import IN_REPEAT, context_of
from audiocoach.session.field_docs import field_docs
from audiocoach.session.resolving import resolve
from audiocoach.syntax import amounts
from audiocoach.syntax.amount_patterns import DISTANCE_PATTERN, DURATION_PATTERN, PACE_PATTERN
from audiocoach.syntax.invalid import InvalidValue, raise_all, shown
from audiocoach.syntax.silences import TEXT_PATTERN, wrong_silences
from audiocoach.syntax.template import (
    LABEL_PATTERN,
    LONGEST_TEXT,
    NAMED,
    ROUND_NAMED,
    check_characters,
    names_in,
    wrong_names,
)
from audiocoach.syntax.variables import VARIABLE_SCHEMA, fill_as_written
from audiocoach.units import Millis
from audiocoach.verbalize.wordless import has_words

_WORDS_HINT: Final = "write words, or a silence such as `(4s)`"
_TEXT_HINT: Final = "write a text, in quotes where it has a `: `, a ` #` or a comma in brackets"


def _duration(value: object) -> Millis:
    return amounts.parse_duration(value)


def _amount(value: object, info: ValidationInfo) -> amounts.Amount:
    return value if isinstance(value, amounts.Amount) else amounts.parse_amount(value, context_of(info).pace)


def _pace(value: object) -> amounts.Pace:
    return value if isinstance(value, amounts.Pace) else amounts.parse_pace(value)


def _label(value: object, info: ValidationInfo) -> str:
    """A text that is read, not spoken: `(4)` is nothing but that."""
    text, let = as_text(value), context_of(info).let
    raise_all(wrong_names(text, let, ()))
    written = {name: ", ".join(map(str, value)) if isinstance(value, list) else value for name, value in let.items()}
    return fill_as_written(text, written)


def _name(value: object, info: ValidationInfo) -> str:
    return _checked_name(value, info, NAMED)


def _round_name(value: object, info: ValidationInfo) -> str:
    return _checked_name(value, info, ROUND_NAMED)


def _checked_name(value: object, info: ValidationInfo, known: Collection[str]) -> str:
    text = as_text(value)
    raise_all((*wrong_names(text, context_of(info).let, known), *wrong_silences(text)))
    return text


def _text(value: object, info: ValidationInfo) -> str:
    text = as_text(value)
    raise_all((*wrong_names(text, context_of(info).let), *wrong_silences(text)))
    return text


def _speech(text: str) -> str:
    if not names_in(text) and not has_words(text):
        raise InvalidValue(f"there is no word to say in {shown(text)}", _WORDS_HINT)
    return text


def as_text(value: object) -> str:
    """`value` as a text that a person reads or hears; `InvalidValue` for anything else."""
    if isinstance(value, Mapping) and len(value) == 1:
        key, rest = next(iter(value.items()))
        raise InvalidValue("a `: ` inside a text that is not quoted", f'write `"{short(key)}: {short(rest)}"`')
    if isinstance(value, (bool, Mapping, list, tuple)) or value is None or not str(value).strip():
        what = shown(value) if not isinstance(value, str) else "empty"
        hint = "a text that YAML reads as something else goes in quotes" if isinstance(value, bool) else _TEXT_HINT
        raise InvalidValue(f"a text is needed here, but this is {what}", hint)
    text = str(value).strip()
    check_characters(text)
    return text


def _in_turn(value: object) -> object:
    """A list whose entries rounds take in turn, or one value for all."""
    if isinstance(value, tuple) and len(value) > 1 and not IN_REPEAT.get():
        hint = "the rounds of a `repeat` take its entries in turn; this step is in none"
        raise InvalidValue(f"this list has {len(value)} entries for 1 round", hint)
    return value


SCHEMAS: Final[dict[str, Any]] = {
    "Variable": VARIABLE_SCHEMA,
    "Duration": {"anyOf": [{"type": "string", "pattern": DURATION_PATTERN}, VARIABLE_SCHEMA]},
    "Amount": {
        "anyOf": [
            {"type": "string", "pattern": DURATION_PATTERN},
            {"type": "string", "pattern": DISTANCE_PATTERN},
            VARIABLE_SCHEMA,
        ]
    },
    "Pace": {"anyOf": [{"type": "string", "pattern": PACE_PATTERN}, VARIABLE_SCHEMA]},
    "Label": {"type": ["string", "number"], "pattern": LABEL_PATTERN, "maxLength": LONGEST_TEXT},
    "Text": {"type": ["string", "number"], "pattern": TEXT_PATTERN, "maxLength": LONGEST_TEXT},
}
"""JSON Schemas that many keys share, by the name that `shared` refers to."""


def shared(name: str) -> dict[str, Any]:
    """What stands in a model's schema for one of `SCHEMAS`, until `session_schema` makes it a reference."""
    return {"x-shared": name}


Duration = Annotated[Millis, BeforeValidator(_duration), WithJsonSchema(shared("Duration"))]
Amount = Annotated[amounts.Amount, BeforeValidator(_amount), WithJsonSchema(shared("Amount"))]
Pace = Annotated[amounts.Pace, BeforeValidator(_pace), WithJsonSchema(shared("Pace"))]
LanguageCode = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|\d{3}))?$")]
"""`en`, `de`, `pt-BR`."""
Label = Annotated[str, BeforeValidator(_label), WithJsonSchema(shared("Label"))]
"""A text that is shown, not spoken; its variables are in place."""
Text = Annotated[str, BeforeValidator(_text), WithJsonSchema(shared("Text"))]
"""A text that is spoken, alone or inside another."""
Speech = Annotated[Text, AfterValidator(_speech)]
"""A text that is spoken by itself, and so has a word or a silence in it."""
Name = Annotated[str, BeforeValidator(_name), WithJsonSchema(shared("Text"))]
"""What a step is called: read, and spoken inside of sentences."""
RoundName = Annotated[str, BeforeValidator(_round_name), WithJsonSchema(shared("Text"))]
"""What the rounds of a repeat are called; the same."""
Effort = Annotated[int, Field(ge=1, le=10, strict=True)]
Switch = Annotated[bool, Field(strict=True)]
"""`true` or `false`; not `yes`, which is a text."""


class Model(BaseModel):
    """Frozen, and closed to unknown keys."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_alias=True,
        validate_by_name=True,
        arbitrary_types_allowed=True,
    )

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The JSON Schema, with the docstring under each field."""
        schema = handler(core_schema)
        properties = handler.resolve_ref_schema(schema)["properties"]
        for name, text in field_docs(cls).items():
            if name in cls.model_fields:
                properties[cls.model_fields[name].alias or name]["description"] = text
        return schema


def as_list(value: object) -> object:
    """A single value as a list of one."""
    return value if isinstance(value, (list, tuple)) else [value]


T = TypeVar("T")

PerRound = Annotated[
    Annotated[T, Tag("one")] | Annotated[tuple[T, ...], Field(min_length=1), Tag("list")],
    Discriminator(lambda value: "list" if isinstance(value, (list, tuple)) else "one"),
    AfterValidator(_in_turn),
]
"""One value for all rounds, or a list that the rounds of the innermost repeat take in turn."""


def in_round(value: T | tuple[T, ...], round_: int) -> T:
    """What `value` is in round `round_` (from 1): a list starts again after its last entry."""
    return value[(round_ - 1) % len(value)] if isinstance(value, tuple) else value


NO_SOUNDSCAPE: Final = "none"
"""The name that stands for silence."""


class SoundscapeRef(Model):
    """`mountain-lake`, `none`, or `{name: rain-on-leaves, level: -28}`."""

    name: str = Field(min_length=1)
    """One of `audiocoach sounds list`, `none`, or a file beside the session's own: a recipe, or any audio."""
    level: float = Field(BED_LUFS, ge=-60, le=-16, strict=True)
    """Loudness in LUFS, dual-mono."""

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: object, info: ValidationInfo) -> object:
        value = {"name": value} if isinstance(value, str) else value
        if isinstance(value, dict) and isinstance(value.get("name"), str):
            return {**value, "name": file_beside(value["name"], info)}
        return value


def check_soundscape(soundscape: "SoundscapeRef | None", info: ValidationInfo) -> None:
    """Raise an `InvalidValue` where there is no such soundscape."""
    if soundscape is not None:
        hint = "`audiocoach sounds list` shows those that ship"
        resolve(context_of(info).scope, lambda scope: scope.names.soundscape(soundscape), hint)


def file_beside(name: str, info: ValidationInfo) -> str:
    """`name`; where it is the path of a file, from here on."""
    if not is_path(name):
        return name
    path = str(context_of(info).folder / at_home(name))
    return path if is_path(path) else f"./{path}"


def is_path(name: str) -> bool:
    """Whether a file is meant: by an ending, or a folder before it."""
    return bool(Path(name).suffix) or "/" in name or len(Path(name).parts) > 1
