"""One MP3 on the disk: tags, Info frame, frames; written whole or not at all, and known again later."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import mutagen.id3

from audiocoach.audio.arrays import Stereo
from audiocoach.audio.mp3_header import after_id3, frame_size
from audiocoach.deliver.encoder import Encoder, frame_count
from audiocoach.deliver.infoframe import MusicCrc, info_frame, read_info
from audiocoach.deliver.tags import FINGERPRINT, Tags, id3
from audiocoach.errors import UnreadableFile
from audiocoach.storage.files import replacing
from audiocoach.storage.regular import open_regular
from audiocoach.units import Samples

_BLOCK: Final = 1 << 18
_LARGEST_TAG: Final = 1 << 26
"""Bytes of a tag that is still looked into, 64 MiB: there is room for covers as large as people add."""


@dataclass(frozen=True, slots=True)
class Mp3Request:
    """What is made of a stream of sound."""

    length: Samples
    """Of all of it."""
    tags: Tags
    encoder: Encoder


def write_mp3(
    path: Path, blocks: Iterable[Stereo], request: Mp3Request, progress: Callable[[int], None] | None = None
) -> None:
    """Encode `blocks` into an MP3 at `path`; memory does not grow with length.

    `progress` is told the samples taken so far, after each block. Whatever happens, `path` is either the earlier file
    or the finished one. Raises DeliverError where the file cannot be written, ValueError if the blocks do not add up
    to the length that was asked for.
    """
    length, encoder = request.length, request.encoder
    quality, head, crc = encoder.quality, id3(request.tags), MusicCrc()
    with replacing(path) as file:
        file.write(head + bytes(quality.info_bytes))
        for frames in encoder.frames(_counted(blocks, length, progress)):
            file.write(frames)
            crc.add(frames)
        file.seek(len(head))
        file.write(info_frame(quality, length, frame_count(length), crc.size, crc.value()))


def is_ours(path: Path) -> bool:
    """Whether the MP3 at `path` was written by audiocoach, whole or not: only such a file may be overwritten."""
    return FINGERPRINT in own_frames(path)


def is_unchanged(path: Path, tags: Tags) -> bool:
    """Whether the file at `path` is what `write_mp3` wrote with these tags, whose fingerprint tells of the sound.

    Each byte of it counts: the tag is compared, and the Info frame has the length and the checksum of the rest.
    """
    head = id3(tags)
    try:
        with open_regular(path) as file:
            if file.read(len(head)) != head:
                return False
            start = file.read(4)
            frame = start + file.read(max(frame_size(start) - len(start), 0))
            info, crc = read_info(frame), MusicCrc()
            while block := file.read(_BLOCK):
                crc.add(block)
    except (OSError, UnreadableFile):
        return False
    return info is not None and (info.bytes, info.music_crc) == (len(frame) + crc.size, crc.value())


def own_frames(path: Path) -> dict[str, str]:
    """The TXXX frames of the MP3 at `path` by their description; none where it cannot be read."""
    try:
        with open_regular(path) as file:
            if after_id3(file.read(10)) > _LARGEST_TAG:
                return {}
            file.seek(0)
            tag: Any = mutagen.id3.ID3(file)  # type: ignore[no-untyped-call]
            return {frame.desc: str(frame) for frame in tag.getall("TXXX")}
    except (mutagen.MutagenError, OSError, UnreadableFile):
        return {}


def _counted(blocks: Iterable[Stereo], length: int, progress: Callable[[int], None] | None) -> Iterator[Stereo]:
    """`blocks`, held to the length that was promised."""
    done = 0
    for block in blocks:
        done += len(block)
        if done > length:
            raise ValueError(f"the blocks hold more than the {length} samples that were promised")
        yield block
        if progress:
            progress(done)
    if done < length or length < 1:
        raise ValueError(f"the blocks hold {done} samples, not the {length} that were promised")
