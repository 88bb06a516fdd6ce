"""`$name` in texts: the one substitution of the session language."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from audiocoach.errors import short
from audiocoach.syntax.invalid import InvalidValue
from audiocoach.syntax.variables import NAME

SPOKEN: Final = frozenset(
    ("duration", "name", "round", "rounds", "next", "next_duration", "left", "session_left", "effort", "pace")
)
"""Variables that only a text has: they say where in the session it is spoken."""

RESERVED: Final = SPOKEN - {"pace"}
"""Those that no author can give a value of their own; a `pace` of one's own counts wherever it is asked for."""

LONGEST_TEXT: Final = 10_000
"""The longest text, in characters: more than ten minutes of speech."""

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_ANY: Final = re.compile(rf"\$(?:(\$)|({NAME}))?")


LABEL_PATTERN: Final = r"^(?=[\s\S]*\S)(?:[^$]|\$[$A-Za-z_])*$"
"""A regular expression (ECMA 262 as well) that every text matches: not empty, no lone `$`."""


def check_characters(text: str) -> None:
    """Raise `InvalidValue` for a text that is too long, or has characters that no voice and no player can take."""
    if len(text) > LONGEST_TEXT:
        raise InvalidValue(f"a text of {len(text):,} characters; {LONGEST_TEXT:,} is the most", "split it into several")
    if control := _CONTROL.search(text):
        raise InvalidValue(f"a text with the control character U+{ord(control[0]):04X}", "remove it")


def wrong_names(text: str, let: Collection[str]) -> Iterator[InvalidValue]:
    """A mistake for each unknown `$name`, and for a lone `$`."""
    asked = dict.fromkeys(match.groups() for match in _ANY.finditer(text))
    for sign, name in asked:
        if name is None and sign is None:
            yield InvalidValue("a lone `$` in a text", "write `$$` for the sign")
        if name is not None and _known_prefix(name, let) is None and _known_prefix(name, SPOKEN) is None:
            known = (*let, *sorted(SPOKEN))
            hint = f"known: {', '.join('$' + word for word in known)}"
            yield InvalidValue(f"unknown variable `${short(name)}`", hint, near=(name, known))


def check_names(text: str, let: Collection[str]) -> None:
    """Raise the first of `wrong_names`."""
    for invalid in wrong_names(text, let):
        raise invalid


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with each `$name` replaced from `values`, and `$$` by the sign."""

    def value(match: re.Match[str]) -> str:
        if match[1]:
            return "$"
        word = _known_prefix(match[2], values) if match[2] else None
        return match[0] if word is None else values[word] + match[2][len(word) :]

    return _ANY.sub(value, text)


def inside(text: str, name: str, value: str) -> str:
    """`value` as it stands for `$name` in `text`: without a sign at its end where the sentence goes on behind it.

    A step may be called `Ready?`: `Ready, one minute.`, and `Then: Ready?` where the text ends with it.
    """
    goes_on = any(_goes_on(text[match.end() :]) for match in _ANY.finditer(text) if match[2] == name)
    return (value.rstrip(".?!…:;, ") or value) if goes_on else value


def _goes_on(rest: str) -> bool:
    """Whether what follows a name belongs to its sentence."""
    following = rest.lstrip()[:1]
    return bool(following) and not (rest[:1].isspace() and following.isupper())


def names_in(text: str) -> frozenset[str]:
    """The variables that `text` asks for."""
    return frozenset(match[2] for match in _ANY.finditer(text) if match[2])


def _known_prefix(name: str, known: Collection[str]) -> str | None:
    """`name`, or its part before a hyphen (`$round-trip`), where that is known."""
    while name:
        if name in known:
            return name
        name = name.rpartition("-")[0]
    return None
