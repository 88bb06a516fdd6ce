"""`$name` in texts: the one substitution of the session language."""

import re
from collections.abc import Collection, Iterator
from typing import Final

from audiocoach.syntax.invalid import InvalidValue
from audiocoach.syntax.variables import NAME, asked, known_prefix, unknown

SPOKEN: Final = frozenset(
    ("duration", "name", "round", "rounds", "next", "next_duration", "left", "session_left", "effort", "pace")
)
"""Variables that only a text has: they say where in the session it is spoken."""

RESERVED: Final = SPOKEN - {"pace"}
"""Those that no author can give a value of their own; a `pace` of one's own counts wherever it is asked for."""
NAMED: Final = frozenset(("duration", "round", "rounds", "effort"))
"""Those that a step's name may ask for."""
ROUND_NAMED: Final = frozenset(("round", "rounds"))
"""Those that the name of a repeat's rounds may ask for."""

LONGEST_TEXT: Final = 10_000
"""The longest text, in characters: more than ten minutes of speech."""

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_NAMED: Final = re.compile(rf"\$(?:\$|({NAME}))")


LABEL_PATTERN: Final = r"^(?=[\s\S]*\S)(?:[^$]|\$[$A-Za-z_])*$"
"""A regular expression (ECMA 262 as well) that every text matches: not empty, no lone `$`."""


def check_characters(text: str) -> None:
    """Raise `InvalidValue` for a text that is too long, or has characters that no voice and no player can take."""
    if len(text) > LONGEST_TEXT:
        raise InvalidValue(f"a text of {len(text):,} characters; {LONGEST_TEXT:,} is the most", "split it into several")
    if control := _CONTROL.search(text):
        raise InvalidValue(f"a text with the control character U+{ord(control[0]):04X}", "remove it")


def wrong_names(text: str, let: Collection[str], spoken: Collection[str] = SPOKEN) -> Iterator[InvalidValue]:
    """A mistake for each unknown `$name`, and for a lone `$`; `spoken` are known beside `let`."""
    for sign, name in dict.fromkeys(asked(text)):
        if name is None and sign is None:
            yield InvalidValue("a lone `$` in a text", "write `$$` for the sign")
        if name is not None and known_prefix(name, let) is None and known_prefix(name, spoken) is None:
            yield unknown(name, (*let, *sorted(spoken)))


def check_names(text: str, let: Collection[str]) -> None:
    """Raise the first of `wrong_names`."""
    for invalid in wrong_names(text, let):
        raise invalid


def inside(text: str, name: str, value: str) -> str:
    """`value` as it stands for `$name` in `text`: without a sign at its end where the sentence goes on behind it.

    A step may be called `Ready?`: `Ready, one minute.`, and `Then: Ready?` where the text ends with it.
    """
    goes_on = any(_goes_on(text[match.end() :]) for match in _NAMED.finditer(text) if match[1] == name)
    return (value.rstrip(".?!…:;, ") or value) if goes_on else value


def _goes_on(rest: str) -> bool:
    """Whether what follows a name belongs to its sentence."""
    following = rest.lstrip()[:1]
    return bool(following) and not (rest[:1].isspace() and following.isupper())


def names_in(text: str) -> frozenset[str]:
    """The variables that `text` asks for."""
    return frozenset(name for _, name in asked(text) if name)
