"""Which files were written by audiocoach, so that no other is overwritten: they carry no mark of their own."""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from audiocoach.errors import CacheError
from audiocoach.storage.kinds import WRITTEN
from audiocoach.storage.store import Store

_LOOK: Final = 1 << 16


class Written:
    """Remembers files by their content, wherever they are moved to; one that was edited is somebody else's."""

    def __init__(self, cache_root: Path) -> None:
        self._store = Store(cache_root, WRITTEN)

    def remember(self, paths: Iterable[Path]) -> None:
        """Know these files again. Where the disk refuses, they will need `--force`."""
        with suppress(CacheError, OSError):
            for path in paths:
                self._store.put(_identity(path), b"")

    def knows(self, path: Path) -> bool:
        """Whether the file at `path` is as it was written."""
        try:
            return self._store.get(_identity(path)) is not None
        except OSError:
            return False


def _identity(path: Path) -> str:
    """Of a file's length, its start and its end: stems are large, and differ in both."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        digest = hashlib.sha256(str(size).encode())
        for start in (0, max(size - _LOOK, 0)):
            file.seek(start)
            digest.update(file.read(_LOOK))
    return digest.hexdigest()
