"""Tones for the street: 3 dB less range from tone to tone and within each that rings, and still struck."""

import numpy as np
import pytest

from audiocoach.audio.loudness import momentary_peak
from audiocoach.sound.tones.street_tone import for_the_street
from audiocoach.sound.tones.tone_table import BELLS, PEAK_DBFS, TICK_PEAK_DBFS, TICKS, TONES
from audiocoach.sound.tones.tones import render
from audiocoach.units import SAMPLE_RATE, to_gain
from support.meters import spread, true_peak


def test_from_the_softest_tone_to_the_loudest_it_is_3_db_less():
    plain, street = ([momentary_peak(how(render(name))) for name in TONES] for how in (np.array, for_the_street))
    assert np.ptp(plain) == pytest.approx(5, abs=0.1)
    assert np.ptp(street) == pytest.approx(2, abs=0.2)
    assert max(street) == pytest.approx(-17, abs=0.1)


@pytest.mark.parametrize("name", BELLS)
def test_a_bell_rings_with_3_db_less_range(name):
    assert spread([render(name)]) - spread([for_the_street(render(name))]) == pytest.approx(3, abs=0.5)


@pytest.mark.parametrize("name", TONES)
def test_it_is_the_same_tone(name):
    plain, street = render(name), for_the_street(render(name))
    assert street.shape == plain.shape
    assert street.dtype == np.float32
    assert not np.any(street * 32768 % 1)  # on the grid of 16 bits
    assert true_peak(street) <= max(to_gain(TICK_PEAK_DBFS if name in TICKS else PEAK_DBFS), true_peak(plain))
    assert abs(street[0]) < 0.03
    assert street[-1] == 0
    alike = (street * plain).sum() / np.sqrt(np.square(street).sum() * np.square(plain).sum())
    assert alike > 0.96
    tail = slice(-SAMPLE_RATE // 50, None)
    assert np.square(street[tail]).sum() < 0.3 * np.square(street[: SAMPLE_RATE // 50]).sum()  # and it still dies away
    assert for_the_street(plain).tobytes() == street.tobytes()
