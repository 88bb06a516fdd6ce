"""Which keys of a session hold texts: what is below them is read or heard by a person."""

from typing import Final, Literal

Kind = Literal["open", "text", "other"]
"""What a value is: it may hold texts and others, it is or holds texts, or it never holds any."""

TEXTS: Final = frozenset(("say", "talk", "ask", "text", "name", "title", "description", "author", "notes"))
_NO_TEXTS: Final = frozenset(("voice", "soundscape", "coaching", "file", "bell", "answer", "let", "music", "phrases"))
"""What may stand inside of them, or has a key that is called like one."""


def kind_below(key: str, around: Kind) -> Kind:
    """What the value of `key` is, in a mapping that is `around`."""
    if key in _NO_TEXTS or around == "other":
        return "other"
    return "text" if key in TEXTS else around


def holds_none(key: str) -> bool:
    """Whether nothing below `key` is a text."""
    return key in _NO_TEXTS
