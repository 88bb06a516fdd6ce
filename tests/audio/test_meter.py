"""The meter against EBU Tech 3341's vectors (made here, at 44.1 kHz) and against an independent one."""

import tracemalloc

import numpy as np
import pyloudnorm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.audio.loudness import lufs
from audiocoach.audio.meter import PART, measure
from audiocoach.units import SAMPLE_RATE, to_gain
from support.blocks import cut
from support.meters import true_peak


def sine(seconds, dbfs, hz=1000.0):
    """A stereo sine, its peak at `dbfs` in each channel."""
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    wave = to_gain(dbfs) * np.sin(2 * np.pi * hz * time)
    return np.stack((wave, wave), axis=1).astype(np.float32)


def session(seconds, seed=0):
    """Unlike channels, levels that change, silences: everything that the gates look at."""
    rng = np.random.default_rng(seed)
    parts = []
    while sum(map(len, parts)) < seconds * SAMPLE_RATE:
        length = rng.integers(1, 2 * SAMPLE_RATE)
        level = rng.choice([0.0, 0.001, 0.03, 0.1, 0.2]) * rng.uniform(0.5, 1, 2)
        walk = np.cumsum(rng.standard_normal((length, 2)), axis=0)
        parts.append(level * (rng.standard_normal((length, 2)) + np.diff(walk, axis=0, prepend=0)) / 2)
    return np.concatenate(parts)[: int(seconds * SAMPLE_RATE)].astype(np.float32)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([(20, -23)], -23),
        ([(20, -33)], -33),
        ([(10, -36), (60, -23), (10, -36)], -23),
        ([(10, -72), (10, -36), (60, -23), (10, -36), (10, -72)], -23),
        ([(20, -26), (20.1, -20), (20, -26)], -23),
    ],
    ids=["case 1", "case 2", "case 3: relative gate", "case 4: both gates", "case 5"],
)
def test_ebu_3341_integrated(parts, expected):
    measured = measure(sine(seconds, dbfs) for seconds, dbfs in parts)
    assert measured.integrated_lufs == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize(
    ("divisor", "degrees", "amplitude", "expected"),
    [(4, 0, 0.5, -6), (4, 45, 0.5, -6), (6, 60, 0.5, -6), (8, 67.5, 0.5, -6), (4, 45, 1.41, 3)],
    ids=["case 15", "case 16", "case 17", "case 18", "case 19"],
)
def test_ebu_3341_true_peak(divisor, degrees, amplitude, expected):
    time = np.arange(SAMPLE_RATE)
    wave = amplitude * np.sin(2 * np.pi * time / divisor + np.radians(degrees))
    wave *= np.clip(np.minimum(time, len(time) - time) / 4410, 0, 1)
    measured = measure([np.stack((wave, np.zeros_like(wave)), axis=1).astype(np.float32)])
    assert expected - 0.4 <= measured.true_peak_dbtp <= expected + 0.2
    assert measured.true_peak_dbtp == pytest.approx(20 * np.log10(amplitude), abs=0.05)


@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_pyloudnorm(seed):
    audio = session(20, seed)
    independent = pyloudnorm.Meter(SAMPLE_RATE, filter_class="DeMan").integrated_loudness(audio.astype(float))
    assert measure([audio]).integrated_lufs == pytest.approx(independent, abs=0.02)


@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_the_figures_of_finished_sounds(seed):
    mono = session(10, seed)[:, 0].copy()
    measured = measure([np.stack((mono, mono), axis=1)])
    assert measured.integrated_lufs == pytest.approx(lufs(mono), abs=0.001)
    # White noise: the two differ in where, near 22 kHz, they stop.
    assert measured.true_peak_dbtp == pytest.approx(20 * np.log10(true_peak(mono)), abs=0.2)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 100),
    st.floats(0.01, 6),
    st.lists(st.integers(1, 60_000), min_size=1, max_size=5),
    st.booleans(),
)
def test_the_same_figures_however_it_is_cut(seed, seconds, sizes, mono):
    audio = session(seconds, seed)
    audio = audio[:, [0, 0]] if mono else audio
    sizes = [max(size, len(audio) // 500) for size in sizes]
    assert measure(cut(audio, sizes)) == measure([audio])


def test_one_ear_is_3_db_less_than_two():
    both, left = sine(5, -20), sine(5, -20)
    left[:, 1] = 0
    difference = measure([both]).integrated_lufs - measure([left]).integrated_lufs
    assert difference == pytest.approx(3.01, abs=0.01)


def test_a_peak_at_any_place_is_seen():
    """Between two samples, 2.1 dB above them: also at the seams of the meter's parts, and at both ends."""
    last = 2 * PART - 2
    for at in (0, 1, *range(PART - 20, PART + 20), 100_000, last):
        audio = np.zeros((last + 2, 2), np.float32)
        audio[at : at + 2, 1] = 0.5
        assert measure([audio]).true_peak_dbtp == pytest.approx(20 * np.log10(2 / np.pi), abs=0.05), at


@pytest.mark.parametrize("audio", [np.zeros((0, 2)), np.zeros((90_000, 2))], ids=["nothing", "silence"])
def test_silence_has_no_loudness(audio):
    measured = measure([audio.astype(np.float32)])
    assert measured.integrated_lufs == measured.true_peak_dbtp == -np.inf


def test_less_than_a_gating_block_has_no_integrated_loudness():
    measured = measure([sine(0.39, -23)])
    assert measured.integrated_lufs == -np.inf
    assert np.isfinite(measure([sine(0.4, -23)]).integrated_lufs)


def test_memory_does_not_grow_with_length():
    block = sine(1, -20)

    def peak_bytes(minutes):
        tracemalloc.start()
        try:
            measure(block for _ in range(60 * minutes))
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak_bytes(1)
    assert peak_bytes(4) - peak_bytes(1) < 40_000  # 3 minutes: 14 kB of figures
