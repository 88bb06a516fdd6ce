"""The K-weighted energy of a stream in cells of 10 ms: what every level of a bed or a song is counted from."""

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audiocoach.audio.loudness import integrate, k_response
from audiocoach.audio.spectra import product
from audiocoach.units import SAMPLE_RATE

CELL: Final = SAMPLE_RATE // 100
"""Samples in a cell."""
WINDOW: Final = 40
"""Cells in 400 ms, a gating block of BS.1770."""
TAIL: Final = SAMPLE_RATE // 10
"""How much sound before it a cell depends on: after 100 ms the K-weighting's response has decayed by 180 dB."""
_HOP: Final = 10  # cells between gating blocks, which overlap by 75 %
_SIZE: Final = 48_000  # of the transform: small factors
_SEGMENT: Final = (_SIZE - TAIL) // CELL * CELL

Waves = NDArray[np.float32]
"""Shape (samples, waves): several mono signals side by side."""
Energies = NDArray[np.float32]
"""Shape (cells,) or (cells, waves): sums of squares, full scale 1.0; the last cell may be a shorter one."""


def cell_energies(blocks: Iterable[Waves], before: Waves | None = None) -> Energies:
    """The energies of each wave, shape (cells, waves), holding no more than a second of sound.

    `before`: the `TAIL` samples that sounded before the first block; silence without it.
    """
    response = k_response(_SIZE).astype(np.complex64)
    rows: list[Energies] = []
    last = before
    for segment in _segments(blocks):
        if last is None:
            last = np.zeros((TAIL, segment.shape[1]), np.float32)
        audio = np.concatenate((last, segment))
        last = audio[-TAIL:]
        spectrum = product(np.fft.rfft(audio.T, _SIZE), response)
        weighted = np.fft.irfft(spectrum, _SIZE)[:, TAIL : len(audio)].astype(np.float32)
        weighted = np.pad(weighted, ((0, 0), (0, -len(segment) % CELL)))
        cells = weighted.reshape(len(weighted), -1, CELL)
        rows.append(np.einsum("wij,wij->iw", cells, cells).astype(np.float32))
    return np.concatenate(rows) if rows else np.zeros((0, 0), np.float32)


def of_both_ears(energies: Energies) -> Energies:
    """The mean of left and right as one wave, shape (cells,)."""
    mean: Energies = energies.mean(axis=1, dtype=np.float32)
    return mean


def integrated(energies: Energies, length: int) -> float:
    """Loudness with both gates of one wave of `length` samples in both ears, in LUFS; `-inf` for silence."""
    hops = energies[: length // CELL // _HOP * _HOP].astype(np.float64).reshape(-1, _HOP).sum(axis=1)
    if len(hops) < WINDOW // _HOP:
        return -np.inf
    return integrate(2 * np.convolve(hops, np.ones(WINDOW // _HOP), "valid") / (WINDOW * CELL))


def _segments(blocks: Iterable[Waves]) -> Iterator[Waves]:
    """`blocks` regrouped, so that no energy depends on how the sound arrived."""
    waiting: list[Waves] = []
    size = 0
    for block in blocks:
        waiting.append(block)
        size += len(block)
        if size >= _SEGMENT:
            joined = np.concatenate(waiting)
            whole = size // _SEGMENT * _SEGMENT
            yield from (joined[at : at + _SEGMENT] for at in range(0, whole, _SEGMENT))
            waiting, size = [joined[whole:]], size - whole
    if size:
        yield np.concatenate(waiting)
