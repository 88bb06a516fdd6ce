"""Encoded chunks kept on the disk: the same second of sound is never encoded twice, in this build or the next."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final

from audiocoach.errors import CacheError
from audiocoach.storage.store import Store, Usage

LIMIT: Final = 1 << 29
"""Bytes that the store may grow to, 512 MiB: about nine hours of sound in which nothing repeats."""
_RECENT: Final = 256
"""Chunks kept in memory: those that repeat all the time, silence and a bed's loop."""


@dataclass(frozen=True, slots=True)
class ChunkCounts:
    """Of the chunks of a build."""

    encoded: int
    reused: int


class ChunkStore:
    """Chunks by key. One is worth nothing but time: where the disk refuses, none is kept, and nobody need know."""

    def __init__(self, root: Path, limit: int = LIMIT) -> None:
        self._store = Store(root / "chunks")
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
            chunk = self._store.get(key)
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
        with suppress(CacheError):
            self._store.put(key, chunk)

    def trim(self) -> None:
        """Remove the chunks that have not been used for longest, where the store is larger than its limit."""
        self._store.trim(self._limit)

    def clear(self) -> Usage:
        """Remove every chunk and give what that was."""
        return self._store.clear()

    def usage(self) -> Usage:
        """How many chunks there are."""
        return self._store.usage()

    def _remember(self, key: str, chunk: bytes) -> None:
        self._recent.pop(key, None)
        self._recent[key] = chunk
        if len(self._recent) > _RECENT:
            del self._recent[next(iter(self._recent))]
