"""The loudness of a loop that repeats, and its way to the level of all beds."""

from typing import Final

import numpy as np

from audiocoach.audio.arrays import Energies, Stereo
from audiocoach.audio.cells import stream_energies
from audiocoach.audio.elementary import decibels, tanh
from audiocoach.audio.folding import middle_and_side
from audiocoach.audio.loudness import TAIL, integrated, of_both_ears

_BLOCK: Final = 1 << 18
_KNEE: Final = 0.36  # -9 dBFS: above it a sample is bent
_CEILING: Final = 0.6  # -4.4 dBFS: what no sample reaches


def fold_energies(frames: Stereo) -> Energies:
    """The K-weighted energies of middle and side of a loop, itself before its start, shape (2, cells)."""
    before = middle_and_side(np.asarray(frames[np.arange(-TAIL, 0) % len(frames)]))
    blocks = (middle_and_side(frames[at : at + _BLOCK]) for at in range(0, len(frames), _BLOCK))
    return stream_energies(blocks, before)


def fold_loudness(frames: Stereo) -> float:
    """Integrated loudness of the fold-down in both ears, in LUFS, as it goes round and round; `-inf` for silence."""
    return integrated(of_both_ears(fold_energies(frames)[:1]), len(frames), is_loop=True)


def fold_loss(frames: Stereo) -> float:
    """By how many dB the fold-down is softer than the stereo (K-weighted, without gates)."""
    middle, side = fold_energies(frames).sum(axis=1, dtype=np.float64)
    return float(decibels(1 + side / middle)) if middle else np.inf


def bounded(samples: Stereo) -> Stereo:
    """`samples` with what is above -9 dBFS bent smoothly below -4.4 dBFS; each by itself, so that no seam can arise."""
    high = np.abs(samples) > _KNEE
    if not high.any():
        return samples
    bent = samples.copy()
    room = _CEILING - _KNEE
    heights = _KNEE + room * tanh((np.abs(samples[high], dtype=np.float64) - _KNEE) / room)
    bent[high] = np.copysign(heights, samples[high])
    return bent
