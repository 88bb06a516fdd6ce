"""Files that are served as they were published, or not: whole, and never half of one content and half of another."""

import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedReader
from threading import Lock
from typing import Final

from audiocoach.errors import Portable, UnreadableFile
from audiocoach.publish.server.served import ServedFile
from audiocoach.storage.regular import open_regular

BLOCK: Final = 1 << 17
"""Bytes that are read, and sent, at once."""
_GRAIN_S: Final = 2.0
"""Seconds within which a file may change twice and bear one date: FAT's."""


class FileGone(Portable):
    """There is no such regular file, or a link leads to it."""


class FileChanged(Portable):
    """The file is not what was published, or it changes at this moment."""


class NotPublished(FileChanged):
    """The file is not what was published, and nobody writes to it."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """What changes where a file does."""

    device: int
    inode: int
    size: int
    modified_ns: int

    @classmethod
    def of(cls, file: BufferedReader) -> "_Standing":
        """Of an open file."""
        found = os.fstat(file.fileno())
        return cls(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class UnchangedFile:
    """An open file whose content is known."""

    sha256: str
    size: int
    """Bytes."""
    modified: float
    """Seconds since 1970."""
    _file: BufferedReader
    _standing: _Standing

    def blocks(self, part: range) -> Iterator[bytes]:
        """These bytes of it. Raises `FileChanged` as soon as they may be others than those that are known."""
        self._file.seek(part.start)
        rest = len(part)
        while rest:
            block = self._file.read(min(rest, BLOCK))
            if not block or _Standing.of(self._file) != self._standing:
                raise FileChanged
            rest -= len(block)
            yield block

    def close(self) -> None:
        """Close it."""
        self._file.close()


@dataclass(slots=True)
class FileOpener:
    """Opens served files, and computes the digest of each only where it may have changed."""

    _known: dict[str, tuple[_Standing, str]] = field(default_factory=dict)
    """Of each path the digest, and what stood there then."""
    _computing: Lock = field(default_factory=Lock)
    """One digest at a time, so that a hundred clients who ask for one file have it computed once."""

    def open(self, served: ServedFile) -> UnchangedFile:
        """Open a file that is as it was published. Raises `FileGone` and `FileChanged`."""
        file = _open(served)
        try:
            standing = _Standing.of(file)
            sha256 = self._digest(served, file, standing)
            if served.sha256 not in (None, sha256):
                raise FileChanged if _is_fresh(standing) else NotPublished
            return UnchangedFile(sha256, standing.size, standing.modified_ns / 1e9, file, standing)
        except BaseException as error:
            file.close()
            if isinstance(error, OSError):
                raise FileGone from error
            raise

    def _digest(self, served: ServedFile, file: BufferedReader, standing: _Standing) -> str:
        name = str(served.path)
        if (known := self._known.get(name)) and known[0] == standing:
            return known[1]
        with self._computing:
            if (known := self._known.get(name)) and known[0] == standing:
                return known[1]
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            if _Standing.of(file) != standing:
                raise FileChanged
            if not _is_fresh(standing):
                self._known[name] = standing, sha256
            return sha256


def _is_fresh(standing: _Standing) -> bool:
    """Whether a file may still be written to under the same date."""
    return abs(time.time() - standing.modified_ns / 1e9) <= _GRAIN_S


def _open(served: ServedFile) -> BufferedReader:
    try:
        file = open_regular(served.path, follow=False)
    except UnreadableFile as error:
        raise FileGone from error
    if os.path.realpath(served.path) != str(served.path):  # a folder above it is a link
        file.close()
        raise FileGone
    return file
