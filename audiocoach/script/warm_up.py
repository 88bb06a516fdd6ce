"""Whether a body is warm before it is asked for all it has."""

from collections.abc import Iterable, Iterator
from typing import Final

from audiocoach.errors import Diagnostic
from audiocoach.script.step_context import StepContext
from audiocoach.units import clock

ALL_OUT: Final = 9
"""Efforts from here on are all that one has."""
SHORTEST_MS: Final = 5 * 60_000
"""So long one moves before that."""
WARMING: Final = 2
"""Efforts from here on warm a body: no stretch does, nor does stillness."""
_HINT: Final = "let at least five easy minutes come first, e.g. `- warm-up: 5m` and `- jog: 5m`"


def cold_starts(contexts: Iterable[StepContext]) -> Iterator[Diagnostic]:
    """A warning at the first step that is all out, where less than five minutes of warm-up come before it."""
    moved = 0
    for context in contexts:
        effort = context.effort or 0
        if effort >= ALL_OUT:
            if moved < SHORTEST_MS:
                before = f"{clock(moved)} of warm-up" if moved else "no warm-up"
                message = f"all-out effort ({effort} of 10) after {before}"
                yield Diagnostic.warning(message, context.expanded.place(), _HINT)
            return
        if effort >= WARMING:
            moved += context.length
