"""What stands beside the model of a Piper voice, in its `.onnx.json`: read with limits, and checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, Field, ValidationError

from audiocoach.errors import InputError, short, visible
from audiocoach.storage.regular import read_bounded

LIMIT: Final = 1 << 20
"""Bytes: a voice of 900 speakers has 40,000."""
_HINT: Final = "a Piper voice is two files that came together, NAME.onnx and NAME.onnx.json"
_MOST: Final = 10_000
"""Speakers, and sounds."""

_Language = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8}){0,3}$")]
_EspeakVoice = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_+-]{0,39}$")]
"""A name, never a path: espeak would open that."""
_Name = Annotated[str, Field(min_length=1, max_length=200)]
_Number = Annotated[int, Field(strict=True, ge=0, le=_MOST)]


class _LanguageTable(BaseModel):
    code: _Language


class _EspeakTable(BaseModel):
    voice: _EspeakVoice


class _AudioTable(BaseModel):
    sample_rate: Annotated[int, Field(strict=True, ge=4_000, le=192_000)]


class _Checked(BaseModel):
    """What we or Piper use of it; what is not there may be missed later."""

    language: _LanguageTable | None = None
    espeak: _EspeakTable | None = None
    audio: _AudioTable | None = None
    phoneme_type: Literal["espeak", "text", "hebrew", "thai"] = "espeak"
    """The other kinds fetch what they need over the network when they first speak."""
    num_symbols: _Number = 0
    num_speakers: _Number = 1
    speaker_id_map: Annotated[dict[_Name, _Number], Field(max_length=_MOST)] | None = None
    phoneme_id_map: Annotated[dict[_Name, list[_Number]], Field(max_length=_MOST)] = {}


@dataclass(frozen=True)
class PiperSettings:
    """A voice's settings."""

    content: bytes
    """As they lie on the disk."""
    language: str
    """BCP 47."""
    speakers: dict[str, int]
    """The number of each speaker, by name; empty for a model of one speaker."""
    values: Mapping[str, Any]
    """All, as Piper reads them."""


def read_settings(path: Path) -> PiperSettings:
    """The settings in a file. Raises `InputError` that says what is wrong, `UnreadableFile` where it cannot be read."""
    content = read_bounded(path, LIMIT)
    try:
        values = json.loads(content)
    except RecursionError as error:
        raise _wrong(path, "nested too deeply") from error
    except ValueError as error:
        raise _wrong(path, "it is no JSON") from error
    if not isinstance(values, dict):
        raise _wrong(path, "it is no table")
    try:
        checked = _Checked.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        raise _wrong(path, f"`{short('.'.join(map(str, first['loc'])))}`: {_reason(first['msg'])}") from error
    language = checked.language.code if checked.language else checked.espeak.voice if checked.espeak else None
    if language is None:
        raise _wrong(path, "it does not say which language it speaks")
    return PiperSettings(content, language.replace("_", "-"), dict(checked.speaker_id_map or {}), values)


def _wrong(path: Path, what: str) -> InputError:
    name = visible(path.name)
    return InputError(f"{name} is not the configuration of a Piper voice: {what}", _HINT)


def _reason(message: str) -> str:
    """pydantic's words, as ours begin."""
    return message[:1].lower() + message[1:]
