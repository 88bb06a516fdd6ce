"""From a program's file to a `TrainingProgram`: every mistake at once, each at its place, those of its sessions too."""

from itertools import islice
from typing import Any, Final

from pydantic import ValidationError

from audiocoach.build import library
from audiocoach.errors import Diagnostic, SpecError
from audiocoach.program.enumeration import Enumeration
from audiocoach.program.episode_contents import EpisodeContents, WordsBeside
from audiocoach.program.episode_sessions import EpisodeSessions
from audiocoach.program.program_file import DAY, REST, Alternative, Day, DaySay, ProgramFile, RestDay, Week
from audiocoach.program.program_words import worded_program
from audiocoach.program.session_source import Naming
from audiocoach.program.training_program import TrainingProgram
from audiocoach.session.translation import translated
from audiocoach.session.validation import SESSION, Vocabulary, diagnostics_of
from audiocoach.syntax.document import Document
from audiocoach.syntax.pitfalls import in_file_order, nothings_beside, pitfalls
from audiocoach.syntax.plain_values import MOST_DIAGNOSTICS, values_of

WEEKS: Final = "weeks"
"""The key that makes a file a program's."""
_HINTS: Final = {
    "weeks": "write e.g. `weeks: [{name: Easy does it, days: 3}]`",
    "days": "write `days: 3`, or a list of days",
    "let": SESSION.hints["let"],
    "language": SESSION.hints["language"],
    "check-in": "write `daily`, `weekly` (on the first day of each week) or `never`",
    "say": 'write e.g. `say: {welcome: "Longer runs today."}`',
}
_PROGRAM: Final = Vocabulary(
    ProgramFile,
    {WEEKS: Week, DAY: Day, REST: RestDay, "easier": Alternative, "instead": Alternative, "say": DaySay},
    _HINTS,
)


def is_program(document: Document) -> bool:
    """Whether a document says a program: it has weeks."""
    return document.node((WEEKS,))[0] is not None


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
    found = list(islice(pitfalls(document), MOST_DIAGNOSTICS))
    try:
        values = values_of(document)
    except SpecError as error:
        raise SpecError(in_file_order([*found, *error.diagnostics], document)) from error
    beside = None
    if words:
        worded = worded_program(values)
        values = {**translated(worded, words[1]), "language": words[0]}
        beside = WordsBeside.of(worded, words[1])
    file = _validated(values, document, sessions, found)
    found += nothings_beside(found, document)
    program = None
    if file is not None:
        contents = EpisodeContents(document, sessions, beside)
        program = Enumeration(file, contents, language).program(name)
        found += islice(contents.found, MOST_DIAGNOSTICS)
    if found or program is None:
        raise SpecError(in_file_order(found, document))
    return program


def _validated(
    values: Any, document: Document, sessions: EpisodeSessions, found: list[Diagnostic]
) -> ProgramFile | None:
    naming = Naming(document, library.shipped, library.names(), sessions.as_written)
    try:
        return ProgramFile.model_validate(values, context=naming, by_alias=True, by_name=False)
    except ValidationError as error:
        found += diagnostics_of(error, document, _PROGRAM)
        return None
