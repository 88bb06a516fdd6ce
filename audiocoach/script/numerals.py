"""Quantities as the coach says them: `twenty-one`, `eine Minute`, `un kilomètre et demi`.

The words are those of `verbalize/languages`, which say what is written in a text too; how a pace stands in a sentence
is the phrasebook's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from babel import Locale
from babel.lists import format_list
from pydantic import BaseModel, ConfigDict

from audiocoach.syntax.amounts import Amount, Pace
from audiocoach.verbalize import cardinals
from audiocoach.verbalize.halves import HALVED, with_half
from audiocoach.verbalize.language import Language
from audiocoach.verbalize.languages import LANGUAGES, base

METRES_A_MILE: Final = 1609.344
MINUTE: Final = 60
"""From so many seconds on minutes are named."""
HOUR: Final = 3600
SHORTEST_REST: Final = 10
"""What follows the larger unit without a unit of its own: `one minute fifteen`, but `one minute and five seconds`."""

_SIZES: Final[Mapping[str, int]] = {"h": HOUR, "min": MINUTE}


class Paces(BaseModel):
    """How fast distances are run, in words.

    In braces: `time`, `distance`, `pace`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kilometer: str
    """`{time} per kilometer`."""
    mile: str
    within: str
    """A distance and its time: `{distance} in {time}`."""
    at: str
    """A distance and its pace: `{distance} at {pace}`."""


@dataclass(frozen=True)
class Quantities:
    """How one language says times and distances."""

    code: str
    """BCP 47; one of `verbalize/languages`, or a region's."""
    paces: Paces

    def number(self, number: float) -> str:
        """A number that stands alone."""
        return cardinals.number(self._written(number), self._language)

    def counted(self, count: float, unit: str) -> str:
        """So much of a unit, a key of the language's measures."""
        language = self._language
        if count % 1 == 0.5 and self._is_halved(unit):
            return with_half(int(count), language.measures[unit], language)
        return cardinals.amount(self._written(count), language.measures[unit], language)

    def duration(self, ms: int) -> str:
        """A time: tenths of a second only below 10 s, seconds alone below a minute, halves where the language has them.

        `one minute fifteen`, `two and a half minutes`, `half an hour`, `one hour and five minutes`.
        """
        seconds = round(ms / 1000, 1) if ms < 10_000 else round(ms / 1000)
        if seconds < MINUTE or (seconds == 1.5 * MINUTE and self._language.says_ninety):
            return self.counted(seconds, "s")
        for unit, size in _SIZES.items():
            is_half = seconds % size == size / 2 and self._is_halved(unit)
            if is_half and (unit == "h" or seconds < HOUR):
                return self.counted(seconds / size, unit)
        minutes, rest = divmod(int(seconds), 60)
        hours, minutes = divmod(minutes, 60)
        return self._joined([(count, unit) for count, unit in ((hours, "h"), (minutes, "min"), (rest, "s")) if count])

    def amount(self, amount: Amount) -> str:
        """A step's length: its distance where it has one, else its time."""
        if amount.metres is None:
            return self.duration(amount.ms)
        return self.counted(*_distance(amount.metres))

    def distance(self, amount: Amount) -> str:
        """A step's length with the time of a distance, or its pace where that says more."""
        said = self.amount(amount)
        if amount.metres is None or amount.pace is None:
            return said
        if amount.metres <= METRES_A_MILE:
            return self.paces.within.format(distance=said, time=self.duration(amount.ms))
        return self.paces.at.format(distance=said, pace=self.pace(amount.pace))

    def pace(self, pace: Pace) -> str:
        """A pace, for the unit that it was written for; its minutes and seconds as one reads a clock."""
        ms = round(pace.ms(METRES_A_MILE if pace.is_per_mile else 1000) / 1000) * 1000
        minutes, seconds = divmod(ms // 1000, 60)
        time = self.duration(ms)
        if minutes and seconds >= SHORTEST_REST:
            time = _words(self.number(minutes), self._language.clock_and, self.number(seconds))
        return (self.paces.mile if pace.is_per_mile else self.paces.kilometer).format(time=time)

    def _joined(self, parts: list[tuple[int, str]]) -> str:
        """A time in several units; of two, the smaller is not named where the language leaves it out."""
        language = self._language
        counted = [self.counted(count, unit) for count, unit in parts]
        units = tuple(unit for _, unit in parts)
        is_left_out = units == ("min", "s") or (units == ("h", "min") and not language.names_minutes)
        if is_left_out and parts[1][0] >= SHORTEST_REST:
            return _words(counted[0], language.clock_and, cardinals.rest(*parts[1], language))
        return format_list(counted, style="standard", locale=Locale.parse(self.code, sep="-"))

    def _is_halved(self, unit: str) -> bool:
        """Whether people say halves of a unit."""
        return unit in HALVED and (unit != "min" or self._language.halves_minutes)

    def _written(self, number: float) -> str:
        """A number as the language writes it."""
        whole = int(number) if float(number).is_integer() else number
        return str(whole).replace(".", self._language.decimal)

    @property
    def _language(self) -> Language:
        return LANGUAGES[base(self.code)]


def _words(*words: str) -> str:
    return " ".join(filter(None, words))


def _distance(metres: float) -> tuple[float, str]:
    """`metres` in the unit that they were written in: nobody writes the metres that make a mile."""
    miles = round(metres / METRES_A_MILE, 2)
    if not metres.is_integer() and abs(miles * METRES_A_MILE - metres) < 0.01:
        return (miles, "mi")
    if metres >= 1000:
        return (round(metres / 1000, 2), "km")
    return (round(metres, 1), "m")
