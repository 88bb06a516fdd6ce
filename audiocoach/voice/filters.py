"""The filters of mastering. All work on takes at 44.1 kHz, long ones part by part."""

from functools import lru_cache
from typing import Final

import numpy as np

from audiocoach.audio.arrays import Mono, Response
from audiocoach.audio.dynamics import FRAME, smoothed, times
from audiocoach.audio.elementary import cosine, decibels, gains, sine
from audiocoach.audio.loudness import mean_squares
from audiocoach.audio.spectra import Biquad, product, response
from audiocoach.units import SAMPLE_RATE, to_gain

HIGH_PASS_HZ: Final = 90.0
PRESENCE_HZ: Final = 3200.0
PRESENCE_DB: Final = 2.0
PRESENCE_Q: Final = 0.8
SIBILANCE_HZ: Final = (5_000.0, 9_000.0)
"""Where `s`, `sh` and `ch` hiss."""
SIBILANT_FROM_DB: Final = -12.0
"""The share of 10 ms of sound that these have from which it is softened; all vowels are below it."""
SIBILANT_DB: Final = -6.0
"""The share from which it is softened in full."""

_PART: Final = 20 * SAMPLE_RATE  # what is worked on at once: a long recording would need gigabytes
_TAIL: Final = SAMPLE_RATE // 5  # the 90 Hz high-pass has decayed by more than 300 dB after 200 ms


def tone(samples: Mono) -> Mono:
    """`samples` without rumble and with a little presence, the same length."""
    return _filtered(samples, (_high_pass(), _presence()))


def deess(samples: Mono, db: float) -> Mono:
    """`samples` with softer sibilants: a peaking filter over `SIBILANCE_HZ` that goes down by `db` where they hiss.

    That is where those frequencies have much of the sound, whatever its level; all else keeps every sample.
    """
    band = _filtered(samples, (_sibilance(),))
    whole, hiss = (smoothed(mean_squares(sound, FRAME)) for sound in (samples, band))
    share = decibels(np.maximum(hiss, 1e-12) / np.maximum(whole, 1e-12))
    depth = np.clip((share - SIBILANT_FROM_DB) / (SIBILANT_DB - SIBILANT_FROM_DB), 0, 1)
    # A peaking filter is the sound and, times its gain less one, the band (P. A. Regalia and S. K. Mitra, 1987).
    return samples + times(band, gains(-db * depth) - 1)


def _filtered(samples: Mono, filters: tuple[Biquad, ...]) -> Mono:
    """`samples` through `filters`, the same length: a product of spectra for every 20 s."""
    starts = range(0, len(samples), _PART)
    parts = [_product(samples[max(at - _TAIL, 0) : at + _PART], filters)[min(at, _TAIL) :] for at in starts]
    return np.concatenate(parts) if parts else samples


def _product(samples: Mono, filters: tuple[Biquad, ...]) -> Mono:
    """The same in one product."""
    size = 1 << (len(samples) + _TAIL - 1).bit_length()
    spectrum = product(np.fft.rfft(samples.astype(np.float64), size), _response(filters, size))
    return np.fft.irfft(spectrum, size)[: len(samples)].astype(np.float32)


@lru_cache(maxsize=8)  # takes of a session come in few sizes, and a response costs as much as its use
def _response(filters: tuple[Biquad, ...], size: int) -> Response:
    """All filters, one after the other, at the frequencies of `rfft(size)`."""
    return response(filters, size)


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


def _sibilance() -> Biquad:
    """A band-pass of 0 dB at its middle (R. Bristow-Johnson, Audio EQ Cookbook)."""
    low, high = SIBILANCE_HZ
    middle = (low * high) ** 0.5
    turns = middle / SAMPLE_RATE
    alpha, cos = float(sine(turns)) * (high - low) / (2 * middle), float(cosine(turns))
    return alpha, 0.0, -alpha, 1 + alpha, -2 * cos, 1 - alpha
