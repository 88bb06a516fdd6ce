"""Filters as products of spectra, to the same bits in any thread and on any processor.

numpy's complex product is neither: where the processor fuses a multiplication with the addition after it, the product
of two numbers depends on their order, and in an expression numpy turns the order round where nobody else holds the
second operand (a response that two threads made at once, and a cache did not keep). So `product` is made of real
operations, each rounded by itself.
"""

import numpy as np

from audiocoach.audio.arrays import Precise, Response, Spectrum
from audiocoach.audio.elementary import cosine, sine

Biquad = tuple[float, float, float, float, float, float]
"""b0, b1, b2, a0, a1, a2 of a filter of second order."""


def product(one: Spectrum, other: Spectrum) -> Spectrum:
    """`one` x `other`, bin by bin."""
    out = np.empty(np.broadcast_shapes(one.shape, other.shape), np.result_type(one, other))
    np.subtract(np.multiply(one.real, other.real), np.multiply(one.imag, other.imag), out=out.real)
    np.add(np.multiply(one.real, other.imag), np.multiply(one.imag, other.real), out=out.imag)
    return out


def power_of(spectrum: Spectrum) -> Precise:
    """The square of each bin's length."""
    return np.add(np.square(spectrum.real, dtype=np.float64), np.square(spectrum.imag, dtype=np.float64))


def response(filters: tuple[Biquad, ...], size: int) -> Response:
    """What `filters`, one after the other, do at the frequencies of `rfft(size)`."""
    turns = np.arange(size // 2 + 1) / size
    whole: Spectrum = np.ones(len(turns), np.complex128)
    for b0, b1, b2, a0, a1, a2 in filters:
        above, below = _at(b0, b1, b2, turns), _at(a0, a1, a2, turns)
        quotient = product(above, below.conj())
        quotient.real /= power_of(below)
        quotient.imag /= power_of(below)
        whole = product(whole, quotient)
    return whole.astype(np.complex128, copy=False)


def convolved(sound: Precise, kernel: Precise) -> Precise:
    """`sound` averaged with the weights of `kernel`, wherever all of it lies in the sound: `len(kernel) - 1` fewer."""
    size = fast_size(len(sound))
    spectrum = product(np.fft.rfft(sound, size), np.fft.rfft(kernel, size))
    return np.fft.irfft(spectrum, size)[len(kernel) - 1 : len(sound)]


def hann(width: int) -> Precise:
    """A Hann window without its zeros at both ends."""
    return np.square(sine(np.arange(1, width + 1) / (2 * (width + 1))))


def fast_size(least: int) -> int:
    """The next length whose transform is fast: with no factor above 5."""
    odd: list[int] = [3**three * 5**five for three in range(6) for five in range(6)]
    return min(factor << max(-(-least // factor) - 1, 0).bit_length() for factor in odd)


def _at(first: float, second: float, third: float, turns: Precise) -> Response:
    """A polynomial in the delay of a sample, on the unit circle."""
    real = first + second * cosine(turns) + third * cosine(2 * turns)
    imaginary = second * sine(turns) + third * sine(2 * turns)
    value = np.empty(len(turns), np.complex128)
    value.real, value.imag = real, -imaginary
    return value
