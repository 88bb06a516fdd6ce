"""Encoded chunks kept on the disk: the same second of sound is never encoded twice, in this build or the next."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final

from audiocoach.errors import CacheError

LIMIT: Final = 1 << 29
"""Bytes that the store may grow to, 512 MiB: about nine hours of sound in which nothing repeats."""
_TRIM_TO: Final = 0.8  # of the limit, so that not every build has to make room
_DIGEST: Final = hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True)
class ChunkCounts:
    """Of the chunks of a build."""

    encoded: int
    reused: int


class ChunkCache:
    """Chunks by key, each in a file `DIGEST + bytes`, in folders of their own below `root`.

    A chunk is worth nothing but time: what is damaged counts as missing, and where the disk refuses, nothing is kept.
    """

    def __init__(self, root: Path, limit: int = LIMIT) -> None:
        self.root = root / "chunks"
        self._limit = limit
        self._recent: dict[str, bytes] = {}
        self._lock = Lock()
        self._encoded = self._reused = 0

    @property
    def counts(self) -> ChunkCounts:
        """Since the store was made."""
        return ChunkCounts(self._encoded, self._reused)

    def get(self, key: str) -> bytes | None:
        """The chunk of this key, or None."""
        with self._lock:
            chunk = self._recent.get(key)
        if chunk is None:
            chunk = self._read(key)
        with self._lock:
            if chunk is not None:
                self._remember(key, chunk)
                self._reused += 1
        return chunk

    def put(self, key: str, chunk: bytes) -> None:
        """Keep a chunk."""
        with self._lock:
            self._remember(key, chunk)
            self._encoded += 1
        path = self._path(key)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".chunk-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(hashlib.sha256(chunk).digest() + chunk)
                Path(temporary).replace(path)
            except OSError:
                Path(temporary).unlink(missing_ok=True)
                raise

    def trim(self) -> None:
        """Remove the chunks that have not been used for longest, where the store is larger than its limit."""
        sizes = sorted(self._sizes(), reverse=True)
        total, kept = sum(size for _, size, _ in sizes), 0
        if total <= self._limit:
            return
        for _, size, path in sizes:
            kept += size
            if kept > self._limit * _TRIM_TO:
                with suppress(OSError):
                    path.unlink(missing_ok=True)

    def clear(self) -> tuple[int, int]:
        """Remove every chunk; how many there were, and their bytes."""
        found = list(self._sizes())
        for _, _, path in found:
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise CacheError(f"cannot clear the cache: {path}: {error.strerror}") from error
        return len(found), sum(size for _, size, _ in found)

    def usage(self) -> tuple[int, int]:
        """How many chunks there are, and their bytes."""
        sizes = [size for _, size, _ in self._sizes()]
        return len(sizes), sum(sizes)

    def _read(self, key: str) -> bytes | None:
        path = self._path(key)
        try:
            content = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        digest, chunk = content[:_DIGEST], content[_DIGEST:]
        return chunk if hashlib.sha256(chunk).digest() == digest else None

    def _remember(self, key: str, chunk: bytes) -> None:
        """Keep the few chunks in memory that repeat all the time: silence, and a bed's loop."""
        self._recent.pop(key, None)
        self._recent[key] = chunk
        if len(self._recent) > 256:
            del self._recent[next(iter(self._recent))]

    def _path(self, key: str) -> Path:
        return self.root / key[:2] / key

    def _sizes(self) -> Iterator[tuple[float, int, Path]]:
        """Time of last use, size and path of each file, abandoned ones too."""
        for path in self.root.glob("*/*"):
            with suppress(OSError):
                status = path.stat()
                yield status.st_mtime, status.st_size, path
