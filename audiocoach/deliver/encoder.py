"""float32 blocks to MPEG frames, in chunks that are encoded apart from each other.

The bit reservoir is off and a chunk is 49 frames: a whole cycle of padding bytes, 1.28 s, a whole number of bytes. Each
chunk is encoded by a fresh LAME from its own samples, 3 frames before and 224 samples after, and the frames before
are thrown away. So a chunk's bytes depend on its window alone: any number of threads gives the same file, and a
chunk that was encoded once (a soundscape's loop, a silence, yesterday's build) need not be encoded again.

LAME takes floats, so there is no rounding to 16 bits and nothing to dither. What is encoded lies on a grid of 24 bits:
the key of a chunk hangs on no last bit of a float.
"""

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Final, Protocol

import numpy as np

from audiocoach.audio.arrays import Planar, Stereo
from audiocoach.audio.blocks import windows
from audiocoach.audio.meter import Heard, Meter
from audiocoach.audio.mp3_header import end_of_frames
from audiocoach.audio.quantised import RAW_BITS, on_grid
from audiocoach.deliver import lame
from audiocoach.deliver.hearing import heard_in
from audiocoach.deliver.lame_by_av import encode_by_av
from audiocoach.deliver.mpeg import CHUNK, CHUNK_FRAMES, FRAME, PRE, PRE_FRAMES
from audiocoach.deliver.quality import FULL_SCALE, LAME_QUALITY, Quality

POST: Final = 224
"""Samples after a chunk that LAME must have before it lets the last frame go; an attack there shapes its last block."""
WINDOW: Final = PRE + CHUNK + POST
"""Samples that a chunk's bytes depend on."""


class Chunks(Protocol):
    """Chunks that were encoded before, with what is heard in them. Used by several threads at once."""

    def get(self, key: str) -> bytes | None:
        """The chunk of this key, or None."""

    def put(self, key: str, chunk: bytes) -> None:
        """Keep a chunk that has just been encoded."""


@dataclass(frozen=True, slots=True)
class Encoder:
    """Encodes one stream at a time. Nothing but the quality changes a byte."""

    quality: Quality
    jobs: int = 1
    """How many threads encode."""
    store: Chunks | None = None
    """Where chunks are kept for later builds."""
    meter: Meter | None = None
    """Hears the file as a player decodes it; `hearing.file_meter` makes one."""

    def frames(self, blocks: Iterable[Stereo]) -> Iterator[bytes]:
        """`blocks` as MPEG frames, a chunk at a time; `frame_count(samples)` frames in all.

        Memory does not grow with length. Raises ValueError for samples that are not finite.
        """
        with ThreadPoolExecutor(max(self.jobs, 1), thread_name_prefix="encode") as pool:
            waiting: deque[tuple[Future[_Chunk], int]] = deque()
            try:
                for window, frames in _windows(blocks):
                    waiting.append((pool.submit(self._chunk, window), frames))
                    if len(waiting) > 2 * self.jobs:
                        yield self._take(*waiting.popleft())
                while waiting:
                    yield self._take(*waiting.popleft())
            finally:
                pool.shutdown(wait=True, cancel_futures=True)

    def _take(self, future: "Future[_Chunk]", frames: int) -> bytes:
        """The next chunk's frames."""
        chunk = future.result()
        if self.meter is not None:
            self.meter.add(chunk.heard)
        return chunk.data if frames == CHUNK_FRAMES else chunk.data[: end_of_frames(chunk.data, frames)]

    def _chunk(self, window: Stereo) -> "_Chunk":
        """The chunk of a window, from the store where it was met before."""
        if self.store is None:
            return _made(window, self.quality)
        digest = hashlib.blake2b(f"{encoder_id()} {self.quality}".encode(), digest_size=20)
        digest.update(window.data)
        key = digest.hexdigest()
        known = self.store.get(key)
        if known is not None and len(known) == Heard.SIZE + self.quality.chunk_bytes:
            return _Chunk(known[Heard.SIZE :], Heard.from_bytes(known[: Heard.SIZE]))
        chunk = _made(window, self.quality)
        self.store.put(key, chunk.heard.to_bytes() + chunk.data)
        return chunk


def encode_chunk(window: Stereo, quality: Quality) -> bytes:
    """The 49 frames of the chunk whose `WINDOW` samples, shape (WINDOW, 2), these are."""
    return _stream(_planar(window, quality), quality)[-quality.chunk_bytes :]


def frame_count(length: int) -> int:
    """How many frames hold `length` samples: the decoder's delay of 529 and LAME's of 576 must fit behind them."""
    return -(-(length + FRAME) // FRAME)


@cache
def encoder_id() -> str:
    """What, beside the samples and the quality, decides a chunk's bytes; part of every key."""
    engine = f"lame {lame.VERSION}" if lame.library() else f"av {version('av')}"
    return f"{engine} q{LAME_QUALITY} {PRE}+{CHUNK}+{POST} unscaled"


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A chunk of the stream, and what is heard in it."""

    data: bytes
    heard: Heard


def _windows(blocks: Iterable[Stereo]) -> Iterator[tuple[Stereo, int]]:
    """Each chunk's window, and how many of its frames count."""
    length = done = 0

    def counted() -> Iterator[Stereo]:
        nonlocal length
        for block in blocks:
            length += len(block)
            yield on_grid(block, RAW_BITS)
        yield np.zeros((FRAME, 2), np.float32)  # which the frames that `frame_count` adds hold

    for window in windows(counted(), PRE, CHUNK, POST):
        frames = min(frame_count(length) - done, CHUNK_FRAMES)
        yield window, frames
        done += frames


def _made(window: Stereo, quality: Quality) -> _Chunk:
    """A chunk encoded, and heard."""
    sound = _planar(window, quality)
    stream = _stream(sound, quality)
    return _Chunk(stream[-quality.chunk_bytes :], heard_in(stream if sound.any() else b"", quality.channels))


def _stream(sound: Planar, quality: Quality) -> bytes:
    """The frames of a chunk, and those before it."""
    library = lame.library()
    data = lame.encode_by_lame(library, sound, quality) if library else encode_by_av(sound, quality)
    start = end_of_frames(data, PRE_FRAMES)
    # A chunk is a whole cycle of padding wherever the cycle starts, so it always has this many bytes.
    end = start + quality.chunk_bytes
    if len(data) < end or end_of_frames(data[start:end], CHUNK_FRAMES) != quality.chunk_bytes:
        raise RuntimeError("LAME gave other frames than it was asked for")
    return data[:end]


def _planar(window: Stereo, quality: Quality) -> Planar:
    """`window` as LAME takes it: shape (channels, WINDOW), clipped to full scale, mono as the mean of both sides."""
    if window.shape != (WINDOW, 2):
        raise ValueError(f"a chunk's window has the shape {(WINDOW, 2)}, not {window.shape}")
    sides = window.T if quality.channels == 2 else window.mean(axis=1, dtype=np.float32)[np.newaxis]
    planar: Planar = np.ascontiguousarray(np.clip(sides, -1, 1), np.float32)
    if not np.isfinite(planar.sum()):
        raise ValueError("samples are not finite")
    planar *= np.float32(FULL_SCALE) / np.float32(quality.lame_scale)
    return planar
