"""Where one Ogg stream ends and the next begins in a file: radio recordings and joined files are such chains.

FFmpeg goes on with the first stream's decoder, which is lost where the next has other channels or another codec. Each
is therefore played for itself, as Ogg's own players do (RFC 3533, "Chained bitstreams").
"""

from collections.abc import Iterator
from typing import Final

from audiocoach.audio.media_file import MediaFile

MOST_LINKS: Final = 1000
"""Streams that one file may hold."""

_SYNC: Final = b"OggS"
_HEADER: Final = 27
_FIRST: Final = 2  # the flag of a stream's first page
_PIECE: Final = 1 << 16


def links(media: MediaFile) -> list[tuple[int, int]]:
    """Start and end in bytes of each stream of a chain; one for a file that is none.

    Raises `UnreadableFile` for more than 1000.
    """
    if media.read_at(0, 4) != _SYNC:
        return [(0, media.size)]
    starts, heading = [0], True
    for position, flags in _pages(media):
        is_first = bool(flags & _FIRST)
        if is_first and not heading:
            starts.append(position)
        heading = is_first
        if len(starts) > MOST_LINKS:
            raise media.unreadable(f"it is a chain of more than {MOST_LINKS} streams", "cut it")
    return list(zip(starts, [*starts[1:], media.size], strict=True))


def _pages(media: MediaFile) -> Iterator[tuple[int, int]]:
    """Position and flags of every page; what lies between damaged ones is passed over."""
    position = 0
    while position < media.size:
        header = _exactly(media, position, _HEADER)
        if header[:4] != _SYNC or len(header) < _HEADER:
            position = _next_sync(media, position + 1)
            continue
        yield position, header[5]
        lengths = _exactly(media, position + _HEADER, header[26])
        position += _HEADER + len(lengths) + sum(lengths)


def _next_sync(media: MediaFile, position: int) -> int:
    """Where the next page may start; the end where none does."""
    while part := _exactly(media, position, _PIECE):
        found = part.find(_SYNC)
        if found >= 0:
            return position + found
        if len(part) < _PIECE:
            break
        position += len(part) - len(_SYNC) + 1
    return media.size


def _exactly(media: MediaFile, position: int, size: int) -> bytes:
    """`size` bytes, or those that are left."""
    content = b""
    while len(content) < size and (part := media.read_at(position + len(content), size - len(content))):
        content += part
    return content
