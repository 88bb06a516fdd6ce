"""The activity table: every word that a step can be, and what it means for ear, eye and body."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Intensity = Literal["rest", "light", "moderate", "vigorous"]
"""How a minute counts towards the 150 moderate or 75 vigorous minutes a week of the WHO."""


@dataclass(frozen=True, slots=True)
class Activity:
    """One row; how it is spoken stands in the phrasebook of each language."""

    word: str
    """The key in a session file."""
    effort: int
    """0 to 10, how hard it feels (Borg's CR10 scale): sets the direction of the countdown and the picture's height."""
    tone: str
    """The tone at its start: `run` into work, `ease` into rest, `bell` into stillness."""
    colour: str
    """`#rrggbb`, in pictures and in the terminal."""
    intensity: Intensity


def _table(*rows: Activity) -> Mapping[str, Activity]:
    return {row.word: row for row in rows}


ACTIVITIES: Final = _table(
    Activity("walk", 2, "ease", "#4fb286", "moderate"),
    Activity("brisk-walk", 3, "ease", "#3f9f74", "moderate"),
    Activity("warm-up", 2, "ease", "#e9c46a", "moderate"),
    Activity("cool-down", 1, "ease", "#7fc8c9", "light"),
    Activity("run", 5, "run", "#e76f51", "vigorous"),
    Activity("jog", 4, "run", "#f4a261", "vigorous"),
    Activity("easy", 3, "run", "#f2b880", "vigorous"),
    Activity("steady", 5, "run", "#ec8c5f", "vigorous"),
    Activity("tempo", 7, "run", "#d1495b", "vigorous"),
    Activity("fast", 8, "run", "#c1374a", "vigorous"),
    Activity("stride", 8, "run", "#b5304a", "vigorous"),
    Activity("sprint", 9, "run", "#9b2246", "vigorous"),
    Activity("hill", 8, "run", "#a4452c", "vigorous"),
    Activity("work", 8, "run", "#c44536", "vigorous"),
    Activity("recover", 2, "ease", "#8ab17d", "moderate"),
    Activity("rest", 0, "ease", "#8d99ae", "rest"),
    Activity("stand", 0, "ease", "#a5aebd", "rest"),
    Activity("stretch", 1, "bell", "#9d8ec7", "light"),
    Activity("mobility", 1, "bell", "#b39ddb", "light"),
    Activity("relax", 0, "bell", "#a2b5cd", "rest"),
    Activity("meditate", 0, "bell", "#6c7fb0", "rest"),
)
"""By the word in the file."""

STILL: Final = Activity("breathe", 0, "bell", "#7796cb", "rest")
"""What `breathe` counts as."""

QUIET_COLOUR: Final = "#c9ccd3"
"""Steps that are no activity: `say`, `pause`, `check-in`."""
