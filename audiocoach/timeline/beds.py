"""Which soundscape lies beneath which stretch of the session."""

from collections.abc import Iterator
from itertools import groupby

from audiocoach.conventions import CROSSFADE, FADE_IN, FADE_OUT
from audiocoach.script.script import Script
from audiocoach.session.values import SoundscapeRef
from audiocoach.timeline.frame import Frame
from audiocoach.timeline.timeline import Bed
from audiocoach.units import Samples

Stretch = tuple[SoundscapeRef | None, Samples, Samples]


def beds(script: Script, frame: Frame) -> tuple[Bed, ...]:
    """The beds of a session; each fades into the next from the boundary between them on."""
    stretches = list(_stretches(script, frame))
    found = []
    for index, (ref, start, end) in enumerate(stretches):
        is_last = index == len(stretches) - 1
        if ref is not None and end > start:
            until = frame.length if is_last else Samples(min(end + CROSSFADE, frame.length))
            fade_in = FADE_IN if start == 0 else CROSSFADE
            fade_out = FADE_OUT if until == frame.length else CROSSFADE
            half = Samples((until - start) // 2)
            found.append(Bed(start, until, ref.name, ref.level, min(fade_in, half), min(fade_out, half)))
    return tuple(found)


def _stretches(script: Script, frame: Frame) -> Iterator[Stretch]:
    """Steps in a row with the same soundscape as one; the tail belongs to the last."""
    steps = zip(script.steps, frame.steps, strict=False)
    for ref, group in groupby(steps, key=lambda pair: pair[0].soundscape):
        pairs = list(group)
        yield ref, pairs[0][1].start, pairs[-1][1].end
