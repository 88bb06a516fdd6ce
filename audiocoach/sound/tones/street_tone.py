"""A tone for the street: what dies away stays longer, and what is soft comes nearer to what is not."""

from typing import Final

import numpy as np

from audiocoach.audio.arrays import Mono
from audiocoach.audio.dynamics import Compression, compress
from audiocoach.audio.elementary import decibels
from audiocoach.audio.limiter import limit_take
from audiocoach.audio.loudness import momentary_peak
from audiocoach.audio.quantised import hundredths, on_grid
from audiocoach.audio.true_peak import true_peak
from audiocoach.sound.tones.tone_table import BOUNDARY_LUFS, PEAK_DBFS
from audiocoach.units import to_gain

NEARER: Final = 0.4
"""Of what a tone is softer than one at a boundary, so much is left: the range from there to a breath is 2 dB, not 5."""
EVENER: Final = Compression(-36.0, 1.25)
"""Takes 3 dB of what a bell falls by as long as it rings to be heard (400 ms, 10 to 95 %), and leaves it a bell."""
_ROUNDING_DB: Final = 0.05
"""What a gain that moves and the grid may add to a peak."""


def for_the_street(samples: Mono) -> Mono:
    """A finished tone with 3 dB less range, as long as it was, on the grid of 16 bits; its peak is no higher, or -6."""
    target = BOUNDARY_LUFS + NEARER * (momentary_peak(samples) - BOUNDARY_LUFS)
    ceiling = max(2 * float(decibels(true_peak(samples))), PEAK_DBFS) - _ROUNDING_DB
    louder = compress(samples, EVENER)
    for _ in range(2):  # limiting takes some loudness away, and giving it back lifts the peaks
        louder = louder * np.float32(to_gain(hundredths(target - momentary_peak(louder))))
        louder = limit_take(louder, ceiling)
    return on_grid(louder)
