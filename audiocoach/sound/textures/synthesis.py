"""Tools of synthesis that wrap around: noise by its spectrum, slow drift, events scattered over a loop."""

import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.random import PCG64, Generator

from audiocoach.audio.arrays import Curve, Gain, Mono, Places, Planar, Precise
from audiocoach.audio.elementary import cosine, exp, log2, power, sine
from audiocoach.audio.loudness import k_response
from audiocoach.audio.spectra import power_of
from audiocoach.units import SAMPLE_RATE

Shape = Callable[[Curve], Curve]
"""From frequencies in Hz (none is 0) to factors on the amplitude."""

_DRIFT_RATE: Final = 100  # points a second of a slow curve; a divisor of 44,100


def generator(seed: int, name: str) -> Generator:
    """Random numbers of its own for each seed and name."""
    digest = hashlib.sha256(f"{name} {seed}".encode()).digest()
    return Generator(PCG64(int.from_bytes(digest[:16], "little")))


@lru_cache(maxsize=4)
def frequencies(frames: int) -> Curve:
    """Those of `rfft`, in Hz, read-only; the first is not 0 but half the second, so that it has a logarithm."""
    hz = (np.arange(frames // 2 + 1, dtype=np.float64) * (SAMPLE_RATE / frames)).astype(np.float32)
    hz[0] = hz[1] / 2
    hz.flags.writeable = False
    return hz


def noise(rng: Generator, frames: int, shape: Shape) -> Mono:
    """Gaussian noise with the spectrum `shape`, RMS 1, mean 0."""
    # In double precision: single draws ask the C library for logarithms, whose last bits differ between versions of it.
    spectrum = rng.standard_normal(2 * (frames // 2 + 1)).astype(np.float32).view(np.complex64)
    spectrum *= shape(frequencies(frames)).astype(np.float32)
    spectrum[0] = spectrum[-1] = 0
    wave = np.fft.irfft(spectrum, frames).astype(np.float32)
    wave /= np.sqrt(np.mean(np.square(wave), dtype=np.float64))
    return wave


def dull_noise(rng: Generator, frames: int, every: int) -> Precise:
    """Gaussian noise with a value of its own only at `every` so many samples, and straight lines between."""
    points = rng.standard_normal(frames // every + 2)
    return np.interp(np.arange(frames) / every, np.arange(len(points)), points)


def stereo_noise(rng: Generator, frames: int, shape: Shape, width: float = 0.6) -> Planar:
    """`noise` in two ears, RMS about 1; `width` 0 is one point, 1 is two ears that know nothing of each other.

    Its fold-down loses 10 log10(1 + width^2) dB. Below 200 Hz it grows narrow, as sound in a room is.
    """
    factors = shape(frequencies(frames))
    middle = noise(rng, frames, lambda _: factors)
    side = noise(rng, frames, lambda hz: factors * highpass(hz, 120, 1)) * np.float32(width)
    return np.stack((middle + side, middle - side)) * np.float32(1 / np.sqrt(1 + width * width))


def filtered(stereo: Planar, shape: Shape) -> Planar:
    """`stereo` through a circular filter of zero phase."""
    frames = stereo.shape[-1]
    factors = shape(frequencies(frames)).astype(np.float32)
    return np.stack([np.fft.irfft(np.fft.rfft(wave) * factors, frames).astype(np.float32) for wave in stereo])


def drift_points(rng: Generator, frames: int, slowest_hz: float, fastest_hz: float) -> Precise:
    """A hundred points a second of `drift`, before lines are drawn between them."""
    points = max(frames * _DRIFT_RATE // SAMPLE_RATE, 16)
    hz = np.arange(points // 2 + 1) * (SAMPLE_RATE / frames)
    inside = (hz >= min(slowest_hz, fastest_hz / 2)) & (hz <= fastest_hz) & (hz > 0)
    spectrum = np.empty(len(hz), np.complex128)
    spectrum.real, spectrum.imag = rng.standard_normal((2, len(hz))) * (inside / np.sqrt(np.maximum(hz, 1e-9)))
    slow = np.fft.irfft(spectrum, points)
    return slow / (slow.std() or 1)


def drift(rng: Generator, frames: int, slowest_hz: float, fastest_hz: float) -> Mono:
    """A slow random curve with components between two frequencies, as strong in every octave; mean 0, RMS 1."""
    return stretched(drift_points(rng, frames, slowest_hz, fastest_hz), frames)


def swell(rng: Generator, frames: int, depth: float, slowest_hz: float, fastest_hz: float) -> Mono:
    """A gain that drifts about 1, `depth` its spread in nepers."""
    return stretched(exp(depth * drift_points(rng, frames, slowest_hz, fastest_hz)), frames)


def stretched(points: Precise | Mono, frames: int) -> Mono:
    """A closed curve through evenly spaced `points`, as long as the loop, in straight lines."""
    at = np.arange(frames) * (len(points) / frames)
    wave: Mono = np.interp(at, np.arange(len(points) + 1), np.append(points, points[0])).astype(np.float32)
    return wave


def scatter(frames: int, starts: Places, gains: Gain, waves: Sequence[Mono], which: Places) -> Planar:
    """Events in a loop: `waves[which[i]]` from sample `starts[i]` on, times `gains[i]` (left, right)."""
    longest = max(map(len, waves))
    out = np.zeros((2, frames + longest), np.float32)
    left, right = out
    for start, (to_left, to_right), index in zip(starts.tolist(), gains.tolist(), which.tolist(), strict=True):
        wave = waves[index]
        end = start + len(wave)
        left[start:end] += wave * np.float32(to_left)
        right[start:end] += wave * np.float32(to_right)
    return wrapped(out, frames)


def wrapped(long: Planar, frames: int) -> Planar:
    """What goes beyond the loop's end comes in at its start, as often as needed."""
    loop = np.zeros((len(long), frames), np.float32)
    for start in range(0, long.shape[1], frames):
        rest = long[:, start : start + frames]
        loop[:, : rest.shape[1]] += rest
    return loop


def add_around(loop: Planar, start: int, part: Planar) -> None:
    """Adds `part` from sample `start` on, around the end if need be; it is no longer than the loop."""
    frames, length = loop.shape[1], part.shape[1]
    start %= frames
    before = min(length, frames - start)
    loop[:, start : start + before] += part[:, :before]
    loop[:, : length - before] += part[:, before:]


def poisson(rng: Generator, frames: int, rate: float, density: Mono | None = None) -> Places:
    """Starts of about `rate` independent events a second; `density` from 0 to 1 thins them, sample by sample."""
    count = rng.poisson(rate * frames / SAMPLE_RATE)
    starts = np.sort(rng.integers(0, frames, max(count, 1)))
    if density is None:
        return starts
    return starts[rng.random(len(starts)) < density[starts]]


def panned(pan: Precise) -> Gain:
    """Gains (left, right), shape (..., 2), for places from -1 (left) to 1 (right), equal in power."""
    turns = (np.clip(pan, -1, 1) + 1) / 8
    return np.stack((cosine(turns), sine(turns)), axis=-1).astype(np.float32)


def even_loudness(loop: Planar) -> Planar:
    """`loop` without its mean, scaled so that its fold-down in both ears has a K-weighted power of 1 (no gates)."""
    frames = loop.shape[1]
    loop = loop - loop.mean(axis=1, keepdims=True, dtype=np.float64).astype(np.float32)
    spectrum = np.fft.rfft((loop[0] + loop[1]) * np.float32(0.5))
    weighted = power_of(spectrum) * k_power(frames)
    return loop * np.float32(frames / (2 * np.sqrt(weighted.sum())))


@lru_cache(maxsize=4)
def k_power(frames: int) -> Gain:
    """The power that K-weighting leaves at the frequencies of `rfft(frames)`, read from a fine grid."""
    fine = power_of(k_response(1 << 17))
    at = frequencies(frames) / np.float32(SAMPLE_RATE / (1 << 17))
    factors: Curve = np.interp(at, np.arange(len(fine)), fine).astype(np.float32)
    return factors


def lowpass(hz: Curve, corner: float, order: int = 2) -> Curve:
    """A Butterworth response: 3 dB down at `corner`, then 6 dB x `order` an octave."""
    return _butterworth(hz / np.float32(corner), order)


def highpass(hz: Curve, corner: float, order: int = 2) -> Curve:
    """The mirror of `lowpass`."""
    return _butterworth(np.float32(corner) / hz, order)


def bell(hz: Curve, centre: float, octaves: float) -> Curve:
    """A bell on a scale of octaves, 1 at `centre`, e^-1/2 at `octaves` to each side."""
    return exp(-0.5 * np.square(log2(hz / np.float32(centre)) / octaves)).astype(np.float32)


def slope(hz: Curve, db_per_octave: float) -> Curve:
    """A straight line on a scale of octaves, 1 at 1 kHz."""
    return power(hz / np.float32(1000), db_per_octave / 6.0206).astype(np.float32)


def geometric(first: float, last: float, count: int) -> list[float]:
    """So many numbers from `first` to `last`, each the same factor above the one before."""
    factors: list[float] = power(last / first, np.arange(count) / (count - 1)).tolist()
    return [first * factor for factor in factors]


def _butterworth(ratio: Curve, order: int) -> Curve:
    """The response where the frequency is `ratio` times the corner, or the corner `ratio` times the frequency."""
    squared = np.square(ratio)
    total = squared
    for _ in range(order - 1):
        total = total * squared
    response: Curve = 1 / np.sqrt(1 + total)
    return response
