"""What ships ready to build, sessions and programs."""

from audiocoach.build import library
from audiocoach.build.library import Entry
from audiocoach.build.options import AS_IT_STANDS
from audiocoach.build.workspace import Workspace
from audiocoach.program.minutes import in_minutes
from audiocoach.program.opening_spec import OpenProgram, open_spec
from audiocoach.program.outlook import outlook


def entries() -> tuple[Entry, ...]:
    """Every session and every program of the library, read; a program's minutes are those of all its days."""
    return (*library.entries(), *(_program(name) for name in library.program_names()))


def _program(name: str) -> Entry:
    opened = open_spec(name, AS_IT_STANDS, Workspace())
    assert isinstance(opened, OpenProgram)
    found = outlook(opened)
    minutes = in_minutes(sum(found.week(week).total for week in opened.program.weeks))
    return Entry(name, "program", opened.program.title, round(minutes), opened.program.description or "")
