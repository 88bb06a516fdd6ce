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
from audiocoach.audio.mp3_header import end_of_frames
from audiocoach.audio.quantised import RAW_BITS, on_grid
from audiocoach.deliver import lame
from audiocoach.deliver.hearing import WHOLE, FileMeter, HeardChunk, Span, heard_in, span_of
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
    """How many threads encode; as many hear what is encoded."""
    store: Chunks | None = None
    """Where chunks are kept for later builds."""
    meter: FileMeter | None = None
    """Hears the file as a player decodes it."""

    def frames(self, blocks: Iterable[Stereo]) -> Iterator[bytes]:
        """`blocks` as MPEG frames, a chunk at a time; `frame_count(samples)` frames in all.

        Memory does not grow with length. Raises ValueError for samples that are not finite.
        """
        jobs = max(self.jobs, 1)
        pool = ThreadPoolExecutor(jobs, thread_name_prefix="encode")
        ears = ThreadPoolExecutor(jobs, thread_name_prefix="hear")
        waiting: deque[tuple[Future[_Chunk], int]] = deque()
        try:
            for window, frames, span in _windows(blocks):
                encoded = pool.submit(self._encoded, window, span)
                waiting.append((ears.submit(self._heard, encoded), frames))
                if len(waiting) > 2 * jobs:
                    yield self._take(*waiting.popleft())
            while waiting:
                yield self._take(*waiting.popleft())
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
            ears.shutdown(wait=True, cancel_futures=True)

    def _take(self, future: "Future[_Chunk]", frames: int) -> bytes:
        """The next chunk's frames."""
        chunk = future.result()
        if self.meter is not None:
            self.meter.add(chunk.heard)
        return chunk.data if frames == CHUNK_FRAMES else chunk.data[: end_of_frames(chunk.data, frames)]

    def _encoded(self, window: Stereo, span: Span) -> "_Chunk | _Unheard":
        """A window's chunk as LAME makes it, or from the store where it was met before; `span` is what is heard."""
        key = None
        if self.store is not None:
            heard = "" if span == WHOLE else f" {span}"  # at the ends of a file
            digest = hashlib.blake2b(f"{encoder_id()} {self.quality}{heard}".encode(), digest_size=20)
            digest.update(window.data)
            key = digest.hexdigest()
            known = self.store.get(key)
            if known is not None and len(known) == HeardChunk.SIZE + self.quality.chunk_bytes:
                return _Chunk(known[HeardChunk.SIZE :], HeardChunk.from_bytes(known[: HeardChunk.SIZE]))
        sound = _planar(window, self.quality)
        unheard = _Unheard(_stream(sound, self.quality), key, span)
        # Silence has nothing to hear, and is in the store for the silence that follows.
        return unheard if sound.any() else self._kept(unheard, heard_in(b"", self.quality.channels, span))

    def _heard(self, encoding: "Future[_Chunk | _Unheard]") -> "_Chunk":
        """A chunk, and what a player decodes of it: while the next ones are encoded."""
        encoded = encoding.result()
        if isinstance(encoded, _Chunk):
            return encoded
        return self._kept(encoded, heard_in(encoded.stream, self.quality.channels, encoded.span))

    def _kept(self, unheard: "_Unheard", heard: HeardChunk) -> "_Chunk":
        """The chunk, in the store from here on."""
        chunk = _Chunk(unheard.stream[-self.quality.chunk_bytes :], heard)
        if self.store is not None and unheard.key is not None:
            self.store.put(unheard.key, heard.to_bytes() + chunk.data)
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
class _Unheard:
    """A chunk that has just been encoded."""

    stream: bytes
    """Its frames, after those before it: a decoder needs them."""
    key: str | None
    """Its key in the store; None without one."""
    span: Span
    """What of it is heard."""


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A chunk of the stream, and what is heard in it."""

    data: bytes
    heard: HeardChunk


def _windows(blocks: Iterable[Stereo]) -> Iterator[tuple[Stereo, int, Span]]:
    """Each chunk's window, how many of its frames count, and which of its samples."""
    length = done = 0

    def counted() -> Iterator[Stereo]:
        nonlocal length
        for block in blocks:
            length += len(block)
            yield on_grid(block, RAW_BITS)
        yield np.zeros((FRAME, 2), np.float32)  # which the frames that `frame_count` adds hold

    for number, window in enumerate(windows(counted(), PRE, CHUNK, POST)):
        frames = min(frame_count(length) - done, CHUNK_FRAMES)
        yield window, frames, span_of(number, length)  # a window ends behind what is heard of its chunk
        done += frames


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
