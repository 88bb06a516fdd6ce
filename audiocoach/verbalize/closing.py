"""What is left at last: letters, and the marks that a voice pauses at."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_RULES: Final = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"(?<![^\W\d_])((?:[^\W\d_]\.){2,})", lambda found: f"{' '.join(found[1].replace('.', ' ').split())} "),
        (r"(?:\.{2,}|…)+", "… "),
        (r"\s*…[\s…]*(?=[\w])", ", "),
        ("…", ". "),
        (r"[(\[{)\]}|]", ", "),
        (r" ?[–—―] ?| -+ |--+", ", "),
        (r"(?<=[^\W\d_])-(?![^\W\d_])|(?<![^\W\d_])-", " "),
        (r"(?<=[^\W\d_])'(?![^\W\d_])|(?<![^\W\d_])'", " "),
        (r"[/_]", " "),
        (r"(?<=\w)([.!?])(?=[^\W\d_])", r"\1 "),
        (r"[:;,](?=\w)", lambda found: f"{found[0]} "),
        (r"[¿¡]+(?![¿¡]*\w)", ""),
        (r"\s+", " "),
        (r" (?=[.,;:!?])", ""),
    )
)
_PAUSES: Final = re.compile(r"[.,;:!?](?:\s*[.,;:!?])+")
_STRENGTH: Final = "?!.;:,"


def closed(text: str) -> str:
    """`text` of Latin letters, spaces and single marks; empty where no letter is in it."""
    text = "".join(map(_legal, text))
    for pattern, said in _RULES:
        text = pattern.sub(said, text)
    text = _PAUSES.sub(lambda found: min(found[0].replace(" ", ""), key=_STRENGTH.index), text)
    text = text.strip().lstrip(".,;:!? ").rstrip(",;: ")
    text = re.sub(r"([¿¡]) ", r"\1", text)
    return " ".join(text.split()) if any(map(str.isalpha, text)) else ""


@lru_cache(maxsize=4096)
def _legal(char: str) -> str:
    if char in " .,;:!?'-–—―…()[]{}|/_¿¡":
        return char
    if char.isalpha():
        return char if "LATIN" in unicodedata.name(char, "") else " "
    if unicodedata.category(char) in ("Mn", "Mc"):
        return ""
    return " "
