"""What a collection file may say: sessions that belong together, each by itself, in an order."""

from typing import Final

from pydantic import ConfigDict, Field, model_validator

from audiocoach.program.program_file import SessionName
from audiocoach.session.let import Let
from audiocoach.session.values import Label, LanguageCode, Model
from audiocoach.syntax.invalid import InvalidValue

MOST_SESSIONS: Final = 500
"""Of one collection."""
_HINT: Final = "start each session on a line of its own with `- `, e.g. `- mindful-walk`"


class ListedSession(Model):
    """One session of a collection: `breathe-5`, or a mapping."""

    session: SessionName
    """A file beside the collection's, or a library name."""
    name: Label | None = None
    """What it is called; without one, as it calls itself."""
    notes: Label | None = None
    """What a person reads before it: the description of its MP3."""
    let: Let = {}
    """Variables of its session."""

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: object) -> object:
        return {"session": value} if isinstance(value, str) else value


class CollectionFile(Model):
    """Sessions that belong together."""

    model_config = ConfigDict(title="audiocoach collection")

    title: Label | None = None
    """What it is called; without one, the file's stem."""
    description: Label | None = None
    """What a person reads before choosing from it."""
    author: Label | None = None
    """Shown as the artist where a session names none."""
    language: LanguageCode = "en"
    """What its own words are written in: `en`, `de`, `pt-BR`."""
    sessions: tuple[ListedSession, ...] = Field(min_length=1, max_length=MOST_SESSIONS)
    """In the order in which they are listed and numbered."""

    @model_validator(mode="before")
    @classmethod
    def _is_a_list(cls, value: object) -> object:
        if isinstance(value, dict) and "sessions" in value and not isinstance(value["sessions"], (list, tuple)):
            raise InvalidValue("`sessions` is a list", _HINT, ("sessions",))
        return value
