"""Loudness (ITU-R BS.1770-5): the K-weighting, energies in cells of 10 ms, both gates.

Every figure in LUFS is counted from such cells: of takes, tones, beds, songs and finished files. All are dual-mono: as
heard when the same samples reach each ear, so a mono signal counts twice (3.01 dB above what a plain meter reads from
the mono file).
"""

from functools import lru_cache
from typing import Final

import numpy as np

from audiocoach.audio.arrays import Energies, Mono, Planar, Precise, Response
from audiocoach.audio.elementary import cosine, decibels, gains, power, sine
from audiocoach.audio.spectra import fast_size, product, response
from audiocoach.units import SAMPLE_RATE

CELL: Final = SAMPLE_RATE // 100
"""Samples in a cell."""
WINDOW: Final = 40
"""Cells in 400 ms, a gating block of BS.1770 annex 1."""
HOP: Final = 10
"""Cells from one gating block to the next: they overlap by 75 %."""
TAIL: Final = 3_456
"""How many samples before it a cell depends on: after 78 ms the K-weighting's response has decayed by 130 dB."""

_OFFSET_DB: Final = -0.691
_GATE_LUFS: Final = -70.0
_RELATIVE_GATE: Final = 0.1  # 10 dB below what the first gate leaves
_ACTIVE: Final = 1e-4  # 40 dB
_SHORTEST: Final = 3 * SAMPLE_RATE
_PART: Final = 20 * SAMPLE_RATE
"""What is weighted at once of a long sound: more would only need more memory."""


def cell_energies(audio: Planar, before: int = 0) -> Energies:
    """The energy of each channel in each cell, shape (channels, cells), of all that follows on `before` samples."""
    length = audio.shape[1] - before
    size = fast_size(audio.shape[1] + (0 if before else TAIL))
    spectrum = product(np.fft.rfft(audio, size), _single_response(size))
    weighted = np.fft.irfft(spectrum, size)[:, before : before + length].astype(np.float32, copy=False)
    if length % CELL:
        weighted = np.pad(weighted, ((0, 0), (0, -length % CELL)))
    squares = np.square(weighted).reshape(len(weighted), -1, CELL)
    energies: Energies = squares.sum(axis=2, dtype=np.float32)
    return energies


def of_both_ears(energies: Energies) -> Energies:
    """The energies of all channels, shape (cells,), as two ears hear them: one channel is heard by both."""
    both: Energies = energies.sum(axis=0, dtype=np.float32) * np.float32(2 / len(energies))
    return both


def integrated(energies: Energies, length: int, *, is_loop: bool = False) -> float:
    """Loudness with both gates, in LUFS, of `length` samples whose cells of both ears these are.

    `-inf` for silence, or for less than 400 ms. A loop has gating blocks across its seam too.
    """
    hops = hop_energies(energies, length)
    if is_loop:
        hops = np.concatenate((hops, hops[: WINDOW // HOP - 1]))
    return gated(hops)


def hop_energies(energies: Energies, length: int) -> Precise:
    """The energies of each whole 100 ms in `length` samples, shape (hops,)."""
    whole = length // (CELL * HOP)
    hops: Precise = energies[: whole * HOP].reshape(whole, HOP).sum(axis=1, dtype=np.float64)
    return hops


def gated(hops: Precise) -> float:
    """Loudness with both gates, in LUFS, of energies in each 100 ms; `-inf` where no 400 ms are above -70."""
    each = WINDOW // HOP
    powers = np.zeros(max(len(hops) - each + 1, 0))
    for first in range(each):
        powers += hops[first : first + len(powers)]
    powers /= WINDOW * CELL
    loud = powers[powers > float(gains(_GATE_LUFS - _OFFSET_DB)) ** 2]
    return to_lufs(float(loud[loud > loud.mean() * _RELATIVE_GATE].mean())) if len(loud) else -np.inf


def loudest(energies: Energies) -> float:
    """The loudness of the loudest 400 ms of a sound of those cells in both ears, in LUFS; a shorter one is padded."""
    before = np.concatenate((np.zeros(1), np.cumsum(np.pad(energies, (0, WINDOW)), dtype=np.float64)))
    return to_lufs(float((before[WINDOW:] - before[:-WINDOW]).max()) / (WINDOW * CELL))


def lufs(samples: Mono) -> float:
    """Integrated loudness of a finished sound, in LUFS; `-inf` for silence or less than 0.4 s."""
    if not len(samples):
        return -np.inf
    starts = range(0, len(samples), _PART)
    parts = (cell_energies(samples[np.newaxis, max(at - TAIL, 0) : at + _PART], min(at, TAIL)) for at in starts)
    return integrated(of_both_ears(np.concatenate(list(parts), axis=1)), len(samples))


def momentary_peak(samples: Mono) -> float:
    """The loudness of its loudest 400 ms, in LUFS; a shorter sound counts as padded with silence."""
    return loudest(of_both_ears(cell_energies(np.pad(samples, (0, WINDOW * CELL))[np.newaxis])))


def active_part(samples: Mono) -> Mono:
    """The frames of 10 ms within 40 dB of the loudest, joined: speech without its pauses."""
    frames = samples[: len(samples) // CELL * CELL].reshape(-1, CELL) if len(samples) >= CELL else samples[None]
    powers = mean_squares(frames.reshape(-1), frames.shape[1])
    part: Mono = frames[powers >= powers.max() * _ACTIVE].reshape(-1)
    return part


def active_loudness(active: Mono) -> float:
    """LUFS of an active part, repeated to 3 s where it is shorter."""
    repeats = -(-_SHORTEST // max(len(active), 1))
    return lufs(np.tile(active, repeats) if repeats > 1 else active)


def mean_squares(samples: Mono, size: int) -> Precise:
    """The mean square of each `size` samples, shape (frames,); what lacks to the last ones counts as silence."""
    means = [np.zeros(0)]
    step = max(_PART // size, 1) * size
    for at in range(0, len(samples), step):
        part = samples[at : at + step]
        padded = np.pad(part, (0, -len(part) % size)).reshape(-1, size)
        means.append(np.square(padded, dtype=np.float64).mean(axis=1))
    return np.concatenate(means)


def to_lufs(mean_power: float) -> float:
    """LUFS of a mean K-weighted power, summed over the ears (BS.1770 annex 1, equation 2)."""
    return _OFFSET_DB + float(decibels(mean_power)) if mean_power > 0 else -np.inf


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


@lru_cache(maxsize=8)
def _single_response(size: int) -> Response:
    """The same in single precision, as the sound has it."""
    return k_response(size).astype(np.complex64)


def _warped(hz: float) -> float:
    """A frequency as the bilinear transform needs it: the tangent of half its angle."""
    return float(sine(hz / (2 * SAMPLE_RATE)) / cosine(hz / (2 * SAMPLE_RATE)))
