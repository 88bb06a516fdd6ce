"""Our elementary functions against the true ones, and their bits on other processors."""

import hashlib
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.audio import elementary

NUMBERS = np.random.default_rng(5).uniform(-40, 40, 30_000)
POSITIVE = np.abs(NUMBERS) + 1e-9


@pytest.mark.parametrize(
    ("name", "numbers", "expected"),
    [
        ("sine", NUMBERS, np.sin(2 * np.pi * (NUMBERS - np.rint(NUMBERS)))),
        ("cosine", NUMBERS, np.cos(2 * np.pi * (NUMBERS - np.rint(NUMBERS)))),
        ("tanh", NUMBERS, np.tanh(NUMBERS)),
        ("log2", POSITIVE, np.log2(POSITIVE)),
        ("decibels", POSITIVE, 10 * np.log10(POSITIVE)),
    ],
)
def test_it_is_right(name, numbers, expected):
    np.testing.assert_allclose(getattr(elementary, name)(numbers), expected, rtol=0, atol=2e-14)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("exp2", np.exp2(NUMBERS)), ("exp", np.exp(NUMBERS)), ("gains", 10 ** (NUMBERS / 20))],
)
def test_it_is_right_in_proportion(name, expected):
    np.testing.assert_allclose(getattr(elementary, name)(NUMBERS), expected, rtol=2e-14)


@given(st.floats(1e-6, 1e6), st.floats(-5, 5))
def test_powers(base, exponent):
    assert float(elementary.power(base, exponent)) == pytest.approx(base**exponent, rel=1e-12)


def test_what_is_exact_stays_so():
    assert elementary.sine([0, 0.5, 1, -0.5, 1e6]).tolist() == [0, 0, 0, 0, 0]
    assert elementary.sine([0.25, 0.75]).tolist() == pytest.approx([1, -1], abs=1e-15)
    assert elementary.exp2([-2, 0, 10]).tolist() == [0.25, 1, 1024]
    assert elementary.log2([0.5, 1, 1024]).tolist() == [-1, 0, 10]
    assert float(elementary.gains(0)) == 1


def test_the_shape_stays_and_blocks_do_not_show():
    whole = elementary.sine(NUMBERS.reshape(3, 100, 100))
    assert whole.shape == (3, 100, 100)
    assert whole.reshape(-1).tobytes() == b"".join(elementary.sine(part).tobytes() for part in np.split(NUMBERS, 30))


def bits():
    """The SHA-256 of all that is computed here."""
    functions = [getattr(elementary, name) for name in ("sine", "exp2", "tanh", "gains")]
    parts = [function(NUMBERS) for function in functions]
    parts += [elementary.log2(POSITIVE), elementary.power(POSITIVE, 1.7)]
    return hashlib.sha256(np.concatenate(parts).tobytes()).hexdigest()


if __name__ == "__main__":
    print(bits())
    sys.exit()


def test_the_same_bits_without_the_newer_instructions():
    from support.processors import OTHERS

    for other in OTHERS:
        done = subprocess.run(
            [sys.executable, __file__], env=os.environ | other, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == bits(), other
