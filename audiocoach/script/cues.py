"""The cue table: every kind of cue, who gives way to whom, and how far each may move."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from audiocoach.units import Millis

CueKind = Literal[
    "say", "announce", "next-up", "half", "time-left", "effort", "encourage", "check-in", "breathe", "finish"
]


@dataclass(frozen=True, slots=True)
class CueRow:
    """How a kind of cue behaves where there is not room for all."""

    priority: int
    """The lowest number is placed first."""
    slack: Millis
    """How far it may move from where it wants to be."""
    automatic: bool
    """Whether the coach says it unasked: such speech fills at most a fifth of any minute."""
    slack_in_full: Millis | None = None
    """How far its full form may move, where that would not be true elsewhere: `Run in ten seconds.`"""


CUES: Final[Mapping[CueKind, CueRow]] = {
    "say": CueRow(0, Millis(2_000), automatic=False),
    "finish": CueRow(0, Millis(2_000), automatic=False),
    "announce": CueRow(1, Millis(5_000), automatic=True),
    "check-in": CueRow(2, Millis(5_000), automatic=False),
    "breathe": CueRow(2, Millis(1_500), automatic=False),
    "next-up": CueRow(3, Millis(5_000), automatic=True, slack_in_full=Millis(1_000)),
    "time-left": CueRow(4, Millis(5_000), automatic=True),
    "half": CueRow(5, Millis(5_000), automatic=True),
    "effort": CueRow(6, Millis(5_000), automatic=True),
    "encourage": CueRow(7, Millis(5_000), automatic=True),
}
"""By kind; tones and countdowns come before all of them."""
