"""Finished loops on the disk: rendered once, checked when read, mapped into memory and shared by all builds.

`soundscapes/<ab>/<key>`: a line of JSON padded to 4096 bytes (format, key, frames, SHA-256 of the rest), then
16-bit stereo frames, little-endian. At -26 LUFS the rounding to 16 bits lies 75 dB below the bed and far below what MP3
leaves of it, and the file is half of what float32 would take.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audiocoach.storage.store import Store, Usage

LIMIT: Final = 1 << 31
"""Bytes that the store may grow to, 2 GiB: 38 loops of 320 s, more than three times those that ship."""
_FORMAT: Final = 1
_HEADER: Final = 4096
_FRAME: Final = 4
_SCALE: Final = 32768.0


@dataclass(frozen=True, slots=True, eq=False)
class Loop:
    """A bed that repeats, at -26 LUFS after fold-down."""

    digest: str
    """`bed:` and the SHA-256 of the samples: equal means the same sound."""
    samples: NDArray[np.int16]
    """Shape (frames, 2), full scale 32768; read-only, on the disk."""

    @property
    def frames(self) -> int:
        """Length in samples."""
        return len(self.samples)

    def read(self, start: int, length: int) -> NDArray[np.float32]:
        """What sounds at session samples `start` to `start + length`, shape (length, 2), full scale 1.0."""
        out = np.empty((length, 2), np.float32)
        done = 0
        while done < length:
            at = (start + done) % self.frames
            part = self.samples[at : at + length - done]
            np.multiply(part, np.float32(1 / _SCALE), out=out[done : done + len(part)])
            done += len(part)
        return out


_CHECKED: Final[dict[tuple[str, int, int, int], Loop]] = {}
"""What this process has read and found whole, by key, device, inode (which is not used again while mapped) and size."""


class LoopStore:
    """Loops by key."""

    def __init__(self, root: Path, limit: int = LIMIT) -> None:
        self._store = Store(root / "soundscapes")
        self._limit = limit

    def load(self, key: str) -> Loop | None:
        """The loop, or None. One that is damaged is none: it will be made again."""
        try:
            with self._store.path(key).open("rb") as file:
                status = os.fstat(file.fileno())
                identity = (key, status.st_dev, status.st_ino, status.st_size)
                if identity not in _CHECKED:
                    loop = _read(file, key)
                    if loop is None:
                        return None
                    self._store.touch(key)
                    _CHECKED[identity] = loop
                return _CHECKED[identity]
        except (OSError, ValueError):
            return None

    def store(self, key: str, blocks: Iterable[NDArray[np.float32]]) -> None:
        """Keeps a loop, given as blocks of frames at full scale 1.0. Raises `CacheError` where it cannot be written."""
        digest, frames = hashlib.sha256(), 0
        with self._store.writing(key, durable=False) as file:
            file.write(bytes(_HEADER))
            for block in blocks:
                pcm = np.rint(block * np.float32(_SCALE)).astype("<i2").tobytes()
                digest.update(pcm)
                file.write(pcm)
                frames += len(block)
            header = {"format": _FORMAT, "key": key, "frames": frames, "sha256": digest.hexdigest()}
            file.seek(0)
            file.write(json.dumps(header).encode().ljust(_HEADER - 1) + b"\n")
        self._store.trim(self._limit)

    def alone(self, key: str) -> AbstractContextManager[None]:
        """While the block runs, no other process is in it with the same key: one renders, the others wait."""
        return self._store.alone(key)

    def scratch(self) -> Path:
        """A folder for temporary files as large as a loop. Raises `CacheError` where it cannot be made."""
        return self._store.scratch()

    def usage(self) -> Usage:
        """How many loops are kept."""
        return self._store.usage()

    def clear(self) -> Usage:
        """Removes all loops and gives what that was; a build that runs goes on with what it has open."""
        return self._store.clear()


def forget() -> None:
    """Check every loop again when it is next loaded, as another process would."""
    _CHECKED.clear()


def _read(file: BufferedReader, key: str) -> Loop | None:
    """The loop in a file that is whole and of that key, else None."""
    header = json.loads(file.read(_HEADER))
    size = os.fstat(file.fileno()).st_size - _HEADER
    if not isinstance(header, dict) or (header.get("format"), header.get("key")) != (_FORMAT, key):
        return None
    if size <= 0 or size != header.get("frames", 0) * _FRAME:
        return None
    if hashlib.file_digest(file, "sha256").hexdigest() != header.get("sha256"):
        return None
    # Of the open file: its name may be gone by now.
    samples = np.memmap(file, "<i2", "r", offset=_HEADER, shape=(header["frames"], 2))
    return Loop(f"bed:{header['sha256']}", samples)
