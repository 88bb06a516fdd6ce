"""Blocks of any size regrouped into frames of one size, so that no result depends on how the audio arrived."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

import numpy as np

from audiocoach.audio.arrays import Stereo

T = TypeVar("T")


class Framer:
    """Takes blocks, gives frames of `size` samples and at last the rest."""

    def __init__(self, size: int) -> None:
        self._frame = np.empty((size, 2), np.float32)
        self._filled = 0

    def feed(self, block: Stereo) -> list[Stereo]:
        """The frames that `block` completes."""
        frames = []
        while len(block):
            free = self._frame[self._filled :]
            taken = min(len(free), len(block))
            free[:taken] = block[:taken]
            self._filled += taken
            block = block[taken:]
            if taken == len(free):
                frames.append(self._frame)
                self._frame, self._filled = np.empty_like(self._frame), 0
        return frames

    def flush(self) -> list[Stereo]:
        """The samples that fill no frame, if there are any."""
        rest, self._filled = self._frame[: self._filled], 0
        return [rest] if len(rest) else []


def frames(blocks: Iterable[Stereo], size: int) -> Iterator[Stereo]:
    """The audio of `blocks` in frames of `size` samples; the last may be shorter."""
    framer = Framer(size)
    for block in blocks:
        yield from framer.feed(block)
    yield from framer.flush()


def windows(blocks: Iterable[Stereo], before: int, size: int, after: int) -> Iterator[Stereo]:
    """The audio of `blocks` in parts of `size` samples, each with what lies before and after it.

    Shape (before + size + after, 2), silent before the start and after the end. The last part may hold less audio.
    """
    whole, overlap = before + size + after, before + after
    window, filled = np.zeros((whole, 2), np.float32), before
    for block in blocks:
        at = 0
        while at < len(block):
            part = block[at : at + whole - filled]
            window[filled : filled + len(part)] = part
            filled, at = filled + len(part), at + len(part)
            if filled == whole:
                yield window
                window, filled = _next(window, size, overlap), overlap
    for _ in range(before, filled, size):
        yield window
        window = _next(window, size, overlap)


def _next(window: Stereo, size: int, overlap: int) -> Stereo:
    """The window after this one, filled as far as the two overlap."""
    following = np.zeros_like(window)
    following[:overlap] = window[size:]
    return following


def neighbours(items: Iterable[T]) -> Iterator[tuple[T | None, T, T | None]]:
    """Each item with the one before it and the one after it."""
    before: T | None = None
    here: T | None = None
    for after in items:
        if here is not None:
            yield before, here, after
        before, here = here, after
    if here is not None:
        yield before, here, None
