"""The steps of a session, each with one action."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Final, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, ValidationInfo, model_validator

from audiocoach.errors import nearest
from audiocoach.spec.activities import ACTIVITIES
from audiocoach.spec.amounts import format_duration
from audiocoach.spec.anchors import Anchor
from audiocoach.spec.coaching import Coaching
from audiocoach.spec.context import context_of
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

    def lists(self) -> Iterator[tuple[str, int]]:
        """Key and length of each list that has one entry a round."""
        for key in ("name", "length", "effort"):
            if isinstance(value := getattr(self, key, None), tuple):
                yield key, len(value)


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
        return self.length if isinstance(self.length, tuple) else (self.length,)

    @model_validator(mode="after")
    def _anchors_lie_inside(self, info: ValidationInfo) -> Self:
        if not context_of(info).lenient:
            raise_all(_outside(self.say, max(amount.ms for amount in self.lengths)))
        return self

    def extent(self, rounds: int) -> Extent:
        """What all rounds of it are together."""
        total = sum((Extent(amount.ms, 2 + _count(self.say, amount.ms)) for amount in self.lengths), Extent())
        return total if isinstance(self.length, tuple) else total * rounds


class BreatheStep(Common):
    """`breathe: {in: 4s, out: 6s}` with `for: 2m`: breathing to a guide."""

    breathe: Breath
    for_: Duration = Field(alias="for")
    """How long."""
    say: Cues | None = None
    """The author's cues."""

    @model_validator(mode="after")
    def _fits(self, info: ValidationInfo) -> Self:
        if not context_of(info).lenient:
            if self.breathe.length > self.for_:
                raise Mistake("one breath is longer than the step", "raise `for:`", ("for",))
            raise_all(_outside(self.say, self.for_))
        return self

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
            raise Mistake("cues by anchor hang on an activity; this step has none", "add e.g. `walk: 5m`", ("say",))
        return value

    @model_validator(mode="after")
    def _pause_or_within(self) -> Self:
        if self.pause and self.within:
            raise Mistake("`pause` and `within` exclude each other", "`within` is the whole step", ("within",))
        return self

    def extent(self, rounds: int) -> Extent:
        """What all rounds of it are together, the speech itself left out."""
        return Extent(self.within or self.pause or 0, 1) * rounds


class PauseStep(Common):
    """`pause: 10s`: a silence of exact length."""

    pause: Duration

    def extent(self, rounds: int) -> Extent:
        """What all rounds of it are together."""
        return Extent(self.pause, 0) * rounds


class CheckInStep(Common):
    """`check-in: before`: a few questions with time to answer."""

    check_in: CheckIn = Field(alias="check-in")

    def extent(self, rounds: int) -> Extent:
        """What all rounds of it are together, the speech itself left out."""
        return Extent(self.check_in.answer * max(len(self.check_in.ask), 1), 1) * rounds


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

    @model_validator(mode="after")
    def _lists_fit(self) -> Self:
        if self.repeat is None and next(_list_lengths(self.steps), None) is None:
            hint = "write e.g. `repeat: 8`"
            raise Mistake("a repeat without a number takes it from its lists, and it has none", hint, ("repeat",))
        raise_all(
            (
                *check_lists(self.steps, self.rounds, "steps"),
                *check_lists(self.between or (), self.rounds - 1, "between"),
            )
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
    session: Any = Field(None, exclude=True)
    """The session that was read; the reader finds it, a file cannot say it."""

    @model_validator(mode="before")
    @classmethod
    def _attach(cls, value: object, info: ValidationInfo) -> object:
        if isinstance(value, dict) and isinstance(value.get("include"), str) and "session" not in value:
            return {**value, "session": context_of(info).included.get(value["include"])}
        return value

    def extent(self, rounds: int) -> Extent:
        """What all rounds of it are together."""
        return self.session.extent * rounds if self.session else Extent()


ACTIONS: Final[Mapping[str, type[Model]]] = {
    "breathe": BreatheStep,
    "repeat": RepeatStep,
    "include": IncludeStep,
    "say": SayStep,
    "talk": SayStep,
    "check-in": CheckInStep,
    "pause": PauseStep,
}
"""The actions that are no activity; where a step has several of these keys, the first is its action."""


def _normal(value: object) -> object:
    """`{walk: 5m, ...}` as `{activity: walk, length: 5m, ...}`, and `talk:` as `say: {talk: ...}`."""
    if isinstance(value, Model):
        return value
    if not isinstance(value, dict):
        raise Mistake(f"a step is a mapping such as `walk: 5m`, not `{value}`", "did you forget the colon?")
    if "activity" in value and "length" in value:
        return value
    words = [key for key in value if key in ACTIVITIES]
    if len(words) > 1:
        hint = "put each in a step of its own: a new line that starts with `- `"
        raise Mistake(
            f"a step has one action; this one has {' and '.join(f'`{word}`' for word in words)}", hint, (words[1],)
        )
    if "talk" in value:
        if "say" in value:
            raise Mistake("`talk` and `say` on one step", "put the dialogue in `say: {talk: [...]}`", ("talk",))
        value = {**{key: item for key, item in value.items() if key != "talk"}, "say": {"talk": value["talk"]}}
    if words:
        word = words[0]
        own = {key: item for key, item in value.items() if key != word}
        if clash := own.keys() & {"activity", "length", "repeat", "include", "breathe"}:
            other = min(clash)
            raise Mistake(f"a step has one action; this one has `{word}` and `{other}`", None, (other,))
        return {"activity": word, "length": value[word], **own}
    if not value.keys() & ACTIONS.keys():
        known = [*ACTIVITIES, *ACTIONS]
        meant = next((key for key in value if nearest(key, known)), next(iter(value), ""))
        hint = nearest(meant, known) or f"a step is one of: {', '.join(known)}"
        raise Mistake(f"unknown step `{meant}`", hint, (meant,))
    return value


def _steps(value: object) -> object:
    if not isinstance(value, (list, tuple)):
        raise Mistake("`steps` is a list", "start each step on a line of its own with `- `")
    if not value:
        raise Mistake("there are no steps", "a session has at least one, such as `- walk: 5m`")
    return value


def kind_of(value: Any) -> str:
    """The tag of a step's model: `activity`, or its action."""
    if isinstance(value, Model):
        return next(kind for kind, model in KINDS.items() if isinstance(value, model))
    return "activity" if "activity" in value else next(key for key in ACTIONS if key in value)


KINDS: Final[Mapping[str, type[Model]]] = {
    "activity": ActivityStep,
    **{kind: model for kind, model in ACTIONS.items() if kind != "talk"},
}

Step = Annotated[
    Annotated[ActivityStep, Tag("activity")]
    | Annotated[BreatheStep, Tag("breathe")]
    | Annotated[RepeatStep, Tag("repeat")]
    | Annotated[IncludeStep, Tag("include")]
    | Annotated[SayStep, Tag("say")]
    | Annotated[CheckInStep, Tag("check-in")]
    | Annotated[PauseStep, Tag("pause")],
    Discriminator(kind_of),
    BeforeValidator(_normal),
]
Steps = Annotated[tuple[Step, ...], BeforeValidator(_steps), Field(min_length=1)]


RepeatStep.model_rebuild()


def check_lists(steps: Iterable[Any], rounds: int, key: str) -> Iterator[Mistake]:
    """A mistake for each list in `steps` that has not one entry for each of `rounds`."""
    for index, step in enumerate(steps):
        for name, length in step.lists() if isinstance(step, Common) else ():
            if length != rounds:
                what = f"this list has {length} {'entry' if length == 1 else 'entries'}"
                why = f"for {rounds} {'round' if rounds == 1 else 'rounds'}"
                yield Mistake(f"{what} {why}", "a list has one entry a round", (key, index, name))


def _list_lengths(steps: Iterable[Any]) -> Iterator[int]:
    return (length for step in steps if isinstance(step, Common) for _, length in step.lists())


def _count(cues: Mapping[Anchor, Any] | None, length: Millis) -> int:
    return sum(anchor.count(length) for anchor in cues or ())


def _outside(cues: Mapping[Anchor, Any] | None, length: Millis) -> Iterator[Mistake]:
    """A mistake for each anchor that lies outside a step of `length`."""
    for anchor in cues or ():
        if not anchor.count(length):
            hint = f"the step lasts {format_duration(length)}"
            yield Mistake(f"`{anchor}` lies outside this step", hint, ("say", anchor.written))
