"""From whatever names or says a session or a program to it: by its content, a program is what has `weeks:`."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from audiocoach.build import library
from audiocoach.build.load import Source, load_document, spec_document
from audiocoach.build.options import BuildOptions
from audiocoach.build.workspace import Workspace
from audiocoach.program.episode_sessions import EpisodeSessions
from audiocoach.program.program_reader import is_program, read_program
from audiocoach.program.training_program import Episode, TrainingProgram
from audiocoach.script.phrasebook import books_for
from audiocoach.session.session import Session
from audiocoach.session.translation import read_words

_UNNAMED: Final = "program"
"""What the files of a program are called that has no file."""


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


def open_spec(source: Source, options: BuildOptions, workspace: Workspace) -> Session | OpenProgram:
    """What a SPEC names or says. Raises `SpecError` with all mistakes, and `InputError` where there is no such file."""
    found = spec_document(source, _shipped, (*library.names(), *library.program_names()))
    if not is_program(found.document):
        return load_document(found, options, workspace)
    sessions = EpisodeSessions(options, workspace)
    name = found.file.stem if found.file else _UNNAMED
    languages = books_for(options.language or "")
    words = read_words(found.file, found.document.name, languages) if found.file else None
    program = read_program(found.document, name, sessions, options.language, words)
    sessions.check_sets()
    return OpenProgram(program, program, sessions)


def sessions_of(source: Source, options: BuildOptions, workspace: Workspace) -> Iterator[Session]:
    """The session that a SPEC means, or those of all episodes of a program. Raises as `open_spec`."""
    opened = open_spec(source, options, workspace)
    if isinstance(opened, OpenProgram):
        yield from map(opened.session, opened.program.episodes())
    else:
        yield opened


def _shipped(name: str) -> Path | None:
    return library.shipped(name) or library.shipped_program(name)
