"""What a session says: texts, voices, recordings, dialogues, check-ins, and when on a step."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Discriminator, Field, Tag, ValidationInfo, field_validator

from audiocoach.errors import short
from audiocoach.paths import at_home
from audiocoach.session.anchors import Anchor, parse_anchor
from audiocoach.session.bell import BELL, BellCue
from audiocoach.session.context import context_of
from audiocoach.session.resolving import resolve
from audiocoach.session.values import Model, Speech, as_list
from audiocoach.session.voice_ref import VoiceRef, check_voice
from audiocoach.syntax.invalid import InvalidValue, raise_all, shown

SPOKEN_KEYS: Final = frozenset(("text", "voice", "file", "talk"))
"""The keys of a spoken thing; a mapping without any of them is one of anchors."""


class SpokenText(Model):
    """A text, in the session's voice or in another."""

    text: Speech
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


_TURN_HINT: Final = 'write `talk: [{heart: "Hello, Joe."}, {joe: "Hello."}]`'


class Talk(Model):
    """A dialogue: `[{heart: What made you laugh today?}, {joe: Slowest talker first.}]`."""

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
    if isinstance(value, dict) and BELL in value:
        raise InvalidValue("a bell is not spoken", f"write it as a step of its own: `- bell: {short(value[BELL])}`")
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


def _is_bell(value: object) -> bool:
    return isinstance(value, BellCue) or (isinstance(value, dict) and value.keys() == {BELL})


Sounded = Annotated[
    Annotated[BellCue, Tag(BELL)]
    | Annotated[SpokenText, Tag("text")]
    | Annotated[RecordingRef, Tag("file")]
    | Annotated[Talk, Tag("talk")],
    Discriminator(lambda value: BELL if _is_bell(value) else _spoken_kind(value)),
    BeforeValidator(lambda value: value if _is_bell(value) else _spoken(value)),
]
"""What hangs on a step: something spoken, or a bell."""

SoundedInTurn = Annotated[tuple[Sounded, ...], BeforeValidator(as_list), Field(min_length=1)]
"""One of them, or a list of which each round or occurrence takes the next."""


def _cues(value: object) -> object:
    """A text, a list, a spoken thing or a bell alone is heard at the start."""
    if isinstance(value, dict) and not value.keys() & {*SPOKEN_KEYS, BELL}:
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
    dict[Annotated[Anchor, BeforeValidator(parse_anchor)], SoundedInTurn],
    BeforeValidator(_cues),
    Field(min_length=1),
]
"""What the author says and rings on a step, by anchor."""
