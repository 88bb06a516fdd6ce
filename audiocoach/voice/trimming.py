"""Where a voice is heard in what an engine gave: takes without the silence around them."""

from collections.abc import Iterable
from itertools import chain
from typing import Final

import numpy as np

from audiocoach.audio.arrays import Mono
from audiocoach.audio.elementary import sine
from audiocoach.audio.loudness import mean_squares
from audiocoach.conventions import SENTENCE_GAP_MS
from audiocoach.errors import VoiceError
from audiocoach.units import to_gain
from audiocoach.voice.voice import RawTake

_MARGIN_S: Final = 0.012
"""Kept at either end, as a ramp."""
_FRAME_S: Final = 0.01
_TRIM_DB: Final = 46.0
"""Soft consonants at either end (f, h, s, th) are 30 to 45 dB below the loudest frame."""
_SILENCE: Final = to_gain(-70)
"""From peak to peak; below it nothing was spoken."""


def check_heard(raw: RawTake) -> None:
    """Raises `VoiceError` where `raw` is silent, empty or not a sound."""
    if not np.isfinite(raw.samples).all():
        raise VoiceError("the voice gave no valid sound")
    if not len(raw.samples) or np.ptp(raw.samples) < _SILENCE:
        raise VoiceError("nothing was spoken")


def trimmed(raw: RawTake) -> Mono:
    """The samples of `raw` without the silence at their ends, but for a short margin. Raises as `check_heard`."""
    check_heard(raw)
    samples = raw.samples - np.float32(raw.samples.mean(dtype=np.float64))
    size = max(round(_FRAME_S / 2 * raw.rate), 1)
    level = np.sqrt(mean_squares(samples, size))
    heard = np.flatnonzero(level > level.max() * 10 ** (-_TRIM_DB / 20))
    margin = round(_MARGIN_S * raw.rate)
    start = max(int(heard[0]) * size - margin, 0)
    end = min((int(heard[-1]) + 1) * size + margin, len(samples))
    return samples[start:end]


def ramped(samples: Mono, rate: int) -> Mono:
    """`samples` that start and end at zero, along half a cosine within the margin."""
    length = min(round(_MARGIN_S * rate), len(samples) // 2)
    ramp = np.square(sine(np.arange(length) / (4 * max(length, 1)))).astype(np.float32)
    shaped = samples.copy()
    shaped[:length] *= ramp
    shaped[len(shaped) - length :] *= ramp[::-1]
    return shaped


def joined(spoken: Iterable[RawTake], pace: float = 1.0) -> RawTake:
    """Sentences as one take: each trimmed, with the gap of a speaker between them; a faster one's is shorter.

    All have one rate. Raises `VoiceError` where nothing is heard in one, or there is none.
    """
    takes = list(spoken)
    if not takes:
        raise VoiceError("nothing was spoken")
    rate = takes[0].rate
    gap = np.zeros(round(SENTENCE_GAP_MS / pace * rate / 1000), np.float32)
    parts = chain.from_iterable((gap, ramped(trimmed(raw), rate)) for raw in takes)
    return RawTake(np.concatenate(list(parts)[1:]), rate)
