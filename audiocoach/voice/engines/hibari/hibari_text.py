"""Words into the sounds that Hibari's network reads, in pieces that it can take at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from audiocoach.script.script import Phonemes
from audiocoach.script.sentences import sentences
from audiocoach.verbalize.language import any_of
from audiocoach.voice.engines.hibari.hibari_model import LoadedHibari

MOST_SOUNDS: Final = 200
"""That the network is given at once, about 13 s of speech: its memory and time grow with the square."""
_LONG_WORD: Final = re.compile(r"\d{15}(?=\d)|\S{40}(?=\S)")
"""Its reader takes cubic time for a word of many parts, and knows no number of more than 30 digits."""
_MARKS: Final = (", ", "; ", ": ", "— ")
_NO_SYNTAX: Final = str.maketrans("[]", "  ")
"""`[word](/sounds/)` is how Hibari is told a pronunciation, and no text of a person's is one."""


IPA_VERSION: Final = 1
"""Part of the voice's fingerprint: raise it with every change of how phonemes are read."""
_IPA: Final = (
    *(("tʃ", "ʧ"), ("dʒ", "ʤ"), ("eɪ", "A"), ("aɪ", "I"), ("oʊ", "O"), ("əʊ", "O"), ("aʊ", "W"), ("ɔɪ", "Y")),
    *(("ɝ", "ɜɹ"), ("ɚ", "əɹ"), ("ː", ""), ("r", "ɹ"), ("g", "ɡ"), ("͡", "")),
)
"""IPA as Hibari's network knows it: misaki's letters for American English, one for each diphthong and affricate."""


def sounds(text: str, voice: LoadedHibari, phonemes: Phonemes = ()) -> Iterator[str]:
    """`text` as pieces for the network: a sentence each, and several of one that is too long for it.

    Words in `phonemes` are read as those say.
    """
    for sentence in sentences(_LONG_WORD.sub(r"\g<0> ", text.translate(_NO_SYNTAX))):
        yield from filter(_is_heard, _cut(voice.read(_with_sounds(sentence, phonemes))))


def _with_sounds(sentence: str, phonemes: Phonemes) -> str:
    """`sentence` with the sounds of its words as Hibari is told them."""
    if not phonemes:
        return sentence
    known = {word: _letters(ipa) for word, ipa in phonemes}
    return re.sub(rf"(?<!\w)(?:{any_of(known)})(?!\w)", lambda found: f"[{found[0]}](/{known[found[0]]}/)", sentence)


def _letters(ipa: str) -> str:
    for sign, letter in _IPA:
        ipa = ipa.replace(sign, letter)
    return ipa


def _is_heard(piece: str) -> bool:
    return any(char.isalpha() for char in piece)


def _cut(piece: str) -> Iterator[str]:
    """`piece` in parts of `MOST_SOUNDS` at most, which end at a mark, else at a word, else anywhere."""
    while len(piece) > MOST_SOUNDS:
        head = piece[: MOST_SOUNDS + 1]
        at = max(head.rfind(mark) for mark in _MARKS) + 1
        end = at if at > 0 else max(head.rfind(" "), 0) or MOST_SOUNDS
        yield piece[:end].strip()
        piece = piece[end:].strip()
    yield piece
