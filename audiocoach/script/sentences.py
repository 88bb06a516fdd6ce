"""A text in sentences: an engine speaks one at a time, and only the changed one again."""

import re
from itertools import pairwise
from typing import Final

_CLOSERS: Final = "\"'”’»›)]」』】"
_OPENERS: Final = "\"'“‘„‚«‹([¿¡「『【"
_END: Final = re.compile(rf"[.!?…؟۔।]+[{re.escape(_CLOSERS)}]*$")
_END_WITHOUT_SPACE: Final = re.compile(rf"(?<=[。！？｡])(?![。！？｡{re.escape(_CLOSERS)}])|(?<=[。！？｡][」』】”])")

_NEVER_LAST: Final = frozenset(
    [
        *("dr", "mr", "mrs", "ms", "prof", "st", "mt", "sgt", "capt", "lt", "col", "gen"),
        *("vs", "cf", "e.g", "i.e", "approx", "ca", "z.b", "d.h"),
    ]
)
"""Abbreviations, in small letters and without the last dot, that a word always follows."""
_BEFORE_NUMBER: Final = frozenset(("no", "nr", "vol", "ch", "fig", "p", "pp"))
"""Abbreviations only where a number follows: `No. 5`, but `No. Not yet.`"""


def sentences(text: str) -> tuple[str, ...]:
    """`text` split at its sentence ends, with white space normalised; `()` where nothing is said.

    Joined with a space, the sentences are the text again (but for CJK, which writes no space after 。).
    A sentence always has a letter or a digit in it, unless the whole text has none.
    """
    pieces: list[str] = []
    current: list[str] = []
    words = _END_WITHOUT_SPACE.sub(" ", text).split()
    cjk_ends = tuple("。！？｡")
    for word, following in pairwise([*words, ""]):
        current.append(word)
        ended = word.rstrip(_CLOSERS).endswith(cjk_ends) or _ends(word, following)
        if ended and _has_word(current):
            pieces.append(" ".join(current))
            current = []
    if current and pieces and not _has_word(current):
        pieces[-1] = " ".join((pieces[-1], *current))
    elif current:
        pieces.append(" ".join(current))
    return tuple(pieces)


def _ends(word: str, following: str) -> bool:
    """Whether a sentence ends with `word`."""
    if not _END.search(word) or following.lstrip(_OPENERS)[:1].islower():
        return False
    if not word.endswith("."):
        return True
    bare = word[:-1].lstrip(_OPENERS)
    if bare.lower() in _NEVER_LAST or (bare.lower() in _BEFORE_NUMBER and following[:1].isdigit()):
        return False
    is_initial = len(bare) == 1 and bare.isupper() and bare != "I"
    return not (is_initial and following)


def _has_word(words: list[str]) -> bool:
    return any(char.isalnum() for word in words for char in word)
