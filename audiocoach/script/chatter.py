"""How much the coach says: what each `chatter` stands for."""

from collections.abc import Mapping
from typing import Final

from audiocoach.session.coaching import Coaching

PRESETS: Final[Mapping[str, Coaching]] = {
    "quiet": Coaching.model_validate(
        {
            "chatter": "quiet",
            "announce": True,
            "countdown": 3,
            "halfway": False,
            "next_up": False,
            "time_left": False,
            "effort": False,
            "encourage": False,
        }
    ),
    "normal": Coaching.model_validate(
        {
            "chatter": "normal",
            "announce": True,
            "countdown": 3,
            "halfway": True,
            "next_up": "10s",
            "time_left": ["5m", "1m"],
            "effort": True,
            "encourage": "every 5m",
        }
    ),
    "chatty": Coaching.model_validate(
        {
            "chatter": "chatty",
            "announce": True,
            "countdown": 3,
            "halfway": True,
            "next_up": "10s",
            "time_left": ["15m", "10m", "5m", "2m", "1m"],
            "effort": True,
            "encourage": "every 2m",
        }
    ),
}
"""`quiet` is tones and announcements; each key of a session's `coaching` replaces its preset's."""
