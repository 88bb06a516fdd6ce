"""The ways of saying one thing: texts, each under the condition under which it fits."""

from collections.abc import Iterator
from typing import Annotated, Final, Literal, NamedTuple, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from audiocoach.script.condition import ALWAYS, Condition, Situation
from audiocoach.session.values import as_list

Form = Literal["full", "short"]
FORMS: Final[tuple[Form, ...]] = get_args(Form)


class Way(NamedTuple):
    """One way of saying a phrase."""

    text: str
    name: str
    """Which one it is: the phrase's key and a number from 1 on, `half 2`; of the short ways, `half short 2`. It counts
    all ways in the order of the book, whatever their conditions.
    """
    when: Condition = ALWAYS


class ConditionalLines(BaseModel):
    """Texts that fit under one condition."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    when: Condition = ALWAYS
    say: Annotated[tuple[str, ...], BeforeValidator(as_list), Field(min_length=1)]


def _grouped(value: object) -> list[object]:
    """A text that stands alone fits always."""
    items = value if isinstance(value, (list, tuple)) else [value]
    return [{"say": item} if isinstance(item, str) else item for item in items]


Ways = Annotated[tuple[ConditionalLines, ...], BeforeValidator(_grouped), Field(min_length=1)]
"""One way of saying something or several: texts, and groups of texts with a condition."""


class Phrase(BaseModel):
    """The ways of saying one thing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    full: Ways
    short: Ways
    """For where the full ones do not fit."""

    def ways(self, key: str, form: Form) -> Iterator[Way]:
        """Every way of a form, in the order of the book; `key` is the phrase's."""
        prefix = key if form == "full" else f"{key} short"
        groups: Ways = getattr(self, form)
        number = 0
        for group in groups:
            for text in group.say:
                number += 1
                yield Way(text, f"{prefix} {number}", group.when)

    def texts(self, form: Form) -> tuple[str, ...]:
        """What every way of a form says."""
        return tuple(way.text for way in self.ways("", form))

    def fitting(self, key: str, form: Form, here: Situation) -> tuple[Way, ...]:
        """The ways of a form that fit `here`, in the order of the book."""
        return tuple(way for way in self.ways(key, form) if way.when.holds(here))
