"""Steps that hold no others: an activity, breathing, words, questions, a bell, a silence."""

from typing import Self

from pydantic import Field, PrivateAttr, ValidationInfo, field_validator, model_validator

from audiocoach.session.anchors import is_anchor
from audiocoach.session.bell import Bell
from audiocoach.session.breath import Breath
from audiocoach.session.cadence import CadenceValue
from audiocoach.session.check_in import CheckIn
from audiocoach.session.coaching import Coaching
from audiocoach.session.context import context_of
from audiocoach.session.extent import Extent
from audiocoach.session.hanging import asked_without_pace, count_of, misplaced
from audiocoach.session.spoken import SPOKEN_KEYS, Cues, InTurn
from audiocoach.session.values import Amount, Duration, Effort, Model, Name, PerRound, SoundscapeRef, check_soundscape
from audiocoach.session.voice_ref import VoiceRef, check_voice
from audiocoach.syntax import amounts
from audiocoach.syntax.amounts import format_duration
from audiocoach.syntax.invalid import InvalidValue, raise_all
from audiocoach.units import Millis


class Common(Model):
    """What every step may have."""

    name: PerRound[Name] | None = None
    """What it is called, in the ear and in the chapters."""
    voice: VoiceRef | None = None
    """Who speaks on this step."""
    soundscape: SoundscapeRef | None = None
    """What sounds beneath from this step's start on."""
    coaching: Coaching | None = None
    """What differs from the session's coaching on this step."""

    @field_validator("voice")
    @classmethod
    def _speaks(cls, voice: VoiceRef | None, info: ValidationInfo) -> VoiceRef | None:
        check_voice(voice, info)
        return voice

    @field_validator("soundscape")
    @classmethod
    def _sounds(cls, soundscape: SoundscapeRef | None, info: ValidationInfo) -> SoundscapeRef | None:
        check_soundscape(soundscape, info)
        return soundscape


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
    cadence: CadenceValue | None = None
    """Steps a minute, as a quiet metronome: `165`, or `160..175` for an even change."""
    _is_added: bool = PrivateAttr(False)

    @classmethod
    def added(cls, activity: str, length: Amount | tuple[Amount, ...]) -> Self:
        """A step that stands in no file."""
        step = cls(activity=activity, length=length)
        step._is_added = True
        return step

    @property
    def is_added(self) -> bool:
        """Whether it stands in no file: the steps around it are counted as if it were not there."""
        return self._is_added

    @property
    def lengths(self) -> tuple[Amount, ...]:
        """The length, or those that rounds take in turn."""
        return _as_tuple(self.length)

    @field_validator("say")
    @classmethod
    def _anchors_lie_inside(cls, say: Cues | None, info: ValidationInfo) -> Cues | None:
        if "length" in info.data:
            raise_all(misplaced(say, _as_tuple(info.data["length"]), context_of(info)))
        return say

    @model_validator(mode="after")
    def _pace_is_known(self, info: ValidationInfo) -> Self:
        has_pace = all(amount.pace for amount in self.lengths) or "pace" in context_of(info).let
        if self.check_in and not has_pace:
            raise_all(asked_without_pace(self.check_in.ask, ("check-in", "ask")))
        return self

    def extent(self, rounds: int) -> Extent:
        """What all rounds of it are together."""
        asked = 0 if self.check_in is None else self.check_in.count
        times, rest = divmod(rounds, len(self.lengths))
        counts = (times + (index < rest) for index in range(len(self.lengths)))
        each = (Extent(amount.ms, 2 + asked + count_of(self.say, amount)) for amount in self.lengths)
        return sum((extent * count for extent, count in zip(each, counts, strict=True)), Extent())


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
            raise InvalidValue("one breath is longer than the step", f"it takes {breath}: make `for:` longer")
        return length

    @field_validator("say")
    @classmethod
    def _anchors_lie_inside(cls, say: Cues | None, info: ValidationInfo) -> Cues | None:
        if "for_" in info.data:
            raise_all(misplaced(say, (amounts.Amount(info.data["for_"]),), context_of(info)))
        return say

    def extent(self, rounds: int) -> Extent:
        """What all rounds of it are together."""
        breaths = self.for_ // self.breathe.length * len(self.breathe.phases)
        return Extent(self.for_, 2 + breaths + count_of(self.say, amounts.Amount(self.for_))) * rounds


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
        if isinstance(say, dict) and not say.keys() & SPOKEN_KEYS and any(is_anchor(key) for key in say):
            raise InvalidValue(
                "cues by anchor hang on an activity; this step has none", "add e.g. `walk: 5m`", ("say",)
            )
        return value

    @field_validator("say")
    @classmethod
    def _has_no_pace(cls, say: InTurn, info: ValidationInfo) -> InTurn:
        if "pace" not in context_of(info).let:
            raise_all(asked_without_pace(say))
        return say

    @field_validator("within")
    @classmethod
    def _no_pause(cls, within: Millis | None, info: ValidationInfo) -> Millis | None:
        if within and info.data.get("pause"):
            raise InvalidValue("`pause` and `within` exclude each other", "`within` is the whole step")
        return within

    def extent(self, rounds: int) -> Extent:
        """What all rounds of it are together, the speech itself left out."""
        return Extent(self.within or self.pause or 0, 1) * rounds


class BellStep(Common):
    """`bell: bowl`: lasts as long as it rings."""

    bell: Bell

    def extent(self, rounds: int) -> Extent:
        """What all rounds of it are together, its ring left out."""
        return Extent(0, 1) * rounds


class PauseStep(Common):
    """`pause: 10s`: a silence of exact length."""

    pause: Duration

    def extent(self, rounds: int) -> Extent:
        """What all rounds of it are together."""
        return Extent(self.pause, 1) * rounds


class CheckInStep(Common):
    """`check-in: before`: a few questions with time to answer."""

    check_in: CheckIn = Field(alias="check-in")

    @field_validator("check_in")
    @classmethod
    def _has_no_pace(cls, check_in: CheckIn, info: ValidationInfo) -> CheckIn:
        if "pace" not in context_of(info).let:
            raise_all(asked_without_pace(check_in.ask, ("ask",)))
        return check_in

    def extent(self, rounds: int) -> Extent:
        """What all rounds of it are together, the speech itself left out."""
        return Extent(self.check_in.answer * self.check_in.count, 1 + self.check_in.count) * rounds


def _as_tuple(length: Amount | tuple[Amount, ...]) -> tuple[Amount, ...]:
    return length if isinstance(length, tuple) else (length,)
