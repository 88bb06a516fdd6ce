"""What is heard in a chunk of an MP3: its frames decoded as a player does, so that figures are those of the file.

A chunk is decoded after the frames that its encoder gave before it, so its figures too depend on its window alone. A
decoder is late by its own delay and LAME's; the cells of 10 ms are counted from the file's first sample all the same.
"""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from audiocoach.audio.arrays import Channels, Planar
from audiocoach.audio.loudness import CELL
from audiocoach.audio.meter import AFTER, BEFORE, PART, Heard, Meter, hear
from audiocoach.audio.mp3_header import end_of_frames
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
    window: Channels = np.zeros((BEFORE + PART + AFTER, channels), np.float32)
    if stream:
        sound = _decoded(stream)[:, : _FIRST + PART + AFTER]
        window[len(window) - sound.shape[1] :] = sound.T
    return hear(window)


def _decoded(stream: bytes) -> Planar:
    """The sound of whole frames, shape (channels, samples), from a decoder that has heard nothing before."""
    import av

    codec = av.CodecContext.create("mp3float", "r")
    assert isinstance(codec, av.AudioCodecContext)
    frames = [frame.to_ndarray() for packet in (*_packets(stream), None) for frame in codec.decode(packet)]
    return np.concatenate(frames, axis=1)


def _packets(stream: bytes) -> Iterator[Any]:
    import av

    at = 0
    while at < len(stream):
        end = at + end_of_frames(stream[at : at + 4], 1)
        yield av.Packet(stream[at:end])
        at = end
