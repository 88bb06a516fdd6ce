"""The take cache: finished speech, kept by content and checked whenever it is read.

Each sound is one file, `takes/<kind>/<ab>/<key>`: a line of JSON (format, key, rate, frames, SHA-256 of
the sound), then float32 samples, little-endian. Files appear whole or not at all, so any number of processes
may share a cache, and one that is killed leaves nothing worse than a temporary file.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import platformdirs

from audiocoach.errors import CacheError
from audiocoach.voice.model import RawTake

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Kind = Literal["raw", "mastered"]
"""`raw`: as an engine spoke it; `mastered`: as it is mixed."""
KINDS: Final[tuple[Kind, ...]] = ("raw", "mastered")

FORMAT: Final = 1
_TEMPORARY: Final = ".part"
_HEADER_LIMIT: Final = 1024
_BYTES: Final = 4
_HINT: Final = "free some space, or name another folder in AUDIOCOACH_CACHE"


@dataclass(frozen=True, slots=True)
class Stored:
    """What is known of a sound in the cache without its samples."""

    format: int
    key: str
    rate: int
    """Samples a second."""
    frames: int
    sha256: str
    """Of the rate in digits, a space and the samples' bytes: equal means the same sound."""


@dataclass(frozen=True, slots=True)
class Usage:
    """How much of one kind is kept."""

    number: int
    bytes: int


def default_cache_root() -> Path:
    """AUDIOCOACH_CACHE, or where the system keeps a user's caches."""
    named = os.environ.get("AUDIOCOACH_CACHE")
    return Path(named).expanduser() if named else platformdirs.user_cache_path("audiocoach")


class TakeCache:
    """Sounds by key in a folder, which is made when it is first written to."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def check(self, kind: Kind, key: str) -> Stored | None:
        """What is known of a sound that is there and whole, or None."""
        found = self._read(kind, key)
        return found[0] if found else None

    def load(self, kind: Kind, key: str) -> RawTake | None:
        """The sound, read-only, or None. One that is damaged or foreign is removed: it will be made again."""
        import numpy as np

        found = self._read(kind, key)
        return RawTake(np.frombuffer(found[1], "<f4").astype(np.float32, copy=False), found[0].rate) if found else None

    def store(self, kind: Kind, key: str, samples: NDArray[np.float32], rate: int) -> Stored:
        """Keeps a mono sound. Raises `CacheError` where the disk is full or not writable."""
        payload = samples.astype("<f4", copy=False).tobytes()
        stored = Stored(FORMAT, key, rate, len(samples), _digest(rate, payload))
        header = json.dumps(asdict(stored)).encode() + b"\n"
        path = self._path(kind, key)
        try:
            try:
                self._write(path, header, payload)
            except FileNotFoundError:  # another process cleared the cache, and the temporary file with it
                self._write(path, header, payload)
        except OSError as error:
            raise CacheError(f"cannot write the cache {self.root}: {error.strerror or error}", _HINT) from error
        return stored

    def info(self) -> dict[Kind, Usage]:
        """How much is kept, by kind; what killed processes left counts as bytes."""
        return {kind: self._usage(kind) for kind in KINDS}

    def clear(self, kinds: Iterable[Kind] = KINDS) -> Usage:
        """Removes all of `kinds` and gives what that was. A build that runs meanwhile only speaks again."""
        number = size = 0
        for kind in kinds:
            usage = self._usage(kind)
            number, size = number + usage.number, size + usage.bytes
            for path in self._files(kind):
                try:
                    path.unlink(missing_ok=True)
                except OSError as error:
                    raise CacheError(f"cannot clear the cache: {path}: {error.strerror}") from error
        return Usage(number, size)

    def _usage(self, kind: Kind) -> Usage:
        number = size = 0
        for path in self._files(kind):
            with contextlib.suppress(FileNotFoundError):  # another process may clear or finish it
                size += path.stat().st_size
                number += path.suffix != _TEMPORARY
        return Usage(number, size)

    def _files(self, kind: Kind) -> Iterator[Path]:
        return (self.root / "takes" / kind).glob("??/*")

    def _path(self, kind: Kind, key: str) -> Path:
        return self.root / "takes" / kind / key[:2] / key

    def _read(self, kind: Kind, key: str) -> tuple[Stored, memoryview] | None:
        path = self._path(kind, key)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError:
            content = b""
        found = _parse(content, key)
        if found is None:
            with contextlib.suppress(OSError):  # what cannot be removed is met again when it is written
                path.unlink(missing_ok=True)
        return found

    @staticmethod
    def _write(path: Path, *parts: bytes) -> None:
        """All `parts` as the file `path`, at once."""
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name[:16]}.", suffix=_TEMPORARY)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.writelines(parts)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


def _parse(content: bytes, key: str) -> tuple[Stored, memoryview] | None:
    """The header and the samples' bytes of a whole file for `key`; None for anything else."""
    end = content.find(b"\n", 0, _HEADER_LIMIT)
    payload = memoryview(content)[end + 1 :]
    try:
        stored = Stored(**json.loads(content[: max(end, 0)]))
    except (ValueError, TypeError):
        return None
    is_ours = stored.format == FORMAT and stored.key == key and len(payload) == stored.frames * _BYTES
    whole = is_ours and _digest(stored.rate, payload) == stored.sha256
    return (stored, payload) if whole else None


def _digest(rate: int, payload: bytes | memoryview) -> str:
    digest = hashlib.sha256(f"{rate} ".encode())
    digest.update(payload)
    return digest.hexdigest()
