"""What pydantic found wrong, in our words and at its place in the file."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from audiocoach.errors import Problem, nearest
from audiocoach.spec.coaching import Coaching
from audiocoach.spec.document import Document
from audiocoach.spec.mistake import Loc, Mistake, Mistakes
from audiocoach.spec.session import Session
from audiocoach.spec.speech import SPOKEN_KEYS, Breath, CheckIn, Played, Talk, VoiceRef, Words
from audiocoach.spec.steps import ACTIONS, KINDS
from audiocoach.spec.values import Model, SoundscapeRef

_MODELS: Final[Mapping[str, type[Model]]] = {
    "coaching": Coaching,
    "voice": VoiceRef,
    "soundscape": SoundscapeRef,
    "check-in": CheckIn,
    "breathe": Breath,
    "text": Words,
    "file": Played,
    "talk": Talk,
}
"""What stands under a key, so that a hint can name its keys."""

_MESSAGES: Final = {
    "int_type": "a whole number is needed here, not `{input}`",
    "float_type": "a number is needed here, not `{input}`",
    "float_parsing": "a number is needed here, not `{input}`",
    "bool_type": "`true` or `false` is needed here, not `{input}`",
    "bool_parsing": "`true` or `false` is needed here, not `{input}`",
    "string_type": "a text is needed here, not `{input}`",
    "string_too_short": "a text is needed here",
    "tuple_type": "a list is needed here, not `{input}`",
    "dict_type": "a mapping is needed here, not `{input}`",
    "model_type": "a mapping is needed here, not `{input}`",
    "model_attributes_type": "a mapping is needed here, not `{input}`",
    "too_short": "this is empty",
    "greater_than_equal": "`{input}` is too small: the least is {ge}",
    "less_than_equal": "`{input}` is too large: the most is {le}",
    "string_pattern_mismatch": "`{input}` is not written as it should be here",
    "literal_error": "`{input}` is none of {expected}",
    "missing": "`{key}` is missing",
}


def problems_of(error: ValidationError, document: Document) -> Iterator[Problem]:
    """A problem for each mistake that validation found."""
    for details in error.errors(include_url=False):
        cause = details.get("ctx", {}).get("error")
        if isinstance(cause, Mistakes):
            for mistake in cause.mistakes:
                yield _problem(mistake, details, document)
        elif isinstance(cause, Mistake):
            yield _problem(cause, details, document)
        else:
            yield _foreign(details, document)


def _problem(mistake: Mistake, details: ErrorDetails, document: Document) -> Problem:
    loc = (*_without_tags(details["loc"]), *mistake.loc)
    message = mistake.message + _value_of_variable(loc, details["input"], document)
    return Problem(message, document.place(loc, key=_is_key(loc, mistake)), mistake.hint)


def _foreign(details: ErrorDetails, document: Document) -> Problem:
    kind, loc, ctx = details["type"], _without_tags(details["loc"]), details.get("ctx", {})
    if kind == "extra_forbidden":
        word = str(loc[-1])
        known = _keys_around(details["loc"])
        hint = nearest(word, known) or (f"known here: {', '.join(known)}" if known else None)
        return Problem(f"unknown key `{word}`", document.place(loc, key=True), hint)
    words = _MESSAGES.get(kind)
    shown = _short(details["input"])
    message = words.format(input=shown, key=loc[-1], **ctx) if words else details["msg"]
    hint = (
        nearest(shown, ctx["expected"].replace("'", "").replace(" or ", ", ").split(", "))
        if kind == "literal_error"
        else None
    )
    if kind in ("string_pattern_mismatch",) and loc[-1] == "language":
        hint = "a language is written `en`, `de` or `pt-BR`"
    return Problem(message + _value_of_variable(loc, details["input"], document), document.place(loc), hint)


def _without_tags(loc: Loc) -> Loc:
    """`loc` without the names of models that a union adds, which may also be keys of the file."""
    kept = []
    for index, part in enumerate(loc):
        in_list = index >= 2 and isinstance(loc[index - 1], int)
        is_step = in_list and loc[index - 2] in ("steps", "between") and part in KINDS
        is_spoken = in_list and part in SPOKEN_KEYS and index + 1 < len(loc)
        if not (is_step or is_spoken):
            kept.append(part)
    return tuple(kept)


def _is_key(loc: Loc, mistake: Mistake) -> bool:
    """Whether a key is meant, not its value."""
    return "[key]" in loc or bool(mistake.loc) or loc[:1] == ("let",)


def _keys_around(loc: Loc) -> list[str]:
    """The keys that the innermost model in `loc` knows."""
    for part in reversed(loc[:-1]):
        model = _MODELS.get(str(part)) or KINDS.get(str(part)) or ACTIONS.get(str(part))
        if model is not None:
            return _keys(model)
    return _keys(Session)


def _keys(model: type[Model]) -> list[str]:
    hidden = {"activity", "length", "session", "source", "when"}
    return [field.alias or name for name, field in model.model_fields.items() if name not in hidden]


def _value_of_variable(loc: Loc, value: Any, document: Document) -> str:
    """Where the file has a variable, what its value is."""
    _, node = document.node(loc)
    if isinstance(node, yaml.ScalarNode) and node.value.startswith("$") and node.value != value:
        return f" (`{node.value}` is `{_short(value)}`)" if isinstance(value, (str, int, float)) else ""
    return ""


def _short(value: Any) -> str:
    text = {True: "true", False: "false", None: "null"}.get(value) if isinstance(value, bool | None) else None
    text = text or (
        "a list" if isinstance(value, (list, tuple)) else "a mapping" if isinstance(value, dict) else str(value)
    )
    return text if len(text) <= 60 else f"{text[:57]}..."
