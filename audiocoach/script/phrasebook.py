"""What the coach says by itself in one language, and how durations and numbers are said in it."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Final

from babel import Locale, UnknownLocaleError
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from audiocoach.assets import asset
from audiocoach.errors import InputError, UnknownName
from audiocoach.script.numerals import Numerals
from audiocoach.session.values import as_list
from audiocoach.syntax.amounts import Amount
from audiocoach.syntax.plain_values import values_of
from audiocoach.syntax.template import SPOKEN, names_in
from audiocoach.syntax.yaml_text import decode, parse

Ways = Annotated[tuple[str, ...], BeforeValidator(as_list), Field(min_length=1)]
"""One way of saying something, or a list of which each position takes the next."""

MODEL: Final = "en"
"""The language whose book says which phrases there are, and what each of them may ask for."""


class Phrase(BaseModel):
    """The ways of saying one thing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    full: Ways
    """Taken in turn by position."""
    short: Ways
    """For where the full ones do not fit."""

    def turn(self, position: int) -> tuple[str, str]:
        """The full and the short way at a position (from 0) of the session."""
        return _turn(self.full, position), _turn(self.short, position)


class Phrasebook(BaseModel):
    """One file of `assets/phrases`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str
    """BCP 47."""
    numbers: Numerals
    """How numbers and quantities are said."""
    activities: dict[str, str]
    """How each activity is called inside a sentence."""
    phrases: dict[str, Phrase]

    def number(self, number: float) -> str:
        """A number that stands alone, in words."""
        return self.numbers.number(number)

    def amount(self, amount: Amount) -> str:
        """A step's length as one says it: its distance where it has one, else its duration."""
        return self.numbers.amount(amount, self._locale)

    def duration(self, ms: int) -> str:
        """`ms` as one says it: `ninety seconds`, `two minutes and thirty seconds`; tenths only below 10 s."""
        return self.numbers.duration(ms, self._locale)

    def sentence(self, text: str) -> str:
        """`text` with the first letter of each sentence as a capital one."""
        return re.sub(r"(?:^|(?<=[.!?…])\s+)[¿¡]*\S", lambda match: match[0].upper(), text.strip())

    @property
    def _locale(self) -> Locale:
        return Locale.parse(self.language, sep="-")


def languages() -> tuple[str, ...]:
    """The languages that the coach speaks."""
    return tuple(sorted(path.stem for path in asset("phrases").glob("*.yaml")))


def phrasebook(language: str) -> Phrasebook:
    """The phrasebook of a language, or of the wider language that a region's belongs to."""
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError) as error:
        raise UnknownName("language", language, languages()) from error
    for name in (str(locale).replace("_", "-"), locale.language):
        path = asset("phrases", f"{name}.yaml")
        if path.is_file():
            return read_phrasebook(path)
    raise UnknownName("language", language, languages())


@cache
def read_phrasebook(path: Path) -> Phrasebook:
    """The phrasebook in a file of ours."""
    try:
        return Phrasebook.model_validate(values_of(parse(decode(path.read_bytes(), str(path)), str(path))))
    except (OSError, ValidationError) as error:
        raise InputError(f"the phrasebook {path} cannot be read: {error}") from error


@cache
def variables(phrase: str) -> frozenset[str]:
    """What the texts of a phrase may ask for: what every text may, and what only this phrase is told."""
    model = phrasebook(MODEL).phrases[phrase]
    return SPOKEN.union(*(names_in(text) for text in (*model.full, *model.short)))


def _turn(ways: Sequence[str], position: int) -> str:
    return ways[position % len(ways)]
