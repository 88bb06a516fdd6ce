"""What `include:` may name: files below the including one's folder, and sessions of the library."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from audiocoach.errors import short
from audiocoach.paths import is_file
from audiocoach.syntax.invalid import InvalidValue, Loc

DEEPEST_INCLUDE: Final = 12
"""How many files may include one another in a row."""

_LONGEST_NAME: Final = 100
_HINT: Final = "include files below this one's folder, or a session of the library by its name"

Library = Callable[[str], Path | None]
"""Finds a session that ships, by its name."""


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


def find_included(
    name: str, folder: Path, including: str, library: Library, stack: tuple[Path, ...]
) -> tuple[Path, str]:
    """The path of an included session, and the name to show for it; `InvalidValue` where there is none.

    `folder` is the including file's and `including` its shown name; `stack` holds the files that are being read.
    """
    shipped = in_library(name, library)
    path = shipped or below(name, folder, _HINT)
    if not is_file(path):
        there = "beside this one, and no such session in the library"
        raise InvalidValue(
            f"there is no file `{short(name)}` {there}", "`audiocoach library` lists the sessions that ship"
        )
    if path.resolve() in stack:
        circle = [file.name for file in stack[stack.index(path.resolve()) :]]
        way = f", by way of {', '.join(map(short, circle[1:]))}" if len(circle) > 1 else ""
        raise InvalidValue(f"{short(circle[0])} includes itself{way}", "leave this step out")
    if len(stack) >= DEEPEST_INCLUDE:
        raise InvalidValue(f"more than {DEEPEST_INCLUDE} files include one another", "put their steps into fewer files")
    return path, name if shipped else str(Path(including).parent / name)


def in_library(name: str, library: Library) -> Path | None:
    """The session of that name that ships; None for what cannot be a name, which the library is not asked."""
    is_name = len(name) <= _LONGEST_NAME and name.isprintable() and not {"/", "\\"} & set(name) and name.strip(".")
    return library(name) if is_name else None


def below(name: str, folder: Path, hint: str) -> Path:
    """The path of `name` in `folder`, its links followed; `InvalidValue` with `hint` where it leads out."""
    if Path(name).is_absolute() or name.startswith(("/", "\\", "~")) or name[1:2] == ":":
        raise InvalidValue(f"`{short(name)}` is an absolute path", hint)
    try:
        path = (folder / name).resolve()
    except (OSError, ValueError, RuntimeError) as error:  # a NUL, or links that run in a circle
        raise InvalidValue(f"`{short(name)}` is not the path of a file", hint) from error
    if not path.is_relative_to(folder.resolve()):
        raise InvalidValue(f"`{short(name)}` lies outside this file's folder", hint)
    return path
