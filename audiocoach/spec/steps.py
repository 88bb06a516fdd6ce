"""The steps of a session, each with one action."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Final, Self

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    PrivateAttr,
    Tag,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
    model_validator,
)

from audiocoach.spec.actions import normal
from audiocoach.spec.activities import ACTIVITIES
from audiocoach.spec.amounts import format_duration
from audiocoach.spec.anchors import Anchor
from audiocoach.spec.coaching import Coaching
from audiocoach.spec.context import context_of, rounds_are
from audiocoach.spec.extent import MOST_CUES, Extent
from audiocoach.spec.mistake import Mistake, raise_all
from audiocoach.spec.speech import SPOKEN_KEYS, Breath, CheckIn, Cues, InTurn, VoiceRef
from audiocoach.spec.values import Amount, Duration, Effort, Model, PerRound, SoundscapeRef, Text
from audiocoach.units import Millis


class Common(Model):
    """What every step may have."""

    name: PerRound[Text] | None = None
    """What it is called, in the ear and in the chapters."""
    voice: VoiceRef | None = None
    """Who speaks on this step."""
    soundscape: SoundscapeRef | None = None
    """What sounds beneath from this step's start on."""
    coaching: Coaching | None = None
    """What differs from the session's coaching on this step."""


class ActivityStep(Common):
    """`run: 30s`: something to do for an exact time."""

    activity: str
    """A word of the activity table."""
    length: PerRound[Amount]
    """How much of it."""
    effort: PerRound[Effort] | None = None
    """How hard, 1 to 10; without it the activity's own."""
    say: Cues | None = None
    """The author's cues."""
    check_in: CheckIn | None = Field(None, alias="check-in")
    """Questions within the step's time."""

    @property
    def lengths(self) -> tuple[Amount, ...]:
        """The length, or one for each round."""
        return _as_tuple(self.length)

    @field_validator("say")
    @classmethod
    def _anchors_lie_inside(cls, say: Cues | None, info: ValidationInfo) -> Cues | None:
        if "length" in info.data and not context_of(info).lenient:
            raise_all(_outside(say, max(amount.ms for amount in _as_tuple(info.data["length"]))))
        return say

    def extent(self, rounds: int) -> Extent:
        """What all rounds of it are together."""
        asked = 0 if self.check_in is None else self.check_in.count
        total = sum(
            (Extent(amount.ms, 2 + asked + _count(self.say, amount.ms)) for amount in self.lengths), Extent()
        )
        return total if isinstance(self.length, tuple) else total * rounds


class BreatheStep(Common):
    """`breathe: {in: 4s, out: 6s}` with `for: 2m`: breathing to a guide."""

    breathe: Breath
    for_: Duration = Field(alias="for")
    """How long."""
    say: Cues | None = None
    """The author's cues."""

    @field_validator("for_")
    @classmethod
    def _holds_a_breath(cls, length: Millis, info: ValidationInfo) -> Millis:
        if "breathe" in info.data and info.data["breathe"].length > length and not context_of(info).lenient:
            breath = format_duration(info.data["breathe"].length)
            raise Mistake("one breath is longer than the step", f"it takes {breath}: make `for:` longer")
        return length

    @field_validator("say")
    @classmethod
    def _anchors_lie_inside(cls, say: Cues | None, info: ValidationInfo) -> Cues | None:
        if "for_" in info.data and not context_of(info).lenient:
            raise_all(_outside(say, info.data["for_"]))
        return say

    def extent(self, rounds: int) -> Extent:
        """What all rounds of it are together."""
        breaths = self.for_ // self.breathe.length * len(self.breathe.phases)
        return Extent(self.for_, 2 + breaths + _count(self.say, self.for_)) * rounds


class SayStep(Common):
    """`say: Stand still.`: takes its length from the speech, or from `within`."""

    say: InTurn
    pause: Duration | None = None
    """A silence after it."""
    within: Duration | None = None
    """A fixed length, whatever the voice."""

    @model_validator(mode="before")
    @classmethod
    def _not_anchored(cls, value: object) -> object:
        say = value.get("say") if isinstance(value, dict) else None
        if isinstance(say, dict) and not say.keys() & SPOKEN_KEYS:
            raise Mistake(
                "cues by anchor hang on an activity; this step has none", "add e.g. `walk: 5m`", ("say",)
            )
        return value

    @field_validator("within")
    @classmethod
    def _no_pause(cls, within: Millis | None, info: ValidationInfo) -> Millis | None:
        if within and info.data.get("pause"):
            raise Mistake("`pause` and `within` exclude each other", "`within` is the whole step")
        return within

    def extent(self, rounds: int) -> Extent:
        """What all rounds of it are together, the speech itself left out."""
        return Extent(self.within or self.pause or 0, 1) * rounds


class PauseStep(Common):
    """`pause: 10s`: a silence of exact length."""

    pause: Duration

    def extent(self, rounds: int) -> Extent:
        """What all rounds of it are together."""
        return Extent(self.pause, 1) * rounds


class CheckInStep(Common):
    """`check-in: before`: a few questions with time to answer."""

    check_in: CheckIn = Field(alias="check-in")

    def extent(self, rounds: int) -> Extent:
        """What all rounds of it are together, the speech itself left out."""
        return Extent(self.check_in.answer * self.check_in.count, 1 + self.check_in.count) * rounds


class RepeatStep(Model):
    """`repeat: 8` with `steps`: the same again."""

    repeat: Annotated[int | None, Field(ge=1, le=MOST_CUES, strict=True)] = None
    """How often; without a number as often as its lists are long."""
    steps: "Steps"
    between: "Steps | None" = None
    """Between two rounds only."""

    @property
    def rounds(self) -> int:
        """How often the steps come."""
        return self.repeat or next(_list_lengths(self.steps), 1)

    @field_validator("steps", mode="wrap")
    @classmethod
    def _lists_fit(cls, value: object, read: ValidatorFunctionWrapHandler, info: ValidationInfo) -> "Steps":
        """Read the steps with the number of rounds known, so that a list of another length is a mistake."""
        rounds = info.data.get("repeat")
        if rounds is None and "repeat" in info.data:
            rounds = next(_written_lengths(value), None)
        with rounds_are(rounds):
            steps: Steps = read(value)
            return steps

    @field_validator("between", mode="wrap")
    @classmethod
    def _lists_between_fit(
        cls, value: object, read: ValidatorFunctionWrapHandler, info: ValidationInfo
    ) -> "Steps":
        """The same, with one round less."""
        rounds = info.data.get("repeat") or next(_list_lengths(info.data.get("steps", ())), None)
        with rounds_are(rounds and rounds - 1):
            steps: Steps = read(value)
            return steps

    @model_validator(mode="after")
    def _rounds_are_known(self) -> Self:
        if self.repeat is None and next(_list_lengths(self.steps), None) is None:
            hint = "write e.g. `repeat: 8`"
            raise Mistake(
                "a repeat without a number takes it from its lists, and it has none", hint, ("repeat",)
            )
        return self

    def extent(self, rounds: int) -> Extent:
        """What all rounds of it are together."""
        inner = sum((step.extent(self.rounds) for step in self.steps), Extent())
        between = sum((step.extent(self.rounds - 1) for step in self.between or ()), Extent())
        return (inner + between) * rounds


class IncludeStep(Model):
    """`include: warm-up.yaml`: the steps of another session."""

    include: str = Field(min_length=1)
    _session: Any = PrivateAttr(None)

    @property
    def session(self) -> Any:
        """The included `Session`."""
        return self._session

    @model_validator(mode="after")
    def _attach(self, info: ValidationInfo) -> Self:
        self._session = context_of(info).included.get(self.include)
        return self

    def extent(self, rounds: int) -> Extent:
        """What all rounds of it are together."""
        return self.session.extent * rounds if self.session else Extent()


def _steps(value: object) -> object:
    if not isinstance(value, (list, tuple)):
        raise Mistake("`steps` is a list", "start each step on a line of its own with `- `")
    if not value:
        raise Mistake("there are no steps", "a session has at least one, such as `- walk: 5m`")
    return value


def _kind_of(value: Any) -> str:
    """The tag of a step's model: `activity`, or its action."""
    if isinstance(value, Model):
        return next(kind for kind, model in KINDS.items() if isinstance(value, model))
    return next(kind for kind in KINDS if kind in value)


def _normal(value: object) -> object:
    return value if isinstance(value, Model) else normal(value)


KINDS: Final[Mapping[str, type[Model]]] = {
    "activity": ActivityStep,
    "breathe": BreatheStep,
    "repeat": RepeatStep,
    "include": IncludeStep,
    "say": SayStep,
    "check-in": CheckInStep,
    "pause": PauseStep,
}
"""The models of the steps; where a step has several of these keys, the first is its kind."""

Step = Annotated[
    Annotated[ActivityStep, Tag("activity")]
    | Annotated[BreatheStep, Tag("breathe")]
    | Annotated[RepeatStep, Tag("repeat")]
    | Annotated[IncludeStep, Tag("include")]
    | Annotated[SayStep, Tag("say")]
    | Annotated[CheckInStep, Tag("check-in")]
    | Annotated[PauseStep, Tag("pause")],
    Discriminator(_kind_of),
    BeforeValidator(_normal),
]
Steps = Annotated[tuple[Step, ...], BeforeValidator(_steps), Field(min_length=1)]


RepeatStep.model_rebuild()


def _as_tuple(length: Amount | tuple[Amount, ...]) -> tuple[Amount, ...]:
    return length if isinstance(length, tuple) else (length,)


_PER_ROUND: Final = ("name", "length", "effort")


def _list_lengths(steps: Iterable[Any]) -> Iterator[int]:
    """The length of each list with one entry a round, in steps that were read."""
    values = (getattr(step, key, None) for step in steps for key in _PER_ROUND)
    return (len(value) for value in values if isinstance(value, tuple))


def _written_lengths(steps: object) -> Iterator[int]:
    """The same, in steps as a file says them."""
    for step in steps if isinstance(steps, (list, tuple)) else ():
        if isinstance(step, Model):
            yield from _list_lengths((step,))
        elif isinstance(step, dict):
            keys = (key for key in step if key in ACTIVITIES or key in _PER_ROUND)
            yield from (len(step[key]) for key in keys if isinstance(step[key], list))


def _count(cues: Mapping[Anchor, Any] | None, length: Millis) -> int:
    return sum(anchor.count(length) for anchor in cues or ())


def _outside(cues: Mapping[Anchor, Any] | None, length: Millis) -> Iterator[Mistake]:
    """A mistake for each anchor that lies outside a step of `length`."""
    for anchor in cues or ():
        if not anchor.count(length):
            hint = f"the step lasts {format_duration(length)}"
            yield Mistake(f"`{anchor}` lies outside this step", hint, (anchor.written,))
