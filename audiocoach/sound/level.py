"""The loudness of a loop that repeats, and its way to the level of all beds."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from audiocoach.loudness import integrate, k_response
from audiocoach.units import SAMPLE_RATE

BED_LUFS: Final = -26.0
"""Loudness of a soundscape's fold-down, dual-mono: what a level in a session is counted from."""
MOST_LOSS_DB: Final = 4.0
"""What a bed may lose in loudness when it is folded down to mono."""

Frames = NDArray[np.float32]
"""Shape (frames, 2), in memory or in a file."""

_HOP: Final = SAMPLE_RATE // 10
_TAIL: Final = _HOP  # after 100 ms the K-weighting's response has decayed by 180 dB
_SIZE: Final = 48_000  # of the transform: small factors
_SEGMENT: Final = (_SIZE - _TAIL) // _HOP * _HOP
_KNEE: Final = 0.36  # -9 dBFS: above it a sample is bent
_CEILING: Final = 0.6  # -4.4 dBFS: what no sample reaches


def hop_energies(frames: Frames, left: float, right: float) -> NDArray[np.float64]:
    """The K-weighted energy of `left` x L + `right` x R in each whole 100 ms of a loop, itself before its start."""
    response = k_response(_SIZE)
    hops = len(frames) // _HOP
    energies = np.zeros((-(-hops // (_SEGMENT // _HOP)), _SEGMENT // _HOP))
    mixture = np.array([left, right], np.float32)
    for row, start in enumerate(range(0, hops * _HOP, _SEGMENT)):
        piece = frames[start - _TAIL : start + _SEGMENT] if start else _around(frames)
        wave = piece @ mixture
        weighted = np.fft.irfft(np.fft.rfft(wave, _SIZE) * response, _SIZE)[_TAIL : _TAIL + _SEGMENT]
        energies[row] = np.square(weighted).reshape(-1, _HOP).sum(axis=1)
    return energies.reshape(-1)[:hops]


def fold_loudness(frames: Frames) -> float:
    """Integrated loudness of the fold-down in both ears, in LUFS, as it goes round and round; `-inf` for silence."""
    hops = hop_energies(frames, 0.5, 0.5)
    around = np.concatenate((hops, hops[:3]))
    return integrate(2 * np.convolve(around, np.ones(4), "valid") / (4 * _HOP))


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


def _around(frames: Frames) -> Frames:
    """The loop's end and then its start, as long as a segment and its tail."""
    at = np.arange(-_TAIL, _SEGMENT) % len(frames)
    return np.asarray(frames[at])
