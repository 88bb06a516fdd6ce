"""From whatever names or says a session, a program or a collection to it.

By its content: a program is what has `weeks:`, a collection what has `sessions:`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from audiocoach.build import library
from audiocoach.build.load import Source, load_document, spec_document
from audiocoach.build.options import BuildOptions
from audiocoach.build.workspace import Workspace
from audiocoach.program.collection import OpenCollection
from audiocoach.program.collection_reader import COLLECTION, read_collection
from audiocoach.program.episode_sessions import EpisodeSessions
from audiocoach.program.program_reader import PROGRAM, read_program
from audiocoach.program.training_program import Episode, TrainingProgram
from audiocoach.script.phrasebook import books_for
from audiocoach.session.session import Session
from audiocoach.session.translation import read_words

_UNNAMED: Final = "program"
"""What the files of a program are called that has no file, and a collection without a title."""


@dataclass(frozen=True, slots=True)
class OpenProgram:
    """A program, and what reads the sessions of its episodes."""

    whole: TrainingProgram
    program: TrainingProgram
    """What of it is asked for."""
    sessions: EpisodeSessions

    def session(self, episode: Episode) -> Session:
        """The session of an episode, whole."""
        return self.sessions.of(episode, self.whole)


Opened = Session | OpenProgram | OpenCollection


def open_spec(source: Source, options: BuildOptions, workspace: Workspace) -> Opened:
    """What a SPEC names or says. Raises `SpecError` with all mistakes, and `InputError` where there is no such file."""
    found = spec_document(source, library.shipped_as_anything, library.all_names())
    document, file = found.document, found.file
    is_program = PROGRAM.is_said_by(document)
    if not is_program and not COLLECTION.is_said_by(document):
        return load_document(found, options, workspace)
    sessions = EpisodeSessions(options, workspace)
    name = file.stem if file else _UNNAMED
    languages = books_for(options.language or "")
    words = read_words(file, document.name, languages) if file else None
    if is_program:
        program = read_program(document, name, sessions, options.language, words)
        opened: OpenProgram | OpenCollection = OpenProgram(program, program, sessions)
    else:
        opened = OpenCollection(read_collection(document, name, sessions, options.language, words), sessions)
    sessions.check_sets()
    return opened


def sessions_of(source: Source, options: BuildOptions, workspace: Workspace) -> Iterator[Session]:
    """The session that a SPEC means, or those of all episodes of a program or a collection. Raises as `open_spec`."""
    opened = open_spec(source, options, workspace)
    if isinstance(opened, OpenProgram):
        yield from map(opened.session, opened.program.episodes())
    elif isinstance(opened, OpenCollection):
        yield from (session for _, session in opened.all())
    else:
        yield opened
