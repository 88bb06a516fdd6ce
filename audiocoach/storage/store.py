"""The user's cache: what takes long to make, kept by key, each thing a file that is whole or not there.

Any number of processes may share it, and one that is killed leaves nothing worse than a temporary file. Whoever reads
a file checks what is in it, so that damage counts as missing: everything here can be made again.
"""

import contextlib
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

from audiocoach.errors import CacheError, DeliverError
from audiocoach.paths import named_by
from audiocoach.storage.files import Sink, lock, reason_of, remove_if_dead, replacing

_HINT: Final = "see to the disk, or name another folder in AUDIOCOACH_CACHE"
_TRIM_TO: Final = 0.8  # of the limit, so that not every build has to make room
_LOCK: Final = ".lock"
_DIGEST: Final = hashlib.sha256().digest_size


def default_cache_root() -> Path:
    """AUDIOCOACH_CACHE, or where the system keeps a user's caches."""
    return named_by("AUDIOCOACH_CACHE") or platformdirs.user_cache_path("audiocoach")


@dataclass(frozen=True, slots=True)
class Usage:
    """How much is kept."""

    number: int = 0
    bytes: int = 0
    """With what killed processes left."""

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(self.number + other.number, self.bytes + other.bytes)


class Store:
    """Things of one kind, each in a file `<folder>/<ab>/<key>`; folders are made when they are first written to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, key: str) -> Path:
        """Where the thing lies, or would."""
        return self.folder / key[:2] / key

    @contextmanager
    def writing(self, key: str, *, durable: bool = True) -> Iterator[Sink]:
        """A file to write, which is there when the block ends well; `CacheError` where it cannot be written.

        One that is not `durable` may be gone after a loss of power.
        """
        path = self.path(key)
        with self._as_cache_errors():
            path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(path, durable=durable) as file:
                yield file

    def put(self, key: str, content: bytes) -> None:
        """Keep `content`, after its own digest. Raises `CacheError`."""
        with self.writing(key, durable=False) as file:
            file.write(hashlib.sha256(content).digest() + content)

    def get(self, key: str) -> bytes | None:
        """What `put` kept, or None where it is missing or damaged; `trim` knows that it was used."""
        try:
            whole = self.path(key).read_bytes()
        except OSError:
            return None
        self.touch(key)
        digest, content = whole[:_DIGEST], whole[_DIGEST:]
        return content if hashlib.sha256(content).digest() == digest else None

    def touch(self, key: str) -> None:
        """Let `trim` know that a thing was used, where the disk can be written to."""
        with contextlib.suppress(OSError):
            os.utime(self.path(key))

    def remove(self, key: str) -> None:
        """Forget one thing; what cannot be removed is met again when it is written."""
        with contextlib.suppress(OSError):
            self.path(key).unlink(missing_ok=True)

    @contextmanager
    def alone(self, key: str) -> Iterator[None]:
        """While the block runs, no other process is in it with the same key: one makes the thing, the others wait."""
        with self._as_cache_errors():
            self.path(key).parent.mkdir(parents=True, exist_ok=True)
            file = self.path(key).with_name(f".{key}{_LOCK}").open("wb")
        with file:
            lock(file)
            yield

    def scratch(self) -> Path:
        """The folder, made, for temporary files. Raises `CacheError`."""
        with self._as_cache_errors():
            self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder

    def usage(self) -> Usage:
        """How much there is."""
        return sum((Usage(not path.name.startswith("."), size) for _, size, path in self._files()), Usage())

    def clear(self) -> Usage:
        """Remove everything and give what that was; a build that runs meanwhile only makes it again."""
        removed = Usage()
        for _, size, path in self._files():
            if path.name.startswith("."):
                with contextlib.suppress(OSError):
                    remove_if_dead(path)
                    removed += Usage(0, size)
            else:
                try:
                    path.unlink(missing_ok=True)
                    removed += Usage(1, size)
                except OSError as error:
                    raise CacheError(f"cannot clear the cache: {path}: {error.strerror}") from error
        return removed

    def trim(self, most: int) -> None:
        """Where there are more bytes than `most`, remove what has not been used for longest."""
        files = sorted(self._files(), reverse=True)
        if sum(size for _, size, _ in files) <= most:
            return
        kept = 0
        for _, size, path in files:
            kept += size
            if kept > most * _TRIM_TO:
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)

    @contextmanager
    def _as_cache_errors(self) -> Iterator[None]:
        """Errors of writing, in our words."""
        try:
            yield
        except (DeliverError, OSError) as error:
            cause = error if isinstance(error, OSError) else error.__cause__
            why = reason_of(cause) if isinstance(cause, OSError) else str(error)
            raise CacheError(f"cannot write the cache {self.folder}: {why}", _HINT) from error

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        """Time of last use, size and path of each file, abandoned ones too; locks are no things, and stay."""
        for path in self.folder.glob("*/*"):
            with contextlib.suppress(OSError):  # another process may remove it
                status = path.stat()
                if path.suffix != _LOCK:
                    yield status.st_mtime, status.st_size, path
