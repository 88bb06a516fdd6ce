"""What is heard in a chunk of an MP3: its frames decoded as a player does, so that figures are those of the file.

A chunk is decoded after the frames that its encoder gave before it, so its figures too depend on its window alone. A
decoder is late by its own delay and LAME's; the cells of 10 ms are counted from the file's first sample all the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from audiocoach.audio.arrays import Planar
from audiocoach.audio.loudness import CELL
from audiocoach.audio.meter import AFTER, BEFORE, PART, Heard, Measured, Meter, hear
from audiocoach.audio.trimmers import Quiet, TrimMeter, quiet_in
from audiocoach.deliver.mpeg import CHUNK, DECODER_DELAY, DELAY, PRE

LATE: Final = DELAY + DECODER_DELAY
"""How many samples a decoder gives before the first one of the file."""
EARLY: Final = -(-LATE // CELL)
"""How many cells before a chunk's samples those lie that its own frames tell all of: 3."""

_BEFORE: Final = BEFORE + EARLY * CELL - LATE - PRE
"""How many samples the meter hears before those that are decoded: silence."""

assert CHUNK == PART, "a chunk is what the meter hears at once"

Span = tuple[int, int]
"""From which to which of a chunk's decoded samples the file has them: a player cuts off what lies around it."""
WHOLE: Final[Span] = (0, CHUNK)


@dataclass(frozen=True, slots=True, eq=False)
class HeardChunk:
    """The figures of one chunk."""

    loudness: Heard
    quiet: Quiet

    SIZE = Heard.SIZE + Quiet.SIZE
    """Bytes."""

    def to_bytes(self) -> bytes:
        """As they are kept."""
        return self.loudness.to_bytes() + self.quiet.to_bytes()

    @classmethod
    def from_bytes(cls, kept: bytes) -> "HeardChunk":
        """From what `to_bytes` gave."""
        return cls(Heard.from_bytes(kept[: Heard.SIZE]), Quiet.from_bytes(kept[Heard.SIZE :]))


@dataclass(frozen=True, slots=True)
class MeasuredFile(Measured):
    """What a file has, as a player decodes it."""

    trim_s: float
    """Seconds that the worst of the trimmers would cut."""


class FileMeter:
    """Takes the figures of a file's chunks, from the first one on."""

    def __init__(self) -> None:
        self._loudness, self._trimmers = Meter(EARLY), TrimMeter()

    def add(self, chunk: HeardChunk) -> None:
        """The next chunk."""
        self._loudness.add(chunk.loudness)
        self._trimmers.add(chunk.quiet)

    def finish(self, length: int) -> MeasuredFile:
        """The figures of all chunks, `length` samples together."""
        sound = self._loudness.finish(length)
        return MeasuredFile(sound.integrated_lufs, sound.true_peak_dbtp, max(self._trimmers.finish()))


def span_of(chunk: int, length: int) -> Span:
    """Which decoded samples of the chunk of that number belong to a file of `length` samples."""
    start = chunk * CHUNK - LATE
    return max(-start, 0), min(length - start, CHUNK)


def heard_in(stream: bytes, channels: int, span: Span = WHOLE) -> HeardChunk:
    """The figures of the chunk at the end of `stream`, which the frames before it precede; of silence for no frames."""
    decoded: Planar = np.zeros((channels, PRE + CHUNK), np.float32)
    at = 0
    for sound in _decoded(stream) if stream else ():
        decoded[:, at : at + sound.shape[1]] = sound
        at += sound.shape[1]
    window: Planar = np.zeros((channels, BEFORE + PART + AFTER), np.float32)
    window[:, _BEFORE:] = decoded[:, : window.shape[1] - _BEFORE]
    first, last = span
    return HeardChunk(hear(window), quiet_in(decoded[:, PRE:][:, first:last]))


def _decoded(stream: bytes) -> Iterator[Planar]:
    """The sound of whole frames, shape (channels, samples) each, from a decoder that has heard nothing before.

    All are handed over in one packet: the decoder takes them from it one after another.
    """
    import av

    codec = av.CodecContext.create("mp3float", "r")
    assert isinstance(codec, av.AudioCodecContext)
    for packet in (av.Packet(stream), None):
        for frame in codec.decode(packet):
            yield frame.to_ndarray().astype(np.float32, copy=False)
