"""What is heard at the boundary between two steps: the tone into the later one, and the ticks that lead to it.

Both follow the change of effort: up into something harder, down into something easier, and the neutral pair into
something as hard.
"""

from typing import Final, Literal

from audiocoach.script.step_context import BELL, StepContext
from audiocoach.units import Millis

Direction = Literal["rise", "fall", "even"]

SHORTEST_AROUND_TICKS: Final = Millis(2_000)
"""What a step must last beyond its countdown to have one."""
FINISH: Final = "finish"
LAST_BELL: Final = "bowl"
_TONES: Final[dict[Direction, str]] = {"rise": "run", "fall": "ease", "even": "same"}


def opening_tone(context: StepContext) -> str | None:
    """The tone that starts a step: a bell into stillness, or that of the change of effort since the activity before.

    None for the session's first step, and for what is no activity.
    """
    if context.row is None or not context.number:
        return None
    if context.is_calm:
        return BELL
    return _TONES[_direction(context.effort_until, context.effort or 0)]


def countdown(context: StepContext) -> int:
    """How many ticks lead to the next step: none where they would disturb, or where the step is too short for them."""
    if context.row is None or context.amount is None:
        return 0
    asked = context.coaching.countdown or 0
    own = context.expanded.step.coaching
    if context.is_calm and not (own and own.countdown):
        return 0
    return asked if context.amount.ms >= asked * 1000 + SHORTEST_AROUND_TICKS else 0


def ticks(context: StepContext, following: StepContext | None) -> Direction:
    """Where a step's countdown leads: what is no activity counts as no effort, and to the end it always falls."""
    return _direction(context.effort or 0, following.effort or 0) if following else "fall"


def finish_tone(last: StepContext) -> str:
    """What sounds at the session's end: no fanfare into stillness."""
    return LAST_BELL if last.coaching.still else FINISH


def _direction(before: int, after: int) -> Direction:
    return "rise" if after > before else "fall" if after < before else "even"
