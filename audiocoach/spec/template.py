"""`$name` in texts, and `(4s)` for a silence: the one substitution of the session language."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from audiocoach.errors import nearest
from audiocoach.spec.amounts import parse_duration
from audiocoach.spec.mistake import Mistake
from audiocoach.units import Millis

SPOKEN: Final = frozenset(
    ("duration", "name", "round", "rounds", "next", "next_duration", "left", "session_left", "effort")
)
"""Variables that only a text has: they say where in the session it is spoken."""

NAME: Final = r"[A-Za-z_](?:[\w]|-(?=\w))*"
NAME_PATTERN: Final = re.compile(NAME, re.ASCII)
_WHOLE: Final = re.compile(rf"\$({NAME})", re.ASCII)
_ANY: Final = re.compile(rf"\$(?:(\$)|({NAME}))?", re.ASCII)
_SILENCE: Final = re.compile(r"\(\s*(\d[\d.]*\s*(?:ms|s|sec|m|min)?)\s*\)", re.ASCII)


def substitute(values: Any, let: Mapping[str, Any]) -> Any:
    """`values` with each text that is a whole `$name` of `let` replaced by its value."""
    if isinstance(values, dict):
        return {key: value if key == "let" else substitute(value, let) for key, value in values.items()}
    if isinstance(values, list):
        return [substitute(value, let) for value in values]
    if isinstance(values, str) and (whole := _WHOLE.fullmatch(values.strip())) and whole[1] in let:
        return let[whole[1]]
    return values


def check_text(text: str, let: Iterable[str]) -> None:
    """Raise `Mistake` for an unknown `$name`, a lone `$`, or a silence without a unit."""
    known = SPOKEN.union(let)
    for match in _ANY.finditer(text):
        sign, name = match.groups()
        if name is None and sign is None:
            raise Mistake("a lone `$` in a text", "write `$$` for the sign")
        if name is not None and _known_prefix(name, known) is None:
            hint = nearest(name, known) or f"known: {', '.join('$' + word for word in sorted(known))}"
            raise Mistake(f"unknown variable `${name}`", hint)
    for match in _SILENCE.finditer(text):
        if match[1].replace(".", "").strip().isdigit():
            raise Mistake(f"`{match[0]}` has no unit", f"a silence is written `({match[1]}s)` or `({match[1]}ms)`")
        parse_duration(match[1])


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with each `$name` replaced from `values`, and `$$` by the sign."""

    def value(match: re.Match[str]) -> str:
        if match[1]:
            return "$"
        word = _known_prefix(match[2], values) if match[2] else None
        return match[0] if word is None else values[word] + match[2][len(word) :]

    return _ANY.sub(value, text)


def names_in(text: str) -> frozenset[str]:
    """The variables that `text` asks for."""
    return frozenset(match[2] for match in _ANY.finditer(text) if match[2])


def split_silences(text: str) -> Iterator[str | Millis]:
    """The texts and the silences of `text`, in order; no empty texts."""
    at = 0
    for match in _SILENCE.finditer(text):
        if words := text[at : match.start()].strip():
            yield words
        yield parse_duration(match[1])
        at = match.end()
    if words := text[at:].strip():
        yield words


def _known_prefix(name: str, known: Iterable[str]) -> str | None:
    """`name`, or its part before a hyphen (`$round-trip`), where that is known."""
    while name:
        if name in known:
            return name
        name = name.rpartition("-")[0]
    return None
