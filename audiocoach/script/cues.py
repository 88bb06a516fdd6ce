"""The cue table: every kind of cue, who gives way to whom, how far each may move, and what switches it on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from audiocoach.session.coaching import Chatter, Coaching
from audiocoach.units import Millis

CueKind = Literal[
    "say",
    "announce",
    "next-up",
    "half",
    "time-left",
    "step-left",
    "effort",
    "encourage",
    "check-in",
    "breathe",
    "welcome",
    "safety",
    "first-run",
    "settle",
    "form",
    "breath",
    "last-round",
    "past-half-rounds",
    "recover",
    "ready-again",
    "hard-moment",
    "permission",
    "notice",
    "quiet-now",
    "terrain",
    "cool-down",
    "milestone",
    "finish",
    "farewell",
]


@dataclass(frozen=True, slots=True)
class CueRow:
    """How a kind of cue behaves where there is not room for all."""

    priority: int
    """The lowest number is placed first."""
    slack: Millis = Millis(5_000)
    """How far it may move from where it wants to be."""
    automatic: bool = True
    """Whether the coach says it unasked: such speech fills at most a fifth of any minute."""
    slack_in_full: Millis | None = None
    """How far its full form may move, where that would not be true elsewhere: `Run in ten seconds.`"""
    key: str | None = None
    """What switches it under `coaching`."""
    level: Chatter | None = None
    """The least that the coach has to say for it to be said."""
    everywhere: bool = False
    """Whether it is said on steps too that the coach otherwise leaves alone."""
    yields: bool = False
    """Whether it is left unsaid near what the author says."""
    in_short: bool = True
    """Whether it is said in short where it does not fit in full: what the coach merely adds is left out instead, since
    a few short words are soon worn out.
    """


def _remark(key: str, level: Chatter = "normal", priority: int = 9) -> CueRow:
    """What the coach adds: left unsaid near the author's words."""
    return CueRow(priority, key=key, level=level, yields=True, in_short=False)


CUES: Final[Mapping[CueKind, CueRow]] = {
    "say": CueRow(0, Millis(2_000), automatic=False),
    "finish": CueRow(0, Millis(2_000), automatic=False, level="normal"),
    "farewell": CueRow(0, Millis(2_000), automatic=False, key="farewell", level="normal"),
    "welcome": CueRow(1, key="welcome", level="normal", everywhere=True),
    "announce": CueRow(1, key="announce", level="quiet"),
    "check-in": CueRow(2, automatic=False),
    "breathe": CueRow(2, Millis(1_500), automatic=False),
    "safety": CueRow(3, Millis(40_000), key="safety", level="quiet", everywhere=True),
    "next-up": CueRow(4, slack_in_full=Millis(1_000), key="next_up", level="normal"),
    "time-left": CueRow(5, key="time_left", level="normal"),
    "step-left": CueRow(6, slack_in_full=Millis(2_000), key="step_left", level="normal"),
    # So far it is still true, and what is said at a boundary is over.
    "half": CueRow(7, Millis(8_000), key="halfway", level="normal"),
    "effort": CueRow(8, key="effort", level="normal", in_short=False),
    "milestone": _remark("milestone", priority=8),
    "terrain": CueRow(8, key="terrain", level="normal", yields=True),
    "first-run": _remark("first_run", priority=8),
    "last-round": _remark("last_round", priority=8),
    "quiet-now": _remark("quiet_now", priority=8),
    "hard-moment": _remark("hard_moment"),
    "permission": _remark("permission"),
    "cool-down": _remark("cool_down"),
    "recover": _remark("recover"),
    "settle": _remark("settle"),
    "form": _remark("form"),
    "breath": _remark("breath"),
    "past-half-rounds": _remark("past_half_rounds", "chatty"),
    "ready-again": _remark("ready_again", "chatty"),
    "encourage": CueRow(10, key="encourage", level="normal", in_short=False),
    "notice": _remark("notice", priority=10),
}
"""By kind; tones and countdowns come before all of them."""


def is_on(kind: CueKind, coaching: Coaching) -> bool:
    """Whether a coaching in which everything is decided has a kind said."""
    key = CUES[kind].key
    return key is None or bool(getattr(coaching, key))
