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
    """0 to 10, how hard it feels (Borg's CR10 scale): its change sets the tone and the ticks at a boundary, and its
    height that of the picture.
    """
    tone: str | None
    """The tone at its start: `bell` into stillness; None for the one that the change of effort gives."""
    colour: str
    """`#rrggbb`, in pictures and in the terminal."""
    intensity: Intensity


def _table(*rows: Activity) -> Mapping[str, Activity]:
    return {row.word: row for row in rows}


ACTIVITIES: Final = _table(
    Activity("walk", 2, None, "#4fb286", "moderate"),
    Activity("brisk-walk", 3, None, "#3f9f74", "moderate"),
    Activity("warm-up", 2, None, "#e9c46a", "moderate"),
    Activity("cool-down", 1, None, "#7fc8c9", "light"),
    Activity("run", 5, None, "#e76f51", "vigorous"),
    Activity("jog", 4, None, "#f4a261", "vigorous"),
    Activity("easy", 3, None, "#f2b880", "vigorous"),
    Activity("steady", 5, None, "#ec8c5f", "vigorous"),
    Activity("tempo", 7, None, "#d1495b", "vigorous"),
    Activity("fast", 8, None, "#c1374a", "vigorous"),
    Activity("stride", 8, None, "#b5304a", "vigorous"),
    Activity("sprint", 9, None, "#9b2246", "vigorous"),
    Activity("hill", 8, None, "#a4452c", "vigorous"),
    Activity("work", 8, None, "#c44536", "vigorous"),
    Activity("recover", 2, None, "#8ab17d", "moderate"),
    Activity("rest", 0, None, "#8d99ae", "rest"),
    Activity("stand", 0, None, "#a5aebd", "rest"),
    Activity("stretch", 1, "bell", "#9d8ec7", "light"),
    Activity("mobility", 1, "bell", "#b39ddb", "light"),
    Activity("relax", 0, "bell", "#a2b5cd", "rest"),
    Activity("meditate", 0, "bell", "#6c7fb0", "rest"),
)
"""By the word in the file."""

STILL: Final = Activity("breathe", 0, "bell", "#7796cb", "rest")
"""What `breathe` counts as."""

LEAD_IN: Final = Activity("lead-in", 0, "ease", "#b8bcc6", "rest")
"""What a session's `lead-in` counts as; no step of a file is one."""

QUIET_COLOUR: Final = "#c9ccd3"
"""Steps that are no activity: `say`, `pause`, `check-in`."""
