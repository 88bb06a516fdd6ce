"""What the episodes of one file are: their sessions, their values and their words, each held against its session."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audiocoach.conventions import YAML
from audiocoach.errors import Diagnostic, Place, short
from audiocoach.program.episode_sessions import EpisodeSessions
from audiocoach.program.program_file import DaySay
from audiocoach.program.replacing import Replaced, Replacing, placed, unknown_variable
from audiocoach.program.session_source import SessionRef
from audiocoach.session.day_words import NO_DAY_WORDS, DayWords
from audiocoach.session.translation import Worded, places_of
from audiocoach.session.validation import diagnostic_of
from audiocoach.syntax.document import Document
from audiocoach.syntax.invalid import InvalidValue, Loc
from audiocoach.syntax.plain_values import values_of
from audiocoach.syntax.template import wrong_names


@dataclass(frozen=True, slots=True)
class WordsBeside:
    """A file of words in another language, and where in it those of each place of the other file are."""

    document: Document
    locs: Mapping[Loc, Loc]

    @classmethod
    def of(cls, worded: Worded, document: Document) -> "WordsBeside":
        """The words of `worded`, once they are known to match it."""
        places = places_of(worded, values_of(document))
        return cls(document, {worded.places[place]: ("texts", key) for key, place in places.items()})


class EpisodeContents:
    """Looks at what one file says of its episodes; what is wrong is in `found`."""

    def __init__(self, document: Document, sessions: EpisodeSessions, words: WordsBeside | None = None) -> None:
        """`words` are those that stand for the file's own."""
        self.found: list[Diagnostic] = []
        self.sessions = sessions
        self._document = document
        self._words = words
        self._replacing = Replacing(document, sessions)

    @property
    def known(self) -> frozenset[str]:
        """The variables of all sessions so far."""
        return self._replacing.known

    def is_right(self, ref: SessionRef, let: Replaced, otherwise: Loc) -> bool:
        """Whether a session can be read with these values; what is wrong is told at `otherwise` if not at a value."""
        wrong = self._replacing.wrong(ref, let, otherwise)
        self.found += wrong
        return not wrong

    def own(self, let: Mapping[str, Any], ref: SessionRef, loc: Loc) -> Replaced:
        """What an episode says under its own `let`; each name must be a variable of its session."""
        found = placed(let, (*loc, "let"))
        known = self.sessions.as_written(ref).variables
        for name in let:
            if name not in known:
                self.tell(unknown_variable(name, known, f"`{short(ref.name)}`"), (*loc, "let"))
        return {name: value for name, value in found.items() if name in known}

    def words(self, say: DaySay | None, ref: SessionRef, loc: Loc) -> DayWords:
        """An episode's own words, whose variables are those of its session."""
        if say is None:
            return NO_DAY_WORDS
        let = self.sessions.as_written(ref).session.let
        texts = {
            "welcome": say.welcome,
            "first-run": say.first_run,
            "milestone": say.milestone,
            "farewell": say.farewell,
        }
        for key, text in texts.items():
            for invalid in wrong_names(text, let) if isinstance(text, str) else ():
                self.found.append(self._in_words(invalid, (*loc, key)))
        return DayWords(say.welcome, say.first_run, say.farewell, say.milestone)

    def title(self, ref: SessionRef) -> str:
        """What a session calls itself."""
        return self.sessions.as_written(ref).session.title

    def tell(self, invalid: InvalidValue, loc: Loc) -> None:
        """What is wrong with the value at `loc`."""
        self.found.append(diagnostic_of(invalid, (*loc, *invalid.loc), self._document))

    def place(self, loc: Loc) -> Place:
        """Where a key stands."""
        return self._document.place(loc, key=True)

    def hint_beside(self, language: str) -> str:
        """What to do about words that are in another language than `language`."""
        path = Path(self._document.name)
        if path.suffix.lower() not in YAML:
            return "the coach's own words are said in their place"
        return f"put its words in `{language}` into `{short(f'{path.stem}.{language}{path.suffix}')}` beside it"

    def _in_words(self, invalid: InvalidValue, loc: Loc) -> Diagnostic:
        """What is wrong with a text, told where it is written: in the file of another language where there is one."""
        locs = self._words.locs if self._words else {}
        known = next((loc[:length] for length in range(len(loc), 0, -1) if loc[:length] in locs), None)
        if self._words is None or known is None:
            return diagnostic_of(invalid, loc, self._document)
        return diagnostic_of(invalid, (*locs[known], *loc[len(known) :]), self._words.document)
