"""Breathing guides: words in the first breaths, then soft tones."""

from collections.abc import Iterator
from typing import Final

from audiocoach.script.model import Chime, Draft, Hang
from audiocoach.script.stage import Setting
from audiocoach.spec.steps import BreatheStep
from audiocoach.units import Millis

VOICED: Final = 3
"""So many breaths are guided by words; after that one knows the rhythm, and wants quiet."""
SHORTEST_VOICED_MS: Final = 1_500
"""A phase below this length has no time for a word: it is guided by tones from the start."""
SHORTEST_CHIMED_MS: Final = 500
"""Nor for a tone, below this one."""

_TONES: Final = {"in": "inhale", "hold": "still", "out": "exhale", "rest": "still"}

Phase = tuple[int, str, Millis]
"""Which breath, what to do, and when on the step."""


def spoken_breaths(setting: Setting, step: BreatheStep) -> Iterator[Draft]:
    """What to do at each phase of the first breaths: told in full in the first one, then by a word."""
    for number, (breath, phase, at) in enumerate(_phases(step)):
        if breath < VOICED and _is_voiced(step):
            full, short = setting.writer.phrase(f"breathe-{phase}", setting.number, setting.scene(at))
            words = (full, short) if breath == 0 else (short, None)
            yield Draft(f"s{setting.number + 1:03}-breathe-{number:03}", "breathe", Hang("at", at), *words)


def chimed_breaths(step: BreatheStep) -> tuple[Chime, ...]:
    """The tones at each phase of all other breaths; the very first is the step's own."""
    if min(length for _, length in step.breathe.phases) < SHORTEST_CHIMED_MS:
        return ()
    voiced = VOICED if _is_voiced(step) else 0
    return tuple(Chime(_TONES[phase], at) for breath, phase, at in _phases(step) if breath >= voiced and at > 0)


def _is_voiced(step: BreatheStep) -> bool:
    return min(length for _, length in step.breathe.phases) >= SHORTEST_VOICED_MS


def _phases(step: BreatheStep) -> Iterator[Phase]:
    """Every phase of every whole breath."""
    at = 0
    for breath in range(step.for_ // step.breathe.length):
        for phase, length in step.breathe.phases:
            yield breath, phase, Millis(at)
            at += length
