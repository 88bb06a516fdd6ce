"""Stems: each track of a session as a WAV of its own, as it goes into the mix, before the limiter."""

import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from audiocoach.audio.arrays import Stereo
from audiocoach.errors import DeliverError
from audiocoach.mix.mixer import Mixer
from audiocoach.storage.seal import SEALS, sealed
from audiocoach.units import SAMPLE_RATE

_IEEE_FLOAT: Final = 3
_FRAME_BYTES: Final = 8  # two channels of 32 bits
_BEHIND: Final = SEALS[".wav"].size  # bytes after the samples
_UNKNOWN: Final = 0xFFFF_FFFF  # in RF64: see the ds64 chunk


def write_stems(mixer: Mixer, folder: Path) -> tuple[Path, ...]:
    """Writes `speech.wav`, `tones.wav`, ... into `folder` (made where missing) and gives their paths.

    Raises `DeliverError` where the disk refuses; a stem that was there before is then whole.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeliverError(f"cannot write to {folder}: {error.strerror}") from error
    paths = []
    for name in mixer.buses:
        paths.append(folder / f"{name}.wav")
        write_float_wav(paths[-1], mixer.bus(name), mixer.timeline.length)
    return tuple(paths)


def write_float_wav(path: Path, blocks: Iterable[Stereo], length: int) -> None:
    """Writes `length` samples of stereo as 32-bit float WAV, atomically, a block at a time.

    Raises `ValueError` where `blocks` hold another number of samples.
    """
    written = 0
    with sealed(path) as file:
        file.write(header(length))
        for block in blocks:
            file.write(block.astype("<f4").tobytes())
            written += len(block)
        if written != length:
            raise ValueError(f"{path.name} should hold {length} samples, and was given {written}")


def header(length: int) -> bytes:
    """All that stands before the samples in a float WAV: RIFF, or RF64 (EBU Tech 3306) from 4 GiB on."""
    data = length * _FRAME_BYTES
    rate = SAMPLE_RATE * _FRAME_BYTES
    fmt = struct.pack("<4sIHHIIHHH", b"fmt ", 18, _IEEE_FLOAT, 2, SAMPLE_RATE, rate, _FRAME_BYTES, 32, 0)
    size = len(fmt) + 24 + data + _BEHIND  # "WAVE", the fact chunk and the data chunk's head
    if size <= _UNKNOWN:
        head = struct.pack("<4sI4s", b"RIFF", size, b"WAVE")
        return head + fmt + struct.pack("<4sII4sI", b"fact", 4, length, b"data", data)
    head = struct.pack("<4sI4s", b"RF64", _UNKNOWN, b"WAVE")
    ds64 = struct.pack("<4sIQQQI", b"ds64", 28, size + 36, data, length, 0)
    return head + ds64 + fmt + struct.pack("<4sII4sI", b"fact", 4, _UNKNOWN, b"data", _UNKNOWN)
