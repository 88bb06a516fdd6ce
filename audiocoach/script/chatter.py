"""How much the coach says: what each `chatter` stands for, by the cue table."""

from collections.abc import Mapping
from typing import Any, Final, get_args

from audiocoach.script.cues import CUES
from audiocoach.session.coaching import Chatter, Coaching

LEVELS: Final[tuple[Chatter, ...]] = get_args(Chatter)
"""Each says all that the one before says."""
_VALUES: Final[Mapping[Chatter, Mapping[str, Any]]] = {
    "quiet": {},
    "normal": {"next_up": "10s", "time_left": ["5m", "1m"], "step_left": ["5m", "1m"], "encourage": "every 5m"},
    "chatty": {
        "next_up": "10s",
        "time_left": ["15m", "10m", "5m", "2m", "1m"],
        "step_left": ["10m", "5m", "2m", "1m"],
        "encourage": "every 2m",
    },
}
"""How often and when, of what is not only said or left unsaid."""


def _preset(level: Chatter) -> Coaching:
    rank = LEVELS.index(level)
    switches = {row.key: row.level is not None and LEVELS.index(row.level) <= rank for row in CUES.values() if row.key}
    return Coaching.model_validate({"chatter": level, "countdown": 3, **switches, **_VALUES[level]})


PRESETS: Final[Mapping[Chatter, Coaching]] = {level: _preset(level) for level in LEVELS}
"""`quiet` is tones and announcements; each key of a session's `coaching` replaces its preset's."""
