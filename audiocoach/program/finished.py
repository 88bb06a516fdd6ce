"""Whether a finished file is still as it was written, without reading it again and again."""

import os
from pathlib import Path
from typing import Final

from audiocoach.program.inputs import file_digest
from audiocoach.program.manifest import FinishedFile
from audiocoach.storage.kinds import WRITTEN
from audiocoach.storage.store import Store

_HERE: Final = "seen"


class FinishedFiles:
    """Knows files by their digests, and remembers those whose size, place and times say that nothing has changed."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self._folder = folder
        self._store = Store(cache, WRITTEN)

    def is_whole(self, name: str, entry: FinishedFile) -> bool:
        """Whether an MP3 and all that was written beside it are as they were."""
        beside = all(self._is(path, digest) for path, digest in entry.beside.items())
        return beside and self._size(name) == entry.bytes and self._is(name, entry.sha256)

    def remember(self, name: str, digest: str) -> None:
        """Know a file that has just been read."""
        if key := self._key(name, digest):
            self._store.keep(key, b"")

    def remembers(self, name: str, digest: str) -> bool:
        """Whether a file is known without reading it."""
        key = self._key(name, digest)
        return key is not None and self._store.has(key)

    def _is(self, name: str, digest: str) -> bool:
        key = self._key(name, digest)
        if key is None:
            return False
        if self._store.has(key):
            return True
        if file_digest(self._folder / name) != digest:
            return False
        self._store.keep(key, b"")
        return True

    def _key(self, name: str, digest: str) -> str | None:
        """What a file is remembered by: its content is the same while its place, size and times are."""
        try:
            stat = os.lstat(self._folder / name)
        except OSError:
            return None
        place = (stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
        return " ".join((_HERE, digest, *map(str, place)))

    def _size(self, name: str) -> int:
        try:
            return os.lstat(self._folder / name).st_size
        except OSError:
            return -1
