"""The beats of a metronome on a step, steady or from one cadence to another."""

from collections.abc import Iterator
from math import sqrt

from audiocoach.script.script import Script
from audiocoach.session.cadence import Cadence
from audiocoach.sound.tones.tone_table import CLICK_MS
from audiocoach.timeline.frame import Frame
from audiocoach.timeline.plan import FIRST_SOUND
from audiocoach.units import SAMPLE_RATE, Samples, to_samples


def step_beats(script: Script, frame: Frame) -> Iterator[Samples]:
    """Every beat of a session: from the end of a step's tone to its countdown."""
    click = to_samples(CLICK_MS)
    tones = {tone.start: tone.core_end for tone in frame.tones}
    for step, planned in zip(script.steps, frame.steps, strict=False):
        if step.cadence:
            start = max(tones.get(planned.start, planned.start), FIRST_SOUND)
            end = planned.end - to_samples(step.countdown * 1000)
            yield from (at for at in beats(step.cadence, Samples(start), Samples(end)) if at + click <= end)


def beats(cadence: Cadence, start: Samples, end: Samples) -> Iterator[Samples]:
    """The samples at which a beat falls, the first at `start`, all before `end`.

    The cadence changes evenly over time; a beat falls whenever another whole number of steps has been taken.
    """
    seconds = (end - start) / SAMPLE_RATE
    first, slope = cadence.first / 60, (cadence.last - cadence.first) / 60 / seconds if seconds else 0.0
    for number in range(int((cadence.first + cadence.last) / 120 * seconds) + 2):
        # The steps taken after t seconds are first * t + slope / 2 * t^2; this solves it for t.
        taken = sqrt(max(first * first + 2 * slope * number, 0.0))
        at = start + round(2 * number / (first + taken) * SAMPLE_RATE)
        if at >= end:
            return
        yield Samples(at)
