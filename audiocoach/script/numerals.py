"""Numbers and quantities as they are said: `twenty-one`, `eine Minute`, `un kilomètre et demi`.

Unit names and plurals are CLDR's (by Babel), number words are num2words'; what a language says beyond them stands in
the table `numbers` of its phrasebook, not in code.
"""

from collections.abc import Mapping
from re import sub
from typing import Final, Literal

from babel import Locale
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit
from num2words import num2words
from pydantic import BaseModel, ConfigDict

from audiocoach.syntax.amounts import Amount

Unit = Literal["second", "minute", "hour", "meter", "kilometer", "mile"]

METRES_A_MILE: Final = 1609.344
MOST_IN_SECONDS: Final = 100
"""From so many seconds on minutes are named; a whole minute always is."""

_CLDR: Final[Mapping[Unit, str]] = {
    "second": "duration-second",
    "minute": "duration-minute",
    "hour": "duration-hour",
    "meter": "length-meter",
    "kilometer": "length-kilometer",
    "mile": "length-mile",
}


class Half(BaseModel):
    """How a count and a half is said.

    In braces: `counted` (what comes before the half: `two miles`), its `number`, `one` and `many` (`mile`, `miles`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    zero: str
    """0.5: `half a {one}`."""
    one: str
    """1.5: `anderthalb {many}`."""
    other: str
    """2.5 and more, counted in whole ones: `{number} and a half {many}`."""


class Numerals(BaseModel):
    """The table `numbers` of a phrasebook."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: str
    """What num2words calls the language."""
    instead: dict[str, str] = {}
    """Beginnings of words that num2words gives, and what people say."""
    before: dict[Unit, dict[str, str]] = {}
    """How a whole number's last word changes before a unit: `minute: {eins: eine}`."""
    units: dict[Unit, str] = {}
    """Units that CLDR has no words for, the same after every number."""
    half: dict[Unit, Half]
    """For the units that are counted in parts."""

    def number(self, number: float) -> str:
        """A number that stands alone."""
        whole = int(number) if float(number).is_integer() else float(number)
        words = str(num2words(whole, lang=self.words))
        for start, said in self.instead.items():
            words = sub(rf"\b{start}", said, words)
        return words

    def counted(self, count: float, unit: Unit, locale: Locale) -> str:
        """So much of a unit."""
        whole = int(count)
        if count - whole == 0.5 and unit in self.half:
            half, form = self.half[unit], "zero" if whole == 0 else "one" if whole == 1 else "other"
            pattern: str = getattr(half, form)
            return pattern.format(
                counted=self.counted(whole, unit, locale),
                number=self.number(whole),
                one=self._noun(1, unit, locale),
                many=self._noun(2, unit, locale),
            )
        number, noun = self.number(count), self._noun(count, unit, locale)
        changes = self.before.get(unit, {}) if whole == count else {}
        number = sub(r"[^\s-]+$", lambda last: changes.get(last[0], last[0]), number)
        # An apostrophe joins: `un'ora`.
        return f"{number}{noun}" if number.endswith("'") else f"{number} {noun}"

    def duration(self, ms: int, locale: Locale) -> str:
        """A time: tenths of a second only below 10 s, seconds alone up to `MOST_IN_SECONDS`."""
        seconds = round(ms / 1000, 1) if ms < 10_000 else round(ms / 1000)
        if seconds < MOST_IN_SECONDS and seconds != 60:
            return self.counted(seconds, "second", locale)
        minutes, rest = divmod(int(seconds), 60)
        hours, minutes = divmod(minutes, 60)
        parts: tuple[tuple[int, Unit], ...] = ((hours, "hour"), (minutes, "minute"), (rest, "second"))
        named = [self.counted(count, unit, locale) for count, unit in parts if count]
        return format_list(named, style="standard", locale=locale)

    def amount(self, amount: Amount, locale: Locale) -> str:
        """A step's length: its distance where it has one, else its time."""
        if amount.metres is None:
            return self.duration(amount.ms, locale)
        return self.counted(*_distance(amount.metres), locale)

    def _noun(self, count: float, unit: Unit, locale: Locale) -> str:
        """The unit's name after a count."""
        if unit in self.units:
            return self.units[unit]
        named = format_unit(count, _CLDR[unit], "long", locale=locale)
        return " ".join(named.replace(format_decimal(count, locale=locale), "").split())


def _distance(metres: float) -> tuple[float, Unit]:
    """`metres` in the unit that they were written in: nobody writes the metres that make a mile."""
    miles = round(metres / METRES_A_MILE, 2)
    if not metres.is_integer() and abs(miles * METRES_A_MILE - metres) < 0.01:
        return (miles, "mile")
    if metres >= 1000:
        return (round(metres / 1000, 2), "kilometer")
    return (round(metres, 1), "meter")
