"""How much a session is, before anything of it is laid out: so that too much is refused, not attempted."""

from dataclasses import dataclass
from typing import Final

from audiocoach.syntax.amounts import LONGEST
from audiocoach.units import clock

MOST_CUES: Final = 20_000
"""The most steps and cues that a session may have: one every 4 s of the longest one."""

_BEYOND_WORDS: Final = 10**9


@dataclass(frozen=True, slots=True)
class Extent:
    """A lower bound of a time and of a number of cues."""

    ms: int = 0
    cues: int = 0
    """What sounds or is placed: cues, breaths, and at least one a step."""

    def __add__(self, other: "Extent") -> "Extent":
        return Extent(self.ms + other.ms, self.cues + other.cues)

    def __mul__(self, times: int) -> "Extent":
        return Extent(self.ms * times, self.cues * times)

    @property
    def excess(self) -> str | None:
        """Why this is more than a session may be, or None."""
        if self.ms > LONGEST:
            lasts = clock(self.ms) if self.ms < _BEYOND_WORDS * 1000 else "years"
            return f"the session lasts {lasts}; 24 hours is the longest that is built"
        if self.cues > MOST_CUES:
            count = f"{self.cues:,}" if self.cues < _BEYOND_WORDS else "billions of"
            return f"the session has {count} steps and cues; {MOST_CUES:,} is the most"
        return None
