"""An open file of sound: it is opened once, by us, and what is decoded of it is what was hashed.

FFmpeg is never given a name, which it might take for an address, a pattern or a list: it reads an open file, and
nothing else.
"""

import errno
import hashlib
import os
import zlib
from array import array
from collections.abc import Generator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import IO, Final

from audiocoach.errors import UnreadableFile
from audiocoach.storage.regular import open_regular

LARGEST: Final = 1 << 32
"""Bytes of a file of sound, 4 GiB: all that a WAV can hold. A larger one is not even hashed."""

CHANGED: Final = "it has changed while it was being read"

_BLOCK: Final = 1 << 16
_MOST_READ: Final = 16
"""How many times its size is read of a file, at most: a container may lead to the same bytes again and again."""


class MediaFile:
    """The content of an open file. After `digest` was asked for, only what it was made of is read."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        """`path` is for messages. Raises `UnreadableFile` for a file that is empty or larger than 4 GiB."""
        self.path = path
        self.failure: str | None = None
        """Why nothing more can be read, where something went wrong on the way."""
        self._file = file
        self.size = file.seek(0, os.SEEK_END)
        self._number, self._block = -1, b""
        self._checks: array[int] | None = None
        self._allowance = _MOST_READ * self.size + (1 << 26)
        if not self.size:
            raise self.unreadable("it is empty")
        if self.size > LARGEST:
            raise self.unreadable(f"it is larger than {LARGEST >> 30} GiB")

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content, in hexadecimal. Raises `UnreadableFile`."""
        whole, checks = hashlib.sha256(), array("I")
        for number in range(-(-self.size // _BLOCK)):
            block = self._loaded(number)
            whole.update(block)
            checks.append(zlib.crc32(block))
        self.check()
        self._checks = checks
        return whole.hexdigest()

    def read_at(self, position: int, size: int) -> bytes:
        """At most `size` bytes from `position` on, at least one before the end. It raises nothing: see `check`."""
        number, offset = divmod(position, _BLOCK)
        return self._loaded(number)[offset : offset + size]

    def check(self) -> None:
        """Raises `UnreadableFile` where something could not be read, or where the file is no longer what it was."""
        if self.failure is None and self._file.seek(0, os.SEEK_END) != self.size:
            self.failure = CHANGED
        if self.failure is not None:
            raise self.unreadable(self.failure)

    def unreadable(self, reason: str, hint: str | None = None) -> UnreadableFile:
        """The error that says so of this file."""
        return UnreadableFile(self.path, reason, hint)

    def _loaded(self, number: int) -> bytes:
        """The block of that number, checked; empty at the end, and where it cannot be read."""
        start = number * _BLOCK
        if number == self._number:
            return self._block
        if self.failure is not None or start >= self.size:
            return b""
        length = min(_BLOCK, self.size - start)
        self._allowance -= length
        if self._allowance < 0:
            self.failure = "its parts lead to one another without end"
            return b""
        try:
            self._file.seek(start)
            block = self._file.read(length)
        except (OSError, ValueError) as error:  # `ValueError`: it was closed
            self.failure = str(getattr(error, "strerror", None) or error).lower()
            return b""
        if len(block) < length or (self._checks is not None and self._checks[number] != zlib.crc32(block)):
            self.failure = CHANGED
            return b""
        self._number, self._block = number, block
        return block


@contextmanager
def opened(path: Path) -> Generator[MediaFile]:
    """The file at `path`, open while the block runs. Raises `UnreadableFile` for what is no regular file, and others
    as `MediaFile` does.
    """
    with open_regular(path) as file:
        yield MediaFile(file, path)


class MediaReader:
    """A part of a `MediaFile` as a file for PyAV.

    It is called from C, where an exception would be printed, or raised at the next call: it never raises.
    """

    def __init__(self, media: MediaFile, start: int = 0, end: int | None = None) -> None:
        self.media = media
        self._start = start
        self._size = (media.size if end is None else end) - start
        self._at = 0

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; none at the end."""
        part = self.media.read_at(self._start + self._at, max(min(size, self._size - self._at), 0))
        self._at += len(part)
        return part

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """The place, or a negative error number for one that is none."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}.get(whence)
        if base is None or base + offset < 0:
            return -errno.EINVAL
        self._at = base + offset
        return self._at

    def tell(self) -> int:
        """The place."""
        return self._at
