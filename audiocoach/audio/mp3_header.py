"""The headers of MP3 frames, and what the first frame promises of the rest; whether a file came whole.

ISO 11172-3 and 13818-3, layer III; the Xing and Info frames after "Mp3 Info Tag revision 1" (gabriel.mp3-tech.org).
"""

from typing import Final

MPEG_1_KBPS: Final = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
"""Thousand bits a second by index, from 1 on."""
_MPEG_2_KBPS: Final = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES: Final = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}  # by version
_MPEG_1: Final = 3
_LAYER_3: Final = 1
_MONO: Final = 3
_SIDE_INFO: Final = {(True, True): 17, (True, False): 32, (False, True): 9, (False, False): 17}
"""Bytes between a header and the rest of its frame, by whether it is MPEG 1 and whether it is mono."""


def is_whole(data: bytes) -> bool:
    """Whether `data` is an MP3 of whole frames, and of as many as its Info frame says, where it has one.

    What follows the last frame and is no frame itself (a tag, padding) does not matter.
    """
    start = at = after_id3(data)
    frames = 0
    while size := frame_size(data[at : at + 4]):
        at += size
        frames += 1
    promised = _promised_frames(data[start : start + 64])
    # Some encoders count the Info frame itself and some do not.
    return frames > 0 and at <= len(data) and (promised is None or frames >= promised)


def frame_size(header: bytes) -> int:
    """The bytes of the frame that starts with these four; 0 where none does."""
    bits = int.from_bytes(header)
    version, layer = bits >> 19 & 3, bits >> 17 & 3
    kbps, rate = bits >> 12 & 15, bits >> 10 & 3
    is_frame = len(header) == 4 and bits >> 21 == 0x7FF and layer == _LAYER_3
    if not is_frame or version not in _RATES or kbps in (0, 15) or rate == 3:
        return 0
    factor, table = (144_000, MPEG_1_KBPS) if version == _MPEG_1 else (72_000, _MPEG_2_KBPS)
    return factor * table[kbps - 1] // _RATES[version][rate] + (bits >> 9 & 1)


def end_of_frames(stream: bytes, count: int) -> int:
    """Where so many frames of a stream end. Raises `ValueError` where it has no frame."""
    at = 0
    for _ in range(count):
        size = frame_size(stream[at : at + 4])
        if not size:
            raise ValueError(f"there is no MP3 frame at byte {at}")
        at += size
    return at


def info_at(frame: bytes) -> int | None:
    """Where in a first frame the word `Xing` or `Info` stands, after which it promises things; None without one."""
    if not frame_size(frame[:4]):
        return None
    at = 4 + _SIDE_INFO[frame[1] >> 3 & 3 == _MPEG_1, frame[3] >> 6 == _MONO]
    return at if frame[at : at + 4] in (b"Xing", b"Info") else None


def after_id3(data: bytes) -> int:
    """Where the sound starts: after an ID3v2 tag, whose size is written in four times seven bits."""
    if data[:3] != b"ID3" or len(data) < 10:
        return 0
    return 10 + sum((byte & 127) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))


def _promised_frames(frame: bytes) -> int | None:
    """How many frames a first frame of kind Xing or Info promises."""
    at = info_at(frame)
    if at is None:
        return None
    flags, count = frame[at + 4 : at + 8], frame[at + 8 : at + 12]
    return int.from_bytes(count) if flags and flags[-1] & 1 else None
