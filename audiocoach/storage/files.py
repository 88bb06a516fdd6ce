"""Files that are whole or not there: written beside their place and moved into it at the end."""

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import Final

from audiocoach.errors import DeliverError, InputError
from audiocoach.storage import partial
from audiocoach.storage.regular import special

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
def replacing(path: Path) -> Iterator[Sink]:
    """A file to write, which takes the name `path` when the block ends well; else nothing has changed.

    The unfinished file stands beside it, and what killed processes left there of the same file is removed. A link
    stays, and what it leads to is replaced. Raises `InputError` for what is there and no regular file, and
    `DeliverError` where the file cannot be written.
    """
    path = check_output(path)
    partial.sweep(path.parent, path.name)
    with placing(path, path.parent) as file:
        yield file


@contextmanager
def placing(path: Path, scratch: Path, *, durable: bool = True) -> Iterator[Sink]:
    """A file to write in the folder `scratch`, of the same file system, which replaces what is at `path` at the end.

    One that is not `durable` is not waited for until it is on the disk. Raises `DeliverError`.
    """
    with _writing(path):
        unfinished, file = partial.create(scratch, path.name)
    try:
        with file:
            sink = Sink(file, path)
            yield sink
            if durable:
                sink.finish()
            with _writing(path):
                partial.finish(unfinished, file, path)
    except BaseException:
        with contextlib.suppress(OSError):  # the first error is the one to tell
            unfinished.unlink(missing_ok=True)
        raise
    if durable:
        _sync_folder(path.parent)


def write_file(path: Path, data: bytes) -> None:
    """Write a whole small file at `path`, or leave what is there."""
    with replacing(path) as file:
        file.write(data)


def check_output(path: Path) -> Path:
    """Where a file that is written to `path` will lie, links followed.

    Raises `InputError` where something else than a regular file is there already, and opens nothing.
    """
    there = Path(os.path.realpath(path))
    with _writing(path):
        try:
            kind = special(there.stat().st_mode)
        except (FileNotFoundError, NotADirectoryError):
            kind = None
    if kind:
        raise InputError(f"{path} is {kind}", "name a file")
    return there


def sweep(paths: Iterable[Path]) -> None:
    """Remove what killed processes left unfinished of the files at `paths`."""
    for path in paths:
        there = Path(os.path.realpath(path))
        partial.sweep(there.parent, there.name)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DeliverError(f"cannot write {path}: {reason_of(error)}", _HINTS.get(error.errno or 0)) from error


def reason_of(error: OSError) -> str:
    """Why the disk refuses, in our words."""
    return "the disk is full" if error.errno in _FULL else (error.strerror or str(error)).lower()


def _sync_folder(folder: Path) -> None:
    """Put the new name on the disk too, where a folder can be synced (not on Windows)."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
