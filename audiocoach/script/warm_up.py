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
_HINT: Final = "let at least five easy minutes come first, e.g. `- warm-up: 5m` and `- jog: 5m`"


def cold_starts(contexts: Iterable[StepContext]) -> Iterator[Diagnostic]:
    """A warning at the first step that is all out, where less than five minutes of movement come before it."""
    moved = 0
    for context in contexts:
        effort = context.effort or 0
        if effort >= ALL_OUT:
            if moved < SHORTEST_MS:
                before = f"{clock(moved)} of movement" if moved else "no movement"
                message = f"all-out effort ({effort} of 10) after {before}"
                yield Diagnostic.warning(message, context.expanded.place(), _HINT)
            return
        if context.row is not None and context.row.intensity != "rest":
            moved += context.length
