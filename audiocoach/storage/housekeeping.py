"""How much is kept in a folder of the cache, and what has to go: `<folder>/<ab>/<name>`, and what lies unfinished."""

import contextlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from audiocoach.errors import CacheError
from audiocoach.storage import partial

SCRATCH: Final = ".partial"
"""The folder of what is being written, beside the finished things and on the same disk."""
LOCK: Final = ".lock"
"""The ending of a lock file, which is no thing, and stays: somebody may be waiting for it."""
_TRIM_TO: Final = 0.8  # of the limit, so that not every build has to make room


@dataclass(frozen=True, slots=True)
class Usage:
    """How much is kept."""

    number: int = 0
    bytes: int = 0
    """With what killed processes left."""

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(self.number + other.number, self.bytes + other.bytes)


@dataclass(frozen=True, slots=True, order=True)
class _Entry:
    used: float
    """When it was last used, in seconds."""
    size: int
    path: Path

    @property
    def usage(self) -> Usage:
        return Usage(not self.path.name.startswith("."), self.size)


def usage(folder: Path) -> Usage:
    """How much there is."""
    return sum((entry.usage for entry in _entries(folder)), Usage())


def clear(folder: Path) -> Usage:
    """Remove everything and give what that was: a build that runs meanwhile makes it again. Raises `CacheError`."""
    removed = Usage()
    for entry in _entries(folder):
        if entry.path.name.startswith("."):
            removed += entry.usage if partial.remove_if_dead(entry.path) else Usage()
            continue
        try:
            entry.path.unlink(missing_ok=True)
            removed += entry.usage
        except OSError as error:
            raise CacheError(f"cannot clear the cache: {entry.path}: {error.strerror}") from error
    return removed


def trim(folder: Path, limit: int) -> None:
    """Where there are more bytes than `limit`, remove what has not been used for longest."""
    entries = sorted(_entries(folder), reverse=True)
    if sum(entry.size for entry in entries) <= limit:
        return
    kept = 0
    for entry in entries:
        kept += entry.size
        if kept > limit * _TRIM_TO:
            with contextlib.suppress(OSError):
                if entry.path.name.startswith("."):
                    partial.remove_if_dead(entry.path)
                else:
                    entry.path.unlink(missing_ok=True)


def _entries(folder: Path) -> Iterator[_Entry]:
    """Every file in the folders of a folder, unfinished ones too, and links, which are not followed."""
    for inner in _listed(folder):
        for entry in _listed(Path(inner.path)) if inner.is_dir(follow_symlinks=False) else (inner,):
            with contextlib.suppress(OSError):  # another process may remove it
                status = entry.stat(follow_symlinks=False)
                if not stat.S_ISDIR(status.st_mode) and not entry.name.endswith(LOCK):
                    yield _Entry(status.st_mtime, status.st_size, Path(entry.path))


def _listed(folder: Path) -> tuple["os.DirEntry[str]", ...]:
    """What lies in a folder; nothing where it cannot be looked into."""
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        return tuple(found)
    return ()
