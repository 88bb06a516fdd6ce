"""The words of the page itself, in the languages that the coach speaks."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Final

from audiocoach.assets import asset
from audiocoach.script.phrasebook import MODEL, books_for

Words = Mapping[str, str]
"""By the name that the page has for each; `{name}` in one stands for a value."""

_HOUR: Final = 60


def page_words(language: str) -> Words:
    """The words of one language; of one that the coach does not speak, in English."""
    table = _table()
    return next((table[code] for code in books_for(language) if code in table), table[MODEL])


@cache
def _table() -> Mapping[str, Words]:
    table: Mapping[str, Words] = json.loads(asset("site", "words.json").read_bytes())
    return table


def counted(words: Words, what: str, count: int) -> str:
    """`1 session`, `3 sessions`; `what` is `session` or `week`."""
    return words[f"one_{what}" if count == 1 else f"many_{what}s"].format(count=count)


def in_hours(words: Words, minutes: int) -> str:
    """`45 min`, `2 h 5 min`; from ten hours on to the hour."""
    hours, rest = divmod(minutes, _HOUR)
    if hours >= 10:
        return f"{round(minutes / _HOUR)} {words['h']}"
    said = [f"{hours} {words['h']}" if hours else "", f"{rest} {words['min']}" if rest or not hours else ""]
    return " ".join(filter(None, said))
