"""The author's bells: a step of its own, or where cues hang."""

from collections.abc import Iterator, Mapping
from typing import Final

from audiocoach.script.script import Placement, Ring
from audiocoach.script.step_context import StepContext
from audiocoach.session.anchors import Anchor
from audiocoach.session.bell import BELL, BellCue
from audiocoach.session.steps import ActivityStep, BellStep, BreatheStep
from audiocoach.units import Millis

_PLACEMENTS: Final[Mapping[str, Placement]] = {"start": Placement("head"), "end": Placement("tail")}
"""Where what hangs on these anchors wants to be; all else wants its time."""


def placement_of(anchor: Anchor, at: Millis) -> Placement:
    """Where on its step something wants to be that hangs on `anchor`, which is `at` there."""
    return _PLACEMENTS.get(anchor.kind, Placement("at", at))


def turn_of(context: StepContext, anchor: Anchor, occurrence: int) -> int:
    """Which of a list is next at an anchor: by occurrence, or by how often the step has come before."""
    return occurrence if anchor.kind == "every" else context.expanded.turn


def rings(context: StepContext) -> Iterator[Ring]:
    """The bells of a step."""
    step = context.expanded.step
    if isinstance(step, BellStep):
        yield Ring(step.bell, Placement("head"), context.expanded.place(BELL))
    elif isinstance(step, (ActivityStep, BreatheStep)):
        for anchor, cues in (step.say or {}).items():
            for occurrence, at in enumerate(context.times_of(anchor)):
                turn = turn_of(context, anchor, occurrence) % len(cues)
                cue = cues[turn]
                if isinstance(cue, BellCue):
                    place = context.expanded.place("say", anchor.written, turn, BELL)
                    yield Ring(cue.bell, placement_of(anchor, at), place)
