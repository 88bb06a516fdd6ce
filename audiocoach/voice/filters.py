"""The tools of mastering: filters, compression, a true-peak limiter. All work on whole takes at 44.1 kHz."""

from functools import lru_cache
from typing import Final

import numpy as np
import soxr
from numpy.typing import NDArray

from audiocoach.audio.loudness import Mono
from audiocoach.units import SAMPLE_RATE, to_gain

Array = NDArray[np.float64]

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
_LIMIT_REACH: Final = SAMPLE_RATE // 250  # 4 ms to each side
_OVERSAMPLING: Final = 4
_TAIL: Final = SAMPLE_RATE // 5  # the 90 Hz high-pass has decayed by more than 300 dB after 200 ms


def tone(samples: Mono) -> Mono:
    """`samples` without rumble and with a little presence, the same length: one product of spectra."""
    size = 1 << (len(samples) + _TAIL - 1).bit_length()
    return np.fft.irfft(np.fft.rfft(samples, size) * _tone_response(size), size)[: len(samples)].astype(np.float32)


def compress(samples: Mono) -> Mono:
    """Loud syllables brought nearer to soft ones: 2:1 with a soft knee, level and gain seen 5 ms by 5 ms.

    The level is looked at to both sides, so nothing is late and no release pumps.
    """
    level = _smooth(_frame_power(samples))
    over = 10 * np.log10(np.maximum(level, 1e-12)) - THRESHOLD_DB
    knee = np.clip(over + KNEE_DB / 2, 0, KNEE_DB) ** 2 / (2 * KNEE_DB)
    reduction = (1 - 1 / RATIO) * np.where(over > KNEE_DB / 2, over, knee)
    centres = (np.arange(len(level)) + 0.5) * _FRAME
    gain = np.interp(np.arange(len(samples)), centres, 10 ** (-reduction / 20))
    return (samples * gain).astype(np.float32)


def limit(samples: Mono, ceiling_db: float) -> Mono:
    """`samples` with no true peak above `ceiling_db` (dBTP), turned down only within 8 ms of a peak."""
    ceiling = to_gain(ceiling_db)
    peaks = _true_peaks(samples)
    if peaks.max(initial=0.0) <= ceiling:
        return samples
    needed = np.minimum(1.0, ceiling / np.maximum(peaks, ceiling))
    width = 2 * _LIMIT_REACH + 1
    lowest = _sliding_min(np.pad(needed, width - 1, constant_values=1.0), width)
    # Each smoothed gain is a mean of values that all saw the peak, so it is never above what is needed.
    window = np.hanning(width + 2)[1:-1]
    gain = np.convolve(lowest, window / window.sum(), mode="valid")
    return (samples * gain).astype(np.float32)


def _sliding_min(values: Array, width: int) -> Array:
    """The lowest of each `width` neighbours, by doubling the window; `width - 1` values fewer."""
    covered = 1
    while covered < width:
        step = min(covered, width - covered)
        values = np.minimum(values[:-step], values[step:])
        covered += step
    return values


def _true_peaks(samples: Mono) -> Array:
    """The highest point of the wave from half a sample before each sample to half a sample after."""
    pad = 64
    over = np.abs(soxr.resample(np.pad(samples, pad), SAMPLE_RATE, _OVERSAMPLING * SAMPLE_RATE, quality="VHQ"))
    half = _OVERSAMPLING // 2
    start = pad * _OVERSAMPLING - half
    around = over[start : start + len(samples) * _OVERSAMPLING].reshape(-1, _OVERSAMPLING)
    closing = over[start + _OVERSAMPLING : start + (len(samples) + 1) * _OVERSAMPLING : _OVERSAMPLING]
    peaks: Array = np.maximum(around.max(axis=1), closing).astype(np.float64)
    return peaks


def _frame_power(samples: Mono) -> Array:
    """Mean square of each 5 ms."""
    count = -(-len(samples) // _FRAME)
    padded = np.pad(samples.astype(np.float64), (0, count * _FRAME - len(samples)))
    power: Array = np.square(padded).reshape(count, _FRAME).mean(axis=1)
    return power


def _smooth(power: Array) -> Array:
    window = np.hanning(_SMOOTH_FRAMES + 2)[1:-1]
    half = _SMOOTH_FRAMES // 2
    return np.convolve(np.pad(power, half, mode="edge"), window / window.sum(), mode="valid")


@lru_cache(maxsize=4)  # takes of a session come in few sizes, and a response costs as much as its use
def _tone_response(size: int) -> NDArray[np.complex128]:
    """Both filters at the frequencies of `rfft(size)`."""
    z = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    return _high_pass(z) * _presence(z)


def _high_pass(z: NDArray[np.complex128]) -> NDArray[np.complex128]:
    """Butterworth, 12 dB an octave, at `z` on the unit circle (z is one sample of delay)."""
    k = np.tan(np.pi * HIGH_PASS_HZ / SAMPLE_RATE)
    root2 = np.sqrt(2)
    response: NDArray[np.complex128] = (1 - 2 * z + z * z) / (
        (1 + root2 * k + k * k) + 2 * (k * k - 1) * z + (1 - root2 * k + k * k) * z * z
    )
    return response


def _presence(z: NDArray[np.complex128]) -> NDArray[np.complex128]:
    """A peaking filter (R. Bristow-Johnson, Audio EQ Cookbook)."""
    a = to_gain(PRESENCE_DB / 2)
    omega = 2 * np.pi * PRESENCE_HZ / SAMPLE_RATE
    alpha, cos = np.sin(omega) / (2 * PRESENCE_Q), np.cos(omega)
    response: NDArray[np.complex128] = ((1 + alpha * a) - 2 * cos * z + (1 - alpha * a) * z * z) / (
        (1 + alpha / a) - 2 * cos * z + (1 - alpha / a) * z * z
    )
    return response
