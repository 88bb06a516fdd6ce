"""What the coach says without being asked: announcements, the middle of the session, its end.

Phrases rotate by position, never by content: one edit leaves all other lines alone.
"""

from collections.abc import Iterator
from typing import Final

from audiocoach.script.model import Draft, Hang, Moment
from audiocoach.script.stage import Setting
from audiocoach.spec.steps import ActivityStep, BreatheStep
from audiocoach.units import Millis

SHORTEST_WITH_HALF: Final = Millis(4 * 60_000)
"""Sessions below this length do not need to be told their middle."""

FULL_ROUNDS: Final = 2
"""So many rounds are announced in full, and the last one."""


def announcement(setting: Setting) -> Iterator[Draft]:
    """What the step is, how long, and which round: in full in rounds 1, 2 and the last, else in short."""
    step, placed = setting.placed.step, setting.placed
    if not isinstance(step, (ActivityStep, BreatheStep)) or setting.coaching.silent or not setting.coaching.announce:
        return
    phrase = "announce-round" if placed.first else "announce"
    full, short = setting.writer.phrase(phrase, setting.number, setting.scene())
    if FULL_ROUNDS < placed.round < placed.rounds:
        full = short
    yield Draft(f"{step_id(setting)}-announce", "announce", Hang("head"), full, short if short != full else None)


def moments(settings: tuple[Setting, ...]) -> Iterator[Moment]:
    """What is told about the session as a whole: its middle."""
    if not settings or settings[-1].session_end < SHORTEST_WITH_HALF:
        return
    middle = _at(settings, settings[-1].session_end // 2)
    if middle.coaching.halfway and not middle.coaching.silent:
        full, short = middle.writer.phrase("half", middle.number, middle.scene())
        yield Moment(Draft("session-half", "half", Hang("at"), full, short), tone="half")


def farewell(settings: tuple[Setting, ...]) -> Draft | None:
    """What is said after the finish tone."""
    last = settings[-1]
    if last.coaching.silent or not last.coaching.announce:
        return None
    full, short = last.writer.phrase("finish", len(settings), last.scene())
    return Draft("finish-finish", "finish", Hang("head"), full, short)


def step_id(setting: Setting) -> str:
    """A step's id, unique in its session and sorted as its steps are."""
    return f"s{setting.number + 1:03}"


def _at(settings: tuple[Setting, ...], ms: int) -> Setting:
    return next(setting for setting in settings if setting.end > ms)
