"""What an MP3 of ours says of itself, read back without its pictures."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import mutagen.id3

from audiocoach.audio.mp3_header import after_id3
from audiocoach.deliver.embedded_plan import EmbeddedPlan, read_embedded
from audiocoach.deliver.tags import FINGERPRINT, OWNER
from audiocoach.errors import UnreadableFile
from audiocoach.storage.regular import open_regular

_LARGEST_TAG: Final = 1 << 26
"""Bytes of a tag that is still looked into, 64 MiB."""
_frame: Final[Any] = mutagen.id3  # its functions bear no types
_KNOWN: Final = {name: getattr(_frame, name) for name in ("TIT2", "TPE1", "TALB", "TRCK", "COMM", "TXXX", "PRIV")}
"""What is parsed; everything else is skipped."""

_TRACK: Final = re.compile(r"0*([1-9][0-9]{0,5})(?:/|$)", re.ASCII)


@dataclass(frozen=True, slots=True)
class OwnTags:
    """Of an MP3 that audiocoach wrote."""

    title: str
    artist: str
    album: str
    track: int | None
    """Its number in its program or its collection; None for a session that belongs to none."""
    comment: str
    """What the session says of itself, and who made what lies beneath; empty for nothing."""
    plan: EmbeddedPlan | None
    """None where an audiocoach wrote it that embedded no plan, or where somebody has taken it out."""


def read_own_tags(path: Path) -> OwnTags | None:
    """The tags of the MP3 at `path`; None where it is none of ours, or cannot be read."""
    try:
        with open_regular(path) as file:
            if after_id3(file.read(10)) > _LARGEST_TAG:
                return None
            file.seek(0)
            tag: Any = mutagen.id3.ID3(file, known_frames=_KNOWN)  # type: ignore[no-untyped-call]
    except (mutagen.MutagenError, OSError, UnreadableFile):
        return None
    if not any(frame.desc == FINGERPRINT for frame in tag.getall("TXXX")):
        return None
    plans = (read_embedded(frame.data) for frame in tag.getall("PRIV") if frame.owner == OWNER)
    return OwnTags(
        title=_text(tag, "TIT2"),
        artist=_text(tag, "TPE1"),
        album=_text(tag, "TALB"),
        track=_number(_text(tag, "TRCK")),
        comment=_text(tag, "COMM"),
        plan=next(filter(None, plans), None),
    )


def _text(tag: Any, name: str) -> str:
    return next((str(frame) for frame in tag.getall(name)), "")


def _number(track: str) -> int | None:
    """`3` of `3/12`."""
    match = _TRACK.match(track)
    return int(match[1]) if match else None
