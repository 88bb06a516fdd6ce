"""A true-peak limiter over a stream: what is not near an over passes untouched, to the bit.

The gain is the same in left and right, and differs from 1 only within 40 ms before and after an over: it is held
over 20 ms on each side, and gets there and back along two stacked moving averages, a smooth S. There is no gain over
the whole mix. The arithmetic of the gain is in whole numbers, so a stretch of sound is limited to the same bits
wherever the stream began and however it was cut into blocks.
"""

from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from audiocoach.audio.blocks import Block, frames, neighbours
from audiocoach.audio.oversample import REACH, Wave, around, between
from audiocoach.units import to_gain

CEILING_DBTP: Final = -2.5
"""That of takes, which so pass untouched: MP3 adds some tenths to speech, tones and soundscapes, and -1 must hold."""
MUSIC_CEILING_DBTP: Final = -3.5
"""With music: MP3 adds up to 1.8 dB where a song that was clipped loses its highest tones."""
HALF: Final = 441
"""Half a moving average, 10 ms."""
WINDOW: Final = 4 * HALF
"""How many samples before and after an over the gain may differ from 1: 40 ms."""

_FRAME: Final = 56_448  # 1.28 s, what the encoder takes at a time; any length from WINDOW on gives the same bits
_ONE: Final = 1 << 24  # a gain is a whole multiple of its inverse
_MEAN: Final = 2 * HALF + 1

Reduction = NDArray[np.int64]
"""Shape (samples,): what a gain lacks to 1, in units of `1 / _ONE`."""

Frame = TypeVar("Frame", Block, Reduction)


def limit(blocks: Iterable[Block], ceiling_dbtp: float = CEILING_DBTP) -> Iterator[Block]:
    """`blocks` with no true peak above `ceiling_dbtp`: as many samples at the same places, in blocks of its own."""
    ceiling = to_gain(ceiling_dbtp)
    needed = (
        (here, _needed(before, here, after, ceiling)) for before, here, after in neighbours(frames(blocks, _FRAME))
    )
    for before, (frame, need), after in neighbours(needed):
        needs = (before[1] if before else None, need, after[1] if after else None)
        yield frame if all(part is None for part in needs) else _limited(frame, *needs)


def _needed(before: Block | None, here: Block, after: Block | None, ceiling: float) -> Reduction | None:
    """What each sample's own peak asks for; None where that is nothing in the whole frame."""
    if max(here.max(), -here.min()) <= ceiling / 2:
        return None
    audio = _joined(before, here, after, REACH).T
    if np.array_equal(*audio):  # speech and tones: one channel tells all
        audio = audio[:1]
    peak = np.max([_peaks(np.ascontiguousarray(wave), ceiling / 2) for wave in audio], axis=0)
    if peak.max() <= ceiling:
        return None
    need: Reduction = np.ceil((1 - ceiling / np.maximum(peak, ceiling)) * _ONE).astype(np.int64)
    return need


def _peaks(wave: Wave, threshold: float) -> NDArray[np.float64]:
    """How high the wave goes at each sample above `threshold` and beside it, else 0; `REACH` at both ends fall off."""
    beside = np.zeros_like(wave)
    gaps = around(wave, threshold)
    beside[gaps] = between(wave, gaps)
    height = np.abs(wave[REACH:-REACH])
    peaks = np.maximum(height, np.maximum(beside[REACH - 1 : -REACH - 1], beside[REACH:-REACH]))
    return np.where(height > threshold, peaks, 0).astype(np.float64)


def _limited(frame: Block, before: Reduction | None, here: Reduction | None, after: Reduction | None) -> Block:
    """`frame` under the smooth gain that stays below what every sample near it needs."""
    need = np.zeros(len(frame), np.int64) if here is None else here
    held = _sliding_max(_joined(before, need, after, WINDOW), 4 * HALF + 1)
    gain = 1 - _moving_sum(_moving_sum(held)) / (_ONE * _MEAN**2)
    limited: Block = (frame * gain[:, np.newaxis]).astype(np.float32)
    return limited


def _joined(before: Frame | None, here: Frame, after: Frame | None, width: int) -> Frame:
    """`here` with `width` samples of its neighbours on each side, zeros where there are none."""
    joined = np.zeros((len(here) + 2 * width, *here.shape[1:]), here.dtype)
    joined[width:-width] = here
    if before is not None:
        joined[:width] = before[-width:]
    if after is not None:
        joined[width + len(here) :][: len(after)] = after[:width]
    return joined


def _sliding_max(values: Reduction, width: int) -> Reduction:
    """The highest of each `width` values in a row, by doubling; shorter than `values` by `width - 1`."""
    span = 1
    while 2 * span <= width:
        values, span = np.maximum(values[:-span], values[span:]), 2 * span
    rest = width - span
    return np.maximum(values[:-rest], values[rest:]) if rest else values


def _moving_sum(values: Reduction) -> Reduction:
    """The sum of each `_MEAN` values in a row, exact; shorter than `values` by `_MEAN - 1`."""
    total = np.concatenate((np.zeros(1, np.int64), np.cumsum(values)))
    return total[_MEAN:] - total[:-_MEAN]
