"""Questions with time to answer them in one's head."""

from typing import Annotated, Final, Literal, Self

from pydantic import BeforeValidator, model_validator

from audiocoach.session.values import Duration, Model, Speech, as_list
from audiocoach.syntax.invalid import InvalidValue, shown
from audiocoach.units import Millis

"""The keys of a spoken thing; a mapping without any of them is one of anchors."""


_CHECK_IN_HINT: Final = "write `before`, `after` or `{ask: [How are you?], answer: 8s}`"


class CheckIn(Model):
    """A few questions, each with time to answer it in one's head."""

    when: Literal["before", "after"] | None = None
    """The phrasebook's questions for before or after the effort."""
    ask: Annotated[tuple[Speech, ...], BeforeValidator(as_list)] = ()
    """The author's own questions."""
    answer: Duration = Millis(6000)
    """The silence after each question."""

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, value: object) -> object:
        if isinstance(value, str):
            if value not in ("before", "after"):
                raise InvalidValue(
                    f"unknown check-in {shown(value)}", _CHECK_IN_HINT, near=(value, ("before", "after"))
                )
            return {"when": value}
        return value

    @property
    def count(self) -> int:
        """How many questions: the phrasebook's are two."""
        return len(self.ask) or 2

    @model_validator(mode="after")
    def _asks(self) -> Self:
        if bool(self.when) == bool(self.ask):
            raise InvalidValue("a check-in asks something", _CHECK_IN_HINT)
        return self
