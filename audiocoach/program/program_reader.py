"""From a program's file to a `TrainingProgram`: every mistake at once, each at its place, those of its sessions too."""

from collections.abc import Mapping
from typing import Final

from audiocoach.program.enumeration import Enumeration
from audiocoach.program.episode_sessions import EpisodeSessions
from audiocoach.program.file_reading import FileKind
from audiocoach.program.program_file import DAY, REST, Alternative, Day, DaySay, ProgramFile, RestDay, Week
from audiocoach.program.program_words import worded_program
from audiocoach.program.training_program import TrainingProgram
from audiocoach.session.validation import SESSION, Vocabulary
from audiocoach.session.values import Model
from audiocoach.syntax.document import Document

_HINTS: Final = {
    "weeks": "write e.g. `weeks: [{name: Easy does it, days: 3}]`",
    "days": "write `days: 3`, or a list of days",
    "let": SESSION.hints["let"],
    "language": SESSION.hints["language"],
    "check-in": "write `daily`, `weekly` (on the first day of each week) or `never`",
    "say": 'write e.g. `say: {welcome: "Longer runs today."}`',
}
_KEYS: Final[Mapping[str, type[Model]]] = {
    "weeks": Week,
    DAY: Day,
    REST: RestDay,
    "easier": Alternative,
    "instead": Alternative,
    "say": DaySay,
}
PROGRAM: Final = FileKind(ProgramFile, "weeks", Vocabulary(ProgramFile, _KEYS, _HINTS), worded_program)


def read_program(
    document: Document,
    name: str,
    sessions: EpisodeSessions,
    language: str | None = None,
    words: tuple[str, Document] | None = None,
) -> TrainingProgram:
    """The program that a document says, whose files are called by `name`.

    `language` is what the coach is asked to speak in place of the sessions' own; `words` are the program's own in such
    a language, and in which. Raises `SpecError` with all mistakes of the file and of the sessions that it names.
    """
    return PROGRAM.read(document, sessions, words, lambda file, own: Enumeration(file, own, language).program(name))
