"""Reading files that somebody else names: regular files only, and no more of them than is allowed.

A FIFO waits for ever, a device never ends, and a socket cannot be read: none of them is ever opened, by a link neither.
"""

import os
import stat
from collections.abc import Callable
from io import BufferedReader
from pathlib import Path
from typing import Final

from audiocoach.errors import UnreadableFile

_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)  # for what becomes a FIFO between the look and the opening
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
_KINDS: Final[tuple[tuple[Callable[[int], bool], str], ...]] = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISLNK, "a link"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_PIECE: Final = 1 << 16
_UNITS: Final = ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB"))


def open_regular(path: Path, *, follow: bool = True) -> BufferedReader:
    """The regular file at `path`, or with `follow` that a link there leads to, open for reading bytes.

    Raises `UnreadableFile` for anything else, at once: nothing is opened that could wait or have an effect.
    """
    try:
        _check(path, path.stat(follow_symlinks=follow).st_mode)
        descriptor = os.open(path, _FLAGS if follow else _FLAGS | _NO_LINK)
    except (OSError, ValueError) as error:
        raise UnreadableFile(path, _reason(error), missing=isinstance(error, FileNotFoundError)) from error
    try:
        _check(path, os.fstat(descriptor).st_mode)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def read_bounded(path: Path, limit: int) -> bytes:
    """What the regular file at `path` holds. Raises `UnreadableFile`, for more than `limit` bytes too."""
    with open_regular(path) as file:
        try:
            piece = min(os.fstat(file.fileno()).st_size, limit) + 1  # a limit may be far more than there is memory
            content = b""
            while part := file.read(min(max(piece, _PIECE), limit + 1 - len(content))):
                content += part
        except OSError as error:
            raise UnreadableFile(path, _reason(error)) from error
    if len(content) > limit:
        raise UnreadableFile(path, f"it is larger than {_size(limit)}")
    return content


def unreadable(path: Path) -> UnreadableFile | None:
    """Why there is no regular file at `path` that may be read; None where there is one."""
    try:
        open_regular(path).close()
    except UnreadableFile as error:
        return error
    return None


def special(mode: int) -> str | None:
    """What a thing of this `st_mode` is, with its article, where it is no regular file: `a folder`."""
    if stat.S_ISREG(mode):
        return None
    return next((name for is_kind, name in _KINDS if is_kind(mode)), "no regular file")


def _check(path: Path, mode: int) -> None:
    kind = special(mode)
    if kind:
        raise UnreadableFile(path, f"it is {kind}", "name a file")


def _reason(error: OSError | ValueError) -> str:
    """Why a file cannot be read, in our words."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, OSError):
        return (error.strerror or str(error)).lower()
    return "no file can be called so"


def _size(limit: int) -> str:
    for unit, name in _UNITS:
        if limit >= unit:
            return f"{limit / unit:.3g} {name}"
    return f"{limit} bytes"
