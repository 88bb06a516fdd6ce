"""What an episode is called, in the languages that the coach speaks."""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from audiocoach.script.phrasebook import MODEL, books_for

OfferedRole = Literal["easier", "instead"]
"""What stands beside a numbered day."""


class _Words(NamedTuple):
    day: str
    rest: str
    easier: str
    instead: str
    bridge: str
    colon: str = ":"


_WORDS: Final[Mapping[str, _Words]] = {
    "en": _Words("Week {week}, day {day}", "Week {week}, rest day", "easier", "instead", "bridge"),
    "de": _Words("Woche {week}, Tag {day}", "Woche {week}, Ruhetag", "leichter", "stattdessen", "Brücke"),
    "es": _Words("Semana {week}, día {day}", "Semana {week}, descanso", "más fácil", "en su lugar", "puente"),
    "fr": _Words(
        "Semaine {week}, jour {day}", "Semaine {week}, repos", "plus facile", "à la place", "passerelle", " :"
    ),
    "it": _Words("Settimana {week}, giorno {day}", "Settimana {week}, riposo", "più facile", "in alternativa", "ponte"),
    "nl": _Words("Week {week}, dag {day}", "Week {week}, rustdag", "lichter", "in plaats daarvan", "brug"),
    "pt": _Words("Semana {week}, dia {day}", "Semana {week}, descanso", "mais fácil", "em vez disso", "ponte"),
}


class Titles:
    """Titles in one language; of one that the coach does not speak, in English."""

    def __init__(self, language: str) -> None:
        self._words = next((_WORDS[code] for code in books_for(language) if code in _WORDS), _WORDS[MODEL])

    def day(self, week: int, day: int, name: str) -> str:
        """`Week 1, day 2: Easy does it`."""
        return f"{self._words.day.format(week=week, day=day)}{self._words.colon} {name}"

    def offered(self, role: OfferedRole, week: int, day: int, name: str) -> str:
        """`Week 1, day 2, easier: Walk + Run 15`."""
        called: str = getattr(self._words, role)
        return f"{self._words.day.format(week=week, day=day)}, {called}{self._words.colon} {name}"

    def rest(self, week: int, name: str) -> str:
        """`Week 1, rest day: Twelve minutes for a rest day`."""
        return f"{self._words.rest.format(week=week)}{self._words.colon} {name}"

    def bridge(self, title: str) -> str:
        """`Week 4, day 1: Longer runs (bridge)`."""
        return f"{title} ({self._words.bridge})"
