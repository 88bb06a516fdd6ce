"""float32 blocks to MPEG frames, in chunks that are encoded apart from each other.

The bit reservoir is off and a chunk is 49 frames: a whole cycle of padding bytes, 1.28 s, a whole number of bytes. Each
chunk is encoded by a fresh LAME from its own samples, 3 frames before and 224 samples after, and the frames before
are thrown away. So a chunk's bytes depend on its window alone: any number of threads gives the same file, and a
chunk that was encoded once (a soundscape's loop, a silence, yesterday's build) need not be encoded again.

LAME takes floats, so there is no rounding to 16 bits and nothing to dither. It is called by ctypes in the `lameenc`
wheel, which frees the GIL and can switch the reservoir off (`lameenc.Encoder` cannot). Where the wheel hides LAME's
symbols (Windows), PyAV's LAME stands in, with the same settings at a third of the speed: the same bytes where it is
3.100 too (PyAV 18), and the same sound down to -80 dB where it is 3.101 (PyAV 19).
"""

import ctypes
import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from threading import Lock
from typing import Final, Protocol

import numpy as np

from audiocoach.audio.arrays import Planar, Stereo
from audiocoach.audio.blocks import windows
from audiocoach.audio.meter import BEFORE, PART, Heard, Meter, hear
from audiocoach.deliver.quality import FRAME, Quality
from audiocoach.units import SAMPLE_RATE

CHUNK_FRAMES: Final = 49
CHUNK: Final = CHUNK_FRAMES * FRAME
"""Samples of a chunk: 56,448, or 1.28 s."""
PRE: Final = 3 * FRAME
"""Samples before a chunk that its encoder hears first: its filters and its memory of loudness have settled then."""
POST: Final = 224
"""Samples after a chunk that LAME must have before it lets the last frame go; an attack there shapes its last block."""
WINDOW: Final = PRE + CHUNK + POST
"""Samples that a chunk's bytes depend on."""

assert (PRE, CHUNK) == (BEFORE, PART), "a chunk's window is what the meter hears"

_LAME_QUALITY: Final = 3  # what `lame` and ffmpeg take by default
_FULL_SCALE: Final = np.float32(32_768)  # LAME's floats are 16-bit integers in size
_JOINT_STEREO, _MONO = 1, 3
_SETTERS: Final = (
    "in_samplerate",
    "num_channels",
    "brate",
    "quality",
    "mode",
    "disable_reservoir",
    "bWriteVbrTag",
)


class Chunks(Protocol):
    """Chunks that were encoded before, with what is heard in them. Used by several threads at once."""

    def get(self, key: str) -> bytes | None:
        """The chunk of this key, or None."""

    def put(self, key: str, chunk: bytes) -> None:
        """Keep a chunk that has just been encoded."""


def encode(
    blocks: Iterable[Stereo],
    quality: Quality,
    *,
    jobs: int = 1,
    store: Chunks | None = None,
    meter: Meter | None = None,
) -> Iterator[bytes]:
    """`blocks` as MPEG frames, a chunk at a time; `frame_count(samples)` frames in all.

    `jobs` threads encode, which changes nothing in the bytes; `meter` hears all that is encoded. Memory does not grow
    with length. Raises ValueError for samples that are not finite.
    """
    with ThreadPoolExecutor(max(jobs, 1), thread_name_prefix="encode") as pool:
        waiting: deque[tuple[Future[_Chunk], int]] = deque()
        try:
            for window, frames in _windows(blocks):
                waiting.append((pool.submit(_chunk, window, quality, store), frames))
                if len(waiting) > 2 * jobs:
                    yield _take(waiting, quality, store, meter)
            while waiting:
                yield _take(waiting, quality, store, meter)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def encode_chunk(window: Stereo, quality: Quality) -> bytes:
    """The 49 frames of the chunk whose `WINDOW` samples, shape (WINDOW, 2), these are."""
    return _frames(_planar(window, quality), quality)


def frame_count(length: int) -> int:
    """How many frames hold `length` samples: the decoder's delay of 529 and LAME's of 576 must fit behind them."""
    return -(-(length + FRAME) // FRAME)


@cache
def encoder_id() -> str:
    """What, beside the samples and the quality, decides a chunk's bytes; part of every key."""
    engine = "lame 3.100" if _lame() else f"av {version('av')}"
    return f"{engine} q{_LAME_QUALITY} {PRE}+{CHUNK}+{POST} unscaled"


def _windows(blocks: Iterable[Stereo]) -> Iterator[tuple[Stereo, int]]:
    """Each chunk's window, and how many of its frames count."""
    length = done = 0

    def counted() -> Iterator[Stereo]:
        nonlocal length
        for block in blocks:
            length += len(block)
            yield block
        yield np.zeros((FRAME, 2), np.float32)  # which the frames that `frame_count` adds hold

    for window in windows(counted(), PRE, CHUNK, POST):
        frames = min(frame_count(length) - done, CHUNK_FRAMES)
        yield window, frames
        done += frames


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A chunk of the stream, and what is heard in it where that is known."""

    data: bytes
    key: str
    window: Stereo
    heard: Heard | None = None


def _take(
    waiting: deque[tuple[Future[_Chunk], int]], quality: Quality, store: Chunks | None, meter: Meter | None
) -> bytes:
    """The next chunk's frames. It is heard here: many small steps in each thread would wait for one another."""
    future, frames = waiting.popleft()
    chunk = future.result()
    if store is not None or meter is not None:
        heard = chunk.heard or hear(chunk.window)
        if store is not None and chunk.heard is None:
            store.put(chunk.key, heard.to_bytes() + chunk.data)
        if meter is not None:
            meter.add(heard)
    return chunk.data[: _end_of(chunk.data, frames, quality)]


def _end_of(stream: bytes, frames: int, quality: Quality) -> int:
    """Where so many frames of a stream end: a bit in their headers tells which have a byte more."""
    end = 0
    for _ in range(frames):
        end += quality.frame_bytes + (stream[end + 2] >> 1 & 1)
    return end


def _chunk(window: Stereo, quality: Quality, store: Chunks | None) -> _Chunk:
    """The chunk of a window, from the store where it was met before."""
    if store is None:
        return _Chunk(encode_chunk(window, quality), "", window)
    digest = hashlib.blake2b(f"{encoder_id()} {quality}".encode(), digest_size=20)
    digest.update(window.data)
    key = digest.hexdigest()
    known = store.get(key)
    if known is not None and len(known) == Heard.SIZE + _chunk_bytes(quality):
        return _Chunk(known[Heard.SIZE :], key, window, Heard.from_bytes(known[: Heard.SIZE]))
    return _Chunk(encode_chunk(window, quality), key, window)


def _planar(window: Stereo, quality: Quality) -> Planar:
    """`window` as LAME takes it: shape (channels, WINDOW), clipped to full scale, mono as the mean of both sides."""
    if window.shape != (WINDOW, 2):
        raise ValueError(f"a chunk's window has the shape {(WINDOW, 2)}, not {window.shape}")
    sides = window.T if quality.channels == 2 else window.mean(axis=1, dtype=np.float32)[np.newaxis]
    planar: Planar = np.ascontiguousarray(np.clip(sides, -1, 1), np.float32)
    if not np.isfinite(planar.sum()):
        raise ValueError("samples are not finite")
    planar *= _FULL_SCALE / np.float32(quality.lame_scale)
    return planar


def _frames(planar: Planar, quality: Quality) -> bytes:
    lame = _lame()
    data = _by_lame(lame, planar, quality) if lame else _by_av(planar, quality)
    start = _end_of(data, PRE // FRAME, quality)
    # A chunk is a whole cycle of padding wherever the cycle starts, so it always has this many bytes.
    chunk = data[start : start + _chunk_bytes(quality)]
    if len(chunk) < _chunk_bytes(quality) or _end_of(chunk, CHUNK_FRAMES, quality) != len(chunk):
        raise RuntimeError("LAME gave other frames than it was asked for")
    return chunk


def _chunk_bytes(quality: Quality) -> int:
    return CHUNK * quality.kbps * 1000 // 8 // SAMPLE_RATE


_starting = Lock()


def _by_lame(lame: ctypes.CDLL, planar: Planar, quality: Quality) -> bytes:
    mode = _MONO if quality.channels == 1 else _JOINT_STEREO
    values = (SAMPLE_RATE, quality.channels, quality.kbps, _LAME_QUALITY, mode, 1, 0)
    with _starting:  # LAME fills tables that all its encoders share
        handle = lame.lame_init()
        for setter, value in zip(_SETTERS, values, strict=True):
            getattr(lame, f"lame_set_{setter}")(handle, value)
        started = lame.lame_init_params(handle)
    try:
        buffer = np.empty(WINDOW * 5 // 4 + 7200, np.uint8)  # the size that lame.h asks for
        left, right = planar[0].ctypes.data, planar[-1].ctypes.data
        size = lame.lame_encode_buffer_float(handle, left, right, WINDOW, buffer.ctypes.data, len(buffer))
    finally:
        lame.lame_close(handle)
    if started < 0 or size < 0:
        raise RuntimeError(f"LAME refused: {started}, {size}")
    return buffer[:size].tobytes()


@cache
def _lame() -> ctypes.CDLL | None:
    """LAME 3.100 inside the wheel of `lameenc`, typed; None where its symbols are hidden."""
    spec = find_spec("lameenc")
    if spec is None or spec.origin is None:
        return None
    try:
        lame = ctypes.CDLL(spec.origin)
        lame.get_lame_version.restype = ctypes.c_char_p
        if lame.get_lame_version() != b"3.100":
            return None
        pointer, number = ctypes.c_void_p, ctypes.c_int
        lame.lame_init.restype = pointer
        for setter in _SETTERS:
            getattr(lame, f"lame_set_{setter}").argtypes = (pointer, number)
        lame.lame_init_params.argtypes = lame.lame_close.argtypes = (pointer,)
        lame.lame_encode_buffer_float.argtypes = (pointer, pointer, pointer, number, pointer, number)
    except (OSError, AttributeError):
        return None
    return lame


def _by_av(planar: Planar, quality: Quality) -> bytes:
    import av

    codec = av.CodecContext.create("libmp3lame", "w")
    assert isinstance(codec, av.AudioCodecContext)
    codec.sample_rate, codec.format, codec.bit_rate = SAMPLE_RATE, "fltp", quality.kbps * 1000
    codec.layout = "mono" if quality.channels == 1 else "stereo"
    codec.options = {"reservoir": "0", "compression_level": str(_LAME_QUALITY)}
    data = bytearray()
    # ffmpeg multiplies by full scale again: a power of two, so nothing is lost on the way there and back. It keeps the
    # last frame until it is given more.
    padded = np.pad(planar / _FULL_SCALE, ((0, 0), (0, 2 * FRAME - POST)))
    for at in range(0, padded.shape[1], FRAME):
        part = np.ascontiguousarray(padded[:, at : at + FRAME])
        frame = av.AudioFrame.from_ndarray(part, format="fltp", layout=codec.layout.name)
        frame.sample_rate, frame.pts = SAMPLE_RATE, at
        for packet in codec.encode(frame):
            data += bytes(packet)
    return bytes(data)
