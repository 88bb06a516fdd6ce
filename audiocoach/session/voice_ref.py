"""Who speaks, as a session names a voice."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from audiocoach.paths import at_home, is_file, is_folder
from audiocoach.session.context import context_of
from audiocoach.session.resolving import resolve
from audiocoach.session.values import Model
from audiocoach.syntax.invalid import InvalidValue

"""The keys of a spoken thing; a mapping without any of them is one of anchors."""


_ENGINE_AND_NAME: Final = re.compile(r"([^\W\d_][\w-]+):(.+)")


class VoiceRef(Model):
    """`heart`, `piper:joe`, or `{engine: piper, name: joe, rate: 0.95}`."""

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
            raise InvalidValue("a voice needs a name or an engine", "write `voice: heart`")
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
