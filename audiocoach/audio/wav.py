"""WAV files, written a block at a time: floats as they are mixed, or the 16 bits that they lie on."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from audiocoach.audio.arrays import Channels
from audiocoach.audio.quantised import PCM_BITS
from audiocoach.conventions import WAV
from audiocoach.storage.seal import SEALS, sealed
from audiocoach.units import SAMPLE_RATE

_PCM, _IEEE_FLOAT = 1, 3
_BEHIND: Final = SEALS[WAV].size  # bytes after the samples
_UNKNOWN: Final = 0xFFFF_FFFF  # in RF64: see the ds64 chunk


@dataclass(frozen=True, slots=True)
class WavFormat:
    """How samples are written."""

    channels: int
    is_float: bool = True
    """32-bit floats; else 16-bit integers, for samples that lie on their grid."""

    @property
    def bits(self) -> int:
        """Of a sample."""
        return 32 if self.is_float else PCM_BITS

    @property
    def frame_bytes(self) -> int:
        """Of a sample in every channel."""
        return self.channels * self.bits // 8

    def encode(self, block: Channels) -> bytes:
        """The bytes of a block, shape (samples, channels)."""
        samples = block if self.is_float else np.rint(block * np.float32(1 << (PCM_BITS - 1)))
        encoded: bytes = samples.astype("<f4" if self.is_float else "<i2").tobytes()
        return encoded


STEM: Final = WavFormat(2)
"""A bus as it is mixed."""
TONE: Final = WavFormat(1, is_float=False)
"""A tone, sample for sample."""


def write_wav(path: Path, blocks: Iterable[Channels], length: int, wav: WavFormat = STEM) -> None:
    """Writes `length` samples, atomically.

    Raises `DeliverError` where the file cannot be written, and `ValueError` where `blocks` hold another number of
    samples.
    """
    written = 0
    with sealed(path) as file:
        file.write(header(length, wav))
        for block in blocks:
            file.write(wav.encode(block))
            written += len(block)
        if written != length:
            raise ValueError(f"{path.name} should hold {length} samples, and was given {written}")


def header(length: int, wav: WavFormat = STEM) -> bytes:
    """All that stands before the samples: RIFF, or RF64 (EBU Tech 3306) from 4 GiB on."""
    data, frame = length * wav.frame_bytes, wav.frame_bytes
    kind = _IEEE_FLOAT if wav.is_float else _PCM
    fields = (b"fmt ", 18, kind, wav.channels, SAMPLE_RATE, SAMPLE_RATE * frame, frame, wav.bits, 0)
    fmt = struct.pack("<4sIHHIIHHH", *fields)
    size = len(fmt) + 24 + data + _BEHIND  # "WAVE", the fact chunk and the data chunk's head
    if size <= _UNKNOWN:
        head = struct.pack("<4sI4s", b"RIFF", size, b"WAVE")
        return head + fmt + struct.pack("<4sII4sI", b"fact", 4, length, b"data", data)
    head = struct.pack("<4sI4s", b"RF64", _UNKNOWN, b"WAVE")
    ds64 = struct.pack("<4sIQQQI", b"ds64", 28, size + 36, data, length, 0)
    return head + ds64 + fmt + struct.pack("<4sII4sI", b"fact", 4, _UNKNOWN, b"data", _UNKNOWN)
