"""The languages that the pass knows, a file each."""

from collections.abc import Mapping
from typing import Final

from audiocoach.verbalize.language import Language
from audiocoach.verbalize.languages.dutch import DUTCH
from audiocoach.verbalize.languages.english import ENGLISH
from audiocoach.verbalize.languages.french import FRENCH
from audiocoach.verbalize.languages.german import GERMAN
from audiocoach.verbalize.languages.italian import ITALIAN
from audiocoach.verbalize.languages.portuguese import PORTUGUESE
from audiocoach.verbalize.languages.spanish import SPANISH

LANGUAGES: Final[Mapping[str, Language]] = {
    language.code: language for language in (ENGLISH, GERMAN, SPANISH, FRENCH, ITALIAN, PORTUGUESE, DUTCH)
}
"""By BCP 47 code, without a region."""


def base(code: str) -> str:
    """The language of `pt-BR`: `pt`."""
    return code.replace("_", "-").split("-")[0].lower()


def language_of(code: str) -> Language | None:
    """What is known of `pt-BR` or `de`; None for a language whose texts go to its voice as they are written."""
    return LANGUAGES.get(base(code))
