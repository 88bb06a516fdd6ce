"""One breath: how long each of its phases lasts."""

from typing import Final

from pydantic import Field, model_validator

from audiocoach.errors import nearest
from audiocoach.session.values import Duration, Model
from audiocoach.syntax.invalid import InvalidValue
from audiocoach.units import Millis

"""The keys of a spoken thing; a mapping without any of them is one of anchors."""


BREATHS: Final = {
    "box": {"in": "4s", "hold": "4s", "out": "4s", "rest": "4s"},
    "4-7-8": {"in": "4s", "hold": "7s", "out": "8s"},
    "3:2": {"in": "1060ms", "out": "700ms"},
}
"""Breaths with a name: box breathing; 4-7-8; and three steps in, two steps out of a run at 170 steps a minute."""


class Breath(Model):
    """The phases of one breath, or one with a name: `box`, `4-7-8`, `3:2`."""

    in_: Duration = Field(alias="in")
    """Breathing in."""
    hold: Duration | None = None
    """Full."""
    out: Duration
    """Breathing out."""
    rest: Duration | None = None
    """Empty."""

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: object) -> object:
        if isinstance(value, str):
            if value not in BREATHS:
                known = f"known: {', '.join(BREATHS)}; or write `{{in: 4s, out: 6s}}`"
                raise InvalidValue(f"unknown breath `{value}`", nearest(value, BREATHS) or known)
            return BREATHS[value]
        return value

    @property
    def phases(self) -> tuple[tuple[str, Millis], ...]:
        """Name and length of each phase, in order."""
        both = (("in", self.in_), ("hold", self.hold), ("out", self.out), ("rest", self.rest))
        return tuple((name, ms) for name, ms in both if ms)

    @property
    def length(self) -> Millis:
        """One whole breath."""
        return Millis(sum(ms for _, ms in self.phases))
