"""The pass: a text as every engine is given it."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from audiocoach.verbalize.capitals import capitals
from audiocoach.verbalize.cardinals import number, number_pattern
from audiocoach.verbalize.clocks import clocks
from audiocoach.verbalize.closing import closed
from audiocoach.verbalize.language import Language
from audiocoach.verbalize.languages import LANGUAGES, base, language_of
from audiocoach.verbalize.lead_signs import lead_signs
from audiocoach.verbalize.legible import legible
from audiocoach.verbalize.measured import measured
from audiocoach.verbalize.pronounced import respelled
from audiocoach.verbalize.ratios import ordinals, ratios, scores

_LETTER_THEN_DIGIT: Final = re.compile(r"(?<=[^\W\d_])-?(?=[0-9])")
_MOST_TIMES: Final = 8
"""Words that ran together with signs (`5km*m`) show what they are once those are gone."""
_DIGIT_THEN_LETTER: Final = re.compile(r"(?<=[0-9])(?=[^\W\d_])")


def spoken_words(text: str, language: str, sounds: Mapping[str, str] | None = None) -> str:
    """`text` in words of `language` (BCP 47), on one line; empty where nothing in it can be said.

    `sounds` says how names are read. In the seven languages that we know, what comes out has Latin letters, spaces and
    `.,;:!?'-` in it and nothing else; in others, and in a text without a Latin letter, only what has no sound is gone.
    Said again it stays as it is.
    """
    return _said(respelled(text, sounds or {}), language)


@lru_cache(maxsize=2048)
def _said(text: str, language: str) -> str:
    is_foreign = language_of(language) is None or _is_of_another_script(text)
    return _plain(text) if is_foreign else _until_same(text, language)


def _until_same(text: str, language: str) -> str:
    """A text of a language that we know, in words."""
    known = LANGUAGES[base(language)]
    for _ in range(_MOST_TIMES):
        before, text = text, _in_words(text, known)
        if text == before:
            break
    return text


def _in_words(text: str, language: Language) -> str:
    begins_with_sign = not text.lstrip()[:1].isalpha()
    text = lead_signs(legible(text, language), language)
    text = scores(clocks(ratios(text, language), language), language)
    text = ordinals(measured(text, language), language)
    text = _DIGIT_THEN_LETTER.sub(" ", _LETTER_THEN_DIGIT.sub(" ", text))
    text = closed(capitals(_numbers(text, language), language))
    return text[:1].upper() + text[1:] if begins_with_sign else text


def is_speakable(text: str, language: str) -> bool:
    """Whether a voice of `language` has anything to say: a letter or a digit, where we know it a Latin one.

    An English voice would read other scripts as "Chinese letter, Chinese letter".
    """
    said = [char for char in text if char.isalnum()]
    if language_of(language):
        return any(not char.isalpha() or "LATIN" in unicodedata.name(char, "") for char in said)
    return bool(said)


def _is_of_another_script(text: str) -> bool:
    """Whether it has letters, and not one of them Latin: a voice of its own language says it."""
    letters = [char for char in unicodedata.normalize("NFKC", text) if char.isalpha()]
    return bool(letters) and not any("LATIN" in unicodedata.name(char, "") for char in letters)


def _numbers(text: str, language: Language) -> str:
    text = re.sub(r"(?<![0-9])([0-9]+(?:\.[0-9]+){2,})", lambda found: _dotted(found[1], language), text)
    text = re.sub(r"(?<=[0-9]) (?=[0-9]{1,2}(?![0-9]))", ", ", text)
    return re.sub(number_pattern(language), lambda found: number(found[0], language), text)


def _dotted(text: str, language: Language) -> str:
    """`1.2.3`; `1.000.000` where the language writes thousands so."""
    if re.fullmatch(number_pattern(language), text):
        return number(text, language)
    return f" {language.point} ".join(number(part, language) for part in text.split("."))


def _plain(text: str) -> str:
    """A text whose language we know nothing of, without what no voice can say."""
    text = re.sub(r"\[\[|\]\]", " ", "".join(map(_audible, text)))
    text = re.sub(r"\s*(?:\.{2,}|…)+(?=\s+\w|\w)", ", ", text)
    return " ".join(text.split()) if any(map(str.isalnum, text)) else ""


def _audible(char: str) -> str:
    """`char`, or a space or nothing for what has no sound: control characters, emoji, their modifiers."""
    category = unicodedata.category(char)
    # Signs below the arrows are read out rightly (10 °C); from there on they are pictures.
    is_picture = category in ("So", "Sk") and char >= "\u2190"
    if category == "Cf" or "\ufe00" <= char <= "\ufe0f":
        return ""
    return " " if is_picture or category in ("Cc", "Cs", "Co", "Cn") else char
