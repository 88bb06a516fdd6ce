"""What the automatic coach is asked for."""

import re
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from audiocoach.session.values import Model, Switch, shared
from audiocoach.syntax import amounts
from audiocoach.syntax.amount_patterns import DURATION
from audiocoach.syntax.invalid import InvalidValue, raise_all, shown
from audiocoach.units import Millis


def _countdown(value: object) -> object:
    return 0 if value is False else value


def _next_up(value: object) -> int:
    return 0 if value is False else amounts.parse_duration(value)


def _encourage(value: object) -> int:
    if value is False:
        return 0
    match = re.fullmatch(r"every\s+(.*)", str(value).strip())
    if match is None:
        raise InvalidValue(f"{shown(value)} does not say how often", "write `every 2m`, or `false`")
    return amounts.parse_duration(match[1])


def _time_left(value: object) -> tuple[Millis, ...]:
    if value is False:
        return ()
    if not isinstance(value, (list, tuple)):
        return (amounts.parse_duration(value),)
    times, invalids = set(), []
    for index, time in enumerate(value):
        try:
            times.add(amounts.parse_duration(time))
        except InvalidValue as invalid:
            invalids.append(InvalidValue(invalid.message, invalid.hint, (index,)))
    if not value:
        raise InvalidValue("a list of nothing", "write `false` for never")
    raise_all(invalids)
    return tuple(sorted(times, reverse=True))


_OFF = {"const": False}
_EVERY = {"type": "string", "pattern": rf"^\s*every\s+{DURATION}\s*$"}

NextUp = Annotated[int, BeforeValidator(_next_up), WithJsonSchema({"anyOf": [_OFF, shared("Duration")]})]
Encourage = Annotated[int, BeforeValidator(_encourage), WithJsonSchema({"anyOf": [_OFF, _EVERY]})]
TimeLeft = Annotated[
    tuple[Millis, ...],
    BeforeValidator(_time_left),
    WithJsonSchema(
        {"anyOf": [_OFF, shared("Duration"), {"type": "array", "items": shared("Duration"), "minItems": 1}]}
    ),
]
Countdown = Annotated[
    int,
    BeforeValidator(_countdown),
    Field(ge=0, le=5, strict=True),
    WithJsonSchema({"anyOf": [_OFF, {"type": "integer", "minimum": 0, "maximum": 5}]}),
]


Chatter = Literal["quiet", "normal", "chatty"]

WORDS: Final = ("silent", "still")
"""What may stand alone for a mapping."""


class Coaching(Model):
    """What is said without being written; each key that is given replaces what `chatter` would do."""

    chatter: Chatter | None = None
    """How much: `quiet` is tones and announcements only."""
    silent: Switch = False
    """Tones and the author's own words only."""
    still: Switch = False
    """For stillness: silent, no ticks, and a soft bell at each boundary and at the end."""
    announce: Switch | None = None
    """Whether a step's start is announced."""
    countdown: Countdown | None = None
    """Ticks before each boundary, one a second; false for none."""
    effort: Switch | None = None
    """Whether the coach tells how hard a running step should feel."""
    halfway: Switch | None = None
    """Whether the middle of the session is told."""
    next_up: NextUp | None = None
    """How long before its start the next step is told; false (0 ms) for not at all."""
    time_left: TimeLeft | None = None
    """At which times before the end the time left is told; read, the largest comes first."""
    step_left: TimeLeft | None = None
    """At which times before the end of a long step the time left of it is told; read, the largest comes first."""
    encourage: Encourage | None = None
    """How often a word of encouragement comes; false (0 ms) for never."""
    form: Switch | None = None
    """Whether a word on the body comes in place of some words of encouragement."""
    breath: Switch | None = None
    """The same for a word on breathing."""
    notice: Switch | None = None
    """The same for a word on what there is to see, to hear and to feel."""
    welcome: Switch | None = None
    """Whether a session without own words at its start is opened."""
    safety: Switch | None = None
    """Whether it is told once when to stop."""
    first_run: Switch | None = None
    """Whether the first run is opened with a word."""
    settle: Switch | None = None
    """Whether runs over 3 minutes have a word once they are under way."""
    last_round: Switch | None = None
    """Whether the last round is told."""
    past_half_rounds: Switch | None = None
    """Whether it is told when more rounds are behind one than ahead."""
    recover: Switch | None = None
    """Whether a rest after work has a word on how to rest."""
    ready_again: Switch | None = None
    """Whether later rounds are told a little before they come."""
    hard_moment: Switch | None = None
    """Whether the longest hard step has a word where it feels longest."""
    permission: Switch | None = None
    """Whether it is said once in a long easy run that one may walk."""
    quiet_now: Switch | None = None
    """Whether two minutes or more without words are told before."""
    terrain: Switch | None = None
    """Whether the first hill, stride and tempo have a word on how they are run."""
    cool_down: Switch | None = None
    """Whether a cool-down has a word on how to come down."""
    milestone: Switch | None = None
    """Whether the longest run of a program so far is told."""
    farewell: Switch | None = None
    """Whether it is said at the end what one may do next."""

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, value: object) -> object:
        if value in WORDS:
            return {value: True}
        if isinstance(value, str):
            hint = "write `silent`, `still`, or `{chatter: quiet}`"
            raise InvalidValue(f"unknown coaching {shown(value)}", hint, near=(value, WORDS))
        return value

    def over(self, base: "Coaching") -> "Coaching":
        """`base` with what is given here in its place."""
        given = {key: value for key in self.model_fields_set if (value := getattr(self, key)) is not None}
        return base.model_copy(update=given)
