"""What the coach says by itself in one language, and how durations and numbers are said in it."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from babel.units import format_unit
from num2words import num2words
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from audiocoach.assets import asset
from audiocoach.errors import InputError, UnknownName
from audiocoach.spec.amounts import Amount


class Phrase(BaseModel):
    """The ways of saying one thing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    full: tuple[str, ...] = Field(min_length=1)
    """Taken in turn by position."""
    short: tuple[str, ...] = Field(min_length=1)
    """For where the full ones do not fit."""

    def turn(self, position: int) -> tuple[str, str]:
        """The full and the short way at a position (from 0) of the session."""
        return _turn(self.full, position), _turn(self.short, position)


class Phrasebook(BaseModel):
    """One file of `assets/phrases`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str
    """BCP 47."""
    numbers: Literal["words", "digits"]
    """Whether numbers are written out for the voice, or left to it (where words have genders)."""
    activities: dict[str, str]
    """How each activity is called inside a sentence."""
    phrases: dict[str, Phrase]

    def number(self, number: float) -> str:
        """A number that stands alone, in words."""
        return str(num2words(number, lang=self._locale.language))

    def amount(self, amount: Amount) -> str:
        """A step's length as one says it: its distance where it has one, else its duration."""
        if amount.metres is None:
            return self.duration(amount.ms)
        unit, size = ("kilometer", 1000) if amount.metres >= 1000 else ("meter", 1)
        return self._words(format_unit(round(amount.metres / size, 2), f"length-{unit}", "long", locale=self._locale))

    def duration(self, ms: int) -> str:
        """`ms` as one says it: `ninety seconds`, `two minutes and thirty seconds`; tenths only below 10 s."""
        seconds = round(ms / 1000, 1) if ms < 10_000 else round(ms / 1000)
        if seconds < 100 and seconds != 60:
            return self._words(self._unit(_whole(seconds), "second"))
        hours, rest = divmod(round(seconds), 3600)
        minutes, rest = divmod(rest, 60)
        parts = ((hours, "hour"), (minutes, "minute"), (rest, "second"))
        named = [self._unit(count, unit) for count, unit in parts if count]
        return self._words(format_list(named, style="standard", locale=self._locale))

    def sentence(self, text: str) -> str:
        """`text` with the first letter of each sentence as a capital one."""
        return re.sub(r"(?:^|(?<=[.!?…])\s+)\S", lambda match: match[0].upper(), text.strip())

    @property
    def _locale(self) -> Locale:
        return Locale.parse(self.language, sep="-" if "-" in self.language else "_")

    def _unit(self, count: float, unit: str) -> str:
        return format_unit(count, f"duration-{unit}", "long", locale=self._locale)

    def _words(self, text: str) -> str:
        """`text` with its numbers in words where the language allows it."""
        if self.numbers == "digits":
            return text
        number = re.compile(r"\d[\d,]*(?:\.\d+)?")
        return number.sub(lambda match: self.number(_whole(float(match[0].replace(",", "")))), text)


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
    """The phrasebook in a file."""
    try:
        values: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Phrasebook.model_validate(values)
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise InputError(f"the phrasebook {path} cannot be read: {error}") from error


def _turn(ways: Sequence[str], position: int) -> str:
    return ways[position % len(ways)]


def _whole(number: float) -> float:
    return int(number) if float(number).is_integer() else number
