"""Where sessions and the files that they name are looked for."""

from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Final

from audiocoach.conventions import YAML
from audiocoach.errors import InputError, nearest, short
from audiocoach.paths import at_home, is_file, is_folder
from audiocoach.storage.regular import unreadable
from audiocoach.syntax.invalid import InvalidValue

_LONGEST_NAME: Final = 100
_MOST_BESIDE: Final = 1_000
"""Files of a folder that are looked through for the one that was meant."""
_LIBRARY: Final = "`audiocoach library` lists the sessions that ship"
_PERMISSIONS: Final = "see to the permissions of the file and of its folder"

Library = Callable[[str], Path | None]
"""Finds a session that ships, by its name."""


def find(spec: str, library: Library, names: Iterable[str] = ()) -> tuple[Path, str]:
    """The path that a SPEC on the command line means, and the name to show for it.

    `names` are those of the library, for the hint. Raises `InputError` where there is neither file nor session.
    """
    if not spec.strip():
        raise InputError("an empty name of a session", _LIBRARY)
    path = at_home(spec)
    problem = unreadable(path)
    if problem is None:
        return path, spec
    if shipped := in_library(spec, library):
        return shipped, spec
    if is_folder(path):
        raise InputError(f"`{short(spec)}` is a folder, not a session file", f"name a file in it; or {_LIBRARY}")
    if not problem.missing:
        raise InputError(f"`{short(spec)}` cannot be read: {problem.reason}", problem.hint or _PERMISSIONS)
    beside = _sessions_in(path.parent)
    if path.suffix or len(path.parts) > 1:
        raise InputError(f"there is no file `{short(spec)}`", nearest(spec, beside) or _LIBRARY)
    message = f"there is no file `{short(spec)}`, and no session of that name in the library"
    raise InputError(message, nearest(spec, (*beside, *names)) or _LIBRARY)


def _sessions_in(folder: Path) -> list[str]:
    """The YAML files of a folder, as one names them from here; of a large folder the first ones."""
    try:
        found = list(islice(folder.iterdir(), _MOST_BESIDE))
    except OSError:
        return []
    return sorted(str(path) for path in found if path.suffix.lower() in YAML)


def in_library(name: str, library: Library) -> Path | None:
    """The session of that name that ships; None for what cannot be a name, which the library is not asked."""
    is_name = len(name) <= _LONGEST_NAME and name.isprintable() and not {"/", "\\"} & set(name) and name.strip(".")
    return library(name) if is_name else None


def words_beside(path: Path, languages: Iterable[str]) -> tuple[str, Path] | None:
    """The first of `languages` in which the words of the session at `path` lie beside it (`walk-run-20.de.yaml`), and
    their file.
    """
    files = ((code, path.with_name(f"{path.stem}.{code}{path.suffix}")) for code in languages)
    return next(((code, file) for code, file in files if is_file(file)), None)


def file_below(name: str, folder: Path, where: str, hint: str) -> Path:
    """The path of the regular file `name` in `folder`, its links followed; a file outside of it is not looked at.

    Raises `InvalidValue` with `hint` where it is not there; `where` says where it should be.
    """
    if Path(name).is_absolute() or name.startswith(("/", "\\", "~")) or name[1:2] == ":":
        raise InvalidValue(f"`{short(name)}` is an absolute path", hint)
    try:
        path = (folder / name).resolve()
    except (OSError, ValueError, RuntimeError) as error:  # a NUL, or links that run in a circle
        raise InvalidValue(f"`{short(name)}` is not the path of a file", hint) from error
    if not path.is_relative_to(folder.resolve()):
        raise InvalidValue(f"`{short(name)}` lies outside this file's folder", hint)
    problem = unreadable(path)
    if problem is not None and problem.missing:
        raise InvalidValue(f"there is no file `{short(name)}` {where}", hint)
    if problem is not None:
        raise InvalidValue(f"`{short(name)}` cannot be read: {problem.reason}", problem.hint or _PERMISSIONS)
    return path
