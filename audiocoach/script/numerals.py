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

from audiocoach.syntax.amounts import Amount, Pace

Unit = Literal["second", "minute", "hour", "meter", "kilometer", "mile"]

METRES_A_MILE: Final = 1609.344
MINUTE: Final = 60
"""From so many seconds on minutes are named."""
HOUR: Final = 3600
SHORTEST_REST: Final = 10
"""What follows the larger unit without a unit of its own: `one minute fifteen`, but `one minute and five seconds`."""

_NEXT_TO: Final[tuple[tuple[Unit, ...], ...]] = (("hour", "minute"), ("minute", "second"))

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


class Paces(BaseModel):
    """How fast distances are run, in words.

    In braces: `time`, `minutes` and `seconds` as numbers, `distance`, `pace`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    clock: str
    """Minutes and seconds of a pace, as one reads a clock: `{minutes} {seconds}`."""
    kilometer: str
    """`{time} per kilometer`."""
    mile: str
    within: str
    """A distance and its time: `{distance} in {time}`."""
    at: str
    """A distance and its pace: `{distance} at {pace}`."""


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
    rest: dict[Unit, str] = {}
    """How a time goes on after a larger unit, without naming the smaller: `minute: "{counted} {number}"`.

    In braces beside `counted` (the larger unit with its number): the rest's `number`, alone or as `before` its unit.
    """

    pace: Paces

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
        number, noun = self._before(count, unit), self._noun(count, unit, locale)
        # An apostrophe joins: `un'ora`.
        return f"{number}{noun}" if number.endswith("'") else f"{number} {noun}"

    def duration(self, ms: int, locale: Locale) -> str:
        """A time: tenths of a second only below 10 s, seconds alone below a minute, halves where the language has them.

        `one minute fifteen`, `two and a half minutes`, `half an hour`, `one hour and five minutes`.
        """
        seconds = round(ms / 1000, 1) if ms < 10_000 else round(ms / 1000)
        if seconds < MINUTE:
            return self.counted(seconds, "second", locale)
        sizes: tuple[tuple[Unit, int], ...] = (("hour", HOUR), ("minute", MINUTE))
        for unit, size in sizes:
            if unit in self.half and seconds % size == size / 2 and (unit == "hour" or seconds < HOUR):
                return self.counted(seconds / size, unit, locale)
        minutes, rest = divmod(int(seconds), 60)
        hours, minutes = divmod(minutes, 60)
        named: list[tuple[int, Unit]] = [(hours, "hour"), (minutes, "minute"), (rest, "second")]
        return self._joined([(count, unit) for count, unit in named if count], locale)

    def _joined(self, parts: list[tuple[int, Unit]], locale: Locale) -> str:
        """A time in several units; of two, the smaller is not named where the language leaves it out."""
        counted = [self.counted(count, unit, locale) for count, unit in parts]
        units = tuple(unit for _, unit in parts)
        if units in _NEXT_TO and units[0] in self.rest and parts[1][0] >= SHORTEST_REST:
            number = self.number(parts[1][0])
            return self.rest[units[0]].format(counted=counted[0], number=number, before=self._before(*parts[1]))
        return format_list(counted, style="standard", locale=locale)

    def amount(self, amount: Amount, locale: Locale) -> str:
        """A step's length: its distance where it has one, else its time."""
        if amount.metres is None:
            return self.duration(amount.ms, locale)
        return self.counted(*_distance(amount.metres), locale)

    def distance(self, amount: Amount, locale: Locale) -> str:
        """A step's length with the time of a distance, or its pace where that says more."""
        said = self.amount(amount, locale)
        if amount.metres is None or amount.pace is None:
            return said
        if amount.metres <= METRES_A_MILE:
            return self.pace.within.format(distance=said, time=self.duration(amount.ms, locale))
        return self.pace.at.format(distance=said, pace=self.spoken_pace(amount.pace, locale))

    def spoken_pace(self, pace: Pace, locale: Locale) -> str:
        """A pace, for the unit that it was written for."""
        ms = round(pace.ms(METRES_A_MILE if pace.is_per_mile else 1000) / 1000) * 1000
        minutes, seconds = divmod(ms // 1000, 60)
        time = self.duration(ms, locale)
        if minutes and seconds >= SHORTEST_REST:
            time = self.pace.clock.format(minutes=self.number(minutes), seconds=self.number(seconds))
        return (self.pace.mile if pace.is_per_mile else self.pace.kilometer).format(time=time)

    def _before(self, count: float, unit: Unit) -> str:
        """A number as it stands before a unit."""
        changes = self.before.get(unit, {}) if float(count).is_integer() else {}
        return sub(r"[^\s-]+$", lambda last: changes.get(last[0], last[0]), self.number(count))

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
