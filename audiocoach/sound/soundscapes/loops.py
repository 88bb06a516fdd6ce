"""Finished loops on the disk: rendered once, checked when read, mapped into memory and shared by all builds.

The content of an entry is 16-bit stereo frames, little-endian, then their SHA-256. At -26 LUFS the rounding to 16 bits
lies 75 dB below the bed and far below what MP3 leaves of it, and the file is half of what float32 would take.
"""

import hashlib
import os
from collections import OrderedDict
from collections.abc import Iterable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from threading import Lock
from typing import Final

import numpy as np

from audiocoach.audio.arrays import Pcm, Stereo
from audiocoach.storage.kinds import SOUNDSCAPES
from audiocoach.storage.store import HEADER, Store

_FRAME: Final = 4
_DIGEST: Final = hashlib.sha256().digest_size
_SCALE: Final = 32768.0
_MOST_OPEN: Final = 8
"""Loops that a process keeps open beside those that it plays: a session has one or two."""


@dataclass(frozen=True, slots=True, eq=False)
class Loop:
    """A bed that repeats, at -26 LUFS after fold-down."""

    digest: str
    """`bed:` and the SHA-256 of the samples: equal means the same sound."""
    samples: Pcm
    """Shape (frames, 2), full scale 32768; read-only, on the disk."""

    @property
    def frames(self) -> int:
        """Length in samples."""
        return len(self.samples)

    def read(self, start: int, length: int) -> Stereo:
        """What sounds at session samples `start` to `start + length`, shape (length, 2), full scale 1.0."""
        out = np.empty((length, 2), np.float32)
        done = 0
        while done < length:
            at = (start + done) % self.frames
            part = self.samples[at : at + length - done]
            np.multiply(part, np.float32(1 / _SCALE), out=out[done : done + len(part)])
            done += len(part)
        return out


class LoopStore:
    """Loops by key."""

    def __init__(self, root: Path) -> None:
        """`root` is the cache's."""
        self._store = Store(root, SOUNDSCAPES)

    def load(self, key: str) -> Loop | None:
        """The loop, or None. One that is damaged is none: it will be made again."""
        known = _OPEN.get(self._store.path(key))
        if known is not None:
            return known
        file = self._store.open(key)
        if file is None:
            return None
        with file:
            loop = _mapped(file)
            if loop is not None:
                _OPEN.add(os.fstat(file.fileno()), loop)
            return loop

    def store(self, key: str, blocks: Iterable[Stereo]) -> None:
        """Keeps a loop, given as blocks of frames at full scale 1.0. Raises `CacheError` where it cannot be written."""
        digest = hashlib.sha256()
        with self._store.writing(key) as file:
            for block in blocks:
                pcm = np.rint(block * np.float32(_SCALE)).astype("<i2").tobytes()
                digest.update(pcm)
                file.write(pcm)
            file.write(digest.digest())

    def alone(self, key: str) -> AbstractContextManager[None]:
        """While the block runs, no other process is in it with the same key: one renders, the others wait."""
        return self._store.alone(key)

    def scratch(self) -> Path:
        """A folder for temporary files as large as a loop. Raises `CacheError` where it cannot be made."""
        return self._store.scratch()


class _OpenLoops:
    """The loops that this process used last: each is checked once. Used by several threads at once."""

    def __init__(self) -> None:
        self._loops: OrderedDict[tuple[int, int, int], Loop] = OrderedDict()
        self._lock = Lock()

    def get(self, path: Path) -> Loop | None:
        """The loop in the file at `path`, if it is one of them."""
        with suppress(OSError), self._lock:
            identity = _identity(path.lstat())
            loop = self._loops.get(identity)
            if loop is not None:
                self._loops.move_to_end(identity)
            return loop
        return None

    def add(self, status: os.stat_result, loop: Loop) -> None:
        """A loop that was found whole; the one that was not used for longest is let go."""
        with self._lock:
            self._loops[_identity(status)] = loop
            if len(self._loops) > _MOST_OPEN:
                self._loops.popitem(last=False)

    def clear(self) -> None:
        """Let go of all."""
        with self._lock:
            self._loops.clear()


_OPEN: Final = _OpenLoops()


def forget() -> None:
    """Check every loop again when it is next loaded, as another process would."""
    _OPEN.clear()


def _identity(status: os.stat_result) -> tuple[int, int, int]:
    """Of a file: its inode is not used again while it is mapped."""
    return status.st_dev, status.st_ino, status.st_size


def _mapped(file: BufferedReader) -> Loop | None:
    """The loop in an open entry, which is whole; None for what is no loop."""
    frames, rest = divmod(os.fstat(file.fileno()).st_size - HEADER - _DIGEST, _FRAME)
    if frames < 1 or rest:
        return None
    file.seek(HEADER + frames * _FRAME)
    digest = file.read(_DIGEST).hex()
    # Of the open file: its name may be gone by now.
    return Loop(f"bed:{digest}", np.memmap(file, "<i2", "r", offset=HEADER, shape=(frames, 2)))
