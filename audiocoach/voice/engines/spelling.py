"""What a speech engine is told where it would misread what is written.

Engines read `400 m` as "four hundred em", run the two words of `Wait... go` together, and name emoji.
"""

import re
import unicodedata
from typing import Final

from audiocoach.voice.languages import base

SPELLING_VERSION: Final = 1
"""Part of the fingerprint of each voice that uses this: raise it with every change of what is told."""

_UNITS: Final = {
    "km": "kilometer",
    "m": "meter",
    "mi": "mile",
    "h": "hour",
    "hr": "hour",
    "min": "minute",
    "mins": "minute",
    "s": "second",
    "sec": "second",
    "secs": "second",
    "kg": "kilogram",
    "lb": "pound",
    "lbs": "pound",
}
_UNIT_NAMES: Final = "|".join(sorted(_UNITS, key=len, reverse=True))

_ANYWHERE: Final = (
    (re.compile(r"\[\[|\]\]"), " "),  # Piper takes [[...]] for phonemes
    (re.compile(r"\s*(?:\.{2,}|…)+(?=\s+\w|\w)"), ", "),  # a trailing thought is a pause
)
_ENGLISH: Final = (
    (re.compile(r"(\d):00(?=\s*(?:/|per\b))"), r"\1 minutes"),
    (re.compile(rf"(?<=\w)\s*/\s*({_UNIT_NAMES})\b"), lambda found: f" per {_UNITS[found[1]]}"),
    (
        re.compile(rf"(?<![\d.,:])(\d[\d.,]*)[ \u00a0]?({_UNIT_NAMES})\b(?!['’])"),
        lambda found: f"{found[1]} {_UNITS[found[2]]}{'' if found[1] == '1' else 's'}",
    ),
    (re.compile(r"\bbpm\b"), "beats per minute"),
    (re.compile(r"\bmph\b"), "miles per hour"),
    (re.compile(r"\b(?:kph|km/h)\b"), "kilometers per hour"),
    (re.compile(r"(?<=\d)\s?[-–]\s?(?=\d)"), " to "),
    (re.compile(r"(?<=\d)\s?[x×]\s?(?=\d)"), " times "),
    (re.compile(r"#(?=\d)"), "number "),
    (re.compile(r"(?<=[^\W\d])/(?=[^\W\d])"), " "),
)


def respell(text: str, language: str) -> str:
    """`text` as an engine should be told it in `language` (BCP 47), on one line."""
    text = "".join(map(_audible, text))
    rules = (*_ANYWHERE, *_ENGLISH) if base(language) == "en" else _ANYWHERE
    for pattern, spoken in rules:
        text = pattern.sub(spoken, text)
    return " ".join(text.split())


def is_speakable(text: str, language: str) -> bool:
    """Whether a voice of `language` has anything to say: a letter or a digit, in English a Latin one.

    An English voice would read other scripts as "Chinese letter, Chinese letter".
    """
    said = [char for char in text if char.isalnum()]
    if base(language) == "en":
        return any(not char.isalpha() or "LATIN" in unicodedata.name(char, "") for char in said)
    return bool(said)


def _audible(char: str) -> str:
    """`char`, or a space or nothing for what has no sound: control characters, emoji, their modifiers."""
    category = unicodedata.category(char)
    # Signs below the arrows are read out rightly (10 °C); from there on they are pictures.
    is_picture = category in ("So", "Sk") and char >= "\u2190"
    if category == "Cf" or "\ufe00" <= char <= "\ufe0f":
        return ""
    return " " if is_picture or category in ("Cc", "Cs", "Co", "Cn") else char
