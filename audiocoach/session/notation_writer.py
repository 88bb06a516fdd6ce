"""A session as one line of notation, where a line can say it."""

import re

from audiocoach.session.anchors import Anchor
from audiocoach.session.notation import LONGEST, kind_of
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
        return None if inner is None else f"{step.rounds}x({inner})"
    if not isinstance(step, ActivityStep) or step.model_fields_set - {"activity", "length", "say", "name"}:
        return None
    if isinstance(step.length, tuple) or step.length.metres is not None:
        return None
    name, said = _name(step), _start_text(step)
    if name is None or said is None:
        return None
    return f"{format_duration(step.length.ms)} {step.activity}{name}{said}"


def _name(step: ActivityStep) -> str | None:
    """The step's name as a quoted text; empty without one, None where it is one a round."""
    if step.name is None:
        return ""
    return _quoted(step.name, "name") if isinstance(step.name, str) else None


def _quoted(text: str, key: str) -> str | None:
    """A quoted text, with the word before it where its end does not say which it is; None where no line can hold it."""
    if re.search(r"[^\S ]", text):
        return None
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f' "{escaped}"' if key == kind_of(text) else f' {key} "{escaped}"'


def _start_text(step: ActivityStep) -> str | None:
    """The step's only words as a quoted text; empty without words, None where they are more."""
    if step.say is None:
        return ""
    match list(step.say.items()):
        case [(Anchor(kind="start"), (SpokenText(text=text, voice=None),))]:
            return _quoted(text, "say")
    return None
