"""The chapters that a player can jump to."""

from audiocoach.script.script import Script
from audiocoach.timeline.frame import Frame
from audiocoach.timeline.timeline import Marker
from audiocoach.units import Samples


def chapters(script: Script, frame: Frame) -> tuple[Marker, ...]:
    """One for each activity in each round; other steps belong to the one before. They tile the whole session."""
    starts: list[tuple[Samples, str]] = []
    for step, planned in zip(script.steps, frame.steps, strict=False):
        if step.is_chapter and planned.end > planned.start:
            title = f"{step.name} {step.round}/{step.rounds}" if step.rounds else step.name
            starts.append((planned.start, title))
    first, *rest = starts or [(Samples(0), script.title)]
    starts = [(Samples(0), first[1]), *rest]
    ends = [*(start for start, _ in rest), frame.length]
    return tuple(Marker(start, end, title) for (start, title), end in zip(starts, ends, strict=True))
