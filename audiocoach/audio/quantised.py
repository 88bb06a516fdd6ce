"""Rounding to a grid, so that the last bit of a float decides about nothing that is hashed, compared or kept.

Whatever has a digest, a key or a fingerprint goes through here first: sounds onto the grid of 16 or 24 bits, measured
decibels onto hundredths.
"""

from math import ceil
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audiocoach.audio.arrays import Mono, Precise

PCM_BITS: Final = 16
"""Of what is mastered, synthesized or looped: its rounding lies 75 dB below the softest bed."""
RAW_BITS: Final = 24
"""Of what comes from elsewhere at any level, and of what is encoded: as fine as float32 near full scale."""

_STEPS: Final = 100  # of a decibel, which nobody hears


def on_grid(samples: Mono | Precise, bits: int = PCM_BITS) -> Mono:
    """`samples` as whole multiples of the smallest step that so many bits have, exact in float32; not clipped."""
    full_scale = np.float32(1 << (bits - 1))
    rounded: NDArray[np.float32] = np.rint(samples * full_scale).astype(np.float32, copy=False)
    rounded /= full_scale
    return rounded


def hundredths(db: float) -> float:
    """The nearest hundredth of a decibel."""
    return round(db, 2)


def at_least(db: float) -> float:
    """The next hundredth of a decibel from `db` up; what is one but for the last bits of a float stays."""
    return ceil(round(db * _STEPS, 3)) / _STEPS
