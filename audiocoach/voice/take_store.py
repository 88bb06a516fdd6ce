"""The take cache: finished speech, kept by content and checked whenever it is read.

The content of an entry is a line of JSON (rate, frames, SHA-256 of the sound), then float32 samples, little-endian.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from audiocoach.storage.kinds import MASTERED_TAKES, RAW_TAKES
from audiocoach.storage.store import Store
from audiocoach.voice.voice import RawTake

if TYPE_CHECKING:
    from audiocoach.audio.arrays import Mono

Stage = Literal["raw", "mastered"]
"""`raw`: as an engine spoke it; `mastered`: as it is mixed."""
_BYTES: Final = 4


@dataclass(frozen=True, slots=True)
class Stored:
    """What is known of a sound in the cache without its samples."""

    rate: int
    """Samples a second."""
    frames: int
    sha256: str
    """Of the rate in digits, a space and the samples' bytes: equal means the same sound."""


class TakeStore:
    """Sounds by key in a cache."""

    def __init__(self, root: Path) -> None:
        """`root` is the cache's; folders are made when they are first written to."""
        self.root = root
        self._stores = {"raw": Store(root, RAW_TAKES), "mastered": Store(root, MASTERED_TAKES)}

    def check(self, stage: Stage, key: str) -> Stored | None:
        """What is known of a sound that is there and whole, or None."""
        found = self._read(stage, key)
        return found[0] if found else None

    def load(self, stage: Stage, key: str, sha256: str | None = None) -> RawTake | None:
        """The sound, read-only, or None where it is missing or damaged, or is another one than that of `sha256`."""
        import numpy as np

        found = self._read(stage, key)
        if found is None or sha256 not in (None, found[0].sha256):
            return None
        return RawTake(np.frombuffer(found[1], "<f4").astype(np.float32, copy=False), found[0].rate)

    def store(self, stage: Stage, key: str, samples: Mono, rate: int) -> Stored:
        """Keeps a mono sound. Raises `CacheError` where the disk is full or not writable."""
        payload = samples.astype("<f4", copy=False).tobytes()
        digest = hashlib.sha256(f"{rate} ".encode())
        digest.update(payload)
        stored = Stored(rate, len(samples), digest.hexdigest())
        with self._stores[stage].writing(key) as file:
            file.write(json.dumps(asdict(stored)).encode() + b"\n")
            file.write(payload)
        return stored

    def _read(self, stage: Stage, key: str) -> tuple[Stored, memoryview] | None:
        content = self._stores[stage].get(key)
        return None if content is None else _parse(content)


def _parse(content: bytes) -> tuple[Stored, memoryview] | None:
    """What `store` wrote, and the samples' bytes; None for anything else."""
    end = content.find(b"\n")
    payload = memoryview(content)[end + 1 :]
    try:
        values: dict[str, Any] = json.loads(content[: max(end, 0)])
        stored = Stored(**values)
    except (ValueError, TypeError):
        return None
    return (stored, payload) if len(payload) == stored.frames * _BYTES else None
