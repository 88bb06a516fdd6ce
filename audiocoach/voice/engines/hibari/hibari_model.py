"""The files of Hibari's voices: which there are, and loading one, checked. Nothing is ever fetched here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from audiocoach.errors import UnreadableFile, VoiceError, visible
from audiocoach.memory import ENGINE_MB, require
from audiocoach.paths import is_file
from audiocoach.storage.regular import read_bounded
from audiocoach.voice.engines.advice import install
from audiocoach.voice.engines.model_file import MODEL_LIMIT, LoadedOnce, unreadable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HEART_SHA256: Final = "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8"
_HEART_DEESSING_DB: Final = 4.0
"""Brings 5 to 9 kHz, which are 2 dB above joe's over twelve lines and more where it hisses, to joe's."""
_AMERICAN: Final = ("oov.onnx", "d3cfd8122c5f172a98c8de38268bf1213ee09f2c2ae4df6e055fc6532590fe76")
_BRITISH: Final = ("oov_gb.onnx", "0997e3219543247de5646078d770f8ca77011d8fd0abb29fe48d12c60f53e9e1")
"""The networks that read words which no lexicon has: file and SHA-256."""
PACKAGES: Final = {"hibari": "hibari-tts", "onnxruntime": "onnxruntime"}
_VOCABULARY_LIMIT: Final = 100_000


@dataclass(frozen=True)
class LoadedHibari:
    """A voice that is ready to speak. Safe from several threads."""

    read: Callable[[str], str]
    """A sentence as sounds, in the network's alphabet."""
    numbers: dict[str, int]
    """Of each sound."""
    run: Callable[..., list[NDArray[np.float32]]]


@dataclass(frozen=True)
class HibariModel:
    """A voice's file. Loaded once, at the first sentence, for all rates and threads."""

    name: str
    language: str
    description: str
    path: Path
    sha256: str
    """That the file must have."""
    remedy: str
    """What to do where a file is missing or damaged."""
    deessing_db: float = 0.0
    """How much softer mastering makes its sibilants."""
    is_british: bool = False
    """Whether it reads as the British do."""
    _once: LoadedOnce[LoadedHibari] = field(default_factory=LoadedOnce, init=False, repr=False, compare=False)

    @property
    def installed(self) -> bool:
        """Whether it can speak now."""
        return is_file(self.path)

    @property
    def reader_sha256(self) -> str:
        """Of the network that reads for it what no lexicon has."""
        return self._reader[1]

    @property
    def _reader(self) -> tuple[str, str]:
        return _BRITISH if self.is_british else _AMERICAN

    def load(self) -> LoadedHibari:
        """The voice, ready to speak. Raises `VoiceError`. Takes 0.9 s the first time, most of it for the lexicon."""
        return self._once.get(f"the voice `{self.name}`", self._load, self.remedy)

    def _load(self) -> LoadedHibari:
        require(ENGINE_MB)
        from hibari.g2p import G2P
        from hibari.g2p.oov import OOV

        assets = package_folder() / "assets"
        network = assets / self._reader[0]
        reader = OOV(str(network), self._session(network, self.reader_sha256))
        numbers = json.loads(self._content(assets / "vocab.json", _VOCABULARY_LIMIT))
        read = G2P(oov=reader, british=self.is_british)
        return LoadedHibari(read, numbers, self._session(self.path, self.sha256).run)

    def _session(self, path: Path, sha256: str) -> Any:
        import onnxruntime

        model = self._content(path, MODEL_LIMIT)
        # The bytes that are checked are those that are loaded.
        if hashlib.sha256(model).hexdigest() != sha256:
            raise VoiceError(f"a model of the voice `{self.name}` is damaged: {visible(str(path))}", self.remedy)
        options = onnxruntime.SessionOptions()
        # Two threads give other samples than one, at twice the work.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def _content(self, path: Path, limit: int) -> bytes:
        try:
            return read_bounded(path, limit)
        except UnreadableFile as error:
            raise unreadable(f"the voice `{self.name}`", error, self.remedy) from error


def heart() -> HibariModel:
    """The voice that is embedded (Apache-2.0): the only one that lies in the package `hibari-tts`."""
    return HibariModel(
        name="heart",
        language="en-US",
        description="warm American English, comes with audiocoach",
        path=package_folder() / "assets" / "hibari.onnx",
        sha256=HEART_SHA256,
        remedy=f"install it again: {install('hibari-tts', again=True)}",
        deessing_db=_HEART_DEESSING_DB,
    )


def package_folder() -> Path:
    """Where `hibari` lies, without importing it."""
    package = find_spec("hibari")
    return Path(package.origin).parent if package and package.origin else Path("hibari-tts")
