"""Which voice speaks a language."""

import re
from collections.abc import Iterable
from typing import Final

from audiocoach.voice.voice import VoiceInfo

_SAME: Final = {"cmn": "zh", "fil": "tl", "in": "id", "iw": "he", "jw": "jv", "nb": "no", "nn": "no"}
"""Languages that engines, CLDR and people call by different codes (ISO 639 macrolanguages and old codes)."""


_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_](?:[A-Za-z]{2}|[0-9]{3}))?")
"""A language, or a language and a region (BCP 47); what is longer is a voice's own name."""


def is_tag(text: str) -> bool:
    """Whether a text could be a language, or a language and a region."""
    return _TAG.fullmatch(text) is not None


def base(language: str) -> str:
    """The language of a BCP 47 tag without its region: `pt` of `pt-BR`; one code for what has several."""
    code = language.replace("_", "-").split("-")[0].lower()
    return _SAME.get(code, code)


def best(voices: Iterable[VoiceInfo], language: str) -> VoiceInfo | None:
    """The first installed voice of exactly `language`, or else of the same language elsewhere.

    Any English is the first English voice's: a session does not change its coach for a region.
    """
    installed = [voice for voice in voices if voice.installed and base(voice.language) == base(language)]
    wanted = language.replace("_", "-").lower()
    exact = [voice for voice in installed if voice.language.lower() == wanted]
    ranked = installed if base(language) == "en" else [*exact, *installed]
    return ranked[0] if ranked else None
