"""What kind of movement each activity is: what decides which words fit it."""

from collections.abc import Collection, Mapping
from typing import Final

from audiocoach.script.condition import Terrain
from audiocoach.session.activities import ACTIVITIES, LEAD_IN, STILL

WORK: Final = "work"
RUNNING: Final = frozenset(row.word for row in ACTIVITIES.values() if row.intensity == "vigorous" and row.word != WORK)
"""All that is run."""
_WALKING: Final = frozenset(("walk", "brisk-walk", "warm-up", "cool-down", "recover"))
_EXERCISE: Final = frozenset((WORK, "stretch", "mobility"))
_STILL: Final = frozenset(("meditate", "relax", "stand", STILL.word))
_OF_A_GYM: Final = frozenset(("rest", "warm-up", "cool-down", "recover", LEAD_IN.word))
"""What belongs to the exercises where there are any, and nothing is run."""
_AROUND: Final = frozenset(("warm-up", "cool-down"))
_WALKS: Final = frozenset(("walk", "brisk-walk"))
_PLACES: Final[Mapping[str, Terrain]] = {
    **dict.fromkeys(RUNNING, "run"),
    **dict.fromkeys(_WALKING, "walk"),
    **dict.fromkeys(_EXERCISE, "gym"),
    **dict.fromkeys(_STILL, "still"),
}


def place_of(activity: str, words: Collection[str]) -> Terrain | None:
    """The kind of an activity, in a session that has all of `words`.

    None for a rest between runs, and for what leads to runs and from them where nobody walks: it may be run itself.
    """
    if RUNNING.isdisjoint(words):
        return "gym" if WORK in words and activity in _OF_A_GYM else _PLACES.get(activity)
    return None if activity in _AROUND and _WALKS.isdisjoint(words) else _PLACES.get(activity)
