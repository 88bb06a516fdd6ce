"""The guard tone: a sine too low to be heard that leaves players nothing to trim.

Apps that trim silence cut out what stays within a level for some tenths of a second, and with it the seconds of an
interval. 12.5 Hz passes the level 25 times a second and lies 13 dB under the threshold of hearing (ISO 226) where full
scale is 105 dB SPL. It is added behind the limiter, which so moves no gain by it, and repeats with the chunks of an
MP3: what was encoded once is the same wherever it sounds.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

import numpy as np

from audiocoach.audio.arrays import Gain, Mono, Places, Stereo
from audiocoach.audio.elementary import cosine, sine
from audiocoach.audio.quantised import RAW_BITS, on_grid
from audiocoach.conventions import CYCLE
from audiocoach.units import to_samples

CYCLES: Final = 16
"""Turns of the sine in a chunk's 1.28 s: 12.5 Hz."""
PEAK: Final = 0.042
"""Of full scale: 2.6 dB above the highest level that a trimmer takes for silence (1024 of 32,768)."""
FADE: Final = to_samples(50)
"""At the first and at the last sample, so that neither clicks."""


def guarded(blocks: Iterable[Stereo], length: int) -> Iterator[Stereo]:
    """`blocks`, which are `length` samples together, with the tone in both ears from the first one to the last."""
    start = 0
    for block in blocks:
        yield block + guard_tone(start, len(block), length)[:, np.newaxis]
        start += len(block)


def guard_tone(start: int, count: int, length: int) -> Mono:
    """`count` samples of the tone from `start` on, where `length` are in all: each follows from its place alone."""
    at = start % CYCLE
    tone = np.tile(_turns(), -(-(at + count) // CYCLE))[at : at + count]
    if start < FADE:
        tone = tone * _rise(np.arange(start, start + count))
    if start + count > length - FADE:
        tone = tone * _rise(np.arange(length - 1 - start, length - 1 - start - count, -1))
    return on_grid(tone, RAW_BITS)


@cache
def _turns() -> Mono:
    """The tone through one chunk, shape (CYCLE,)."""
    return on_grid(PEAK * sine(np.arange(CYCLE) * CYCLES / CYCLE), RAW_BITS)


def _rise(places: Places) -> Gain:
    """How far the tone has risen so many samples after an end: half a turn of a cosine, then 1."""
    return (0.5 - 0.5 * cosine(np.minimum(places, FADE) / (2 * FADE))).astype(np.float32)
