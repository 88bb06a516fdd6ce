"""Unfinished files: under a name of their own, locked for as long as somebody writes them, and swept away after that.

The lock lies on the file itself, so that a killed process leaves nothing that looks alive, and nothing beside it.
"""

import contextlib
import hashlib
import itertools
import os
from io import FileIO
from pathlib import Path
from typing import Final

from audiocoach.errors import UnreadableFile
from audiocoach.storage.locks import lock
from audiocoach.storage.regular import open_regular

_LONGEST: Final = 200
"""Bytes of a name that is still short enough to be a part of another one: most systems allow 255."""
_OPEN_FILES_STAY: Final = os.name == "nt"
"""Windows refuses to rename or to delete an open file."""


def create(folder: Path, name: str) -> tuple[Path, FileIO]:
    """A new, locked file `.NAME.partial-PID` in `folder`, for what will be called `name`. Raises `OSError`."""
    for number in itertools.count():
        path = folder / (f"{_prefix(name)}{os.getpid()}" + (f"-{number}" if number else ""))
        try:
            file = path.open("xb", buffering=0)  # so that closing cannot fail
        except FileExistsError:
            continue
        lock(file.fileno(), wait=True)
        # Another process may have taken it for a dead one between its creation and its lock: then it has no name.
        if os.fstat(file.fileno()).st_nlink:
            return path, file
        file.close()
    raise AssertionError("unreachable")


def finish(partial: Path, file: FileIO, path: Path) -> None:
    """Give the finished file its name, and close it. Raises `OSError`."""
    if _OPEN_FILES_STAY:
        file.close()
    partial.replace(path)  # elsewhere while its lock still tells others that it is not dead
    file.close()


def sweep(folder: Path, name: str = "") -> None:
    """Remove what killed processes left in `folder`, of the file that would be called `name` or of all."""
    prefix = _prefix(name) if name else "."
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(prefix):
                remove_if_dead(Path(entry.path))


def remove_if_dead(partial: Path) -> bool:
    """Remove an unfinished file, unless somebody writes it or that cannot be known; whether it was removed."""
    try:
        with open_regular(partial, follow=False) as file:
            if not lock(file.fileno(), wait=False):
                return False
            # Since it was opened, it may have become the finished file, and its name another's.
            if not _OPEN_FILES_STAY and os.path.samestat(os.fstat(file.fileno()), partial.lstat()):
                partial.unlink()
        if _OPEN_FILES_STAY:
            partial.unlink()
    except (OSError, UnreadableFile):
        return False
    return True


def _prefix(name: str) -> str:
    """How the names of a file's unfinished ones start; short where the name leaves no room for more."""
    encoded = os.fsencode(name)
    return f".{name if len(encoded) < _LONGEST else hashlib.sha256(encoded).hexdigest()}.partial-"
