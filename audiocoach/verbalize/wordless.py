"""Whether there is anything to say in a text."""

import re
from typing import Final

from audiocoach.syntax.silences import split_silences
from audiocoach.verbalize.spoken_words import spoken_words

_PLAIN: Final = re.compile(r"(?<![\w</:.@#])[A-Za-z]{2,}(?![>:/.@])")
"""A word that no rule of the pass takes away."""


def has_words(text: str) -> bool:
    """Whether some voice says something of `text`, or keeps a silence in it."""
    if _PLAIN.search(text):
        return True
    parts = list(split_silences(text))
    return len(parts) != 1 or not isinstance(parts[0], str) or bool(spoken_words(text, "en"))
