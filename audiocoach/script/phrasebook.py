"""What the coach says by itself in one language, and how durations and numbers are said in it."""

from typing import Final

from babel import Locale, UnknownLocaleError
from pydantic import BaseModel, ConfigDict, ValidationError

from audiocoach.errors import InputError
from audiocoach.script.condition import Situation
from audiocoach.script.numerals import Paces, Quantities
from audiocoach.script.phrase import FORMS, Form, Phrase, Way
from audiocoach.script.sentences import capitalised
from audiocoach.syntax.amounts import Amount, Pace
from audiocoach.syntax.document import Document
from audiocoach.syntax.plain_values import values_of
from audiocoach.syntax.template import SPOKEN, names_in

MODEL: Final = "en"
"""The language whose book says which phrases there are, and what each of them may ask for."""


class Phrasebook(BaseModel):
    """One file of `assets/phrases`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str
    """BCP 47."""
    paces: Paces
    """How fast distances are run, in words."""
    activities: dict[str, str]
    """How each activity is called inside a sentence."""
    upcoming: dict[str, str] = {}
    """How it is called where it comes next: `In ten seconds, we run.`"""
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

    def ways(self, key: str, form: Form, here: Situation) -> tuple[Way, ...]:
        """The ways of a phrase that fit `here`; none of a phrase that it does not have."""
        return self.phrases[key].fitting(key, form, here) if key in self.phrases else ()

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
    return SPOKEN.union(*(names_in(text) for form in FORMS for text in phrase.texts(form)))
