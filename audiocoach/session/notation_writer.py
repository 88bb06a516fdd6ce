"""A session as one line of notation, where a line can say it."""

import re

from audiocoach.session.anchors import Anchor
from audiocoach.session.notation import LONGEST
from audiocoach.session.session import Session
from audiocoach.session.spoken import SpokenText
from audiocoach.session.steps import ActivityStep, RepeatStep, Steps
from audiocoach.syntax.amounts import format_duration


def to_notation(session: Session) -> str | None:
    """The line that says the steps of `session`, or None where a line cannot say them."""
    line = _line(session.steps)
    return line if line is not None and len(line) <= LONGEST else None


def _line(steps: Steps) -> str | None:
    items = [_item(step) for step in steps]
    return None if None in items else ", ".join(item for item in items if item is not None)


def _item(step: object) -> str | None:
    if isinstance(step, RepeatStep) and step.repeat and step.between is None:
        inner = _line(step.steps)
        return None if inner is None else f"{step.repeat}x({inner})"
    if not isinstance(step, ActivityStep) or step.model_fields_set - {"activity", "length", "say"}:
        return None
    if isinstance(step.length, tuple) or step.length.metres is not None:
        return None
    text = _start_text(step)
    return None if text is None else f"{format_duration(step.length.ms)} {step.activity}{text}"


def _start_text(step: ActivityStep) -> str | None:
    """The step's only words as a quoted text; empty without words, None where they are more."""
    if step.say is None:
        return ""
    match list(step.say.items()):
        case [(Anchor(kind="start"), (SpokenText(text=text, voice=None),))] if not re.search(r"[^\S ]", text):
            escaped = text.replace("\\", "\\\\").replace('"', '\\"')
            return f' "{escaped}"'
    return None
