"""Fractions, scores and ordinals: `1/2 mile`, `7/10`, `2:1`, `3rd`."""

import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Final

from audiocoach.verbalize.cardinals import number, ordinal
from audiocoach.verbalize.halves import with_half
from audiocoach.verbalize.language import Language
from audiocoach.verbalize.measured import unit_of

_HIGHEST_SCORE: Final = 10
"""`10/10` is one, `30/30` is work and rest."""


def ratios(text: str, language: Language) -> str:
    """`text` with its fractions and scores in words."""
    text = re.sub(r"([0-9])/([0-9]+)/(?=[0-9])", r"\1, \2, ", text)
    return _fractions(language).sub(lambda found: _fraction(found, language), text)


def ordinals(text: str, language: Language) -> str:
    """`3rd`, `3.` and their like."""
    for pattern, ending in language.ordinals:
        spoken = partial(_ordinal, ending=ending, language=language)
        text = re.sub(rf"(?<![\w.,:])(?:{pattern})(?!\w)", spoken, text)
    endings = "|".join(language.endings)
    return re.sub(rf"(?<![\w.,:])([0-9]{{1,4}})-?({endings})(?!\w)", _run_on(language), text) if endings else text


def scores(text: str, language: Language) -> str:
    """`2:1`, where it is no time."""
    return re.sub(r"(?<=[0-9]) ?: ?(?=[0-9])", f" {language.signs.ratio} ", text)


def _run_on(language: Language) -> Callable[[re.Match[str]], str]:
    """`400er`: the number and its ending as one word."""
    return lambda found: re.sub("eins$", "ein", number(found[1], language)) + found[2]


def _ordinal(found: re.Match[str], ending: str, language: Language) -> str:
    said = ordinal(int(found[1]), language)
    return re.sub(r"(?:er|[aeiou])$", ending.strip("-"), said) if ending else said


def _fraction(found: re.Match[str], language: Language) -> str:
    before, above, below, unit = found.groups()
    parts, key = language.fractions, (int(above), int(below))
    if key not in parts.words or (not before and _is_counted(found, language)):
        said = f"{number(before, language)} " if before else ""
        is_score = key[0] < key[1] or key[0] == key[1] <= _HIGHEST_SCORE
        joined = f" {language.signs.out_of} " if is_score else " "
        counted = f"{said}{number(above, language)}{joined}{number(below, language)}"
        return f"{counted} {unit_of(unit, below, language).many}" if unit else counted
    if not unit:
        return f"{number(before, language)} {parts.after[key]}" if before else parts.words[key]
    measure = unit_of(unit, before or "1", language)
    if key == (1, 2):
        return with_half(int(before or 0), measure, language)
    if before:
        return f"{number(before, language)} {parts.after[key]} {measure.many}"
    return parts.part.format(fraction=parts.words[key], noun=measure.noun)


def _is_counted(found: re.Match[str], language: Language) -> bool:
    """Whether things stand before it of which it counts: `round 1/2`."""
    word = re.search(r"(\w+) $", found.string[max(found.start() - 40, 0) : found.start()])
    return word is not None and word[1].lower() in (*language.counted, language.signs.zone.lower())


@lru_cache(maxsize=16)
def _fractions(language: Language) -> re.Pattern[str]:
    before = r"(?<![\w.,:/])(?:([0-9]{1,3}) )?([0-9]{1,4}) ?/ ?([0-9]{1,4})(?![/\d])"
    return re.compile(rf"{before}(?:[ -]?({language.unit_pattern})(?!\w))?", re.I)
