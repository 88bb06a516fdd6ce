"""The sessions of a program's episodes, read with what the program replaces in them."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from audiocoach.build.load import reader_for, shaped
from audiocoach.build.options import BuildOptions
from audiocoach.build.workspace import Workspace
from audiocoach.errors import UnknownName
from audiocoach.program.session_source import SessionRef
from audiocoach.program.training_program import Episode, TrainingProgram
from audiocoach.script.check_ins import without_check_ins
from audiocoach.script.easing import eased
from audiocoach.session.day_words import ProgramPlace
from audiocoach.session.reader import Reader
from audiocoach.session.session import MOST_VARIETY, Session

_RECENT: Final = 64
"""Sessions that are kept once they are read: all of a program for months, and of a larger one no more than these."""


@dataclass(frozen=True, slots=True)
class AsWritten:
    """A session as its file has it, before a program replaces anything."""

    session: Session
    variables: frozenset[str]
    """With those of all that it includes."""


class EpisodeSessions:
    """Reads sessions with a person's options; each file as it stands once."""

    def __init__(self, options: BuildOptions, workspace: Workspace) -> None:
        self._options = options
        self._workspace = workspace
        self._as_written: dict[Path, AsWritten] = {}
        self._recent: dict[Hashable, Session] = {}

    @cached_property
    def _reader(self) -> Reader:
        return reader_for(replace(self._options, let=()), self._workspace)

    def as_written(self, ref: SessionRef) -> AsWritten:
        """A session as it stands. Raises `SpecError` with its mistakes."""
        if ref.path not in self._as_written:
            reader = self._reader.replacing({})
            session = reader.read(ref.path, ref.name)
            self._as_written[ref.path] = AsWritten(session, reader.variables)
        return self._as_written[ref.path]

    def read(self, ref: SessionRef, let: Mapping[str, Any]) -> Session:
        """A session with these variables replaced, and those of `--set` that it has. Raises as `Reader.read`."""
        key = (ref, _exactly(let))
        session = self._recent.pop(key, None) or self._read(ref, let)
        self._recent[key] = session
        if len(self._recent) > _RECENT:
            del self._recent[next(iter(self._recent))]
        return session

    def _read(self, ref: SessionRef, let: Mapping[str, Any]) -> Session:
        known = self.as_written(ref).variables
        sets = tuple((name, value) for name, value in self._options.let if name in known)
        reader = reader_for(replace(self._options, let=sets), self._workspace) if sets else self._reader
        return reader.replacing(let).read(ref.path, ref.name)

    def check_sets(self) -> None:
        """Raise `UnknownName` for a `--set` of a variable that none of the sessions read so far has."""
        known = frozenset[str]().union(*(one.variables for one in self._as_written.values()))
        for name, _ in self._options.let:
            if name not in known:
                raise UnknownName("variable", name, known)

    def plain(self, ref: SessionRef, let: Mapping[str, Any]) -> Session:
        """A session with these variables replaced, otherwise as it is by itself: planned, spoken and built so."""
        return shaped(eased(self.read(ref, let), self._options.ease or 1), self._options, self._workspace)

    def of(self, episode: Episode, program: TrainingProgram) -> Session:
        """The session of an episode, whole: as it is planned, spoken and built."""
        ease = (self._options.ease or 1) * episode.ease
        session = eased(self.read(episode.session, episode.let), ease)
        session = session if episode.has_check_ins else without_check_ins(session)
        about = episode.notes if episode.notes is not None else session.description
        author = session.author or program.author
        session = session.model_copy(update={"title": episode.title, "description": about, "author": author})
        place = ProgramPlace(episode.id, program.title, f"{episode.number}/{program.days}")
        return shaped(session.on_day(episode.words).placed(place), self.options_of(episode), self._workspace)

    def options_of(self, episode: Episode) -> BuildOptions:
        """A person's options on one day: `--variety` says with which words the first day begins."""
        first = self._options.variety or 1
        return replace(self._options, variety=(first + episode.variety - 2) % MOST_VARIETY + 1)


def _exactly(value: Any) -> Hashable:
    """What two values share that are written alike: `1.10` is not `1.1`, since texts get it as it was written."""
    if isinstance(value, Mapping):
        return tuple(sorted((name, _exactly(item)) for name, item in value.items()))
    if isinstance(value, list):
        return tuple(map(_exactly, value))
    return type(value).__name__, str(value)
