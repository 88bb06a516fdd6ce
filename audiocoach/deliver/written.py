"""What lies beside an MP3, written so that it is known again: only such files may be overwritten.

Most bear a seal. Subtitles in SubRip cannot: the MP3 beside them has their digest, and the cache remembers it from
before they are written, for an MP3 that is already another one.
"""

import hashlib
from pathlib import Path
from typing import Final

from audiocoach.deliver.tags import SUBTITLES
from audiocoach.storage.files import write_file
from audiocoach.storage.kinds import WRITTEN
from audiocoach.storage.regular import read_bounded
from audiocoach.storage.seal import SEALS, Standing, sealed, standing
from audiocoach.storage.store import Store

_LARGEST: Final = 1 << 24
"""Bytes of subtitles, 16 MiB: those of some hundred hours."""


class Written:
    """One MP3 and the files beside it."""

    def __init__(self, mp3: Path, cache_root: Path) -> None:
        self._mp3 = mp3
        self._store = Store(cache_root, WRITTEN)

    def write(self, path: Path, content: bytes) -> None:
        """Write a file, whole or not at all. Raises `DeliverError`."""
        if path.suffix.lower() in SEALS:
            with sealed(path) as file:
                file.write(content)
        else:
            self._store.keep(digest_of(content), b"")
            write_file(path, content)

    def remember(self, path: Path) -> None:
        """Know a file of ours that bears no seal also when the MP3 beside it is another one.

        Where the cache cannot be written, a build that is killed between the two leaves it unknown.
        """
        if path != self._mp3 and path.suffix.lower() not in SEALS:
            self._store.keep(digest_of(read_bounded(path, _LARGEST)), b"")

    def standing(self, path: Path) -> Standing:
        """Whose a file is, one of these; an MP3 of ours is so whatever became of it. Raises `UnreadableFile`."""
        from audiocoach.deliver.mp3_file import is_ours, own_frames  # loads the encoder, which names of extras need not

        if path == self._mp3:
            return "ours" if is_ours(path) else "unknown"
        if path.suffix.lower() in SEALS:
            return standing(path)
        digest = digest_of(read_bounded(path, _LARGEST))
        is_known = digest == own_frames(self._mp3).get(SUBTITLES) or self._store.has(digest)
        return "ours" if is_known else "unknown"


def digest_of(content: bytes) -> str:
    """What a file without a seal is known by."""
    return hashlib.sha256(content).hexdigest()
