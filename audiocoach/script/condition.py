"""When one way of saying something fits: by what is being done, how hard, how fast, where, and when in the session."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from audiocoach.session.activities import ACTIVITIES, STILL
from audiocoach.session.values import as_list

EffortBand = Literal["easy", "steady", "hard", "most"]
"""1 to 3 of 10, 4 to 6, 7 and 8, 9 and 10: how much one can still speak (the talk test, e.g. Foster et al. 2008)."""
Terrain = Literal["run", "walk", "gym", "still"]
"""What kind of movement a step is."""
Phase = Literal["first", "middle", "late", "last-round", "after-work"]
"""When in the session: its first quarter, its last, or what lies between; the last round of a repeat; a step that is
easier than the one before.
"""

Speed = Literal["own", "set"]
"""Whether who runs or walks chooses how fast, or has a pace to keep."""

_BANDS: Final[Mapping[int, EffortBand]] = {3: "easy", 6: "steady", 8: "hard", 10: "most"}


@dataclass(frozen=True, slots=True)
class Situation:
    """What is going on while something is said."""

    activity: str = ""
    """The word in the file."""
    effort: EffortBand | None = None
    place: Terrain | None = None
    """None for what is neither of these: a rest between runs."""
    moments: frozenset[Phase] = frozenset()
    pace: Speed = "own"


class Condition(BaseModel):
    """All that is given must hold; of several values of one key, one must. Nothing given holds always."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    activity: Annotated[tuple[str, ...], BeforeValidator(as_list), Field(min_length=1)] | None = None
    """Words of the activity table."""
    effort: Annotated[tuple[EffortBand, ...], BeforeValidator(as_list), Field(min_length=1)] | None = None
    place: Annotated[tuple[Terrain, ...], BeforeValidator(as_list), Field(min_length=1)] | None = None
    moment: Annotated[tuple[Phase, ...], BeforeValidator(as_list), Field(min_length=1)] | None = None
    pace: Annotated[tuple[Speed, ...], BeforeValidator(as_list), Field(min_length=1)] | None = None

    @field_validator("activity")
    @classmethod
    def _is_known(cls, words: tuple[str, ...] | None) -> tuple[str, ...] | None:
        for word in words or ():
            if word not in KNOWN["activity"]:
                raise ValueError(f"unknown activity `{word}`")
        return words

    def holds(self, here: Situation) -> bool:
        """Whether what is said under it fits `here`."""
        return (
            (self.activity is None or here.activity in self.activity)
            and (self.effort is None or here.effort in self.effort)
            and (self.place is None or here.place in self.place)
            and (self.moment is None or not here.moments.isdisjoint(self.moment))
            and (self.pace is None or here.pace in self.pace)
        )


ALWAYS: Final = Condition()
"""Of a line that fits wherever its phrase is said."""
KNOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "activity": (*ACTIVITIES, STILL.word),
    "effort": get_args(EffortBand),
    "place": get_args(Terrain),
    "moment": get_args(Phase),
    "pace": get_args(Speed),
}
"""The keys of a condition, and what each may be."""


def band_of(effort: int) -> EffortBand:
    """The band of an effort from 0 to 10."""
    return next(band for most, band in _BANDS.items() if effort <= most)
