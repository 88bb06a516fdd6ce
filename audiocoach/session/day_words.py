"""What a program has said on one of its days alone, in place of the phrasebook's words."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DayWords:
    """Texts with `$name` and `(4s)`, as a session's; None leaves a thing to the phrasebook."""

    welcome: str | None = None
    first_run: str | None = None
    farewell: str | None = None
    milestone: str | bool = False
    """What is said after the longest run; True for the phrasebook's words, False for nothing."""

    @property
    def by_phrase(self) -> Mapping[str, str]:
        """The texts, by the phrase that each stands for."""
        texts = {"welcome": self.welcome, "first-run": self.first_run, "farewell": self.farewell}
        own = {phrase: text for phrase, text in texts.items() if text is not None}
        return {**own, "milestone": self.milestone} if isinstance(self.milestone, str) else own


NO_DAY_WORDS = DayWords()
"""A session by itself."""


@dataclass(frozen=True, slots=True)
class ProgramPlace:
    """Where in a program a session stands."""

    id: str
    """Of its day: `w01d2`."""
    program: str
    """The program's title."""
    track: str
    """Which of how many: `2/27`."""
