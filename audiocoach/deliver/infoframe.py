"""The Info frame at the start of an MP3: what makes decoding gapless and exact to the sample.

Layout after the Xing/Info and LAME tag specifications ("Mp3 Info Tag revision 1", gabriel.mp3-tech.org) and LAME
3.100's VbrTag.c. It names LAME, for some players read the delays only from a tag that does.
"""

import struct
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audiocoach.audio.mp3_header import MPEG_1_KBPS, info_at
from audiocoach.deliver.mpeg import DELAY, FRAME
from audiocoach.deliver.quality import Quality

_HAS_ALL: Final = 0b1111  # frames, bytes, seek table and quality follow
_LAME_QUALITY: Final = 57  # what LAME writes for 4 of its 10 levels of VBR at level 3: 100 - 10 * 4 - 3
_CBR, _MPEG1_LAYER3, _PSYTUNE_ATH4, _RATE_44100 = 1, 0xFFFB, 0x14, 1
_JOINT, _NO_RESERVOIR = 3, 1
_CRC_BLOCK: Final = 2048
_PERIOD: Final = 32_767  # 0x8005 is (x + 1)(x^15 + x + 1), whose factors are primitive


def info_frame(quality: Quality, length: int, frames: int, music_bytes: int, music_crc: int) -> bytes:
    """The frame that stands before `frames` frames of `music_bytes` bytes that hold `length` samples.

    `music_crc` is `crc16` of those bytes. The frame has `quality.info_bytes` bytes whatever the numbers are.
    """
    size = quality.info_bytes
    total = size + music_bytes
    mono = quality.channels == 1
    header = struct.pack(">HBB", _MPEG1_LAYER3, MPEG_1_KBPS.index(quality.info_kbps) + 1 << 4, 0xC0 if mono else 0x40)
    # Quiet as to loudness: a phone that levels by such fields would undo the one loudness of all sessions.
    lame = struct.pack(
        ">9sBBfHHBB3sBBHIH",
        b"LAME3.100",
        _CBR,
        (quality.lowpass_hz + 50) // 100,
        0.0,
        0,
        0,
        _PSYTUNE_ATH4,
        quality.kbps,
        (DELAY << 12 | frames * FRAME - length - DELAY).to_bytes(3, "big"),
        _RATE_44100 << 6 | _NO_RESERVOIR << 5 | (0 if mono else _JOINT) << 2 | quality.noise_shaping,
        0,
        quality.kbps,
        total,
        music_crc,
    )
    side_info = bytes(17 if mono else 32)
    counts = struct.pack(">4sIII", b"Info", _HAS_ALL, frames, total)
    tag = header + side_info + counts + _seek_table(size, frames, music_bytes) + struct.pack(">I", _LAME_QUALITY) + lame
    return (tag + struct.pack(">H", crc16(tag))).ljust(size, b"\0")


@dataclass(frozen=True, slots=True)
class Info:
    """What an Info frame says of the frames behind it."""

    frames: int
    bytes: int
    """With the Info frame itself."""
    music_crc: int
    """Of the bytes without it."""


def read_info(frame: bytes) -> Info | None:
    """What an Info frame of ours says; None for anything else."""
    at = info_at(frame)
    if at is None or len(frame) < at + 156:
        return None
    if crc16(frame[: at + 154]) != int.from_bytes(frame[at + 154 : at + 156], "big"):
        return None
    _, frames, total = struct.unpack_from(">III", frame, at + 4)
    return Info(frames, total, int.from_bytes(frame[at + 152 : at + 154], "big"))


class MusicCrc:
    """The CRC-16 of a long stream, at the speed of memory.

    The polynomial's powers of x repeat after 32,767, and so after as many bytes: bytes that far apart may be added up
    before their remainder is taken.
    """

    def __init__(self) -> None:
        self._sum = np.zeros(_PERIOD, np.uint8)
        self.size = 0
        """Bytes so far."""

    def add(self, data: bytes) -> None:
        """The next bytes."""
        start = self.size % _PERIOD
        self.size += len(data)
        rest = np.frombuffer(data, np.uint8)
        while len(rest):
            part = rest[: _PERIOD - start]
            self._sum[start : start + len(part)] ^= part
            rest, start = rest[len(part) :], 0

    def value(self) -> int:
        """Of all bytes: as `crc16`."""
        return crc16(np.roll(self._sum, -(self.size % _PERIOD)).tobytes())


def crc16(data: bytes) -> int:
    """The CRC-16 of the tag: polynomial 0x8005, reflected."""
    table, crc = _crc_table(), 0
    for start in range(0, len(data), _CRC_BLOCK):
        block = np.frombuffer(data, np.uint8, min(_CRC_BLOCK, len(data) - start), start).copy()
        # A CRC is linear: each byte adds what it alone, that far from the end, would leave behind.
        block[0] ^= crc & 0xFF
        carried = crc >> 8
        if len(block) > 1:
            block[1] ^= carried
            carried = 0
        crc = carried ^ int(np.bitwise_xor.reduce(table[np.arange(len(block) - 1, -1, -1), block]))
    return crc


def _seek_table(info_bytes: int, frames: int, music_bytes: int) -> bytes:
    """For each hundredth of the playing time, where in the file it is, in 256ths."""
    total = info_bytes + music_bytes
    offsets = (info_bytes + percent * frames // 100 * music_bytes // max(frames, 1) for percent in range(100))
    return bytes(min(offset * 256 // total, 255) for offset in offsets)


@cache
def _crc_table() -> NDArray[np.uint16]:
    """Shape (_CRC_BLOCK, 256): the CRC of each byte with that many zeros behind it."""
    first = np.arange(256, dtype=np.uint16)
    for _ in range(8):
        first = np.bitwise_xor(first >> 1, (first & 1) * 0xA001, dtype=np.uint16)
    table = np.empty((_CRC_BLOCK, 256), np.uint16)
    table[0] = first
    for row in range(1, _CRC_BLOCK):
        table[row] = table[row - 1] >> 8 ^ first[table[row - 1] & 0xFF]
    return table
