"""Loudness (ITU-R BS.1770-5) and true peak of finished sounds, as arrays.

All figures are dual-mono: as heard when the same samples reach each ear, so a mono signal counts twice
(3.01 dB above what a plain meter reads from the mono file).
"""

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audiocoach.audio.arrays import Mono, Response
from audiocoach.audio.elementary import cosine, gains, power, sine
from audiocoach.audio.spectra import fast_size, product, response
from audiocoach.units import SAMPLE_RATE

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
    size = fast_size(len(samples) + _TAIL)
    weighted = product(np.fft.rfft(samples.astype(np.float64), size), k_response(size))
    return np.fft.irfft(weighted, size)[: len(samples)]


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


def integrate(powers: NDArray[np.float64]) -> float:
    """The loudness of gating blocks after both gates, in LUFS; `-inf` where no block is above -70.

    `powers`: each block's mean K-weighted power, summed over the channels.
    """
    loud = powers[powers > 10 ** ((-70.0 - _OFFSET_DB) / 10)]
    return to_lufs(float(loud[loud > loud.mean() / 10].mean())) if loud.size else -np.inf


def to_lufs(mean_power: float) -> float:
    """LUFS of a mean K-weighted power, summed over the channels (BS.1770 annex 1, equation 2)."""
    return float(_OFFSET_DB + 10 * np.log10(mean_power)) if mean_power > 0 else -np.inf


@lru_cache(maxsize=8)
def k_response(size: int) -> Response:
    """The K-weighting at the frequencies of `rfft(size)`.

    The analogue prototypes behind the 48 kHz coefficients of BS.1770 (as derived by Brecht De Man, 2014),
    so that the filter is right at any sample rate.
    """
    k, q = _warped(1681.974450955533), 0.7071752369554196
    vh = float(gains(3.999843853973347))
    vb = float(power(vh, 0.4996667741545416))
    # The first filter is that of a head, the second a high-pass.
    ends = 1 + k / q + k * k, 1 - k / q + k * k
    head = (vh + vb * k / q + k * k, 2 * (k * k - vh), vh - vb * k / q + k * k, ends[0], 2 * (k * k - 1), ends[1])
    k, q = _warped(38.13547087602444), 0.5003270373238773
    a0 = 1 + k / q + k * k
    high_pass = (1.0, -2.0, 1.0, 1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0)
    return response((head, high_pass), size)


def _warped(hz: float) -> float:
    """A frequency as the bilinear transform needs it: the tangent of half its angle."""
    return float(sine(hz / (2 * SAMPLE_RATE)) / cosine(hz / (2 * SAMPLE_RATE)))
