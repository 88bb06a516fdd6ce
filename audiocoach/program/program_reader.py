"""From a program's file to a `TrainingProgram`: every mistake at once, each at its place, those of its sessions too."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from audiocoach.build import library
from audiocoach.build.options import BuildOptions
from audiocoach.build.workspace import Workspace
from audiocoach.errors import Diagnostic, Place, SpecError
from audiocoach.program.enumeration import Enumeration
from audiocoach.program.episode_sessions import EpisodeSessions
from audiocoach.program.program_file import DAY, REST, Alternative, Day, DaySay, ProgramFile, RestDay, Week
from audiocoach.program.session_source import Naming
from audiocoach.program.training_program import TrainingProgram
from audiocoach.session.validation import SESSION, Vocabulary, diagnostics_of
from audiocoach.syntax.document import Document
from audiocoach.syntax.pitfalls import nothings, pitfalls
from audiocoach.syntax.plain_values import MOST_DIAGNOSTICS, values_of
from audiocoach.syntax.yaml_text import read_document

WEEKS: Final = "weeks"
"""The key that makes a file a program's."""
_HINTS: Final = {
    "weeks": "write e.g. `weeks: [{name: Easy does it, days: 3}]`",
    "days": "write `days: 3`, or a list of days",
    "let": SESSION.hints["let"],
    "language": SESSION.hints["language"],
    "say": 'write e.g. `say: {welcome: "Longer runs today."}`',
}
_PROGRAM: Final = Vocabulary(
    ProgramFile,
    {WEEKS: Week, DAY: Day, REST: RestDay, "easier": Alternative, "instead": Alternative, "say": DaySay},
    _HINTS,
)


def is_program(document: Document) -> bool:
    """Whether a document says a program: it has weeks."""
    return any(getattr(key, "value", None) == WEEKS for key, _ in _pairs(document))


def read_program(
    document: Document, name: str, sessions: EpisodeSessions, language: str | None = None
) -> TrainingProgram:
    """The program that a document says, whose files are called by `name`.

    `language` is what the coach is asked to speak in place of the sessions' own. Raises `SpecError` with all mistakes
    of the file and of the sessions that it names.
    """
    found = list(islice(pitfalls(document), MOST_DIAGNOSTICS))
    file = _validated(document, sessions, found)
    known = {diagnostic.place for diagnostic in found}
    found += islice((one for one in nothings(document) if one.place not in known), MOST_DIAGNOSTICS)
    program = None
    if file is not None:
        enumeration = Enumeration(file, document, sessions, language)
        program = enumeration.program(name)
        found += islice(enumeration.found, MOST_DIAGNOSTICS)
    if found or program is None:
        raise SpecError(sorted(found, key=lambda one: _order(one, document)))
    return program


def program_at(path: Path, name: str, options: BuildOptions, workspace: Workspace) -> TrainingProgram:
    """The program in a file, called `name` in messages."""
    sessions = EpisodeSessions(options, workspace)
    return read_program(read_document(path, name), path.stem, sessions, options.language)


def _validated(document: Document, sessions: EpisodeSessions, found: list[Diagnostic]) -> ProgramFile | None:
    try:
        values = values_of(document)
    except SpecError as error:
        found += error.diagnostics
        return None
    naming = Naming(document, library.shipped, library.names(), sessions.as_written)
    try:
        return ProgramFile.model_validate(values, context=naming, by_alias=True, by_name=False)
    except ValidationError as error:
        found += diagnostics_of(error, document, _PROGRAM)
        return None


def _pairs(document: Document) -> Iterator[Any]:
    value = document.root.value
    return (pair for pair in value if isinstance(pair, tuple)) if isinstance(value, list) else iter(())


def _order(diagnostic: Diagnostic, document: Document) -> tuple[bool, str, int, int]:
    place = diagnostic.place or Place("", 0, 0)
    return place.file != document.name, place.file, place.line, place.column
