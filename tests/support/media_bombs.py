"""Small files that say that they are large: what a demuxer would make room for, or work at, without a limit."""

import struct
from collections.abc import Callable
from itertools import repeat
from typing import Final


def wav(rate: int = 44_100, channels: int = 1, data: bytes = bytes(2000), *, claims: int | None = None) -> bytes:
    """16-bit samples; `claims` is the length that its header says."""
    align = 2 * channels
    head = struct.pack("<HHIIHH", 1, channels, rate, rate * align & 0xFFFFFFFF, align & 0xFFFF, 16)
    size = len(data) if claims is None else claims
    chunks = b"WAVEfmt " + struct.pack("<I", len(head)) + head + b"data" + struct.pack("<I", size) + data
    return b"RIFF" + struct.pack("<I", len(chunks)) + chunks


def box(kind: bytes, *parts: bytes) -> bytes:
    """A box of an MP4 (ISO/IEC 14496-12)."""
    return struct.pack(">I4s", 8 + sum(map(len, parts)), kind) + b"".join(parts)


def full(kind: bytes, *numbers: int, rest: bytes = b"", flags: int = 0) -> bytes:
    """A box with flags and a row of 32-bit numbers."""
    return box(kind, struct.pack(f">{len(numbers) + 1}I", flags, *numbers), rest)


def m4a(samples: int, *, size: int = 1, tracks: int = 1, edits: int = 0) -> bytes:
    """Tables of `samples` samples of `size` bytes each, over 64 bytes of data."""
    kind, data = box(b"ftyp", b"M4A \0\0\0\0M4A isom"), box(b"mdat", bytes(64))
    entry = bytes(6) + struct.pack(">H8xHHHHI", 1, 2, 16, 0, 0, 44_100 << 16)
    tables = (
        full(b"stsd", 1, rest=box(b"mp4a", entry)),
        full(b"stts", 2, 1, 1024, samples - 1, 1023),
        full(b"stsc", 1, 1, samples, 1),
        full(b"stsz", size, samples),
        full(b"stco", 1, len(kind) + 8),
    )
    home = box(b"dinf", full(b"dref", 1, rest=full(b"url ", flags=1)))
    media = box(
        b"mdia",
        full(b"mdhd", 0, 0, 44_100, 44_100, 0x55C4_0000),
        full(b"hdlr", 0, rest=b"soun" + bytes(13)),
        box(b"minf", full(b"smhd", 0), home, box(b"stbl", *tables)),
    )
    edited = box(b"edts", full(b"elst", edits, rest=struct.pack(">IIHH", 1000, 0, 1, 0) * edits)) if edits else b""
    track = box(b"trak", full(b"tkhd", 0, 0, 1, 0, 1000, rest=bytes(60), flags=7), edited, media)
    return kind + data + box(b"moov", full(b"mvhd", 0, 0, 1000, 1000, rest=bytes(80)), *repeat(track, tracks))


def fragments(samples: int, number: int = 1) -> bytes:
    """An MP4 in fragments, each of which says that it has so many samples, and has none."""
    whole = m4a(2)
    moov = bytearray(whole[whole.index(b"moov") - 4 :] + box(b"mvex", full(b"trex", 1, 1, 1024, 0, 0)))
    struct.pack_into(">I", moov, 0, len(moov))
    track = box(b"traf", full(b"tfhd", 1, flags=0x20000), full(b"tfdt", 0), full(b"trun", samples))
    fragment = box(b"moof", full(b"mfhd", 1), track)
    return box(b"ftyp", b"iso5\0\0\0\0iso5mp41") + bytes(moov) + fragment * number + box(b"mdat", bytes(64))


def chain(links: int) -> bytes:
    """First pages of Ogg streams, one after another, with an empty page between."""
    pages = (struct.pack("<4sBBqIIIB", b"OggS", 0, flags, 0, 1, 0, 0, 1) + b"\x01\x00" for flags in (2, 0))
    return b"".join(pages) * links


BOMBS: Final[dict[str, tuple[Callable[[], bytes], str]]] = {
    "rate-1": (lambda: wav(1), "its header says 1 Hz"),
    "rate-3999": (lambda: wav(3_999), "its header says 3,999 Hz"),
    "rate-384001": (lambda: wav(384_001), "its header says 384,001 Hz"),
    "rate-most": (lambda: wav(2**31 - 1), "its header says 2,147,483,647 Hz"),
    "rate-0": (lambda: wav(0), "it is no sound"),
    "rate-negative": (lambda: wav(2**32 - 1), "it is no sound"),
    "channels-9": (lambda: wav(channels=9), "it has 9 channels"),
    "channels-64": (lambda: wav(channels=64), "it has 64 channels"),
    "samples-60-million": (lambda: m4a(60_000_000), "its header says that it holds more than its size"),
    "tracks-1000": (lambda: m4a(5_000_000, tracks=1000), "its header says that it holds more than its size"),
    "edits": (lambda: m4a(2_000, edits=2_000), "its header says that it holds more than its size"),
    "fragment": (lambda: fragments(50_000_000), "its header says that it holds more than its size"),
    "fragments": (lambda: fragments(4_000_000, 100), "its header says that it holds more than its size"),
    "compressed-header": (lambda: box(b"moov", box(b"cmov", bytes(99))), "its header is compressed"),
    "links": (lambda: chain(1_001), "it is a chain of more than 1000 streams"),
}
"""By name: the bytes, and what is said of them."""
