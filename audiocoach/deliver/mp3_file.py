"""One MP3 on the disk: tags, Info frame, frames; written whole or not at all, and known again later."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import mutagen.id3

from audiocoach.audio.arrays import Stereo
from audiocoach.audio.meter import Meter
from audiocoach.deliver.encoder import Chunks, encode, frame_count
from audiocoach.deliver.infoframe import crc16, info_frame, read_counts
from audiocoach.deliver.quality import QUALITIES
from audiocoach.deliver.tags import FINGERPRINT, Tags, id3
from audiocoach.errors import UnknownName
from audiocoach.storage.files import replacing
from audiocoach.units import Samples


def write_mp3(  # noqa: PLR0913, PLR0917 - one call says all that a file is made of
    path: Path,
    blocks: Iterable[Stereo],
    length: Samples,
    quality: str,
    tags: Tags,
    progress: Callable[[int], None] | None = None,
    *,
    jobs: int = 1,
    store: Chunks | None = None,
    meter: Meter | None = None,
) -> None:
    """Encode `blocks`, `length` samples in all, into an MP3 at `path`; memory does not grow with length.

    `progress` is told the samples taken so far, after each block. `jobs` threads encode; `store` keeps chunks for
    later builds; `meter` hears what is encoded. None of them changes a byte. Whatever happens, `path` is either the
    earlier file or the finished one. Raises DeliverError where the file cannot be written, UnknownName for the
    quality, ValueError if the blocks do not add up to `length`.
    """
    if quality not in QUALITIES:
        raise UnknownName("quality", quality, QUALITIES)
    kind = QUALITIES[quality]
    head = id3(tags)
    music_bytes = crc = 0
    with replacing(path) as file:
        file.write(head + bytes(kind.frame_bytes))
        for frames in encode(_counted(blocks, length, progress), kind, jobs=jobs, store=store, meter=meter):
            file.write(frames)
            music_bytes, crc = music_bytes + len(frames), crc16(frames, crc)
        file.seek(len(head))
        file.write(info_frame(kind, length, frame_count(length), music_bytes, crc))


def is_ours(path: Path) -> bool:
    """Whether the MP3 at `path` was written by audiocoach, whole or not: only such a file may be overwritten."""
    return _fingerprint(path) is not None


def read_fingerprint(path: Path) -> str | None:
    """The hash of what the MP3 at `path` was made from; None if it is not ours, or is damaged or cut short."""
    found = _fingerprint(path)
    if found is None:
        return None
    fingerprint, start = found
    try:
        with path.open("rb") as file:
            file.seek(start)
            counts = read_counts(file.read(max(quality.frame_bytes for quality in QUALITIES.values())))
        whole = counts is not None and start + counts[1] == path.stat().st_size
    except OSError:
        return None
    return fingerprint if whole else None


def _fingerprint(path: Path) -> tuple[str, int] | None:
    """Our TXXX frame's text, and where the audio starts."""
    try:
        tag: Any = mutagen.id3.ID3(path)  # type: ignore[no-untyped-call]
    except (mutagen.MutagenError, OSError):
        return None
    frames = tag.getall(f"TXXX:{FINGERPRINT}")
    return (str(frames[0]), tag.size) if frames else None


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
