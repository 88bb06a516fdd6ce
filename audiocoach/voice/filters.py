"""The tools of mastering: filters and compression. All work on takes at 44.1 kHz, long ones part by part."""

from functools import lru_cache
from typing import Final

import numpy as np

from audiocoach.audio.arrays import Mono, Precise, Response
from audiocoach.audio.elementary import cosine, decibels, gains, sine
from audiocoach.audio.loudness import mean_squares
from audiocoach.audio.spectra import Biquad, hann, product, response
from audiocoach.units import SAMPLE_RATE, to_gain

HIGH_PASS_HZ: Final = 90.0
PRESENCE_HZ: Final = 3200.0
PRESENCE_DB: Final = 2.0
PRESENCE_Q: Final = 0.8

THRESHOLD_DB: Final = -22.0
"""Mean level of 10 ms from which speech is compressed, in dBFS: about the median of speech at -16 LUFS."""
RATIO: Final = 2.0
KNEE_DB: Final = 6.0

_FRAME: Final = SAMPLE_RATE // 200  # 5 ms
_SMOOTH_FRAMES: Final = 9  # 45 ms: shorter would bend the wave of a deep voice, longer would miss a syllable
_PART: Final = 20 * SAMPLE_RATE  # what is worked on at once: a long recording would need gigabytes
_TAIL: Final = SAMPLE_RATE // 5  # the 90 Hz high-pass has decayed by more than 300 dB after 200 ms


def tone(samples: Mono) -> Mono:
    """`samples` without rumble and with a little presence, the same length: a product of spectra for every 20 s."""
    starts = range(0, len(samples), _PART)
    parts = [_toned(samples[max(at - _TAIL, 0) : at + _PART])[min(at, _TAIL) :] for at in starts]
    return np.concatenate(parts) if parts else samples


def _toned(samples: Mono) -> Mono:
    """The same in one product."""
    size = 1 << (len(samples) + _TAIL - 1).bit_length()
    spectrum = product(np.fft.rfft(samples.astype(np.float64), size), _tone_response(size))
    return np.fft.irfft(spectrum, size)[: len(samples)].astype(np.float32)


def compress(samples: Mono) -> Mono:
    """Loud syllables brought nearer to soft ones: 2:1 with a soft knee, level and gain seen 5 ms by 5 ms.

    The level is looked at to both sides, so nothing is late and no release pumps.
    """
    level = _smooth(mean_squares(samples, _FRAME))
    over = decibels(np.maximum(level, 1e-12)) - THRESHOLD_DB
    knee = np.square(np.clip(over + KNEE_DB / 2, 0, KNEE_DB)) / (2 * KNEE_DB)
    reduction = (1 - 1 / RATIO) * np.where(over > KNEE_DB / 2, over, knee)
    centres = (np.arange(len(level)) + 0.5) * _FRAME
    wanted = gains(-reduction)
    compressed = np.empty_like(samples)
    for start in range(0, len(samples), _PART):
        part = samples[start : start + _PART]
        compressed[start : start + _PART] = part * np.interp(np.arange(start, start + len(part)), centres, wanted)
    return compressed


def _smooth(power: Precise) -> Precise:
    """The mean of neighbours, weighted by a Hann window; summed one by one, in one order on every machine."""
    window = hann(_SMOOTH_FRAMES)
    padded = np.pad(power, _SMOOTH_FRAMES // 2, mode="edge")
    total = np.zeros_like(power)
    for first, weight in enumerate((window / window.sum()).tolist()):
        total += weight * padded[first : first + len(power)]
    return total


@lru_cache(maxsize=4)  # takes of a session come in few sizes, and a response costs as much as its use
def _tone_response(size: int) -> Response:
    """Both filters at the frequencies of `rfft(size)`."""
    return response((_high_pass(), _presence()), size)


def _high_pass() -> Biquad:
    """Butterworth, 12 dB an octave."""
    k = float(sine(HIGH_PASS_HZ / (2 * SAMPLE_RATE)) / cosine(HIGH_PASS_HZ / (2 * SAMPLE_RATE)))
    root2 = 2**0.5
    return 1.0, -2.0, 1.0, 1 + root2 * k + k * k, 2 * (k * k - 1), 1 - root2 * k + k * k


def _presence() -> Biquad:
    """A peaking filter (R. Bristow-Johnson, Audio EQ Cookbook)."""
    a, turns = to_gain(PRESENCE_DB / 2), PRESENCE_HZ / SAMPLE_RATE
    alpha, cos = float(sine(turns)) / (2 * PRESENCE_Q), float(cosine(turns))
    return 1 + alpha * a, -2 * cos, 1 - alpha * a, 1 + alpha / a, -2 * cos, 1 - alpha / a
