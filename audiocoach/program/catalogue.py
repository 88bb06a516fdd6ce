"""What ships ready to build: sessions, programs and collections."""

from audiocoach.build import library
from audiocoach.build.library import Entry
from audiocoach.build.options import AS_IT_STANDS
from audiocoach.build.workspace import Workspace
from audiocoach.program.collection import OpenCollection
from audiocoach.program.minutes import in_minutes
from audiocoach.program.opening_spec import OpenProgram, open_spec
from audiocoach.program.outlook import outlook


def entries() -> tuple[Entry, ...]:
    """Everything in the library, read; the minutes of a program are those of all its days, of a collection of all its
    sessions.
    """
    programs = (_program(name) for name in library.program_names())
    return (*library.entries(), *programs, *(_collection(name) for name in library.collection_names()))


def _program(name: str) -> Entry:
    opened = open_spec(name, AS_IT_STANDS, Workspace())
    assert isinstance(opened, OpenProgram)
    found = outlook(opened)
    minutes = in_minutes(sum(found.week(week).total for week in opened.program.weeks))
    return Entry(name, "program", opened.program.title, round(minutes), opened.program.description or "")


def _collection(name: str) -> Entry:
    opened = open_spec(name, AS_IT_STANDS, Workspace())
    assert isinstance(opened, OpenCollection)
    minutes = in_minutes(sum(session.extent.ms for _, session in opened.all()))
    return Entry(name, "collection", opened.collection.title, round(minutes), opened.collection.description or "")
