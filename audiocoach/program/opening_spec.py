"""From whatever names or says a session or a program to it: by its content, a program is what has `weeks:`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from audiocoach.build import library
from audiocoach.build.load import NamedText, Source, is_text, load
from audiocoach.build.options import BuildOptions
from audiocoach.build.workspace import Workspace
from audiocoach.program.episode_sessions import EpisodeSessions
from audiocoach.program.program_reader import WEEKS, is_program, read_program
from audiocoach.program.training_program import Episode, TrainingProgram
from audiocoach.session.lookup import find
from audiocoach.session.session import Session
from audiocoach.syntax.document import Document
from audiocoach.syntax.python_values import document_of
from audiocoach.syntax.yaml_text import decode, parse, read_document


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
    found = _program_document(source)
    if found is None:
        return load(source, options=options, workspace=workspace)
    document, name = found
    sessions = EpisodeSessions(options, workspace)
    program = read_program(document, name, sessions, options.language)
    sessions.check_sets()
    return OpenProgram(program, program, sessions)


def sessions_of(source: Source, options: BuildOptions, workspace: Workspace) -> Iterator[Session]:
    """The session that a SPEC means, or those of all episodes of a program. Raises as `open_spec`."""
    opened = open_spec(source, options, workspace)
    if isinstance(opened, OpenProgram):
        yield from map(opened.session, opened.program.episodes())
    else:
        yield opened


def _program_document(source: Source) -> tuple[Document, str] | None:
    """The document of a program, and what its files are called by; None for what says a session."""
    if isinstance(source, Mapping):
        return (document_of(source, "<mapping>"), "program") if WEEKS in source else None
    if isinstance(source, NamedText):
        document = parse(decode(source.content, source.name), source.name)
        return (document, "program") if is_program(document) else None
    if isinstance(source, str) and is_text(source):
        document = parse(source, "<text>")
        return (document, "program") if is_program(document) else None
    path, called = find(str(source), _shipped, (*library.names(), *library.program_names()))
    if path == library.shipped(called):
        return None
    document = read_document(path, called)
    return (document, path.stem) if is_program(document) else None


def _shipped(name: str) -> Path | None:
    return library.shipped(name) or library.shipped_program(name)
