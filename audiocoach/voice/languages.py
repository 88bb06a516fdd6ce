"""Which voice speaks a language."""

from collections.abc import Iterable

from audiocoach.voice.model import VoiceInfo


def base(language: str) -> str:
    """The language of a BCP 47 tag without its region: `pt` of `pt-BR`."""
    return language.replace("_", "-").split("-")[0].lower()


def best(voices: Iterable[VoiceInfo], language: str) -> VoiceInfo | None:
    """The first installed voice of exactly `language`, or else of the same language elsewhere.

    Any English is the first English voice's: a session does not change its coach for a region.
    """
    installed = [voice for voice in voices if voice.installed and base(voice.language) == base(language)]
    wanted = language.replace("_", "-").lower()
    exact = [voice for voice in installed if voice.language.lower() == wanted]
    ranked = installed if base(language) == "en" else [*exact, *installed]
    return ranked[0] if ranked else None
