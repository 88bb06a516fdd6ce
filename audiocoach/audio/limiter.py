"""A true-peak limiter: what is not near an over passes untouched, to the bit.

One computer of gain serves a stream and a whole take. The gain is the same in left and right, and differs from 1 only
within four times `half` before and after an over: it is held over twice `half` on each side, and gets there and back
along two stacked moving averages, a smooth S. There is no gain over the whole mix. Its arithmetic is in whole numbers,
so a stretch of sound is limited to the same bits wherever the stream began and however it was cut into blocks.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from audiocoach.audio.arrays import Channels, Mono, Precise, Stereo
from audiocoach.audio.blocks import frames, neighbours
from audiocoach.audio.true_peak import REACH, around, between
from audiocoach.conventions import CYCLE
from audiocoach.units import SAMPLE_RATE, to_gain

CEILING_DBTP: Final = -2.5
"""Of takes, and of a mix of them, which so pass untouched. The guard tone adds 0.5 dB behind it, MP3 some tenths to
tones and soundscapes and up to one to speech, and -1 must hold in the file."""
MUSIC_CEILING_DBTP: Final = -3.5
"""With music: the guard tone adds 0.5 dB, and MP3 up to 1.9 where a song that was clipped loses its highest tones."""
HALF: Final = 441
"""Half a moving average over a mix, 10 ms: the gain differs from 1 within 40 ms of an over."""
SPEECH_HALF: Final = 88
"""The same over a take, 2 ms and 8 ms: less of a syllable is turned down, and no bass is there to be bent."""
WINDOW: Final = 4 * HALF
"""How many samples before and after an over the gain over a mix may differ from 1."""

_FRAME: Final = CYCLE  # any length from WINDOW on gives the same bits
_TAKE_FRAME: Final = 10 * SAMPLE_RATE  # so that a recording of ten minutes needs no more memory than one of ten seconds
_ONE: Final = 1 << 24  # a gain is a whole multiple of its inverse

Reduction = NDArray[np.int64]
"""Shape (samples,): what a gain lacks to 1, in units of `1 / _ONE`."""

Frame = TypeVar("Frame", Channels, Reduction)


def limit(blocks: Iterable[Stereo], ceiling_dbtp: float = CEILING_DBTP) -> Iterator[Stereo]:
    """`blocks` with no true peak above `ceiling_dbtp`: as many samples at the same places, in blocks of its own."""
    return _all_limited(frames(blocks, _FRAME), ceiling_dbtp, HALF)


def limit_take(samples: Mono, ceiling_dbtp: float = CEILING_DBTP) -> Mono:
    """A whole take with no true peak above `ceiling_dbtp`: itself where it has none."""
    audio = samples[:, np.newaxis]
    parts = [audio[at : at + _TAKE_FRAME] for at in range(0, len(audio), _TAKE_FRAME)]
    limited = list(_all_limited(parts, ceiling_dbtp, SPEECH_HALF))
    untouched = all(ours is theirs for ours, theirs in zip(limited, parts, strict=True))
    return samples if untouched else np.concatenate(limited)[:, 0]


def _all_limited(parts: Iterable[Channels], ceiling_dbtp: float, half: int) -> Iterator[Channels]:
    """Frames, none but the last shorter than 4 x `half`, under the ceiling; what needs nothing is given on as it is."""
    ceiling = to_gain(ceiling_dbtp)
    needed = ((here, _needed(before, here, after, ceiling)) for before, here, after in neighbours(parts))
    for before, (frame, need), after in neighbours(needed):
        needs = (before[1] if before else None, need, after[1] if after else None)
        yield frame if all(part is None for part in needs) else _limited(frame, needs, half)


def _needed(before: Channels | None, here: Channels, after: Channels | None, ceiling: float) -> Reduction | None:
    """What each sample's own peak asks for; None where that is nothing in the whole frame."""
    if max(here.max(), -here.min()) <= ceiling / 2:
        return None
    audio = _joined(before, here, after, REACH).T
    if len(audio) == 2 and np.array_equal(*audio):  # speech and tones: one channel tells all
        audio = audio[:1]
    peak = np.max([_peaks(np.ascontiguousarray(wave), ceiling / 2) for wave in audio], axis=0)
    if peak.max() <= ceiling:
        return None
    need: Reduction = np.ceil((1 - ceiling / np.maximum(peak, ceiling)) * _ONE).astype(np.int64)
    return need


def _peaks(wave: Mono, threshold: float) -> Precise:
    """How high the wave goes at each sample above `threshold` and beside it, else 0; `REACH` at both ends fall off."""
    beside = np.zeros_like(wave)
    gaps = around(wave, threshold)
    beside[gaps] = between(wave, gaps)
    height = np.abs(wave[REACH:-REACH])
    peaks = np.maximum(height, np.maximum(beside[REACH - 1 : -REACH - 1], beside[REACH:-REACH]))
    return np.where(height > threshold, peaks, 0).astype(np.float64)


def _limited(frame: Channels, needs: Sequence[Reduction | None], half: int) -> Channels:
    """`frame` under the smooth gain that stays below what every sample near it needs: before it, in it, after it."""
    before, here, after = needs
    need = np.zeros(len(frame), np.int64) if here is None else here
    held, mean = _sliding_max(_joined(before, need, after, 4 * half), 4 * half + 1), 2 * half + 1
    gain = 1 - _moving_sum(_moving_sum(held, mean), mean) / (_ONE * mean**2)
    limited: Channels = (frame * gain[:, np.newaxis]).astype(np.float32)
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


def _moving_sum(values: Reduction, width: int) -> Reduction:
    """The sum of each `width` values in a row, exact; shorter than `values` by `width - 1`."""
    total = np.concatenate((np.zeros(1, np.int64), np.cumsum(values)))
    return total[width:] - total[:-width]
