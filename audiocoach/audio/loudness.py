"""Loudness (ITU-R BS.1770-5) and true peak of finished sounds, as arrays.

All figures are dual-mono: as heard when the same samples reach each ear, so a mono signal counts twice
(3.01 dB above what a plain meter reads from the mono file).
"""

from functools import lru_cache
from typing import Final

import numpy as np
import soxr
from numpy.typing import NDArray

from audiocoach.units import SAMPLE_RATE

Mono = NDArray[np.float32]
"""Shape (samples,), full scale 1.0, at 44.1 kHz."""

SPEECH_LUFS: Final = -16.0
"""Loudness of speech, without its pauses (podcasts: -16 by Apple and the AES)."""

BLOCK_S: Final = 0.4
"""Length of a gating block, BS.1770 annex 1."""

_ACTIVE_DB: Final = 40.0
_OFFSET_DB: Final = -0.691
_TAIL: Final = SAMPLE_RATE // 5  # the 38 Hz high-pass has decayed by more than 200 dB after 200 ms


def k_weight(samples: Mono) -> NDArray[np.float64]:
    """`samples` through the two K-weighting filters, the same length.

    The filters are applied as a product of spectra, padded until their response has died away.
    """
    size = _fast_size(len(samples) + _TAIL)
    spectrum = np.fft.rfft(samples.astype(np.float64), size)
    return np.fft.irfft(spectrum * k_response(size), size)[: len(samples)]


def lufs(samples: Mono) -> float:
    """Integrated loudness with both gates, in LUFS; `-inf` for silence or less than 0.4 s."""
    block, hop = round(BLOCK_S * SAMPLE_RATE), round(BLOCK_S * SAMPLE_RATE / 4)
    if len(samples) < block:
        return -np.inf
    energy = np.concatenate(([0.0], np.cumsum(np.square(k_weight(samples)))))
    starts = np.arange(0, len(samples) - block + 1, hop)
    return integrate(2 * np.maximum((energy[starts + block] - energy[starts]) / block, 0))


def active_part(samples: Mono) -> Mono:
    """The frames of 10 ms within 40 dB of the loudest, joined: speech without its pauses."""
    size = SAMPLE_RATE // 100
    frames = samples[: len(samples) // size * size].reshape(-1, size) if len(samples) >= size else samples[None]
    power = np.square(frames, dtype=np.float64).mean(axis=1)
    part: Mono = frames[power >= power.max() * 10 ** (-_ACTIVE_DB / 10)].reshape(-1)
    return part


def active_loudness(active: Mono) -> float:
    """LUFS (dual-mono, BS.1770) of an active part, repeated to 3 s where it is shorter."""
    repeats = -(-3 * SAMPLE_RATE // max(len(active), 1))
    return lufs(np.tile(active, repeats))


def momentary_peak(samples: Mono) -> float:
    """The loudness of the loudest 400 ms, in LUFS; a shorter sound counts as padded with silence."""
    block = round(BLOCK_S * SAMPLE_RATE)
    weighted = k_weight(np.pad(samples, (0, block)))
    energy = np.concatenate(([0.0], np.cumsum(np.square(weighted))))
    return to_lufs(2 * float(np.max(energy[block:] - energy[:-block])) / block)


def true_peak(samples: Mono) -> float:
    """The highest point of the wave between the samples too (4 x oversampled), as an amplitude."""
    if not len(samples):
        return 0.0
    over = soxr.resample(np.pad(samples, 64), SAMPLE_RATE, 4 * SAMPLE_RATE, quality="VHQ")
    return float(max(np.max(np.abs(over)), np.max(np.abs(samples))))


def integrate(power: NDArray[np.float64]) -> float:
    """The loudness of gating blocks after both gates, in LUFS; `-inf` where no block is above -70.

    `power`: each block's mean K-weighted power, summed over the channels.
    """
    loud = power[power > 10 ** ((-70.0 - _OFFSET_DB) / 10)]
    return to_lufs(float(loud[loud > loud.mean() / 10].mean())) if loud.size else -np.inf


def to_lufs(power: float) -> float:
    """LUFS of a mean K-weighted power, summed over the channels (BS.1770 annex 1, equation 2)."""
    return float(_OFFSET_DB + 10 * np.log10(power)) if power > 0 else -np.inf


@lru_cache(maxsize=8)
def k_response(size: int) -> NDArray[np.complex128]:
    """The K-weighting at the frequencies of `rfft(size)`.

    The analogue prototypes behind the 48 kHz coefficients of BS.1770 (as derived by Brecht De Man, 2014),
    so that the filter is right at any sample rate.
    """
    z = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    k, q = np.tan(np.pi * 1681.974450955533 / SAMPLE_RATE), 0.7071752369554196
    vh = 10 ** (3.999843853973347 / 20)
    vb = vh**0.4996667741545416
    store = ((vh + vb * k / q + k * k) + 2 * (k * k - vh) * z + (vh - vb * k / q + k * k) * z * z) / (
        (1 + k / q + k * k) + 2 * (k * k - 1) * z + (1 - k / q + k * k) * z * z
    )
    k, q = np.tan(np.pi * 38.13547087602444 / SAMPLE_RATE), 0.5003270373238773
    a0 = 1 + k / q + k * k
    high = (1 - 2 * z + z * z) / (1 + (2 * (k * k - 1) * z + (1 - k / q + k * k) * z * z) / a0)
    response: NDArray[np.complex128] = store * high
    return response


def _fast_size(size: int) -> int:
    """The next length that splits into small factors, for a fast transform."""
    power = 1 << max(size - 1, 1).bit_length()
    return next(n for n in (power * 5 // 8, power * 3 // 4, power * 7 // 8, power) if n >= size)
