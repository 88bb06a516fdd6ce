"""What a session says: texts, voices, recordings, dialogues, check-ins, and when on a step."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, ValidationInfo, field_validator, model_validator

from audiocoach.errors import nearest, short
from audiocoach.paths import at_home, is_file, is_folder
from audiocoach.session.anchors import Anchor, parse_anchor
from audiocoach.session.context import context_of
from audiocoach.session.resolving import resolve
from audiocoach.session.values import Duration, Model, Text, as_list
from audiocoach.syntax.invalid import InvalidValue, raise_all, shown
from audiocoach.units import Millis

SPOKEN_KEYS: Final = frozenset(("text", "voice", "file", "talk"))
"""The keys of a spoken thing; a mapping without any of them is one of anchors."""


_ENGINE_AND_NAME: Final = re.compile(r"([^\W\d_][\w-]+):(.+)")


class VoiceRef(Model):
    """`joe`, `piper:joe`, or `{engine: piper, name: joe, rate: 0.95}`."""

    name: str | None = Field(None, min_length=1)
    """The voice's name within its engine."""
    engine: str | None = Field(None, min_length=1, json_schema_extra={"not": {"const": "command"}})
    """One of `audiocoach voices list`; without it, the name decides."""
    rate: float = Field(1.0, ge=0.5, le=2.0, strict=True)
    """Speed of speech; 1 is the voice's own."""
    tld: str | None = Field(None, pattern=r"^[a-z.]{2,10}$")
    """Accent, for the engine gtts only: `co.uk`."""

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: object, info: ValidationInfo) -> object:
        if isinstance(value, str):
            pair = _ENGINE_AND_NAME.fullmatch(value)
            value = {"engine": pair[1], "name": pair[2]} if pair else {"name": value}
        if isinstance(value, dict) and isinstance(value.get("name"), str) and _is_path(value["name"], value):
            return {**value, "name": _beside(value["name"], context_of(info).folder)}
        return value

    @field_validator("engine")
    @classmethod
    def _no_commands(cls, engine: str | None) -> str | None:
        if engine == "command":
            raise InvalidValue(
                "a session cannot run commands",
                "set the engine up under `[engines.mine]` in your config.toml, and write `voice: mine`",
            )
        return engine

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not self.model_fields_set & {"name", "engine", "rate", "tld"}:
            raise InvalidValue("a voice needs a name or an engine", "write `voice: joe`")
        return self


def check_voice(voice: VoiceRef | None, info: ValidationInfo) -> None:
    """Raise an `InvalidValue` where nobody is called so."""
    if voice is not None:
        hint = "`audiocoach voices list` shows who can speak"
        resolve(context_of(info).scope, lambda scope: scope.names.voice(voice, scope.language), hint)


def _is_path(name: str, voice: Mapping[str, object]) -> bool:
    """Whether a voice is called by where it lies: a folder of recordings, or a model's file."""
    return voice.get("engine") == "recording" or "/" in name or "\\" in name or name.endswith(".onnx")


def _beside(name: str, folder: Path) -> str:
    """`name`, or the file or the folder of that name in the session's `folder`."""
    path = folder / at_home(name)
    return str(path) if is_file(path) or is_folder(path) else name


class SpokenText(Model):
    """A text, in the session's voice or in another."""

    text: Text
    voice: VoiceRef | None = None

    @field_validator("voice")
    @classmethod
    def _speaks(cls, voice: VoiceRef | None, info: ValidationInfo) -> VoiceRef | None:
        check_voice(voice, info)
        return voice


class RecordingRef(Model):
    """A recording."""

    file: str = Field(min_length=1)
    """Its path, from the session's file on."""

    @field_validator("file")
    @classmethod
    def _is_there(cls, file: str, info: ValidationInfo) -> str:
        context, hint = context_of(info), "name an audio file, by its path from this file's folder"
        path = context.folder / at_home(file)
        resolve(context.scope, lambda scope: scope.names.recording(path), hint)
        return str(path)


_TURN_HINT: Final = 'write `talk: [{joe: "Hello."}, {amy: "Hello, Joe."}]`'


class Talk(Model):
    """A dialogue: `[{joe: What made you laugh today?}, {amy: Slowest talker first.}]`."""

    talk: tuple[SpokenText, ...] = Field(min_length=1)

    @field_validator("talk", mode="before")
    @classmethod
    def _turns(cls, value: object) -> object:
        if not isinstance(value, (list, tuple)):
            raise InvalidValue("a dialogue is a list", _TURN_HINT)
        raise_all(_wrong_turns(value))
        return [_turn(item) for item in value]


def _wrong_turns(turns: Iterable[object]) -> Iterator[InvalidValue]:
    for index, item in enumerate(turns):
        if not (isinstance(item, Model) or (isinstance(item, dict) and ("text" in item or len(item) == 1))):
            yield InvalidValue(f"a turn is a voice and its text, not {shown(item)}", _TURN_HINT, (index,))


def _turn(item: Any) -> object:
    """A turn as its model wants it: `{joe: Hello.}` is `{voice: joe, text: Hello.}`."""
    if isinstance(item, Model) or (isinstance(item, dict) and "text" in item):
        return item
    ((voice, text),) = item.items()
    return {"voice": voice, "text": text}


def _spoken(value: object) -> object:
    if isinstance(value, dict) and not value.keys() & SPOKEN_KEYS:
        if len(value) == 1:
            key, rest = next(iter(value.items()))
            raise InvalidValue("a `: ` inside a text that is not quoted", f'write `"{short(key)}: {short(rest)}"`')
        raise InvalidValue(
            "this says nothing", "write a text, `{voice: amy, text: ...}`, `{file: ...}` or `{talk: [...]}`"
        )
    return value if isinstance(value, (dict, Model)) else {"text": value}


def _spoken_kind(value: Any) -> str:
    keys = value if isinstance(value, dict) else type(value).model_fields
    return "talk" if "talk" in keys else "file" if "file" in keys else "text"


Spoken = Annotated[
    Annotated[SpokenText, Tag("text")] | Annotated[RecordingRef, Tag("file")] | Annotated[Talk, Tag("talk")],
    Discriminator(_spoken_kind),
    BeforeValidator(_spoken),
]
"""A text, a recording or a dialogue."""

InTurn = Annotated[tuple[Spoken, ...], BeforeValidator(as_list), Field(min_length=1)]
"""One thing to say, or a list of which each round or occurrence takes the next."""


def _cues(value: object) -> object:
    """A text, a list or a spoken thing alone is said at the start."""
    if isinstance(value, dict) and not value.keys() & SPOKEN_KEYS:
        raise_all(_same_place_twice(value))
        return value
    return {"start": value}


def _same_place_twice(cues: dict[str, Any]) -> Iterator[InvalidValue]:
    """A mistake for each key that says the same anchor as an earlier one: `30s` and `0:30`."""
    first: dict[Anchor, str] = {}
    for key in cues:
        try:
            anchor = parse_anchor(key)
        except InvalidValue:
            continue  # told where the key itself is read
        if anchor in first:
            yield InvalidValue(f"`{key}` is the same place as `{first[anchor]}`", "give one of them a list", (key,))
        first.setdefault(anchor, key)


Cues = Annotated[
    dict[Annotated[Anchor, BeforeValidator(parse_anchor)], InTurn],
    BeforeValidator(_cues),
    Field(min_length=1),
]
"""What the author says on a step, by anchor."""


_CHECK_IN_HINT: Final = "write `before`, `after` or `{ask: [How are you?], answer: 8s}`"


class CheckIn(Model):
    """A few questions, each with time to answer it in one's head."""

    when: Literal["before", "after"] | None = None
    """The phrasebook's questions for before or after the effort."""
    ask: Annotated[tuple[Text, ...], BeforeValidator(as_list)] = ()
    """The author's own questions."""
    answer: Duration = Millis(6000)
    """The silence after each question."""

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, value: object) -> object:
        if isinstance(value, str):
            if value not in ("before", "after"):
                raise InvalidValue(
                    f"unknown check-in {shown(value)}", _CHECK_IN_HINT, near=(value, ("before", "after"))
                )
            return {"when": value}
        return value

    @property
    def count(self) -> int:
        """How many questions: the phrasebook's are two."""
        return len(self.ask) or 2

    @model_validator(mode="after")
    def _asks(self) -> Self:
        if bool(self.when) == bool(self.ask):
            raise InvalidValue("a check-in asks something", _CHECK_IN_HINT)
        return self


BREATHS: Final = {
    "box": {"in": "4s", "hold": "4s", "out": "4s", "rest": "4s"},
    "4-7-8": {"in": "4s", "hold": "7s", "out": "8s"},
    "3:2": {"in": "1060ms", "out": "700ms"},
}
"""Breaths with a name: box breathing; 4-7-8; and three steps in, two steps out of a run at 170 steps a minute."""


class Breath(Model):
    """The phases of one breath, or one with a name: `box`, `4-7-8`, `3:2`."""

    in_: Duration = Field(alias="in")
    """Breathing in."""
    hold: Duration | None = None
    """Full."""
    out: Duration
    """Breathing out."""
    rest: Duration | None = None
    """Empty."""

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: object) -> object:
        if isinstance(value, str):
            if value not in BREATHS:
                known = f"known: {', '.join(BREATHS)}; or write `{{in: 4s, out: 6s}}`"
                raise InvalidValue(f"unknown breath `{value}`", nearest(value, BREATHS) or known)
            return BREATHS[value]
        return value

    @property
    def phases(self) -> tuple[tuple[str, Millis], ...]:
        """Name and length of each phase, in order."""
        both = (("in", self.in_), ("hold", self.hold), ("out", self.out), ("rest", self.rest))
        return tuple((name, ms) for name, ms in both if ms)

    @property
    def length(self) -> Millis:
        """One whole breath."""
        return Millis(sum(ms for _, ms in self.phases))
