"""The user's cache: what takes long to make, kept by key, each thing a file that is whole or not there.

An entry is `<folder>/<ab>/<name>`: a line of 256 bytes (kind, format, name, size, and a SHA-256 over these and the
content), then the content. Whatever else lies there counts as missing: damage, another thing's entry, a link, a folder.
Any number of processes may share the cache, and one that is killed leaves nothing worse than an unfinished file, which
the next one sweeps away.
"""

import contextlib
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Final

import platformdirs

from audiocoach.errors import CacheError, DeliverError, UnreadableFile
from audiocoach.paths import named_by
from audiocoach.storage import housekeeping, partial
from audiocoach.storage.files import Sink, placing, reason_of
from audiocoach.storage.housekeeping import LOCK, SCRATCH, Usage
from audiocoach.storage.kinds import Kind
from audiocoach.storage.locks import alone
from audiocoach.storage.regular import open_regular

HEADER: Final = 256
"""Bytes before an entry's content."""
_HINT: Final = "see to the disk, or name another folder in AUDIOCOACH_CACHE"
_NAME: Final = 40
_BLOCK: Final = 1 << 18
_LOOKS: Final = 10
"""How often a store is looked through, about, while it takes in as much as it may hold."""


def default_cache_root() -> Path:
    """AUDIOCOACH_CACHE, or where the system keeps a user's caches."""
    return named_by("AUDIOCOACH_CACHE") or platformdirs.user_cache_path("audiocoach")


class EntrySink:
    """The content of an entry, being written."""

    def __init__(self, file: Sink, label: bytes) -> None:
        """`label` is what the content is, and nothing for content that stands alone."""
        self._file = file
        self._label = label
        self._digest = hashlib.sha256(label)
        self.size = 0
        """Bytes so far."""
        if label:
            file.write(bytes(HEADER))

    def write(self, data: bytes) -> None:
        """Append `data`."""
        self._digest.update(data)
        self._file.write(data)
        self.size += len(data)

    def finish(self) -> None:
        """Say at the start what it is."""
        if self._label:
            self._file.seek(0)
            self._file.write(_header(self._label, self.size, self._digest.hexdigest()))


class Store:
    """Things of one kind by key: the owner's key says what was made, the kind's version adds by what it was made."""

    def __init__(self, root: Path, kind: Kind) -> None:
        """`root` is the cache's; folders are made when they are first written to."""
        self.kind = kind
        self.folder = root / kind.folder
        self._is_swept = False

    def name(self, key: str) -> str:
        """What the entry of a key is called."""
        if self.kind.is_bare:
            return key
        return hashlib.sha256(f"{self.kind.name} {self.kind.version} {key}".encode()).hexdigest()[:_NAME]

    def path(self, key: str) -> Path:
        """Where the entry of a key lies, or would."""
        name = self.name(key)
        return self.folder / name[:2] / name

    @contextmanager
    def writing(self, key: str) -> Iterator[EntrySink]:
        """An entry to write, which is there when the block ends well. Raises `CacheError` where it cannot be."""
        path, scratch = self.path(key), self.scratch()
        self._make(path.parent)
        with self._as_cache_errors(), placing(path, scratch, durable=self.kind.is_durable) as file:
            sink = EntrySink(file, self._label(path.name))
            yield sink
            sink.finish()
            with contextlib.suppress(OSError):
                path.rmdir()  # an empty folder in its place; one that is not empty is somebody's
        self._trim_after(path.name, sink.size)

    def put(self, key: str, content: bytes) -> None:
        """Keep `content`. Raises `CacheError`."""
        with self.writing(key) as file:
            file.write(content)

    def keep(self, key: str, content: bytes) -> None:
        """Keep `content`, or where the disk refuses nothing: for what is worth only the time to make it."""
        with contextlib.suppress(CacheError):
            self.put(key, content)

    def open(self, key: str) -> BufferedReader | None:
        """The entry of a key, whole and at its content, or None where it is missing or damaged."""
        path = self.path(key)
        with contextlib.suppress(OSError, UnreadableFile), contextlib.ExitStack() as stack:
            file = stack.enter_context(open_regular(path, follow=False))
            if _is_whole(file, self._label(path.name), path.name):
                if self.kind.limit:
                    _touch(file, path)
                stack.pop_all()
                return file
        return None

    def has(self, key: str) -> bool:
        """Whether the entry of a key is there and whole."""
        file = self.open(key)
        if file is not None:
            file.close()
        return file is not None

    def get(self, key: str) -> bytes | None:
        """The content of a key, or None where it is missing or damaged."""
        file = self.open(key)
        if file is None:
            return None
        with file:
            return file.read()

    def remove(self, key: str) -> None:
        """Forget one thing; what cannot be removed is met again when it is written."""
        with contextlib.suppress(OSError):
            self.path(key).unlink(missing_ok=True)

    @contextmanager
    def alone(self, key: str) -> Iterator[None]:
        """While the block runs, no other process is in it with the same key: one makes the thing, the others wait.

        In a cache that cannot be written to, nobody waits.
        """
        path = self.path(key)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
        with alone(path.with_name(f".{path.name}{LOCK}")):
            yield

    def scratch(self) -> Path:
        """The folder, made, for what is unfinished; it is swept when it is first asked for. Raises `CacheError`."""
        folder = self.folder / SCRATCH
        self._make(folder)
        if not self._is_swept:
            self._is_swept = True
            partial.sweep(folder)
        return folder

    def usage(self) -> Usage:
        """How much there is."""
        return housekeeping.usage(self.folder)

    def clear(self) -> Usage:
        """Remove everything and give what that was. Raises `CacheError`."""
        return housekeeping.clear(self.folder)

    def _trim_after(self, name: str, size: int) -> None:
        """Make room now and then, by chance in proportion to what was taken in: by the name, which is a hash.

        So each build's part of looking through a full store is small, and the limit holds within some tenths.
        """
        limit = self.kind.limit
        if limit and int(name[:8], 16) * limit < (size + HEADER) * _LOOKS << 32:
            housekeeping.trim(self.folder, limit)

    def _label(self, name: str) -> bytes:
        """What an entry says of itself, and nothing for what is kept bare."""
        return b"" if self.kind.is_bare else f"audiocoach {self.kind.folder} {self.kind.format} {name}".encode()

    def _make(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._error(reason_of(error)) from error

    @contextmanager
    def _as_cache_errors(self) -> Iterator[None]:
        """Errors of writing, as the cache's."""
        try:
            yield
        except DeliverError as error:
            cause = error.__cause__
            raise self._error(reason_of(cause) if isinstance(cause, OSError) else error.message) from error

    def _error(self, why: str) -> CacheError:
        return CacheError(f"cannot write the cache {self.folder}: {why}", _HINT)


def _touch(file: BufferedReader, path: Path) -> None:
    """Let `trim` know that an entry was used, where the disk can be written to."""
    with contextlib.suppress(OSError):
        os.utime(file.fileno() if os.utime in os.supports_fd else path)


def _header(label: bytes, size: int, digest: str) -> bytes:
    """The first line of an entry."""
    return (label + f" {size} {digest}".encode()).ljust(HEADER - 1) + b"\n"


def _is_whole(file: BufferedReader, label: bytes, name: str) -> bool:
    """Whether an open file is the entry that its label and its name promise; it is then at its content."""
    header = file.read(HEADER) if label else b""
    start, digest = len(header), hashlib.sha256(label)
    size = os.fstat(file.fileno()).st_size - start
    if label and not header.startswith(label + f" {size} ".encode()):
        return False  # so that what is not ours is not read to its end, wherever that is
    while block := file.read(_BLOCK):
        digest.update(block)
    file.seek(start)
    return header == _header(label, size, digest.hexdigest()) if label else digest.hexdigest() == name
