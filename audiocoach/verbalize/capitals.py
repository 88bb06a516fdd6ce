"""Words in capitals: initials are said letter by letter, what is only loud is a word."""

import re
from typing import Final

from audiocoach.verbalize.cardinals import whole
from audiocoach.verbalize.language import Language

_INITIALS: Final = frozenset(
    [
        *(
            "RPE",
            "PB",
            "PR",
            "HR",
            "HRV",
            "RHR",
            "GPS",
            "BPM",
            "FTP",
            "TSS",
            "LT",
            "XC",
            "DNF",
            "DNS",
            "BQ",
            "LSD",
            "PT",
        ),
        *(
            "MAF",
            "ITB",
            "UTMB",
            "CTL",
            "ATL",
            "MP",
            "RER",
            "ATP",
            "BMI",
            "ECG",
            "EKG",
            "AED",
            "AI",
            "OCR",
            "URL",
            "LSD",
        ),
        *("AM", "PM", "USA", "UK", "EU", "NYC", "YMCA", "ID", "TV", "CD", "DVD", "DIY", "SOS", "FAQ", "ABC"),
    ]
)
"""Capitals that would otherwise pass for a loud word; those without a vowel need no row."""
_SAID: Final = {"HIIT": "hit", "EMOM": "E mom", "AMRAP": "am rap", "OK": "okay", "DOMS": "doms"}
_ROMAN: Final = {"II": 2, "III": 3, "IV": 4, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "XI": 11, "XII": 12}
_VOWELS: Final = frozenset("AEIOUYÄÖÜÁÉÍÓÚÀÈÌÒÙÂÊÎÔÛÃÕ")
_LONGEST_INITIALS: Final = 6
_WORD: Final = re.compile(r"(?<![\w'])([A-ZÄÖÜÁÉÍÓÚÀÈÌÒÙÂÊÎÔÛÃÕÑÇ]{2,}(?:'[A-ZÄÖÜÁÉÍÓÚÀÈÌÒÙÂÊÎÔÛÃÕÑÇ]+)*)('?s)?(?!\w)")


def capitals(text: str, language: Language) -> str:
    """`text` without words in capitals, which an engine would spell or not as it likes."""
    return _WORD.sub(lambda found: _said(found[1], language) + (found[2] or ""), text)


def _said(word: str, language: Language) -> str:
    if word in _SAID:
        return _SAID[word]
    if word in _ROMAN:
        return whole(_ROMAN[word], language)
    if word in _INITIALS or word in language.initials:
        return " ".join(word)
    if len(word) <= _LONGEST_INITIALS and not _VOWELS & set(word):
        return " ".join(word.replace("'", ""))
    return word[0] + word[1:].lower()
