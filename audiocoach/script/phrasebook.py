"""What the coach says by itself in one language, and how durations and numbers are said in it."""

from collections.abc import Sequence
from typing import Annotated, Final, NamedTuple

from babel import Locale, UnknownLocaleError
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from audiocoach.errors import InputError
from audiocoach.script.numerals import Paces, Quantities
from audiocoach.script.sentences import capitalised
from audiocoach.session.values import as_list
from audiocoach.syntax.amounts import Amount, Pace
from audiocoach.syntax.document import Document
from audiocoach.syntax.plain_values import values_of
from audiocoach.syntax.template import SPOKEN, names_in

Ways = Annotated[tuple[str, ...], BeforeValidator(as_list), Field(min_length=1)]
"""One way of saying something, or a list of which each position takes the next."""

MODEL: Final = "en"
"""The language whose book says which phrases there are, and what each of them may ask for."""


class Way(NamedTuple):
    """One way of saying a phrase."""

    text: str
    name: str
    """Which one it is: the phrase's key and a number from 1 on, `half 2`; of the short ways, `half short 2`."""


class Phrase(BaseModel):
    """The ways of saying one thing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    full: Ways
    """Taken in turn by position."""
    short: Ways
    """For where the full ones do not fit."""

    def turn(self, key: str, position: int) -> tuple[Way, Way]:
        """The full and the short way at a position (from 0) of the session; `key` is the phrase's in its book."""
        return _way(self.full, key, position), _way(self.short, f"{key} short", position)


class Phrasebook(BaseModel):
    """One file of `assets/phrases`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str
    """BCP 47."""
    paces: Paces
    """How fast distances are run, in words."""
    activities: dict[str, str]
    """How each activity is called inside a sentence."""
    phrases: dict[str, Phrase]
    pronounce: dict[str, str] = {}
    """How names sound."""

    def number(self, number: float) -> str:
        """A number that stands alone, in words."""
        return self._quantities.number(number)

    def amount(self, amount: Amount) -> str:
        """A step's length as one says it: its distance where it has one, else its duration."""
        return self._quantities.amount(amount)

    def distance(self, amount: Amount) -> str:
        """The same, and how fast a distance is to be: `four hundred meters in ninety seconds`."""
        return self._quantities.distance(amount)

    def pace(self, pace: Pace) -> str:
        """`four thirty per kilometer`."""
        return self._quantities.pace(pace)

    def duration(self, ms: int) -> str:
        """`ms` as one says it: `ninety seconds`, `two minutes and thirty seconds`; tenths only below 10 s."""
        return self._quantities.duration(ms)

    def sentence(self, text: str) -> str:
        """`text` with the first letter of each sentence as a capital one."""
        return capitalised(text)

    @property
    def _quantities(self) -> Quantities:
        return Quantities(self.language, self.paces)


def parse_phrasebook(document: Document) -> Phrasebook:
    """The phrasebook of a whole language that a document is; `InputError` where it is none."""
    try:
        return Phrasebook.model_validate(values_of(document))
    except ValidationError as error:
        raise InputError(f"{document.name} is no phrasebook: {error}", "see `assets/phrases/en.yaml`") from error


def books_for(language: str) -> tuple[str, ...]:
    """The languages whose book serves one: a region's own (`pt-BR`), else the wider one's; none for no language."""
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return ()
    return str(locale).replace("_", "-"), locale.language


def variables(phrase: Phrase) -> frozenset[str]:
    """What a text may ask for that stands for `phrase`: what every text may, and what only this phrase is told."""
    return SPOKEN.union(*(names_in(text) for text in (*phrase.full, *phrase.short)))


def _way(ways: Sequence[str], name: str, position: int) -> Way:
    index = position % len(ways)
    return Way(ways[index], f"{name} {index + 1}")
