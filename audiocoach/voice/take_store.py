"""The take cache: finished speech, kept by content and checked whenever it is read.

Each sound is one file, `takes/<kind>/<ab>/<key>`: a line of JSON (format, key, rate, frames, SHA-256 of
the sound), then float32 samples, little-endian.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from audiocoach.storage.store import Store, Usage
from audiocoach.voice.voice import RawTake

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Kind = Literal["raw", "mastered"]
"""`raw`: as an engine spoke it; `mastered`: as it is mixed."""
KINDS: Final[tuple[Kind, ...]] = ("raw", "mastered")

FORMAT: Final = 1
_HEADER_LIMIT: Final = 1024
_BYTES: Final = 4


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


class TakeStore:
    """Sounds by key in a folder, which is made when it is first written to."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._stores = {kind: Store(root / "takes" / kind) for kind in KINDS}

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
        with self._stores[kind].writing(key) as file:
            file.write(header)
            file.write(payload)
        return stored

    def info(self) -> dict[Kind, Usage]:
        """How much is kept, by kind."""
        return {kind: store.usage() for kind, store in self._stores.items()}

    def clear(self, kinds: Iterable[Kind] = KINDS) -> Usage:
        """Removes all of `kinds` and gives what that was. A build that runs meanwhile only speaks again."""
        return sum((self._stores[kind].clear() for kind in kinds), Usage())

    def _read(self, kind: Kind, key: str) -> tuple[Stored, memoryview] | None:
        path = self._stores[kind].path(key)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError:
            content = b""
        found = _parse(content, key)
        if found is None:
            self._stores[kind].remove(key)
        return found


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
