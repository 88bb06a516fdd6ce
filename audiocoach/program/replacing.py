"""Whether a session can be read with what a program replaces in it, and which of its values is to blame."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from audiocoach.errors import Diagnostic, Place, SpecError, short
from audiocoach.program.episode_sessions import EpisodeSessions
from audiocoach.program.session_source import SessionRef
from audiocoach.syntax.document import Document
from audiocoach.syntax.invalid import InvalidValue, Loc


@dataclass(frozen=True, slots=True)
class LetValue:
    """What a program says under `let`, and where."""

    value: Any
    loc: Loc


Replaced = dict[str, LetValue]
"""By the names of a session's variables."""


def placed(let: Mapping[str, Any], loc: Loc) -> Replaced:
    """The values of the `let` at `loc`."""
    return {name: LetValue(value, (*loc, name)) for name, value in let.items()}


def unknown_variable(name: str, known: frozenset[str], whose: str) -> InvalidValue:
    """That the sessions in question have no such variable."""
    hint = f"known: {', '.join(sorted(known))}" if known else f"a `let: {{{short(name)}: ...}}` in it would make it one"
    message = f"{whose} has no variable `{short(name)}`" if known else f"{whose} has no variables"
    return InvalidValue(message, hint, (name,), near=(name, known))


class Replacing:
    """Reads each session with each set of values once."""

    def __init__(self, program: Document, sessions: EpisodeSessions) -> None:
        self._program = program
        self._sessions = sessions
        self._read: set[str] = set()
        self.known: frozenset[str] = frozenset()
        """The variables of all sessions so far."""

    def wrong(self, ref: SessionRef, let: Replaced, otherwise: Loc) -> list[Diagnostic]:
        """What is wrong with a session that has these values: each at the value to blame, or else at `otherwise`."""
        self.known |= self._sessions.as_written(ref).variables
        key = json.dumps([str(ref.path), sorted((name, one.value) for name, one in let.items())], default=str)
        if key in self._read:
            return []
        self._read.add(key)
        error = self._error(ref, let)
        if error is None:
            return []
        to_blame = [one for name, one in let.items() if self._error(ref, {name: one})]
        places = [self._program.place(one.loc) for one in to_blame] or [self._program.place(otherwise)]
        return [self._diagnostic(error, ref, place) for place in places]

    def _error(self, ref: SessionRef, let: Replaced) -> SpecError | None:
        try:
            self._sessions.read(ref, {name: one.value for name, one in let.items()})
        except SpecError as error:
            return error
        return None

    def _diagnostic(self, error: SpecError, ref: SessionRef, place: Place) -> Diagnostic:
        first = error.diagnostics[0]
        line = f", line {first.place.line}" if first.place else ""
        return Diagnostic(f"{first.message} (in `{short(ref.name)}`{line})", place, first.hint or "give another value")
