"""Amounts with a unit: `5 km`, `5m`, `400m`, `3-4 km/h`, `€5.50`; and units behind `per` and `/`."""

import re
from functools import lru_cache
from typing import Final

from audiocoach.verbalize.cardinals import amount, is_one, number, number_pattern, value
from audiocoach.verbalize.clocks import START
from audiocoach.verbalize.language import MINUTES_BELOW, Language, Measure

_ALONE: Final = ("km", "kg", "bpm", "spm", "rpm", "mph", "kph", "kmh", "kcal")
"""Short forms that are units also without a number before them."""
_END: Final = r"(?![\w]|'\w)"


def measured(text: str, language: Language) -> str:
    """`text` with its amounts in words."""
    text = _money(text, language)
    text = _rates(language).sub(lambda found: _rate(found, language), text)
    text = _amounts(language).sub(lambda found: _amount(found, language), text)
    text = _things(language).sub(lambda found: _thing(found, language), text)
    text = _per(language).sub(
        lambda found: f" {language.signs.per} {_measure(found[1] or found[2], language).noun}", text
    )
    text = _bare(language).sub(lambda found: _alone(found[0], language), text)
    for pattern, said in language.joins:
        text = re.sub(pattern, said, text)
    return text


def unit_of(written: str, count: str, language: Language) -> Measure:
    """The measure that a unit means behind a number: `m` is meters from `MINUTES_BELOW` on."""
    if written.lower() == "m" and value(count, language) >= MINUTES_BELOW:
        return language.measures["m"]
    return _measure(written, language)


def _measure(written: str, language: Language) -> Measure:
    return language.measures[language.units[written.lower()]]


def _amount(found: re.Match[str], language: Language) -> str:
    first, between, second, hyphen, unit, joined, rate = found.groups()
    tail = " " if joined else ""
    measure = unit_of(unit, second or first, language)
    if unit.lower() == "m" and rate:
        measure = language.measures["m"]
    article = re.search(r"(?:^|\W)an? $", found.string[max(found.start() - 4, 0) : found.start()], re.I)
    if (hyphen or joined or article) and language.attributive and not second and _before_noun(found):
        return f"{number(first, language)} {measure.noun}{tail}"
    if second:
        return f"{number(first, language, measure.gender)} {between} {amount(second, measure, language)}{tail}"
    return amount(first, measure, language) + tail


def _before_noun(found: re.Match[str]) -> bool:
    return found[6] is not None or re.match(r" [^\W\d_]", found.string[found.end() : found.end() + 2]) is not None


def _money(text: str, language: Language) -> str:
    def said(found: re.Match[str]) -> str:
        sign, count = (found[1], found[2]) if found[1] else (found[5], found[4])
        measure = language.money[sign.upper()]
        if found[3]:
            return f"{number(count, language)} {language.signs.to} {amount(found[3], measure, language)}"
        cents = re.fullmatch(r"(.*)[.,]([0-9]{2})", count)
        if cents is None:
            return amount(count, measure, language)
        whole = amount(cents[1], measure, language)
        return whole if cents[2] == "00" else f"{whole} {number(str(int(cents[2])), language)}"

    return _moneys(language).sub(said, text)


def _thing(found: re.Match[str], language: Language) -> str:
    first, second, written = found.groups()
    thing = language.named_things[written.lower()]
    if second:
        return f"{number(first, language, thing.gender)} {language.signs.to} {amount(second, thing, language)}"
    return thing.one if is_one(first) else f"{number(first, language, thing.gender)} {written}"


def _rate(found: re.Match[str], language: Language) -> str:
    """`km/h`, `min/km` where no number stands before them."""
    first, second = found.groups()
    measure = language.measures["m"] if first.lower() == "m" else _measure(first, language)
    return f"{measure.many} {language.signs.per} {_measure(second, language).noun}"


def _alone(written: str, language: Language) -> str:
    measure = _measure(written, language)
    return measure.noun if written.lower() in ("km", "kg") else measure.many


@lru_cache(maxsize=16)
def _amounts(language: Language) -> re.Pattern[str]:
    digits, signs = number_pattern(language), language.signs
    between = "|".join(re.escape(word) for word in (signs.to, signs.times) if word not in language.named_things)
    return re.compile(
        rf"{START}({digits})(?: ({between}) ({digits}))?(?: |(-))?({language.unit_pattern}){_END}"
        rf"(?:\.(?=,| (?-i:[^\W\dA-Z_])))?(-(?=[^\W\d_]))?(?=( ?/ ?(?:s|sec|min|h)\b)?)",
        re.I,
    )


@lru_cache(maxsize=16)
def _things(language: Language) -> re.Pattern[str]:
    digits = number_pattern(language)
    return re.compile(rf"{START}({digits})(?: {language.signs.to} ({digits}))? ({language.thing_pattern}){_END}", re.I)


@lru_cache(maxsize=16)
def _moneys(language: Language) -> re.Pattern[str]:
    signs = "|".join(re.escape(sign) for sign in sorted(language.money, key=len, reverse=True))
    digits = number_pattern(language)
    before = rf"(?<!\w)({signs}) ?({digits})(?: {language.signs.to} ({digits}))?(?!\w|[.,]\w)"
    return re.compile(rf"{before}|{START}({digits}) ?({signs})(?!\w)", re.I)


@lru_cache(maxsize=16)
def _rates(language: Language) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/])(?<![0-9] )(?<![0-9]-)(km|min|mi|m) ?/ ?({language.unit_pattern}){_END}", re.I)


@lru_cache(maxsize=16)
def _per(language: Language) -> re.Pattern[str]:
    """Units behind `per` or a slash; there not in capitals after others, which are initials: `GPS/HR`."""
    words = "|".join({"per", re.escape(language.signs.per)})
    unit = rf"(?i:{language.unit_pattern}){_END}"
    return re.compile(rf" ?(?<=[\w%°])(?<!(?-i:[A-Z]{{2}})) ?/ ?({unit})| (?i:{words}) ({unit})")


@lru_cache(maxsize=16)
def _bare(language: Language) -> re.Pattern[str]:
    known = "|".join(word for word in _ALONE if word in language.units)
    return re.compile(rf"(?<![\w/'])(?:{known}){_END}", re.I)
