"""Where in a session's plain values words are: each step by its place."""

from collections.abc import Iterator
from typing import Any, Final

from audiocoach.session.translation import Worded
from audiocoach.syntax.invalid import Loc

_KEYS: Final = ("name", "say", "talk", "check-in")
_INSIDE: Final = ("steps", "between")
"""Where a repeat has its steps, in the order in which they are counted."""


def worded_session(values: dict[str, Any]) -> Worded:
    """A session's plain values and the places of its steps: `2.1` is the first step of the second one."""
    let = values.get("let") if isinstance(values.get("let"), dict) else {}
    places = dict(_placed(values.get("steps"), ("steps",), "", 1))
    return Worded(values, places, _KEYS, "session", "step", "{1: {say: {start: Los.}}}", let or {})


def _placed(steps: Any, loc: Loc, before: str, first: int) -> Iterator[tuple[str, Loc]]:
    """Each step's place, and where it stands; `first` is the number of the first one."""
    for index, step in enumerate(steps if isinstance(steps, list) else ()):
        if isinstance(step, dict):
            place, at, inner = f"{before}{first + index}", (*loc, index), 1
            yield place, at
            for key in _INSIDE:
                yield from _placed(step.get(key), (*at, key), f"{place}.", inner)
                inner += len(step[key]) if isinstance(step.get(key), list) else 0
