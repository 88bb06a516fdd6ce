"""Finished loops on the disk: rendered once, checked when read, mapped into memory and shared by all builds.

`soundscapes/<key>.loop`: a line of JSON padded to 4096 bytes (format, key, frames, SHA-256 of the rest), then
16-bit stereo frames, little-endian. At -26 LUFS the rounding to 16 bits lies 75 dB below the bed and far below what MP3
leaves of it, and the file is half of what float32 would take.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audiocoach.errors import CacheError, DeliverError
from audiocoach.files import replacing

try:
    import fcntl
except ImportError:  # on Windows two processes may render the same loop: the same bytes, once too often
    fcntl = None  # type: ignore[assignment]

_FORMAT: Final = 1
_HEADER: Final = 4096
_FRAME: Final = 4
_BLOCK: Final = 1 << 18
_SUFFIX: Final = ".loop"
_SCALE: Final = 32768.0
_HINT: Final = "free some space, or name another folder in AUDIOCOACH_CACHE"


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
"""What this process has read and found whole, by path, inode, time and size."""


class LoopCache:
    """Loops by key in a folder, which is made when it is first written to."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "soundscapes"

    def load(self, key: str) -> Loop | None:
        """The loop, or None. One that is damaged is none: it will be made again."""
        path = self._path(key)
        try:
            stat = path.stat()
            known = (str(path), stat.st_ino, stat.st_mtime_ns, stat.st_size)
            if known not in _CHECKED:
                loop = _read(path, key)
                if loop is None:
                    return None
                _CHECKED[known] = loop
            return _CHECKED[known]
        except (OSError, ValueError):
            return None

    def store(self, key: str, blocks: Iterable[NDArray[np.float32]]) -> Loop:
        """Keeps a loop, given as blocks of frames at full scale 1.0. Raises `CacheError` where it cannot be written."""
        digest, frames = hashlib.sha256(), 0
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with replacing(self._path(key)) as file:
                file.write(bytes(_HEADER))
                for block in blocks:
                    pcm = np.rint(block * np.float32(_SCALE)).astype("<i2").tobytes()
                    digest.update(pcm)
                    file.write(pcm)
                    frames += len(block)
                header = {"format": _FORMAT, "key": key, "frames": frames, "sha256": digest.hexdigest()}
                file.seek(0)
                file.write(json.dumps(header).encode().ljust(_HEADER - 1) + b"\n")
        except DeliverError as error:
            raise CacheError(error.message, _HINT) from error
        except OSError as error:
            raise CacheError(f"cannot write the cache {self.folder}: {error.strerror or error}", _HINT) from error
        if loop := self.load(key):
            return loop
        raise CacheError(f"the cache {self.folder} does not give back what was written to it", _HINT)

    @contextmanager
    def alone(self, key: str) -> Iterator[None]:
        """While the block runs, no other process is in it with the same key: one renders, the others wait."""
        if fcntl is None:
            yield
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / f".{key}.lock").open("wb")
        except OSError as error:
            raise CacheError(f"cannot write the cache {self.folder}: {error.strerror or error}", _HINT) from error
        with lock:
            with contextlib.suppress(OSError):  # a file system without locks: the same work is done twice
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def blocks(self, frames: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
        """`frames` in the pieces that `store` takes."""
        return (frames[start : start + _BLOCK] for start in range(0, len(frames), _BLOCK))

    def usage(self) -> tuple[int, int]:
        """How many loops are kept, and their bytes."""
        sizes = []
        for path in self.folder.glob(f"*{_SUFFIX}"):
            with contextlib.suppress(OSError):  # another process has just removed it
                sizes.append(path.stat().st_size)
        return len(sizes), sum(sizes)

    def clear(self) -> tuple[int, int]:
        """Removes all loops and gives what that was; a build that runs goes on with what it has open."""
        usage = self.usage()
        for path in self.folder.glob(f"*{_SUFFIX}"):
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise CacheError(f"cannot clear the cache: {path}: {error.strerror}") from error
        return usage

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}{_SUFFIX}"


def _read(path: Path, key: str) -> Loop | None:
    """The loop in a file that is whole and of that key, else None."""
    with path.open("rb") as file:
        header = json.loads(file.read(_HEADER))
        size = os.fstat(file.fileno()).st_size - _HEADER
        if not isinstance(header, dict) or (header.get("format"), header.get("key")) != (_FORMAT, key):
            return None
        if size <= 0 or size != header.get("frames", 0) * _FRAME:
            return None
        if hashlib.file_digest(file, "sha256").hexdigest() != header.get("sha256"):
            return None
    samples = np.memmap(path, "<i2", "r", offset=_HEADER, shape=(header["frames"], 2))
    return Loop(f"bed:{header['sha256']}", samples)
