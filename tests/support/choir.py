"""Engines as other packages bring them, and how they are found."""

from collections.abc import Sequence
from importlib.metadata import Distribution, EntryPoint, distribution

from audiocoach.script.script import VoiceChoice
from audiocoach.voice.engines.fake.fake_voice import FakeVoice
from audiocoach.voice.registry import GROUP
from audiocoach.voice.voice import VoiceInfo


class Choir:
    """An engine of another package."""

    name = "choir"

    def voices(self) -> Sequence[VoiceInfo]:
        names = {"anna": "de-DE", "ana": "pt-PT", "bia": "pt-BR", "emma": "en-GB"}
        return [VoiceInfo(name, language, "", True) for name, language in names.items()] + [
            VoiceInfo("kees", "nl", "", False)
        ]

    def missing(self) -> str | None:
        return None

    def voice(self, choice: VoiceChoice) -> FakeVoice:
        return FakeVoice(choice.name or "solo", choice.rate)


class AnotherPackage(Distribution):
    metadata = {"Name": "audiocoach-choir"}  # type: ignore[assignment]

    def read_text(self, filename: str) -> str | None:
        return None

    def locate_file(self, path: object) -> None:  # type: ignore[override]
        return None


def point(name: str, value: str, ours: bool = False) -> EntryPoint:
    found = EntryPoint(name, value, GROUP)
    vars(found)["dist"] = distribution("audiocoach") if ours else AnotherPackage()
    return found


PIPER = point("piper", "audiocoach.voice.engines.piper.piper_engine:PiperEngine", ours=True)
