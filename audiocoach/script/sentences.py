"""A text in sentences: an engine speaks one at a time, and only the changed one again."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

LONGEST_SENTENCE: Final = 240
"""In letters, about 15 s of speech; Piper needs memory by the square of it, 4.2 GB at 4,000."""
_SHORTEST_PIECE: Final = LONGEST_SENTENCE // 3
"""Of a sentence that is cut at a comma: before that one at a word."""
_DIGIT_LETTERS: Final = 6
"""How long a digit is in words."""

_CLOSERS: Final = "\"'”’»›)]」』】"
_OPENERS: Final = "\"'“‘„‚«‹([¿¡「『【"
_END: Final = re.compile(rf"[.!?…؟۔।]+[{re.escape(_CLOSERS)}]*$")
_END_WITHOUT_SPACE: Final = re.compile(rf"(?<=[。！？｡])(?![。！？｡{re.escape(_CLOSERS)}])|(?<=[。！？｡][」』】”])")

_NEVER_LAST: Final = frozenset(
    [
        *("dr", "mr", "mrs", "ms", "prof", "st", "mt", "sgt", "capt", "lt", "col", "gen"),
        *("vs", "cf", "e.g", "i.e", "approx", "ca", "z.b", "d.h"),
        *("bzw", "inkl", "bijv", "d.w.z", "env", "p.ej", "ej", "p.ex", "ex", "aprox", "p.es", "ad es"),
        *("evtl", "ggf", "mind", "hr", "bv", "i.p.v", "o.a", "u.a", "dhr", "mevr"),
        *("sr", "sra", "dra", "sig", "sig.ra", "dott", "mme", "tel", "tél"),
    ]
)
"""Abbreviations, in small letters and without the last dot, that a word always follows."""
_BEFORE_NUMBER: Final = frozenset(("no", "nr", "núm", "n", "vol", "ch", "fig", "p", "pp", "max", "máx", "mín", "c"))
"""Abbreviations only where a number follows: `No. 5`, but `No. Not yet.`"""


_BEFORE_ORDINAL: Final = frozenset(
    [
        *("der", "die", "das", "den", "dem", "im", "am", "zum", "zur", "vom", "beim", "ins", "jede", "jeder", "jeden"),
        *("jedem", "jedes", "diese", "dieser", "diesen", "diesem", "dieses", "deine", "deiner", "unsere", "eure"),
    ]
)
"""German words after which a number with a full stop is `dritte`, and no end."""

_GERMAN_UNITS: Final = frozenset(("min.", "sek.", "std.", "wdh."))
_SHORT: Final = frozenset(
    [
        *("min", "mins", "sec", "secs", "sek", "seg", "std", "hr", "hrs", "wdh", "rep", "reps", "rép", "rip", "herh"),
        *("etc", "usw", "ecc", "enz", "max", "máx", "mín", "es", "incl", "km", "mi", "yd", "ft", "lb", "lbs"),
    ]
)
"""Abbreviations that may end a sentence: where a small letter follows they do not."""


def sentences(text: str, language: str = "") -> tuple[str, ...]:
    """`text` in `language` split at its sentence ends, with white space normalised; `()` where nothing is said.

    A line's end is one too, and what is longer than `LONGEST_SENTENCE` is cut at a comma, or else at a word.

    Joined with a space, the sentences are the text again (but for CJK, which writes no space after 。).
    A sentence always has a letter or a digit in it, unless the whole text has none.
    """
    return tuple(piece for line in text.splitlines() for whole in _whole(line, language) for piece in _cut(whole))


def capitalised(text: str) -> str:
    """`text` with the first letter of each sentence as a capital one, also where a variable began it.

    After an abbreviation a small letter goes on: `30 Sek. gehen`, `e.g. hills`.
    """
    words = re.split(r"(\s+)", text.strip())
    before = "."
    for at in range(0, len(words), 2):
        word = words[at]
        if before.endswith(("!", "?", "…")) or (before.endswith(".") and not _is_short(before)):
            words[at] = re.sub(r"^[¿¡]*\S", lambda first: first[0].upper(), word)
        before = word
    return "".join(words)


def _is_short(word: str) -> bool:
    """Whether a word with a full stop is an abbreviation: `Sek.`, `z.B.`."""
    bare = word[:-1].lstrip(_OPENERS).lower()
    return bare in _SHORT or bare in _NEVER_LAST or bool(re.fullmatch(r"[^\W\d_](?:\.[^\W\d_]){1,4}", bare))


def _whole(text: str, language: str) -> list[str]:
    """The sentences of one line, however long."""
    pieces: list[str] = []
    current: list[str] = []
    words = _END_WITHOUT_SPACE.sub(" ", text).split()
    cjk_ends = tuple("。！？｡")
    for word, following in pairwise([*words, ""]):
        current.append(word)
        ended = word.rstrip(_CLOSERS).endswith(cjk_ends) or _ends(word, following)
        ended = ended and not (following and _goes_on(word, current[:-1], language))
        if ended and _has_word(current):
            pieces.append(" ".join(current))
            current = []
    if current and pieces and not _has_word(current):
        pieces[-1] = " ".join((pieces[-1], *current))
    elif current:
        pieces.append(" ".join(current))
    return pieces


def _goes_on(word: str, before: list[str], language: str) -> bool:
    """Whether a full stop ends no sentence: `1. Run` in a list, in German `die 3. Runde` and `30 Sek. Pause`."""
    if language[:2] == "de" and before and before[-1][-1:].isdigit() and word.lower() in _GERMAN_UNITS:
        return True
    if not re.fullmatch(r"[0-9]{1,2}\.", word):
        return False
    return not before or (language[:2] == "de" and before[-1].lower() in _BEFORE_ORDINAL)


def _cut(sentence: str) -> Iterator[str]:
    """`sentence` in pieces that an engine can take."""
    if _letters(sentence) <= LONGEST_SENTENCE:
        yield sentence
        return
    piece: list[str] = []
    for word in _short_words(sentence.split(" ")):
        if piece and _letters(" ".join((*piece, word))) > LONGEST_SENTENCE:
            end = _last_comma(piece)
            yield " ".join(piece[:end])
            piece = piece[end:]
        piece.append(word)
    yield " ".join(piece)


def _last_comma(words: list[str]) -> int:
    """After how many of `words` to cut: at their last comma, or after them all where that comes too early."""
    for end in range(len(words), 0, -1):
        if words[end - 1].endswith((",", ";", ":", "–", "—", "，", "、", "；")):
            return end if _letters(" ".join(words[:end])) >= _SHORTEST_PIECE else len(words)
    return len(words)


def _short_words(words: Iterable[str]) -> Iterator[str]:
    """`words`, cut where they are longer than any sentence: in Chinese all of one is a word."""
    most = LONGEST_SENTENCE // _DIGIT_LETTERS
    for word in words:
        whole = _letters(word) <= LONGEST_SENTENCE
        yield from [word] if whole else (word[at : at + most] for at in range(0, len(word), most))


def _letters(text: str) -> int:
    """How long `text` is about in words."""
    return len(text) + (_DIGIT_LETTERS - 1) * sum(map(str.isdigit, text))


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
