"""Hibari's voices beside the one in its package: as the package lists them, fetched by us and never by it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from audiocoach.errors import UnreadableFile
from audiocoach.storage.regular import read_bounded
from audiocoach.voice.engines.hibari.hibari_model import HibariModel, heart, package_folder
from audiocoach.voice.engines.model_file import MODEL_LIMIT, voices_folder
from audiocoach.voice.engines.remote_file import RemoteFile
from audiocoach.voice.offers import VoiceOffer

LICENCE: Final = "Apache-2.0"
"""Of the package, and of all its voices."""
_LIST_LIMIT: Final = 100_000
_SEX: Final = {"female": "a woman", "male": "a man"}


class _ListedHibari(BaseModel):
    """What the package says of a voice."""

    model_config = ConfigDict(frozen=True)

    language: Annotated[str, Field(pattern=r"^[a-z]{2}-[A-Z]{2}$")]
    accent: Annotated[str, Field(pattern=r"^[A-Za-z ]{1,40}$")]
    gender: str
    file: Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,80}\.onnx$")]
    bytes: Annotated[int, Field(strict=True, gt=0, le=MODEL_LIMIT)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    british: bool

    @property
    def described(self) -> str:
        """`British English, a woman`."""
        return f"{self.accent} English, {_SEX.get(self.gender, 'a voice')}"


def models() -> dict[str, HibariModel]:
    """Every voice by name, heart first; those too that are not here yet."""
    others = {name: _model(name, listed) for name, listed in _listed(package_folder()).items()}
    return {"heart": heart()} | {name: model for name, model in others.items() if name != "heart"}


def offers() -> tuple[VoiceOffer, ...]:
    """Every voice, heart first."""
    return tuple(
        VoiceOffer(name, name, listed.language, listed.described, listed.bytes)
        for name, listed in _listed(package_folder()).items()
    )


def remote(name: str) -> RemoteFile:
    """Where a voice's file lies, and what it must be."""
    from hibari.voices import BASE_URL

    listed = _listed(package_folder())[name]
    return RemoteFile(listed.file, f"{BASE_URL}{quote(listed.file)}", listed.bytes, listed.sha256, "sha256")


def hibari_folder() -> Path:
    """Where the fetched voices lie: beside those of Piper."""
    return voices_folder() / "hibari"


def _model(name: str, listed: _ListedHibari) -> HibariModel:
    return HibariModel(
        name=name,
        language=listed.language,
        description=f"{listed.described}, Hibari",
        path=hibari_folder() / listed.file,
        sha256=listed.sha256,
        remedy=f"`audiocoach voices get hibari:{name}` fetches it",
        is_british=listed.british,
    )


@cache
def _listed(package: Path) -> dict[str, _ListedHibari]:
    """What the package lists; nothing where it is not there, or not the one that we know."""
    try:
        content = read_bounded(package / "assets" / "voices.json", _LIST_LIMIT)
        found = TypeAdapter(dict[str, _ListedHibari]).validate_python(json.loads(content))
    except (UnreadableFile, ValidationError, ValueError, RecursionError):
        return {}
    return {name: listed for name, listed in found.items() if name.isidentifier()}
