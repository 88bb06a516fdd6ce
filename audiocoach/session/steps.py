"""The steps of a session, each with one action; those that hold others stand here."""

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

from audiocoach.session.actions import normal
from audiocoach.session.context import context_of, reading_steps
from audiocoach.session.extent import Extent
from audiocoach.session.repeat_times import Filling, Times
from audiocoach.session.single_steps import ActivityStep, BellStep, BreatheStep, CheckInStep, Common, PauseStep, SayStep
from audiocoach.session.values import Model, RoundName
from audiocoach.syntax.invalid import InvalidValue

__all__ = [
    "KINDS",
    "ActivityStep",
    "BellStep",
    "BreatheStep",
    "CheckInStep",
    "Common",
    "IncludeStep",
    "PauseStep",
    "RepeatStep",
    "SayStep",
    "Step",
    "Steps",
]


class RepeatStep(Model):
    """`repeat: 8` with `steps`: the same again."""

    repeat: Times | None = None
    """How often, or for how long: `20m` is as many whole rounds as fit; without either as often as the longest of its
    lists has entries."""
    name: RoundName | None = None
    """What a round of it is called: with `Circuit`, `Circuit two of three.`"""
    steps: "Steps"
    between: "Steps | None" = None
    """Between two rounds only."""
    _fitting: int = PrivateAttr(1)

    @property
    def rounds(self) -> int:
        """How often the steps come."""
        if isinstance(self.repeat, Filling):
            return self._fitting
        return self.repeat or max(_list_lengths(self.steps), default=1)

    @field_validator("steps", "between", mode="wrap")
    @classmethod
    def _come_again(cls, value: object, read: ValidatorFunctionWrapHandler) -> "Steps":
        with reading_steps(in_repeat=True):
            steps: Steps = read(value)
            return steps

    @model_validator(mode="after")
    def _rounds_are_known(self) -> Self:
        if isinstance(self.repeat, Filling):
            try:  # counted once here: rounds inside of rounds would be counted over and over
                self._fitting = self.repeat.rounds(lambda rounds: self._inside(rounds).ms)
            except InvalidValue as invalid:
                raise InvalidValue(invalid.message, invalid.hint, ("repeat",)) from invalid
        if self.repeat is None and next(_list_lengths(self.steps), None) is None:
            hint = "write e.g. `repeat: 8`"
            raise InvalidValue("a repeat without a number takes it from its lists, and it has none", hint, ("repeat",))
        return self

    def extent(self, rounds: int) -> Extent:
        """What all rounds of it are together."""
        return self._inside(self.rounds) * rounds

    def _inside(self, times: int) -> Extent:
        """What the steps are together that come so many times."""
        inner = sum((step.extent(times) for step in self.steps), Extent())
        return inner + sum((step.extent(times - 1) for step in self.between or ()), Extent())


class IncludeStep(Model):
    """`include: warm-up.yaml`: the steps of another session."""

    include: str = Field(min_length=1)
    _session: Any = PrivateAttr(None)
    _extent: Extent = PrivateAttr(Extent())

    @property
    def session(self) -> Any:
        """The included `Session`."""
        return self._session

    def with_session(self, session: Any) -> Self:
        """The same that includes another session."""
        step = self.model_copy()
        step._session, step._extent = session, session.extent
        return step

    @model_validator(mode="after")
    def _attach(self, info: ValidationInfo) -> Self:
        self._session = context_of(info).included.get(self.include)
        if self._session is not None:
            # Counted once here: sessions that include one another many times would be counted over and over.
            self._extent = self._session.extent
        return self

    def extent(self, rounds: int) -> Extent:
        """What all rounds of it are together."""
        return self._extent * rounds


def _steps(value: object) -> object:
    if not isinstance(value, (list, tuple)):
        raise InvalidValue("`steps` is a list", "start each step on a line of its own with `- `")
    if not value:
        raise InvalidValue("there are no steps", "a session has at least one, such as `- walk: 5m`")
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
    "bell": BellStep,
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
    | Annotated[BellStep, Tag("bell")]
    | Annotated[PauseStep, Tag("pause")],
    Discriminator(_kind_of),
    BeforeValidator(_normal),
]
Steps = Annotated[tuple[Step, ...], BeforeValidator(_steps), Field(min_length=1)]


RepeatStep.model_rebuild()


_PER_ROUND: Final = ("name", "length", "effort")


def _list_lengths(steps: Iterable[Any]) -> Iterator[int]:
    """The length of each list that rounds take in turn."""
    values = (getattr(step, key, None) for step in steps for key in _PER_ROUND)
    return (len(value) for value in values if isinstance(value, tuple))
