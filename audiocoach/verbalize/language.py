"""What one language says for numbers, units and signs: data, which the pass goes through."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit or a currency."""

    one: str
    """With its number: `one minute`, `eine Minute`, `un'ora`."""
    many: str
    """Without: `minutes`."""
    gender: str = ""
    """Which of the language's `genders` its numbers take."""

    @property
    def noun(self) -> str:
        """A single one, without its number."""
        return re.split(r"[ ']", self.one, maxsplit=1)[-1]


@dataclass(frozen=True, slots=True)
class Signs:
    """What is said for a sign beside a number."""

    to: str
    """`3-4`, `5 → 6`."""
    times: str
    """`8 x 400`."""
    holding: str
    """`3 sets x 10`."""
    ratio: str
    """`2:1`."""
    divided: str
    minus: str
    plus: str
    plus_minus: str
    less: str
    more: str
    at_most: str
    at_least: str
    about: str
    equals: str
    unequal: str
    per: str
    each: str
    """As `per`, before a thing that is no unit: `10/side`."""
    out_of: str
    """`7/10`."""
    number: str
    """`#3`, `No. 3`."""
    at: str
    """In `a@b.com`."""
    at_pace: str
    """`1 km @ 5:00/km`."""
    dot: str
    slash: str
    both: str
    """`&`."""
    then: str
    """For an arrow between words."""
    zone: str
    """`Z2`."""
    squared: str
    cubed: str


@dataclass(frozen=True, slots=True)
class Fractions:
    """How parts of one are said."""

    words: Mapping[tuple[int, int], str]
    """`(1, 2): one half`: those that have a name; all others are scores."""
    after: Mapping[tuple[int, int], str]
    """The same behind a whole number: `and a half`."""
    half: Mapping[str, str]
    """Half of a unit, by its gender, in braces its `noun`: `half a {noun}`."""
    and_half: Mapping[str, str]
    """A count and a half, in braces `number`, `many`, `noun`, or `counted`: `one kilometer`."""
    part: str
    """A part of a unit: `{fraction} of a {noun}`."""
    one_and_half: Mapping[str, str] = field(default_factory=dict)
    """The same for one and a half, where it has a word of its own: `anderthalb {many}`."""
    own_halves: Mapping[tuple[str, int], str] = field(default_factory=dict)
    """What no pattern gives, by a unit's name and a count: `("hour", 1): an hour and a half`."""


@dataclass(frozen=True, eq=False)
class Language:
    """All that the pass knows of a language."""

    code: str
    """BCP 47, without a region."""
    numbers: str
    """What num2words calls it."""
    decimal: str
    """The sign before the parts of one: `.` or `,`."""
    point: str
    """How that sign is said."""
    reads_digits: bool
    """Whether what follows the point is said digit by digit, and not as a number."""
    signs: Signs
    fractions: Fractions
    measures: Mapping[str, Measure]
    """By the keys of `SPELLINGS`."""
    things: Mapping[str, Measure]
    """What is counted beside units: sets, sides, weeks. Those of `HOLDERS` hold others, `x` is how often."""
    currencies: Mapping[str, Measure]
    """By sign, and by the code of those that are often written so."""
    genders: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """How the words of a number change before a noun of a gender: patterns and what stands for them."""
    instead: tuple[tuple[str, str], ...] = ()
    """Patterns of num2words' words, and what people say."""
    clock_and: str = ""
    """Between minutes and seconds: `um minuto e trinta`."""
    hour_and: str = ""
    """Between hours and minutes: `una hora y treinta minutos`."""
    names_minutes: bool = True
    """Whether minutes after hours are called so; where they are not, a number takes the gender of the unit that is left
    out: `une heure vingt et une`.
    """
    halves_minutes: bool = True
    """Whether one says `two and a half minutes`, and not `two minutes thirty`."""
    says_ninety: bool = False
    """Whether a minute and a half is `ninety seconds`."""
    singular_below: int = 0
    """Under which a unit is a single one, other than one itself: `un virgule deux kilomètre`."""
    before_few_minutes: str = ""
    """Before less than ten minutes of an hour of the day: `seven oh five`."""
    endings: tuple[str, ...] = ()
    """What runs on behind a number and is one word with it: `vierhunderter`."""
    spellings: Mapping[str, str] = field(default_factory=dict)
    """Short forms of units beyond `SPELLINGS`, in small letters."""
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    """Regular expressions, in any case, and what is said for them."""
    ordinals: tuple[tuple[str, str], ...] = ()
    """Regular expressions with the number as their group, and what the ordinal ends in instead; `-` for no vowel."""
    counted: tuple[str, ...] = ()
    """Nouns of which `1/2` is one of two, and no half: `round`."""
    initials: frozenset[str] = frozenset()
    """Said letter by letter, beyond those of all languages."""
    times_of_day: tuple[tuple[str, str], ...] = ()
    """Regular expressions with hours and minutes as their groups, and what is said: `{h} {m} A M`."""
    joins: tuple[tuple[str, str], ...] = ()
    """Patterns of words that run together, and how: `de heure`, `d'heure`."""
    attributive: bool = False
    """Whether a unit before a noun is a single one: `a 5-km run`, `5:00 pace`."""

    @property
    def group(self) -> str:
        """The sign between thousands, beside spaces and apostrophes."""
        return "," if self.decimal == "." else "."

    @cached_property
    def money(self) -> Mapping[str, Measure]:
        """`currencies`, those of which a sign is known by their codes too."""
        codes = {code: self.currencies[sign] for code, sign in _CODES.items() if sign in self.currencies}
        return {**codes, **self.currencies}

    @cached_property
    def named_things(self) -> Mapping[str, Measure]:
        """`things` by their names, in small letters."""
        names = ((name.lower(), thing) for thing in self.things.values() for name in (thing.noun, thing.many))
        return dict(names)

    @cached_property
    def thing_pattern(self) -> str:
        """A regular expression for the name of any of `things`; to be used in any case."""
        return _any_of(self.named_things)

    @cached_property
    def holder_pattern(self) -> str:
        """The same for those that hold others."""
        return _any_of(
            word for key in HOLDERS for word, thing in self.named_things.items() if thing is self.things.get(key)
        )

    @cached_property
    def units(self) -> Mapping[str, str]:
        """Keys of `measures` by what may be written for them, in small letters."""
        found = dict(SPELLINGS)
        for key, measure in self.measures.items():
            if measure.noun[:1].isalpha():
                found |= {measure.noun.lower(): key, measure.many.lower(): key}
        found |= self.spellings
        return {written: key for written, key in found.items() if key in self.measures}

    @cached_property
    def unit_pattern(self) -> str:
        """A regular expression for any of `units`; to be used in any case."""
        return _any_of(self.units)


def _any_of(words: Iterable[str]) -> str:
    """A regular expression for any of `words`, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


HOLDERS: Final = ("set", "round", "lap", "series")
"""Keys of the things that hold others: `3 sets x 10`."""

_CODES: Final[Mapping[str, str]] = {"EUR": "€", "USD": "$", "US$": "$", "GBP": "£", "JPY": "¥", "BRL": "R$"}

SPELLINGS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("h", "hr", "hrs"), "h"),
    **dict.fromkeys(("m", "min", "mins"), "min"),
    **dict.fromkeys(("s", "sec", "secs"), "s"),
    **dict.fromkeys(("ms", "msec"), "ms"),
    **dict.fromkeys(("meter", "meters", "metre", "metres", "mtr"), "m"),
    **dict.fromkeys(("km", "kms"), "km"),
    **dict.fromkeys(("mi", "mile", "miles"), "mi"),
    **dict.fromkeys(("cm", "cms"), "cm"),
    "mm": "mm",
    **dict.fromkeys(("ft",), "ft"),
    **dict.fromkeys(("yd", "yds"), "yd"),
    **dict.fromkeys(("kg", "kgs"), "kg"),
    "g": "g",
    "mg": "mg",
    **dict.fromkeys(("lb", "lbs"), "lb"),
    "l": "l",
    "ml": "ml",
    "w": "w",
    "kcal": "kcal",
    "cal": "cal",
    "kj": "kj",
    "hz": "hz",
    "db": "db",
    "bpm": "bpm",
    "spm": "spm",
    "rpm": "rpm",
    "mph": "mph",
    **dict.fromkeys(("kph", "kmh"), "kph"),
    **{word: word for word in ("oz", "wk", "yr")},
    "%": "%",
    "‰": "‰",
    "°c": "°c",
    "°f": "°f",
    "°": "°",
}
"""Units by what is written for them, in small letters: `m` is minutes below 100, as a step takes it."""

MINUTES_BELOW: Final = 100
"""From so many on, `m` is meters."""
