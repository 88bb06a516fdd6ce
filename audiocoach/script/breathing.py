"""Breathing guides: words in the first breaths, then soft tones."""

from collections.abc import Iterator
from typing import Final

from audiocoach.script.phrase import FORMS, Way
from audiocoach.script.script import Chime, Draft, Placement, Words
from audiocoach.script.step_context import StepContext
from audiocoach.session.steps import BreatheStep
from audiocoach.units import Millis

VOICED: Final = 3
"""So many breaths are guided by words; after that one knows the rhythm, and wants quiet."""
SHORTEST_VOICED_MS: Final = 1_500
"""A phase below this length has no time for a word: the rhythm is told beforehand, counted in steps."""
SHORTEST_CHIMED_MS: Final = 500
"""Nor for a tone, below this one."""
ANNOUNCED_MS: Final = 8_000
"""How long the telling of a quick rhythm may take; the tones start with the next breath."""
STEPS_A_MINUTE: Final = 170
"""Of a runner: what quick breaths are counted in."""

_TONES: Final = {"in": "inhale", "hold": "still", "out": "exhale", "rest": "still"}

Phase = tuple[int, str, Millis]
"""Which breath, what to do, and when on the step."""


def spoken_breaths(context: StepContext, step: BreatheStep) -> Iterator[Draft]:
    """What to do at each phase of the first breaths: told in full in the first one, then by a word."""
    if context.coaching.silent:
        return
    place = context.expanded.place("breathe")
    if not _has_time_for_words(step):
        full, short = _counted(context, step)
        yield Draft(f"{context.id}-breathe-000", "breathe", Placement("head"), full, short, place)
        return
    for number, (breath, phase, at) in enumerate(_phases(step)):
        if breath < VOICED:
            full, short = context.writer.phrase(f"breathe-{phase}", context.scope(at))
            full, brief = (full, short) if breath == 0 else (short, None)
            name = f"{context.id}-breathe-{number:03}"
            yield Draft(name, "breathe", Placement("at", at), full, brief, place)


def chimed_breaths(context: StepContext, step: BreatheStep) -> tuple[Chime, ...]:
    """The tones at each phase of all other breaths; the very first is the step's own."""
    if min(length for _, length in step.breathe.phases) < SHORTEST_CHIMED_MS:
        return ()
    voiced = _voiced(context, step)
    return tuple(Chime(_TONES[phase], at) for breath, phase, at in _phases(step) if breath >= voiced and at > 0)


def _counted(context: StepContext, step: BreatheStep) -> tuple[Words, Words]:
    """One breath in full and in short, each phase counted in steps: `Breathe in. One, two, three. Breathe out. ...`"""
    book, phases = context.writer.book, list[tuple[Way, Way]]()
    for phase, length in step.breathe.phases:
        steps = max(round(length * STEPS_A_MINUTE / 60_000), 1)
        count = ", ".join(book.number(number) for number in range(1, steps + 1))
        full, short = (context.writer.way(f"breathe-{phase}", form, context.situation()) for form in FORMS)
        phases.append((_followed(full, count), _followed(short, count)))
    full, short = (Way(" ".join(way.text for way in ways), ways[0].name) for ways in zip(*phases, strict=True))
    return context.writer.say(full, context.scope()), context.writer.say(short, context.scope())


def _followed(way: Way, count: str) -> Way:
    return way._replace(text=f"{way.text} {count}.")


def _voiced(context: StepContext, step: BreatheStep) -> int:
    """How many breaths words take: none where the coach is silent."""
    if context.coaching.silent:
        return 0
    return VOICED if _has_time_for_words(step) else -(-ANNOUNCED_MS // step.breathe.length)


def _has_time_for_words(step: BreatheStep) -> bool:
    return min(length for _, length in step.breathe.phases) >= SHORTEST_VOICED_MS


def _phases(step: BreatheStep) -> Iterator[Phase]:
    """Every phase of every whole breath."""
    at = 0
    for breath in range(step.for_ // step.breathe.length):
        for phase, length in step.breathe.phases:
            yield breath, phase, Millis(at)
            at += length
