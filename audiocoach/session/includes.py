"""What `include:` may name: files below the including one's folder, and sessions of the library."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from audiocoach.errors import short
from audiocoach.session.lookup import Library, file_below, in_library
from audiocoach.syntax.document import Document
from audiocoach.syntax.invalid import InvalidValue, Loc

DEEPEST_INCLUDE: Final = 12
"""How many files may include one another in a row."""

_HINT: Final = "include files below this one's folder, or a session that `audiocoach library` lists"


def includes(values: Any, loc: Loc) -> Iterator[tuple[Loc, str]]:
    """Where a step includes a session, and what it says, in the order of the file."""
    if isinstance(values, dict):
        if isinstance(values.get("include"), str) and values["include"].strip():
            yield (*loc, "include"), values["include"]
        for key in ("steps", "between"):
            yield from includes(values.get(key), (*loc, key))
    elif isinstance(values, list):
        for index, step in enumerate(values):
            yield from includes(step, (*loc, index))


def find_included(name: str, including: Document, library: Library, stack: tuple[Path, ...]) -> tuple[Path, str]:
    """The path of an included session, and the name to show for it; `InvalidValue` where there is none.

    `stack` holds the files that are being read.
    """
    shipped = in_library(name, library)
    path = shipped or file_below(name, including.folder, "beside this one, and no such session in the library", _HINT)
    if path.resolve() in stack:
        circle = [file.name for file in stack[stack.index(path.resolve()) :]]
        way = f", by way of {', '.join(map(short, circle[1:]))}" if len(circle) > 1 else ""
        raise InvalidValue(f"{short(circle[0])} includes itself{way}", "leave this step out")
    if len(stack) >= DEEPEST_INCLUDE:
        raise InvalidValue(f"more than {DEEPEST_INCLUDE} files include one another", "put their steps into fewer files")
    return path, name if shipped else str(Path(including.name).parent / name)
