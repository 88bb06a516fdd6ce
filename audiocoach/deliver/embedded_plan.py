"""The plan that an MP3 carries in itself, so that a folder of MP3s can be published without anything else.

It is the JSON of `plan --json`, compact, in one ID3 PRIV frame. Three things are more: the colour of each step, the
captions, since only they tell when each sentence sounds, and whether show notes say whom to call. Three are left out,
which say how it was built and not what sounds: the notes, whose places are paths of one machine, why which voice was
taken, and whether lengths are guesses. It is not compressed, for zlib's bytes are not the same on every system.
"""

import json
from collections.abc import Iterable
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from audiocoach.deliver.captions import Caption, captions
from audiocoach.timeline.plan import Plan, PlannedCue

LONGEST_MS: Final = 7 * 24 * 3_600_000
"""A week: no session is longer, and no time of one is later."""

Ms = Annotated[float, Field(ge=0, le=LONGEST_MS, allow_inf_nan=False)]
"""Milliseconds from the start, of sample precision."""
Count = Annotated[int, Field(ge=1)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")  # a later audiocoach may say more


class _Ranged(_Model):
    start_ms: Ms
    end_ms: Ms

    @model_validator(mode="after")
    def _is_range(self) -> Self:
        if self.end_ms < self.start_ms:
            raise ValueError("it ends before it starts")
        return self


class EmbeddedStep(_Ranged):
    """A step, as in `plan --json`."""

    id: str
    name: str
    activity: str
    round: Count | None = None
    rounds: Count | None = None
    effort: Annotated[int, Field(ge=0, le=10)] | None = None
    colour: Annotated[str, Field(pattern="^(#[0-9a-f]{6})?$")] = ""
    """`#rrggbb`, as in every picture of a session; empty for the tail."""


class EmbeddedCue(_Ranged):
    """A cue, as in `plan --json`; a dropped one is not heard."""

    id: str
    kind: str
    phrase: str | None = None
    text: str
    spoken: str = ""
    voice: str = ""
    step: str
    status: str
    reason: str = ""

    @property
    def is_heard(self) -> bool:
        """Whether it sounds."""
        return self.status != "dropped"


class EmbeddedTone(_Model):
    """A tone, as in `plan --json`."""

    name: str
    start_ms: Ms
    step: str


class EmbeddedBed(_Ranged):
    """What lies beneath, by its name."""

    name: str


class EmbeddedMark(_Ranged):
    """A chapter or a song, by its title."""

    title: str


class EmbeddedCaption(_Ranged):
    """Words that are heard without a break, and by whom: what a transcript shows at a time."""

    text: str
    voice: str = ""


class EmbeddedVoice(_Model):
    """Somebody who speaks."""

    name: str
    engine: str = ""


class EmbeddedPlan(_Model):
    """A plan out of an MP3."""

    title: str
    language: str
    variety: int = 1
    duration_ms: Annotated[float, Field(gt=0, le=LONGEST_MS, allow_inf_nan=False)]
    voices: tuple[EmbeddedVoice, ...] = ()
    steps: tuple[EmbeddedStep, ...]
    """One after another; the last is the tail (`finish`)."""
    cues: tuple[EmbeddedCue, ...]
    """Sorted by start."""
    tones: tuple[EmbeddedTone, ...]
    """Sorted by start."""
    beds: tuple[EmbeddedBed, ...] = ()
    music: tuple[EmbeddedMark, ...] = ()
    chapters: tuple[EmbeddedMark, ...]
    """One after another, from the start to the end."""
    captions: tuple[EmbeddedCaption, ...]
    helplines: bool = False
    """Whether its show notes say whom to call."""

    def as_captions(self) -> Iterable[Caption]:
        """What a transcript is written from."""
        return (Caption(one.start_ms, one.end_ms, one.text, one.voice) for one in self.captions)


def embedded(plan: Plan, helplines: bool = False) -> bytes:
    """A plan as an MP3 carries it, and whether its show notes say whom to call; the same gives the same bytes."""
    whole = plan.as_json()
    del whole["notes"], whole["estimated"]
    for voice in whole["voices"]:
        del voice["reason"]
    for step, planned in zip(whole["steps"], plan.steps, strict=True):
        step["colour"] = planned.colour
    whole["captions"] = list(_captions(plan.cues))
    if helplines:
        whole["helplines"] = True
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def read_embedded(data: bytes) -> EmbeddedPlan | None:
    """The plan in what an MP3 carries; None where it is none."""
    try:
        return EmbeddedPlan.model_validate(json.loads(data))
    except (ValidationError, ValueError, RecursionError):
        return None


def _captions(cues: Iterable[PlannedCue]) -> Iterable[dict[str, Any]]:
    for one in captions(cues):
        yield {"start_ms": one.start_ms, "end_ms": one.end_ms, "text": one.text, "voice": one.voice}
