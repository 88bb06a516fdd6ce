"""From a raw take to one that is ready to be laid on a timeline: trimmed, clear, at one loudness, no clicks."""

from collections.abc import Callable
from typing import Final

import numpy as np
import soxr

from audiocoach.audio.arrays import Mono
from audiocoach.audio.dynamics import GENTLE, STREET, compress
from audiocoach.audio.limiter import CEILING_DBTP, limit_take
from audiocoach.audio.loudness import active_loudness, active_part, momentary_peak
from audiocoach.audio.quantised import hundredths, on_grid
from audiocoach.conventions import SPEECH_LUFS
from audiocoach.units import SAMPLE_RATE, to_gain
from audiocoach.voice.filters import deess, tone
from audiocoach.voice.trimming import ramped, trimmed
from audiocoach.voice.voice import RawTake

LEVELLED_FROM_S: Final = 1.0
"""Active speech from which a take is brought to the target whatever gain it needs."""
SHORT_LEEWAY_DB: Final = 3.0
"""How far the gain of a shorter one may be from the voice's standing gain: a soft "Run." stays soft."""

BRIEF_S: Final = 0.6
"""A take below it is one word, too short for the ear to take in as loud as a sentence of the same level."""
BRIEF_LUFS: Final = -15.2
"""What the loudest 400 ms of such a take are lifted to: 1 dB below those of a sentence, which are at -14.2 (the median
of heart's and joe's). As joe says "Up.", they would be 4 dB below."""
MOST_LIFT_DB: Final = 4.0
"""The limiter takes the peaks of what is lifted, and more would be heard as its work."""

_ROUNDING_DB: Final = 0.05
"""What a gain that moves and the grid may add to a peak: the limiter over the mix then has nothing to do."""


def master(
    raw: RawTake,
    standing_gain: Callable[[], float] | None = None,
    deessing_db: float = 0.0,
    *,
    is_loud: bool = False,
) -> Mono:
    """`raw` mastered, on the grid of 16 bits. Raises `VoiceError` where nothing is heard in it.

    `standing_gain` gives the gain in dB that the voice needs as a rule (`gain_needed` of a fixed sentence);
    it is asked for short takes only, and without it they are levelled like long ones. Sibilants become softer by
    `deessing_db`. A take for the street (`is_loud`) has less range at the same loudness.
    """
    clear = _clear(raw, deessing_db)
    needed, heard = _needed(clear)
    gain, target = needed, SPEECH_LUFS
    if standing_gain is not None and heard < LEVELLED_FROM_S * SAMPLE_RATE:
        standing = standing_gain()
        gain = float(np.clip(needed, standing - SHORT_LEEWAY_DB, standing + SHORT_LEEWAY_DB))
        target += gain - needed
    samples = compress(_gained(clear, gain), STREET if is_loud else GENTLE)
    target += _lift(samples, target)
    # Limiting takes some loudness away, and giving it back lifts the peaks: twice leaves less than 0.1 dB.
    for _ in range(2):
        levelled = _levelled(samples, target)
        samples = limit_take(levelled, CEILING_DBTP - _ROUNDING_DB)
        if samples is levelled:
            break
    return on_grid(samples)


def gain_needed(raw: RawTake, deessing_db: float = 0.0) -> float:
    """The gain in dB that brings `raw`, trimmed and filtered, to the target."""
    return _needed(_clear(raw, deessing_db))[0]


def _clear(raw: RawTake, deessing_db: float) -> Mono:
    """`raw` trimmed, at 44.1 kHz, filtered, with ramps."""
    resampled = soxr.resample(trimmed(raw), raw.rate, SAMPLE_RATE, quality="VHQ")
    clear = tone(resampled.astype(np.float32))
    return ramped(deess(clear, deessing_db) if deessing_db else clear, SAMPLE_RATE)


def _needed(samples: Mono) -> tuple[float, int]:
    """The gain in dB that brings `samples` to the target, and how many of them are active."""
    active = active_part(samples)
    return SPEECH_LUFS - active_loudness(active), len(active)


def _lift(samples: Mono, target: float) -> float:
    """By how many decibels `samples` must be louder than `target`, since they are so short."""
    if len(samples) >= BRIEF_S * SAMPLE_RATE:
        return 0.0
    loudest = momentary_peak(samples) + target - active_loudness(active_part(samples))
    return min(max(BRIEF_LUFS - loudest, 0.0), MOST_LIFT_DB)


def _levelled(samples: Mono, target: float) -> Mono:
    return _gained(samples, target - active_loudness(active_part(samples)))


def _gained(samples: Mono, db: float) -> Mono:
    return samples * np.float32(to_gain(hundredths(db)))
