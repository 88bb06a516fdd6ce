"""Encoded chunks kept on the disk: the same second of sound is never encoded twice, in this build or the next."""

from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final

from audiocoach.storage.kinds import CHUNKS
from audiocoach.storage.store import Store

_RECENT: Final = 256
"""Chunks kept in memory: those that repeat all the time, silence and a bed's loop."""


@dataclass(frozen=True, slots=True)
class ChunkCounts:
    """Of the chunks of a build."""

    encoded: int
    reused: int


class ChunkStore:
    """Chunks by key. One is worth nothing but time: where the disk refuses, none is kept, and nobody need know."""

    def __init__(self, root: Path) -> None:
        """`root` is the cache's."""
        self._store = Store(root, CHUNKS)
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
        self._store.keep(key, chunk)

    def _remember(self, key: str, chunk: bytes) -> None:
        self._recent.pop(key, None)
        self._recent[key] = chunk
        if len(self._recent) > _RECENT:
            del self._recent[next(iter(self._recent))]
