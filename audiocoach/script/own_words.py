"""When the author speaks on a step: the coach adds nothing there."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from audiocoach.script.step_context import StepContext
from audiocoach.session.bell import BellCue
from audiocoach.session.spoken import SpokenText, Talk
from audiocoach.syntax.template import names_in
from audiocoach.units import Millis

NEAR_MS: Final = 12_000
"""The coach adds nothing so near to what is said otherwise, nor to a step's end."""


def own_times(context: StepContext, *, words: bool = False) -> list[Millis]:
    """When the author speaks or has a bell rung on a step (ms), sorted; with `words`, only when they speak."""
    say = getattr(context.expanded.step, "say", None)
    cues = say.items() if isinstance(say, dict) else ()
    anchors = (anchor for anchor, said in cues if not (words and all(isinstance(one, BellCue) for one in said)))
    return sorted(time for anchor in anchors for time in context.times_of(anchor))


def is_near(at: int, times: Sequence[int], near: int = NEAR_MS) -> bool:
    """Whether one of `times`, which are sorted, is so near that the coach had better be quiet."""
    index = bisect_right(times, at - near)
    return index < len(times) and times[index] < at + near


def tells(context: StepContext, variable: str) -> bool:
    """Whether the author's words on a step ask for a variable."""
    say = getattr(context.expanded.step, "say", None)
    cues = [cue for cues in say.values() for cue in cues] if isinstance(say, dict) else []
    texts = [text for cue in cues for text in (cue.talk if isinstance(cue, Talk) else (cue,))]
    return any(isinstance(text, SpokenText) and variable in names_in(text.text) for text in texts)
