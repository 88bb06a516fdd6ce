"""What a build leaves behind."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audiocoach.build.loudness_report import LoudnessReport
from audiocoach.deliver.chunk_store import ChunkCounts
from audiocoach.timeline.plan import Plan
from audiocoach.voice.studio import Counts


@dataclass(frozen=True, slots=True)
class Built:
    """A finished MP3."""

    session: str
    """The session's id, as in all its events."""
    path: Path
    bytes: int
    plan: Plan
    unchanged: bool
    """Whether the file was there already, made from the same."""
    loudness: LoudnessReport
    takes: Counts
    """Of the workspace's studio, since it was opened."""
    chunks: ChunkCounts
    """Of this file."""
    beside: tuple[Path, ...]
    """What was written with it."""

    def as_json(self) -> dict[str, Any]:
        """As under `files` in `build --json`."""
        head = {"path": str(self.path), "bytes": self.bytes, "unchanged": self.unchanged}
        return {**head, "loudness": self.loudness.as_json(), **self.plan.as_json()}
