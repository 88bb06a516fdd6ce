"""The true peak against the wave itself, 64 points a sample, and what the module says of its error."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.audio.true_peak import true_peak
from audiocoach.units import SAMPLE_RATE
from support import meters


def sine(hz, turn, samples=2048):
    """A sine of amplitude 1 with ends that nobody can call a peak."""
    wave = np.sin(2 * np.pi * (hz * np.arange(samples) / SAMPLE_RATE + turn))
    return (wave * np.hanning(samples) ** 0.25).astype(np.float32)


def reading_db(wave):
    """How much too high the true peak reads."""
    return 20 * np.log10(true_peak(wave) / meters.true_peak(wave, 64))


@settings(max_examples=150, deadline=None)
@given(st.floats(20, 18_000), st.floats(0, 1))
def test_a_sine_reads_too_low_by_no_more_than_four_points_miss(hz, turn):
    missed = -20 * np.log10(np.cos(np.pi * hz / (4 * SAMPLE_RATE)))
    assert -missed - 0.02 <= reading_db(sine(hz, turn)) <= 0.01


@pytest.mark.parametrize(("hz", "most"), [(SAMPLE_RATE / 3, 0.30), (2 * SAMPLE_RATE / 5, 0.44)])
def test_the_bounds_that_the_module_names(hz, most):
    readings = [reading_db(sine(hz, turn)) for turn in np.arange(0, 1, 1 / 64)]
    assert -most - 0.02 <= min(readings) <= -most + 0.02
    assert max(readings) <= 0.01


@pytest.mark.parametrize("hz", [19_000, 21_000, 22_000])
def test_near_half_the_rate_it_never_reads_too_high(hz):
    assert max(reading_db(sine(hz, turn)) for turn in np.arange(0, 1, 1 / 32)) <= 0.02


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([2_000, 8_000, 16_000]))
def test_noise_reads_as_four_points_of_the_wave_itself(seed, top):
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(4000))
    spectrum[int(top / SAMPLE_RATE * 4000) :] = 0
    ends = np.hanning(4000) ** 0.25  # that nobody can call a peak
    wave = (np.fft.irfft(spectrum) * ends).astype(np.float32)
    assert 20 * np.log10(true_peak(wave) / meters.true_peak(wave)) == pytest.approx(0, abs=0.03)


def test_silence_and_nothing_have_none():
    assert true_peak(np.zeros(100, np.float32)) == true_peak(np.zeros(0, np.float32)) == 0
    assert true_peak(np.array([-0.5], np.float32)) == 0.5
