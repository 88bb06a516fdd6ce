"""What is heard in a chunk of an MP3: its frames decoded as a player does, so that figures are those of the file.

A chunk is decoded after the frames that its encoder gave before it, so its figures too depend on its window alone. A
decoder is late by its own delay and LAME's; the cells of 10 ms are counted from the file's first sample all the same.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from audiocoach.audio.arrays import Planar
from audiocoach.audio.loudness import CELL
from audiocoach.audio.meter import AFTER, BEFORE, PART, Heard, Meter, hear
from audiocoach.deliver.mpeg import CHUNK, DECODER_DELAY, DELAY, PRE

EARLY: Final = -(-(DELAY + DECODER_DELAY) // CELL)
"""How many cells before a chunk's samples those lie that its own frames tell all of: 3."""

_FIRST: Final = PRE + DELAY + DECODER_DELAY - EARLY * CELL  # where the first of them starts, as decoded

assert CHUNK == PART, "a chunk is what the meter hears at once"


def file_meter() -> Meter:
    """A meter for the chunks of a file, from the first one on."""
    return Meter(EARLY)


def heard_in(stream: bytes, channels: int) -> Heard:
    """The figures of the chunk at the end of `stream`, which the frames before it precede; of silence for no frames."""
    window: Planar = np.zeros((channels, BEFORE + PART + AFTER), np.float32)
    at = BEFORE - _FIRST  # where the decoder's first sample lies
    for sound in _decoded(stream) if stream else ():
        put = window[:, max(at, 0) : max(at + sound.shape[1], 0)]
        put[:] = sound[:, max(-at, 0) :][:, : put.shape[1]]
        at += sound.shape[1]
    return hear(window)


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
