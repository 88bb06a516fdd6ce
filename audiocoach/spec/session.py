"""A session: what its author wrote, whole."""

from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, WithJsonSchema, field_validator, model_validator

from audiocoach.spec.coaching import Coaching
from audiocoach.spec.document import Document
from audiocoach.spec.extent import Extent
from audiocoach.spec.mistake import Mistake, raise_all
from audiocoach.spec.speech import VoiceRef
from audiocoach.spec.steps import Steps, check_lists
from audiocoach.spec.template import NAME_PATTERN, SPOKEN
from audiocoach.spec.values import Model, Pace, SoundscapeRef, Text

Literal = str | int | float | bool | None


class Session(Model):
    """One session file, or one line of notation."""

    model_config = ConfigDict(title="audiocoach session")

    title: Text = "Session"
    """Shown by players and in the feed; without one, the file's stem."""
    description: Text | None = None
    """What a person reads before choosing it."""
    author: Text | None = None
    """Shown as the artist."""
    language: str = Field("en", pattern=r"^[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|\d{3}))?$")
    """What the coach speaks: `en`, `de`, `pt-BR`."""
    voice: VoiceRef | None = None
    """Who speaks; without it the language decides."""
    soundscape: SoundscapeRef | None = None
    """What sounds beneath, until a step names another."""
    coaching: Coaching = Coaching()
    """What the coach says without being told to."""
    pace: Pace | None = None
    """How long a kilometre or a mile takes, for distances."""
    let: dict[str, Literal | list[Literal]] = {}
    """Variables: `$name` stands for the value."""
    steps: Steps
    """What happens, in order."""
    source: Annotated[Document | None, WithJsonSchema({})] = Field(None, exclude=True, repr=False)
    """Where it was read from."""

    @field_validator("let")
    @classmethod
    def _names(cls, let: dict[str, Any]) -> dict[str, Any]:
        raise_all(
            Mistake(f"`{name}` cannot be a variable", why, (name,))
            for name in let
            if (why := _reserved(name)) is not None
        )
        return let

    @model_validator(mode="after")
    def _within_limits(self) -> Self:
        raise_all(check_lists(self.steps, 1, "steps"))
        if excess := self.extent.excess:
            sizes = [step.extent(1) for step in self.steps]
            worst = max(range(len(sizes)), key=lambda index: (sizes[index].ms, sizes[index].cues))
            raise Mistake(excess, "build it as several sessions", ("steps", worst))
        return self

    @property
    def extent(self) -> Extent:
        """How much all steps are together."""
        return sum((step.extent(1) for step in self.steps), Extent())


def _reserved(name: str) -> str | None:
    if name in SPOKEN:
        return "the coach fills it in texts; choose another name"
    if not NAME_PATTERN.fullmatch(name):
        return "a name starts with a letter and has letters, digits, `_` and `-`"
    return None
