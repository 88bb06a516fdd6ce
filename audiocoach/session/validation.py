"""What pydantic found wrong, in our words and at its place in the file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import filterfalse, islice
from typing import Any, Final

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from audiocoach.errors import Diagnostic, Place, nearest, short
from audiocoach.session.bell import BELL
from audiocoach.session.breath import Breath
from audiocoach.session.check_in import CheckIn
from audiocoach.session.coaching import Coaching
from audiocoach.session.music_ref import MusicRef
from audiocoach.session.session import Session
from audiocoach.session.spoken import SPOKEN_KEYS, RecordingRef, SpokenText, Talk
from audiocoach.session.steps import KINDS
from audiocoach.session.values import Model, SoundscapeRef
from audiocoach.session.voice_ref import VoiceRef
from audiocoach.syntax.document import Document
from audiocoach.syntax.invalid import InvalidFile, InvalidValue, InvalidValues, Loc, shown
from audiocoach.syntax.plain_values import MOST_DIAGNOSTICS

_MODELS: Final[Mapping[str, type[Model]]] = {
    **KINDS,
    "coaching": Coaching,
    "voice": VoiceRef,
    "soundscape": SoundscapeRef,
    "music": MusicRef,
    "check-in": CheckIn,
    "breathe": Breath,
    "text": SpokenText,
    "file": RecordingRef,
    "talk": Talk,
}
"""What stands under a key, so that a hint can name its keys."""

_TURN: Final = ("voice", "text")
_FORMS: Final = ("one", "list", "count", "time")
"""What validation calls the forms of `PerRound` and of `Times`."""

_LIST: Final = "a list is written `[a, b]`, or with a `- ` before each item on a line of its own"
_MAPPING: Final = "a mapping is written as `key: value`, each on a line of its own, or in braces"
_WORD: Final = "write a text; one that YAML reads as something else goes in quotes"
_OR_NOTHING: Final = "write something, or leave the key out"

_MESSAGES: Final = {
    "int_type": ("a whole number is needed here, not {input}", "write e.g. `3`: no quotes, no unit"),
    "float_type": ("a number is needed here, not {input}", "write e.g. `0.95`: no quotes, no unit"),
    "bool_type": ("`true` or `false` is needed here, not {input}", "write `true` or `false`: no quotes"),
    "string_type": ("a text is needed here, not {input}", _WORD),
    "string_too_short": ("a text is needed here, but this is empty", _OR_NOTHING),
    "tuple_type": ("a list is needed here, not {input}", _LIST),
    "dict_type": ("a mapping is needed here, not {input}", _MAPPING),
    "model_type": ("a mapping is needed here, not {input}", _MAPPING),
    "too_short": ("this is empty", _OR_NOTHING),
    "too_long": ("there are {actual_length:,} of these; {max_length:,} is the most", "leave some out"),
    "greater_than_equal": ("{input} is too small: the least is {ge:g}", "write {ge:g} or more"),
    "less_than_equal": ("{input} is too large: the most is {le:g}", "write {le:g} or less"),
    "string_pattern_mismatch": ("{input} is not written as it should be here", _WORD),
    "literal_error": ("{input} is none of {expected}", "write one of these"),
    "missing": ("`{key}` is missing", "add `{key}: ...` here"),
}
"""What pydantic calls a mistake: our words, and what would be right where the key says nothing better."""

_HINTS: Final = {
    "music": "write `music: my-songs/`, or `music: {files: my-songs/, order: shuffle}`",
    "files": "write `files: my-songs/`, or a list of files",
    "duck": "decibels, 15 to 40; 20 keeps the voice as clear as WCAG asks",
    "seed": "a whole number; another one shuffles otherwise",
    "language": "a language is written `en`, `de` or `pt-BR`",
    "tld": "the end of the address of a Google site, such as `co.uk`",
    "voice": "write `voice: heart`, or `voice: {engine: gtts, tld: co.uk}`",
    "soundscape": "write `soundscape: rain-on-leaves`, `none`, or `{name: rain-on-leaves, level: -28}`",
    "coaching": "write `coaching: silent`, `still`, or `{chatter: quiet}`",
    **dict.fromkeys(("breathe", "in", "out"), "write e.g. `breathe: {in: 4s, out: 6s}`"),
    "effort": "effort is 1 (easy) to 10 (all you have)",
    "repeat": "write e.g. `repeat: 8`, or `repeat: 20m` for as many rounds as fit into that",
    "variety": "write e.g. `variety: 3`: which of the coach's words, from 1 on",
    "rate": "1.0 is the voice's own speed",
    "countdown": "seconds of ticks before a boundary: 0 to 5",
    "level": "loudness in LUFS, -60 to -16",
    "for": "write e.g. `for: 2m` beside `breathe:`",
    "let": "write e.g. `let: {run: 30s, walk: 90s}`",
    "steps": "`steps:` is a list of steps, such as `- walk: 5m`",
}
"""What would be right under a key, where nothing better is known."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one kind of file, for hints."""

    root: type[Model]
    """What the whole is."""
    models: Mapping[str, type[Model]]
    """What stands under a key, so that a hint can name its keys."""
    hints: Mapping[str, str]
    """What would be right under a key, where nothing better is known."""


SESSION: Final = Vocabulary(Session, _MODELS, _HINTS)


def diagnostics_of(
    error: ValidationError, document: Document, vocabulary: Vocabulary = SESSION
) -> Iterator[Diagnostic]:
    """A diagnostic for each mistake that validation found, up to `MOST_DIAGNOSTICS` and one that counts the rest."""
    left = MOST_DIAGNOSTICS
    for index, details in enumerate(filterfalse(_is_echo, error.errors(include_url=False))):
        if left <= 0:
            rest = f"and {error.error_count() - index:,} more mistakes from here on"
            yield Diagnostic(rest, document.place(_without_tags(details["loc"])), "mend those before it first")
            return
        for diagnostic in islice(_diagnostics(details, document, vocabulary), left):
            left -= 1
            yield diagnostic


def _diagnostics(details: ErrorDetails, document: Document, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """All that is wrong with one value."""
    cause, loc = details.get("ctx", {}).get("error"), _without_tags(details["loc"])
    if isinstance(cause, InvalidValues):
        for invalid in cause.invalids:
            yield diagnostic_of(invalid, (*loc, *invalid.loc), document, details["input"])
    elif isinstance(cause, InvalidFile):
        yield from cause.diagnostics
    elif isinstance(cause, InvalidValue):
        yield diagnostic_of(cause, (*loc, *cause.loc), document, details["input"])
    else:
        yield _foreign(details, loc, document, vocabulary)


def _is_echo(details: ErrorDetails) -> bool:
    """Whether it only follows from others: a list all of whose items are wrong is short of right ones."""
    return details["type"] == "too_short" and bool(details["input"])


def diagnostic_of(invalid: InvalidValue, loc: Loc, document: Document, value: Any = None) -> Diagnostic:
    """`mistake`, found in the value at `loc`, with its place."""
    message = invalid.message + _value_of_variable(loc, value, document)
    return Diagnostic(message, _place(loc, document, key=_is_key(loc, invalid)), invalid.hint)


def _foreign(details: ErrorDetails, loc: Loc, document: Document, vocabulary: Vocabulary) -> Diagnostic:
    """A mistake that pydantic's own rules found."""
    kind = details["type"]
    key = next((part for part in reversed(loc) if isinstance(part, str) and part not in _FORMS), "")
    if kind == "extra_forbidden":
        known = _keys_around(details["loc"], vocabulary)
        hint = nearest(key, known) or f"known here: {', '.join(known)}"
        return Diagnostic(f"unknown key {shown(key)}", document.place(loc, key=True), hint)
    facts = {"input": shown(details["input"]), "key": key, **details.get("ctx", {})}
    if kind in _MESSAGES:
        message, hint = (words.format(**facts) for words in _MESSAGES[kind])
    else:
        message, hint = details["msg"], "`audiocoach schema` says what may stand here"
    hint = vocabulary.hints.get(key, hint)
    if kind == "literal_error":
        choices = facts["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        hint = nearest(str(details["input"]), choices) or f"write e.g. `{key}: {choices[0]}`"
    return Diagnostic(message + _value_of_variable(loc, details["input"], document), _place(loc, document), hint)


def _place(loc: Loc, document: Document, *, key: bool = False) -> Place:
    """Where the value at `loc` stands, or its key; a turn `{joe: Hello.}` is a `voice` and a `text` for validation."""
    at = next((index for index, part in enumerate(loc[:-2]) if part == "talk" and loc[index + 2] in _TURN), None)
    if at is not None:
        _, turn = document.node(loc[: at + 2])
        pairs = turn.value if isinstance(turn, yaml.MappingNode) else []
        if len(pairs) == 1 and pairs[0][0].value not in _TURN:
            return document.place_of(pairs[0][0 if loc[at + 2] == "voice" else 1])
    return document.place(loc, key=key)


def _without_tags(loc: Loc) -> Loc:
    """`loc` without the names of models that a union adds, which may also be keys of the file."""
    kept = []
    for index, part in enumerate(loc):
        in_list = index >= 2 and isinstance(loc[index - 1], int)
        is_step = in_list and loc[index - 2] in ("steps", "between") and part in KINDS
        is_spoken = in_list and loc[index - 2] != "talk" and part in (*SPOKEN_KEYS, BELL) and index + 1 < len(loc)
        if not (is_step or is_spoken):
            kept.append(part)
    return tuple(kept)


def _is_key(loc: Loc, invalid: InvalidValue) -> bool:
    """Whether a key is meant, not its value."""
    return "[key]" in loc or bool(invalid.loc)


def _keys_around(loc: Loc, vocabulary: Vocabulary) -> list[str]:
    """The keys that the innermost model in `loc` knows."""
    for part in reversed(loc[:-1]):
        model = vocabulary.models.get(str(part))
        if model is not None:
            return _keys(model)
    return _keys(vocabulary.root)


def _keys(model: type[Model]) -> list[str]:
    hidden = {"activity", "length"}
    return [field.alias or name for name, field in model.model_fields.items() if name not in hidden]


def _value_of_variable(loc: Loc, value: Any, document: Document) -> str:
    """Where the file has a variable, what its value is."""
    _, node = document.node(loc)
    if isinstance(node, yaml.ScalarNode) and node.value.startswith("$") and node.value != value:
        return f" (`{short(node.value)}` is {shown(value)})" if isinstance(value, (str, int, float)) else ""
    return ""
