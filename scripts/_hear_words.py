"""What was said against what was heard, in words: written alike first, since a listener hears no spelling."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from num2words import num2words

ALIKE: Final = {"okay": "ok", **{f"{unit}metre{s}": f"{unit}meter{s}" for unit in ("", "kilo") for s in ("", "s")}}
"""One word, written in two ways. Words that only sound alike count as wrong: a runner may be at a loss as well."""


def words(text: str) -> list[str]:
    """A text as words to compare: small, without signs, numbers in words."""
    text = re.sub(r"(\d):(\d\d)\b", r"\1 \2", text.lower().replace("’", "'"))
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    text = re.sub(r"\d+(st|nd|rd|th)\b", lambda found: num2words(found[0][:-2], to="ordinal"), text)
    text = re.sub(r"\d+(?:\.\d+)?", lambda found: f" {num2words(found[0])} ", text)
    found = re.findall(r"[a-z']+", text.replace("%", " percent"))
    return [ALIKE.get(word, word) for word in found if word != "and"]


def differences(said: Sequence[str], heard: Sequence[str]) -> int:
    """How many words are wrong, missing or too many; `warm up` for `warmup` is right."""
    blocks = SequenceMatcher(None, said, heard, autojunk=False).get_opcodes()
    unlike = [(a, b, c, d) for kind, a, b, c, d in blocks if kind != "equal"]
    return sum(max(b - a, d - c) for a, b, c, d in unlike if "".join(said[a:b]) != "".join(heard[c:d]))
