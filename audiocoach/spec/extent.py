"""How much a session is, before anything of it is laid out: so that too much is refused, not attempted."""

from dataclasses import dataclass
from typing import Final

from audiocoach.spec.amounts import LONGEST
from audiocoach.units import clock

MOST_CUES: Final = 20_000
"""The most cues that a session may have: one every 4 s of the longest one."""


@dataclass(frozen=True, slots=True)
class Extent:
    """A lower bound of a time and of a number of cues."""

    ms: int = 0
    cues: int = 0

    def __add__(self, other: "Extent") -> "Extent":
        return Extent(self.ms + other.ms, self.cues + other.cues)

    def __mul__(self, times: int) -> "Extent":
        return Extent(self.ms * times, self.cues * times)

    @property
    def excess(self) -> str | None:
        """Why this is more than a session may be, or None."""
        if self.ms > LONGEST:
            return f"the session lasts {clock(self.ms)}; 24 hours is the longest that is built"
        if self.cues > MOST_CUES:
            return f"the session has more than {MOST_CUES:,} cues ({self.cues:,})"
        return None
