"""Sessions as the coach takes them, and when he says what."""

from typing import Any

from audiocoach.build.planning import script_of
from audiocoach.script.script import Draft, Script
from support.sessions import session_of


def script(*steps: Any, **coaching: Any) -> Script:
    return script_of(session_of({"title": "T", "coaching": coaching, "steps": list(steps)}))


def rounds(count: int, *steps: Any, **more: Any) -> dict[str, Any]:
    return {"repeat": count, "steps": list(steps), **more}


def drafts(written: Script, kind: str) -> list[Draft]:
    return [draft for draft in written.drafts() if draft.kind == kind]


def when(written: Script, kind: str) -> list[tuple[str, int | None, float]]:
    """On which steps a kind is said: the activity, the round and the second."""
    return [
        (step.activity, step.round, draft.placement.ms / 1000)
        for step in written.steps
        for draft in step.drafts
        if draft.kind == kind
    ]


def varied(*steps: Any) -> list[Script]:
    return [script_of(session_of({"title": "T", "variety": number, "steps": list(steps)})) for number in range(1, 13)]


LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pt")
RUNS = (rounds(6, {"run": "2m"}, {"walk": "90s"}),)
LONG = ({"warm-up": "5m"}, {"run": "20m", "effort": 3}, {"cool-down": "5m"})
