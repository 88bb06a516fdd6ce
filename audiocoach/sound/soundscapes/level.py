"""The loudness of a loop that repeats, and its way to the level of all beds."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from audiocoach.audio.cells import CELL, TAIL, cell_energies
from audiocoach.audio.loudness import integrate
from audiocoach.units import SAMPLE_RATE

BED_LUFS: Final = -26.0
"""Loudness of a soundscape's fold-down, dual-mono: what a level in a session is counted from."""
HOP: Final = SAMPLE_RATE // 10
"""Samples from one gating block to the next."""

Frames = NDArray[np.float32]
"""Shape (frames, 2), in memory or in a file."""

_BLOCK: Final = 1 << 18
_KNEE: Final = 0.36  # -9 dBFS: above it a sample is bent
_CEILING: Final = 0.6  # -4.4 dBFS: what no sample reaches


def hop_energies(frames: Frames, left: float, right: float) -> NDArray[np.float64]:
    """The K-weighted energy of `left` x L + `right` x R in each whole 100 ms of a loop, itself before its start."""
    mixture = np.array([[left], [right]], np.float32)
    before = np.asarray(frames[np.arange(-TAIL, 0) % len(frames)]) @ mixture
    cells = cell_energies((frames[at : at + _BLOCK] @ mixture for at in range(0, len(frames), _BLOCK)), before)
    hops, each = len(frames) // HOP, HOP // CELL
    energies: NDArray[np.float64] = cells[: hops * each].astype(np.float64).reshape(hops, each).sum(axis=1)
    return energies


def fold_loudness(frames: Frames) -> float:
    """Integrated loudness of the fold-down in both ears, in LUFS, as it goes round and round; `-inf` for silence."""
    hops = hop_energies(frames, 0.5, 0.5)
    around = np.concatenate((hops, hops[:3]))
    return integrate(2 * np.convolve(around, np.ones(4), "valid") / (4 * HOP))


def fold_loss(frames: Frames) -> float:
    """By how many dB the fold-down is softer than the stereo (K-weighted, without gates)."""
    middle, side = hop_energies(frames, 0.5, 0.5).sum(), hop_energies(frames, 0.5, -0.5).sum()
    return float(10 * np.log10(1 + side / middle)) if middle else np.inf


def bounded(samples: Frames) -> Frames:
    """`samples` with what is above -9 dBFS bent smoothly below -4.4 dBFS; each by itself, so that no seam can arise."""
    height = np.abs(samples)
    if not (height > _KNEE).any():
        return samples
    room = np.float32(_CEILING - _KNEE)
    bent = np.float32(_KNEE) + room * np.tanh((height - np.float32(_KNEE)) / room)
    return np.where(height > _KNEE, np.copysign(bent, samples), samples).astype(np.float32)
