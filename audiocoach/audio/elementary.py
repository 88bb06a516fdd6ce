"""Sine, exponential and logarithm to the same bits on every machine: made of +, -, x, / and rounding alone.

IEEE 754 fixes those operations to the bit, and numpy's own functions are not so fixed: it has several of each, chosen
by the processor, that differ in the last place. What decides about samples, levels and filters is computed with these.
All take arrays or numbers and give float64, right to about 1e-15 of full scale.
"""

from collections.abc import Callable
from functools import wraps
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from audiocoach.audio.arrays import Precise

_BLOCK: Final = 1 << 13  # numbers at once: they stay in the processor's cache from one operation to the next
LN_2: Final = 0.6931471805599453
_LOG_2_E: Final = 1.4426950408889634
_LOG_2_10: Final = 3.321928094887362
_TURN: Final = 6.283185307179586
_ROOT_HALF: Final = 0.7071067811865476
_MOST: Final = 1000.0  # a power of two beyond is no sound


def _series(first: float, ratio: Callable[[int], float], terms: int) -> tuple[float, ...]:
    """Coefficients of a power series, each from the one before it."""
    found = [first]
    for term in range(1, terms):
        found.append(found[-1] * ratio(term))
    return tuple(found)


_SINE: Final = _series(_TURN, lambda n: -_TURN * _TURN / (2 * n * (2 * n + 1)), 10)
_EXP_2: Final = _series(1.0, lambda n: LN_2 / n, 14)
_LOG_2: Final = tuple(2 * _LOG_2_E / odd for odd in range(1, 21, 2))


def _in_blocks(function: Callable[[Precise], Precise]) -> Callable[[ArrayLike], Precise]:
    """`function` of long arrays a block at a time."""

    @wraps(function)
    def blockwise(values: ArrayLike) -> Precise:
        array = np.asarray(values, np.float64)
        if array.size <= _BLOCK:
            return np.asarray(function(array))
        flat, out = array.reshape(-1), np.empty(array.size)
        for at in range(0, array.size, _BLOCK):
            out[at : at + _BLOCK] = function(flat[at : at + _BLOCK])
        return out.reshape(array.shape)

    return blockwise


def _polynomial(coefficients: tuple[float, ...], x: Precise) -> Precise:
    """By Horner's rule; each multiplication and each addition is rounded by itself."""
    total = np.full_like(x, coefficients[-1])
    for coefficient in coefficients[-2::-1]:
        np.multiply(total, x, out=total)
        np.add(total, coefficient, out=total)
    return total


@_in_blocks
def sine(turns: Precise) -> Precise:
    """The sine of so many whole turns: of 2 pi `turns`."""
    part = turns - np.rint(turns)
    folded = np.copysign(0.25 - np.abs(np.abs(part) - 0.25), part)
    return np.multiply(folded, _polynomial(_SINE, np.square(folded)))


def cosine(turns: ArrayLike) -> Precise:
    """The cosine of so many whole turns."""
    return sine(np.add(turns, 0.25))


@_in_blocks
def exp2(x: Precise) -> Precise:
    """2 to the power of `x`, which counts as -1000 to 1000."""
    bounded = np.clip(x, -_MOST, _MOST)
    whole = np.rint(bounded)
    scale = ((whole.astype(np.int64) + 1023) << 52).view(np.float64)  # the bits of a power of two
    return np.multiply(_polynomial(_EXP_2, bounded - whole), scale)


@_in_blocks
def log2(x: Precise) -> Precise:
    """The logarithm of positive numbers to the base of 2."""
    mantissa, exponent = np.frexp(x)
    is_low = mantissa < _ROOT_HALF
    mantissa = np.where(is_low, 2 * mantissa, mantissa)
    slope: Precise = (mantissa - 1) / (mantissa + 1)
    return exponent - is_low.astype(np.float64) + np.multiply(slope, _polynomial(_LOG_2, np.square(slope)))


def exp(x: ArrayLike) -> Precise:
    """e to the power of `x`."""
    return exp2(np.multiply(x, _LOG_2_E))


def power(x: ArrayLike, exponent: ArrayLike) -> Precise:
    """Numbers from 0 on to any power above 0, and those above 0 to any."""
    base = np.asarray(x, np.float64)
    return np.where(base > 0, exp2(np.multiply(log2(np.where(base > 0, base, 1.0)), exponent)), 0.0)


def tanh(x: ArrayLike) -> Precise:
    """The hyperbolic tangent."""
    squared = exp(np.multiply(x, 2.0))
    return (squared - 1) / (squared + 1)


def decibels(power: ArrayLike) -> Precise:
    """How many decibels positive powers are."""
    return np.multiply(log2(power), 10 / _LOG_2_10)


def gains(db: ArrayLike) -> Precise:
    """The factors on an amplitude that `db` decibels are."""
    return exp2(np.multiply(db, _LOG_2_10 / 20))
