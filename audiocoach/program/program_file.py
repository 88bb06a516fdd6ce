"""What a program file may say: weeks of days, and which session each of them is."""

from typing import Annotated, Any, Final, Literal

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from audiocoach.program.session_source import SessionRef, finder_of
from audiocoach.session.let import Let
from audiocoach.session.values import Label, LanguageCode, Model, as_text, shared
from audiocoach.syntax.invalid import InvalidValue, raise_all, shown
from audiocoach.syntax.silences import wrong_silences
from audiocoach.verbalize.wordless import has_words

MOST_WEEKS: Final = 520
"""Ten years."""
MOST_DAYS: Final = 9
"""Numbered days of a week: one digit of `w01d1`."""

_DAYS: Final = "write `days: 3`, or a list with a day on each line, such as `- {let: {run: 45s}}`"


def _session(value: object, info: ValidationInfo) -> SessionRef:
    if isinstance(value, SessionRef):
        return value
    if not isinstance(value, str) or not value.strip():
        raise InvalidValue(
            f"a session is needed here, not {shown(value)}", "name a file, or one of `audiocoach library`"
        )
    return finder_of(info.context)(value.strip())


def _day_text(value: object) -> str:
    text = as_text(value)
    raise_all(wrong_silences(text))
    if "$" not in text and not has_words(text):
        raise InvalidValue(f"there is no word to say in {shown(text)}", "write words, or leave the key out")
    return text


def _text_or_switch(value: object) -> str | bool:
    return value if isinstance(value, bool) else _day_text(value)


def _days(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, (int, list, tuple)):
        raise InvalidValue(f"days are a number or a list, not {shown(value)}", _DAYS)
    if isinstance(value, int):
        if not 1 <= value <= MOST_DAYS:
            raise InvalidValue(f"a week of {value} days", f"1 to {MOST_DAYS} days can be numbered")
        return value
    if not value:
        raise InvalidValue("a week without days", _DAYS)
    if sum(not (isinstance(day, dict) and "rest" in day) for day in value) > MOST_DAYS:
        raise InvalidValue(f"more than {MOST_DAYS} days in a week", "begin another week; rest days are not counted")
    return value


SessionName = Annotated[
    SessionRef,
    BeforeValidator(_session),
    WithJsonSchema(
        {"type": "string", "minLength": 1, "description": "A file beside the program's, or a library name."}
    ),
]
DayText = Annotated[str, BeforeValidator(_day_text), WithJsonSchema(shared("Text"))]
"""A text of the coach's; its variables are those of the day's session."""


class DaySay(Model):
    """What the coach says on this day alone, in place of the phrasebook's words."""

    welcome: DayText | None = None
    """The first words of the day: what it is for."""
    first_run: DayText | None = Field(None, alias="first-run")
    """When the first run begins."""
    milestone: Annotated[
        str | bool,
        BeforeValidator(_text_or_switch),
        WithJsonSchema({"anyOf": [{"type": "boolean"}, shared("Text")]}),
    ] = False
    """After the longest run; `true` for the phrasebook's words."""
    farewell: DayText | None = None
    """The last words."""


class Alternative(Model):
    """A session in the place of a day's: `easier: walk-run-15`, or a mapping."""

    session: SessionName | None = None
    """A file beside the program's, or a library name; without one, the day's own."""
    name: Label | None = None
    """What it is called."""
    notes: Label | None = None
    """What a person reads before it: the description of its MP3."""
    let: Let = {}
    """Variables of its session."""
    say: DaySay | None = None
    """Words of its own."""

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: object) -> object:
        return {"session": value} if isinstance(value, str) else value


class Extras(Model):
    """What is offered for a day beside its session."""

    easier: Alternative | None = None
    """For a day on which less is right."""
    instead: Alternative | None = None
    """For a day on which something else is right."""


class Day(Alternative, Extras):
    """A numbered day."""


class RestDay(Model):
    """`{rest: rest-day-12}`: something to hear on a day without a session; it takes no number."""

    rest: SessionName
    """A file beside the program's, or a library name."""
    name: Label | None = None
    """What it is called."""
    notes: Label | None = None
    """What a person reads before it."""
    let: Let = {}
    """Variables of its session."""
    say: DaySay | None = None
    """Words of its own."""


def _kind_of_day(value: Any) -> str:
    is_rest = isinstance(value, RestDay) or (isinstance(value, dict) and "rest" in value)
    return REST if is_rest else DAY


def _kind_of_days(value: Any) -> str:
    return "number" if isinstance(value, int) else "days-listed"


DAY: Final = "numbered-day"
REST: Final = "rest-day"

AnyDay = Annotated[Annotated[Day, Tag(DAY)] | Annotated[RestDay, Tag(REST)], Discriminator(_kind_of_day)]
Days = Annotated[
    Annotated[int, Tag("number"), Field(ge=1, le=MOST_DAYS)]
    | Annotated[tuple[AnyDay, ...], Tag("days-listed"), Field(min_length=1)],
    Discriminator(_kind_of_days),
    BeforeValidator(_days),
]


class Week(Extras):
    """A week: how many days, or which."""

    name: Label | None = None
    """What it is called."""
    notes: Label | None = None
    """What a person should know of it."""
    session: SessionName | None = None
    """What its days are; without one, the program's."""
    let: Let = {}
    """Variables of its days' sessions."""
    days: Days
    """A number of equal days, or a list."""

    @property
    def listed(self) -> tuple[Day | RestDay, ...]:
        """Its days, each by itself."""
        return (Day(),) * self.days if isinstance(self.days, int) else self.days


CheckInDays = Literal["daily", "weekly", "never"]
"""When a numbered day, and what is offered for it, has the check-ins that its session has."""


class ProgramFile(Extras):
    """A program of many weeks."""

    model_config = ConfigDict(title="audiocoach program")

    title: Label | None = None
    """What it is called; without one, the file's stem."""
    description: Label | None = None
    """What a person reads before choosing it."""
    author: Label | None = None
    """Shown as the artist where a session names none."""
    language: LanguageCode = "en"
    """What its own words are written in: `en`, `de`, `pt-BR`."""
    session: SessionName | None = None
    """What its days are, where neither week nor day names another."""
    let: Let = {}
    """Variables of its days' sessions."""
    check_in: CheckInDays = Field("daily", alias="check-in")
    """On which days the check-ins of its sessions are asked: `weekly` is the first day of each week."""
    weeks: tuple[Week, ...] = Field(min_length=1, max_length=MOST_WEEKS)
    """One after another."""

    @model_validator(mode="before")
    @classmethod
    def _is_a_list(cls, value: object) -> object:
        if isinstance(value, dict) and "weeks" in value and not isinstance(value["weeks"], (list, tuple)):
            hint = "start each week on a line of its own with `- `, e.g. `- {name: Easy does it, days: 3}`"
            raise InvalidValue("`weeks` is a list", hint, ("weeks",))
        return value


Role = Literal["main", "easier", "instead", "rest"]
"""What a day is in its week."""
