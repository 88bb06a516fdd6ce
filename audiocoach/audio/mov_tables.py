"""A look at the tables of an MP4, M4A or MOV before FFmpeg makes room for them (ISO/IEC 14496-12).

A table of samples may say "sixty million of one byte each" in twenty bytes; FFmpeg would write out each of them, in
each of a thousand tracks. No file holds more samples than bytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from audiocoach.audio.media_file import MediaFile

_CONTAINERS: Final = frozenset(
    (
        b"moov",
        b"trak",
        b"mdia",
        b"minf",
        b"stbl",
        b"edts",
        b"mvex",
        b"moof",
        b"traf",
        b"udta",
        b"dinf",
        b"wave",
        b"clip",
    )
)
_HIDDEN: Final = frozenset((b"free", b"hoov"))
"""In which FFmpeg looks for a `moov` that a recorder did not finish."""
_COMPRESSED: Final = b"cmov"
_DEEPEST: Final = 10  # as FFmpeg
_MOST_BOXES: Final = 1_000_000
"""Six hours in fragments of two seconds have a tenth of it."""
_TIMES: Final = 4
"""How many times its bytes the samples of a file may be: tracks may share them, and edits name them again."""
_SLACK: Final = 1 << 16


@dataclass(slots=True)
class _Track:
    """What the tables of one track, or of a fragment, ask for."""

    bytes: int = 0
    """At least one a sample."""
    samples: int = 0
    edits: int = 1


def check_tables(media: MediaFile) -> None:
    """Raises `UnreadableFile` for tables of more samples than the file can hold; other containers are not looked at."""
    tracks = [_Track()]
    for number, (kind, start, end) in enumerate(_boxes(media, 0, media.size, 0)):
        if number > _MOST_BOXES:
            raise media.unreadable("its header is made of too many parts", "save it anew")
        if kind == b"trak":
            tracks.append(_Track())
        elif kind == b"stsz":
            size, count = _number(media, start + 4, end), _number(media, start + 8, end)
            tracks[-1].samples += count
            tracks[-1].bytes += count * max(size, 1)
        elif kind == b"trun":
            tracks[-1].samples += _number(media, start + 4, end)
        elif kind == b"elst":
            tracks[-1].edits += _number(media, start + 4, end)
        elif kind == _COMPRESSED:
            raise media.unreadable("its header is compressed, as nobody does any more", "save it anew")
    most = _TIMES * media.size + _SLACK
    if sum(track.bytes for track in tracks) > most or sum(track.samples * track.edits for track in tracks) > most:
        raise media.unreadable("its header says that it holds more than its size", "find a better copy")


def _boxes(media: MediaFile, start: int, end: int, depth: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and end of what is in each box between two positions, and of those inside it."""
    while end - start >= 8:
        size, kind = _number(media, start, end), _exactly(media, start + 4, 4)
        head = 8
        if size == 1:
            size, head = (_number(media, start + 8, end) << 32) + _number(media, start + 12, end), 16
        size = size or end - start
        if size < head or start + size > end:
            size = end - start  # as far as the file goes: FFmpeg reads on too
        yield kind, start + head, start + size
        hides = kind in _HIDDEN and _exactly(media, start + head + 4, 4) in (b"mvhd", _COMPRESSED)
        if (kind in _CONTAINERS or hides) and depth < _DEEPEST:
            yield from _boxes(media, start + head, start + size, depth + 1)
        start += size


def _number(media: MediaFile, position: int, end: int) -> int:
    """Four bytes, big-endian; 0 behind the end."""
    return int.from_bytes(_exactly(media, position, 4)) if position + 4 <= end else 0


def _exactly(media: MediaFile, position: int, size: int) -> bytes:
    part = media.read_at(position, size)
    return part if len(part) == size else part + media.read_at(position + len(part), size - len(part))
