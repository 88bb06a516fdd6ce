"""Numbers in words, in each language's own way."""

import re
from functools import lru_cache
from typing import Final

from num2words import num2words

from audiocoach.verbalize.language import Language, Measure

MOST_DIGITS: Final = 9
"""A whole number of more is said digit by digit."""

_GROUP_SPACES: Final = "'’\u00a0\u202f\u2009"


def number_pattern(language: Language) -> str:
    """A regular expression of a number as the language writes it: `1,000`, `3.5`, `1 000`."""
    group, decimal = re.escape(language.group), re.escape(language.decimal)
    grouped = rf"[0-9]{{1,3}}(?:[{group}{_GROUP_SPACES}][0-9]{{3}})+(?![0-9])(?:{decimal}[0-9]+)?"
    spaced = rf"[0-9]{{1,3}}(?: [0-9]{{3}})+(?![0-9])(?:{decimal}[0-9]+)?"
    spaced = "|[0-9]{1,3}(?: 000)+(?![0-9])" if language.decimal == "." else f"|{spaced}"
    return rf"(?:{grouped}{spaced}|[0-9]+(?:[.,][0-9]+)?)"


def whole(number: int, language: Language, gender: str = "") -> str:
    """A number of at most `MOST_DIGITS` digits."""
    words = _cardinal(number, language.numbers)
    for pattern, said in (*language.instead, *language.genders.get(gender, ())):
        words = re.sub(pattern, said, words)
    return words


def ordinal(number: int, language: Language) -> str:
    """`third`; where num2words has none, the number."""
    try:
        return str(num2words(number, lang=language.numbers, to="ordinal"))
    except (NotImplementedError, ValueError, IndexError, KeyError):
        return whole(number, language)


def digits(text: str, language: Language) -> str:
    """Each digit for itself."""
    return " ".join(whole(int(char), language) for char in text)


def is_one(text: str) -> bool:
    """Whether a written number is exactly one: `1`."""
    return text == "1"


def value(text: str, language: Language) -> float:
    """A written number's value."""
    before, after = _parts(text, language)
    return float(f"{before or 0}.{after or 0}")


def number(text: str, language: Language, gender: str = "") -> str:
    """A written number in words: digit by digit where it is long or begins with a needless zero."""
    before, after = _parts(text, language)
    if len(before) > MOST_DIGITS or (len(before) > 1 and before[0] == "0"):
        said = digits(before, language)
    else:
        said = whole(int(before), language, "" if after else gender)
    if not after:
        return said
    return f"{said} {language.point} {_after_point(after, language)}"


def amount(text: str, measure: Measure, language: Language) -> str:
    """A written number and its unit: `five kilometers`, `un'ora`."""
    if is_one(text):
        return measure.one
    noun = measure.noun if value(text, language) < language.singular_below else measure.many
    return f"{number(text, language, measure.gender)} {noun}"


def rest(count: int, unit: str, language: Language) -> str:
    """A count of a unit (a key of `measures`) that is not named, after a larger one: `one minute thirty`."""
    gender = "" if language.names_minutes else language.measures[unit].gender
    return whole(count, language, gender)


def _after_point(after: str, language: Language) -> str:
    if language.reads_digits or len(after) > 3:
        return digits(after, language)
    zeros = len(after) - len(after.lstrip("0"))
    said = [whole(0, language)] * zeros
    return " ".join([*said, whole(int(after), language)] if after.strip("0") else said)


def _parts(text: str, language: Language) -> tuple[str, str]:
    """The digits before the point and those after it."""
    text = re.sub(rf"[{_GROUP_SPACES} ]", "", text)
    grouped = re.fullmatch(rf"([0-9]{{1,3}}(?:\{language.group}[0-9]{{3}})+)(?:\{language.decimal}([0-9]+))?", text)
    if grouped:
        return grouped[1].replace(language.group, ""), grouped[2] or ""
    if re.fullmatch(r"[1-9][0-9]{0,2}[.,]000", text):  # of thousands, in whatever country it was written
        return re.sub("[.,]", "", text), ""
    before, _, after = text.replace(",", ".").partition(".")
    return before, after


@lru_cache(maxsize=4096)
def _cardinal(number: int, lang: str) -> str:
    return str(num2words(number, lang=lang)).replace(",", "")
