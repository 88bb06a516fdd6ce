"""Silences in texts: `(4s)`, `(1:00)`, `(4 seconds)`, any duration as a step takes it."""

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import Final

from audiocoach.syntax.amount_patterns import UNITS
from audiocoach.syntax.amounts import parse_duration
from audiocoach.syntax.invalid import InvalidValue
from audiocoach.syntax.template import LABEL_PATTERN
from audiocoach.syntax.variables import NAME
from audiocoach.units import Millis

TEXT_PATTERN: Final = r"^(?![\s\S]*\(\s{0,2}[0-9][0-9.]{0,12}\s{0,2}\))" + LABEL_PATTERN[1:]
"""A regular expression (ECMA 262 as well) that every spoken text matches: no silence without a unit."""

_IN_BRACKETS: Final = re.compile(r"\(\s{0,2}([0-9][0-9.,:]{0,12}(?:[^()\n]{0,40}[^()\s])?)\s{0,2}\)")
_NAMED: Final = re.compile(rf"\(\s{{0,2}}\$({NAME})\s{{0,2}}\)")
_BARE: Final = re.compile(r"[0-9][0-9.]*")
_CLOCK: Final = re.compile(r"[0-9]+(?::[0-9]+){1,2}")
_TERM: Final = r"[0-9]+(?:[.,][0-9]+)?\s{0,2}(?:[^\W\d_]+|['\"])"
_TERMS: Final = re.compile(rf"{_TERM}(?:\s{{0,2}}{_TERM}){{0,3}}")
_UNIT: Final = re.compile(r"[^\W\d_]+|['\"]")
_PRIMES: Final = frozenset("'\"")
_METERS: Final = re.compile(r"[0-9]{3,}(?:\.[0-9]+)?\s*m", re.I)
"""100 m and more are meters."""
_OF_OTHER_LANGUAGES: Final = frozenset(
    [
        *("sekunde", "sekunden", "sek", "minuten", "stunde", "stunden", "std", "segundo", "segundos", "seg", "minuto"),
        *("minutos", "hora", "horas", "seconde", "secondes", "heure", "heures", "secondo", "secondi", "minuti", "ora"),
        *("ore", "seconden", "minuut", "uur"),
    ]
)
"""Words for units of time that a step does not take, and that nobody wants to hear in brackets."""
_LIKE: Final = 0.8
"""How like a unit a word is that was meant to be one (`secnds`)."""


def wrong_silences(text: str) -> Iterator[InvalidValue]:
    """A mistake for each silence without a unit, of no length, or written in another way than a step's length."""
    for match in _IN_BRACKETS.finditer(text):
        try:
            _silence(match[1])
        except InvalidValue as invalid:
            yield invalid


def check_silences(text: str) -> None:
    """Raise the first of `wrong_silences`."""
    for invalid in wrong_silences(text):
        raise invalid


def split_silences(text: str) -> Iterator[str | Millis]:
    """The texts and the silences of `text`, in order; no empty texts."""
    at = 0
    for match in _IN_BRACKETS.finditer(text):
        try:
            silence = _silence(match[1])
        except InvalidValue:
            continue  # what a variable says is no mistake of the text's
        if silence is None:
            continue
        if words := text[at : match.start()].strip():
            yield words
        yield silence
        at = match.end()
    if words := text[at:].strip():
        yield words


def fill_silences(text: str, lengths: Mapping[str, str]) -> str:
    """`text` with each `($name)` as a silence, where `lengths` has a duration of that name as it is written."""
    return _NAMED.sub(lambda found: f"({lengths[found[1]]})" if found[1] in lengths else found[0], text)


def _silence(inner: str) -> Millis | None:
    """The silence that stands in brackets; None for words in brackets. Raises `InvalidValue` for what is nearly one."""
    if _BARE.fullmatch(inner):
        raise InvalidValue(f"`({inner})` has no unit", f"a silence is written `({inner}s)` or `({inner}ms)`")
    if _CLOCK.fullmatch(inner):
        return parse_duration(inner)
    if not _TERMS.fullmatch(inner) or _METERS.fullmatch(inner):
        return None
    units = [unit.lower() for unit in _UNIT.findall(inner)]
    if all(unit in UNITS or unit in _PRIMES for unit in units):
        if "," in inner:
            raise InvalidValue(f"`({inner})` has a comma in its number", f"write `({inner.replace(',', '.')})`")
        return parse_duration(inner)
    if all(unit in UNITS or unit in _OF_OTHER_LANGUAGES or _is_like_one(unit) for unit in units):
        raise InvalidValue(f"`({inner})` is no silence", "a silence is written `(4s)`, `(1m30s)` or `(1:30)`")
    return None


def _is_like_one(word: str) -> bool:
    return len(word) > 2 and bool(difflib.get_close_matches(word, UNITS, n=1, cutoff=_LIKE))
