"""Files that are whole or not there: written beside their place and moved into it at the end."""

import contextlib
import errno
import hashlib
import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import IO, Final

from audiocoach.errors import DeliverError

try:
    import fcntl
except ImportError:  # Windows refuses to delete an open file, which serves as well as a lock
    fcntl = None  # type: ignore[assignment]

_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_HINTS: Final = {
    errno.ENOENT: "create the folder first, or name another",
    errno.EACCES: "choose a folder that you may write to",
    errno.EPERM: "choose a folder that you may write to",
    errno.EROFS: "choose a folder that is not read-only",
    errno.ENAMETOOLONG: "choose a shorter file name",
} | dict.fromkeys(_FULL, "free some space and build again: finished work is kept")


class Sink:
    """A file being written, whose failures are `DeliverError`s that name the file it will become."""

    def __init__(self, file: FileIO, path: Path) -> None:
        """`path` is the finished file's, for messages."""
        self._file = file
        self._path = path

    def write(self, data: bytes) -> None:
        """Append `data`, or overwrite after a `seek`."""
        rest = memoryview(data)
        with _writing(self._path):
            while rest:
                rest = rest[self._file.write(rest) :]

    def seek(self, position: int) -> None:
        """Go to a byte, counted from the start."""
        with _writing(self._path):
            self._file.seek(position)

    def finish(self) -> None:
        """Put everything on the disk."""
        with _writing(self._path):
            os.fsync(self._file.fileno())


@contextmanager
def replacing(path: Path, *, durable: bool = True) -> Iterator[Sink]:
    """A file to write, which takes the name `path` when the block ends well; else nothing has changed.

    The temporary file stands beside it as `.name.partial-<process>`. What killed processes left there of the same
    file is removed. One that is not `durable` is not waited for until it is on the disk. Raises DeliverError where the
    file cannot be written.
    """
    path = Path(os.path.realpath(path))  # a link stays, and what it points to is replaced
    with _writing(path):
        if path.exists() and not path.is_file():
            raise DeliverError(f"{path} is not a file", "name a file to write")
        _remove_stale(path)
        partial, file = _create(path)
    try:
        with file:
            sink = Sink(file, path)
            yield sink
            if durable:
                sink.finish()
            if fcntl is not None:  # while the lock still tells others that it is not stale
                with _writing(path):
                    partial.replace(path)
        if fcntl is None:
            with _writing(path):
                partial.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):  # the first error is the one to tell
            partial.unlink(missing_ok=True)
        raise
    if durable:
        _sync_folder(path.parent)


def write_file(path: Path, data: bytes) -> None:
    """Write a whole small file at `path`, or leave what is there."""
    with replacing(path) as file:
        file.write(data)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DeliverError(f"cannot write {path}: {reason_of(error)}", _HINTS.get(error.errno or 0)) from error


def reason_of(error: OSError) -> str:
    """Why the disk refuses, in our words."""
    return "the disk is full" if error.errno in _FULL else (error.strerror or str(error)).lower()


def _prefix(path: Path) -> str:
    """How the names of a file's temporary files start; short where the name leaves no room for more."""
    name = path.name if len(os.fsencode(path.name)) < 200 else hashlib.sha256(os.fsencode(path.name)).hexdigest()
    return f".{name}.partial-"


def _create(path: Path) -> tuple[Path, FileIO]:
    """A new temporary file, locked for as long as this process lives."""
    for number in itertools.count():
        partial = path.with_name(f"{_prefix(path)}{os.getpid()}" + (f"-{number}" if number else ""))
        try:
            file = partial.open("xb", buffering=0)  # so that closing cannot fail
        except FileExistsError:
            continue
        # Another process may have taken it for a stale one between its creation and its lock: then it has no name.
        if not lock(file) or os.fstat(file.fileno()).st_nlink:
            return partial, file
        file.close()
    raise AssertionError("unreachable")


def _remove_stale(path: Path) -> None:
    with contextlib.suppress(OSError):
        for partial in path.parent.iterdir():
            if partial.name.startswith(_prefix(path)):
                with contextlib.suppress(OSError):
                    remove_if_dead(partial)


def remove_if_dead(partial: Path) -> None:
    """Remove a temporary file; `OSError` where a process has it open: that one holds its lock (Windows: its handle)."""
    if fcntl is not None:
        with partial.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Since it was opened, it may have become the finished file, and its name another's.
            if os.path.samestat(os.fstat(file.fileno()), partial.stat()):
                partial.unlink()
    else:
        partial.unlink()


def lock(file: IO[bytes] | FileIO) -> bool:
    """Lock `file` until it is closed; False where the system or the file system knows no locks."""
    if fcntl is None:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
    except OSError:
        return False
    return True


def _sync_folder(folder: Path) -> None:
    """Put the new name on the disk too, where a folder can be synced (not on Windows)."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
