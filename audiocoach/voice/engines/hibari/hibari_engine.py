"""Hibari: warm English voices on this machine, without a network. The voice `heart` comes with audiocoach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from typing import Final

from audiocoach.conventions import SENTENCE_GAP_MS
from audiocoach.errors import UnknownName, VoiceError
from audiocoach.script.script import Phonemes, VoiceChoice
from audiocoach.verbalize.spoken_words import is_speakable
from audiocoach.voice.engines.advice import install
from audiocoach.voice.engines.choice_checks import check_options, check_rate
from audiocoach.voice.engines.hibari.hibari_model import PACKAGES, HibariModel
from audiocoach.voice.engines.hibari.hibari_voices import LICENCE, hibari_folder, models, offers, remote
from audiocoach.voice.engines.remote_file import fetch_file, is_whole, make_folder
from audiocoach.voice.languages import best
from audiocoach.voice.offers import Fetched, VoiceOffer
from audiocoach.voice.voice import RawTake, VoiceInfo

SPEED: Final = 0.90
"""At rate 1: about 162 words a minute, which a runner can follow. As trained it speaks 180."""
_COMPUTING: Final = (*PACKAGES.values(), "numpy")
"""Whose versions decide about a take's last bits, or about the noise in it."""


class HibariEngine:
    """The voice in the package, and those that a person fetched. Hibari's own downloads are never used."""

    name = "hibari"

    def voices(self) -> Sequence[VoiceInfo]:
        """Heart first."""
        return tuple(
            VoiceInfo(model.name, model.language, model.description, model.installed) for model in self._models.values()
        )

    def missing(self) -> str | None:
        """The packages that are not there, as one command."""
        packages = [package for module, package in PACKAGES.items() if not find_spec(module)]
        return install(*packages) if packages else None

    def voice(self, choice: VoiceChoice) -> HibariVoice:
        """The voice named, or else the first that speaks the language."""
        check_rate(choice.rate)
        check_options(self.name, choice)
        model = self._model(choice)
        missing = self.missing()
        if missing or not model.installed:
            raise VoiceError(f"hibari cannot speak as `{model.name}`", missing or model.remedy)
        return HibariVoice(model, choice.rate)

    def offers(self) -> Sequence[VoiceOffer]:
        """Heart, and the voices that its package lists beside it."""
        return offers()

    def offer(self, key: str) -> VoiceOffer | None:
        """No other voice."""
        return None

    def is_here(self, offer: VoiceOffer) -> bool:
        """Whether its file is the one that is listed."""
        return is_whole(remote(offer.key), self._models[offer.key].path)

    def licence(self, offer: VoiceOffer) -> str:
        """That of all."""
        return LICENCE

    def fetch(self, offer: VoiceOffer, progress: Fetched) -> None:
        """Put its file into the folder."""
        make_folder(hibari_folder())
        file, come = remote(offer.key), 0
        for size in fetch_file(file, self._models[offer.key].path):
            come += size
            progress(come, file.size)

    def _model(self, choice: VoiceChoice) -> HibariModel:
        if choice.name is not None:
            if choice.name not in self._models:
                raise UnknownName("hibari voice", choice.name, self._models)
            return self._models[choice.name]
        info = best(self.voices(), choice.language)
        if info is None:
            raise VoiceError(f"no installed hibari voice speaks `{choice.language}`", "name another voice")
        return self._models[info.name]

    @cached_property
    def _models(self) -> dict[str, HibariModel]:
        """By name."""
        return models()


@dataclass(frozen=True)
class HibariVoice:
    """One voice at one rate. The noise in it has a seed: the same text always gives the same samples."""

    model: HibariModel
    rate: float = 1.0

    @property
    def name(self) -> str:
        """The model's."""
        return self.model.name

    @property
    def deessing_db(self) -> float:
        """The model's."""
        return self.model.deessing_db

    @cached_property
    def fingerprint(self) -> str:
        """The models' digests, the versions of all that computes, and the settings."""
        from audiocoach.voice.engines.hibari.hibari_text import IPA_VERSION

        versions = [f"{package} {version(package)}" for package in _COMPUTING]
        models = [f"model {self.model.sha256}", f"reader {self.model.reader_sha256}"]
        settings = [f"speed {self._speed:.6f}", f"gap {SENTENCE_GAP_MS}", f"ipa {IPA_VERSION}"]
        return "; ".join([*versions, *models, *settings])

    def speak(self, text: str) -> RawTake:
        """`text` as one take; where it is several sentences, with a gap between them."""
        return self.speak_phonemes(text, ())

    def speak_phonemes(self, text: str, phonemes: Phonemes) -> RawTake:
        """The same, with words of it as their `phonemes` say."""
        import numpy as np

        from audiocoach.voice.engines.hibari.hibari_sound import RATE, wave
        from audiocoach.voice.engines.hibari.hibari_text import sounds
        from audiocoach.voice.trimming import joined

        if not is_speakable(text, self.model.language):
            hint = f"write it in words of its language, {self.model.language}"
            raise VoiceError(f"`{self.name}` has nothing to say in `{text}`", hint)
        voice = self.model.load()
        speed = np.asarray([self._speed], np.float32)
        takes = []
        for piece in sounds(text, voice, phonemes):
            numbers = [voice.numbers[sound] for sound in piece if sound in voice.numbers]
            outputs = voice.run(None, {"ids": np.asarray([[0, *numbers, 0]], np.int64), "speed": speed})
            takes.append(RawTake(wave(outputs), RATE))
        if not takes:
            raise VoiceError(f"`{self.name}` has no sounds for `{text}`", "write it in other words")
        return joined(takes, self.rate)

    @property
    def _speed(self) -> float:
        return SPEED * self.rate
