"""The energies of a stream in cells of 10 ms: what every level of a bed or a song is counted from."""

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np

from audiocoach.audio.arrays import Channels, Energies
from audiocoach.audio.loudness import CELL, TAIL, cell_energies

_SEGMENT: Final = (48_000 - TAIL) // CELL * CELL  # with its tail it has a fast transform


def stream_energies(blocks: Iterable[Channels], before: Channels | None = None) -> Energies:
    """The energies of each channel, shape (channels, cells), holding no more than a second of sound.

    `before`: the `TAIL` samples that sounded before the first block; silence without it.
    """
    parts: list[Energies] = []
    last = before
    for segment in _segments(blocks):
        if last is None:
            last = np.zeros((TAIL, segment.shape[1]), np.float32)
        audio = np.concatenate((last, segment))
        last = audio[-TAIL:]
        parts.append(cell_energies(np.ascontiguousarray(audio.T), TAIL))
    return np.concatenate(parts, axis=1) if parts else np.zeros((1, 0), np.float32)


def _segments(blocks: Iterable[Channels]) -> Iterator[Channels]:
    """`blocks` regrouped, so that no energy depends on how the sound arrived."""
    waiting: list[Channels] = []
    size = 0
    for block in blocks:
        waiting.append(block)
        size += len(block)
        if size >= _SEGMENT:
            joined = np.concatenate(waiting)
            whole = size // _SEGMENT * _SEGMENT
            yield from (joined[at : at + _SEGMENT] for at in range(0, whole, _SEGMENT))
            waiting, size = [joined[whole:]], size - whole
    if size:
        yield np.concatenate(waiting)
