"""The ducking envelope: down in time, never in a step, gone again soon, and the same however a session is cut."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.mix.ducking import DEEPEST, HOLD, UP, Envelope, held
from audiocoach.units import SAMPLE_RATE, to_samples

LENGTH = 30 * SAMPLE_RATE
SPANS = st.tuples(st.integers(0, LENGTH), st.integers(0, 2 * SAMPLE_RATE)).map(lambda pair: (pair[0], sum(pair)))
RANGES = st.lists(SPANS, max_size=8)
DEPTHS = st.floats(0, 60)


def whole(envelope: Envelope, length: int = LENGTH) -> np.ndarray:
    gain = envelope.gain(0, length)
    return np.ones(length, np.float32) if gain is None else gain


def decibels(envelope: Envelope) -> np.ndarray:
    return 20 * np.log10(whole(envelope).astype(np.float64))


@given(RANGES, DEPTHS)
@settings(deadline=None, max_examples=50)
def test_the_bed_is_down_by_one_depth_in_every_range(ranges, depth):
    envelope = Envelope(ranges, depth)
    gain = whole(envelope, LENGTH + 2 * SAMPLE_RATE)
    for start, end in ranges:
        if start < end:
            assert np.unique(gain[start:end]).size == 1
            assert 20 * np.log10(gain[start]) <= -depth + 1e-5
            assert envelope.lowers(start, end) == envelope.depth_db == pytest.approx(depth, abs=0.011)


@given(RANGES, DEPTHS)
@settings(deadline=None, max_examples=50)
def test_no_step_is_larger_than_half_a_decibel_in_5_ms(ranges, depth):
    db = decibels(Envelope(ranges, depth))
    assert np.abs(db[220:] - db[:-220]).max() <= 0.5
    assert np.abs(np.diff(db)).max() <= 0.5 / 220 + 1e-5


def test_the_deepest_duck_is_within_the_limit_too():
    db = decibels(Envelope([(4 * SAMPLE_RATE, 5 * SAMPLE_RATE)], 1000.0))
    assert np.abs(db[220:] - db[:-220]).max() <= 0.5
    assert db.min() == pytest.approx(-DEEPEST, abs=1e-4)


@given(RANGES, DEPTHS)
@settings(deadline=None, max_examples=50)
def test_it_is_exactly_1_where_nothing_is_near(ranges, depth):
    envelope = Envelope(ranges, depth)
    assert to_samples(250) <= envelope.down <= max(to_samples(250), to_samples(20) * depth + 10)
    gain = whole(envelope)
    far = np.ones(LENGTH, bool)
    for start, end in envelope.held:
        far[max(start - envelope.down, 0) : end + UP] = False
    assert (gain[far] == 1).all()
    assert (gain <= 1).all()


@given(RANGES, DEPTHS, st.lists(st.integers(2_000, 2 * SAMPLE_RATE), min_size=1, max_size=5))
@settings(deadline=None, max_examples=30)
def test_blocks_give_the_same_bits(ranges, depth, sizes):
    envelope = Envelope(ranges, depth)
    parts, at, turn = [], 0, 0
    while at < LENGTH:
        stop = min(at + sizes[turn % len(sizes)], LENGTH)
        gain = envelope.gain(at, stop)
        parts.append(np.ones(stop - at, np.float32) if gain is None else gain)
        at, turn = stop, turn + 1
    assert np.concatenate(parts).tobytes() == whole(envelope).tobytes()


@given(RANGES)
def test_short_gaps_are_held_and_long_ones_are_not(ranges):
    found = held(ranges)
    for (_, before), (after, _) in pairwise(found):
        assert after - before >= HOLD == 6 * SAMPLE_RATE
    for start, end in ranges:
        assert start >= end or any(first <= start and end <= last for first, last in found)
    assert sum(end - start for start, end in found) <= sum(end - start + HOLD for start, end in ranges)


def test_a_gap_of_exactly_the_hold_comes_up():
    spans = [(0, 10), (10 + HOLD, 20 + HOLD)]
    assert held(spans) == tuple(spans)
    assert held([(0, 11), spans[1]]) == ((0, 20 + HOLD),)


def test_a_count_down_a_tone_and_an_announcement_are_one_duck():
    seconds = [(10.0, 10.08), (11.0, 11.08), (12.0, 12.08), (13.0, 13.35), (13.7, 16.2), (21.9, 22.4)]
    spans = [(int(start * SAMPLE_RATE), int(end * SAMPLE_RATE)) for start, end in seconds]
    envelope = Envelope(spans, 17.0)
    assert envelope.held == ((spans[0][0], spans[-1][1]),)
    gain = envelope.gain(spans[0][0], spans[-1][1])
    assert (gain == gain[0]).all()


def test_what_needs_nothing_is_left_alone():
    assert Envelope([(0, 100), (10 * SAMPLE_RATE, 11 * SAMPLE_RATE)], 0.0).gain(0, LENGTH) is None
    assert Envelope([(50, 50)], 10.0).gain(0, LENGTH) is None
    assert Envelope().gain(0, 100) is None
    assert Envelope([(50, 70)], 10.0).lowers(69, 71) == 0


def test_the_shape_of_one_duck():
    start, end = 2 * SAMPLE_RATE, 3 * SAMPLE_RATE
    envelope = Envelope([(start, end)], 20.0)
    assert envelope.down == to_samples(400)
    assert to_samples(1_200) == UP
    assert envelope.gain(0, start - envelope.down) is None
    assert envelope.gain(end + UP, LENGTH) is None
    db = decibels(envelope)
    for at, expected in [
        (start - to_samples(400), 0),
        (start - to_samples(300), -20 * 0.21941),  # straight between two bends
        (start - to_samples(200), -10),
        (start, -20),
        (end, -20),
        (end + UP // 4, -10 * (1 + np.sqrt(0.5))),  # a cosine: slow at both ends
        (end + UP // 2, -10),
        (end + 3 * UP // 4, -10 * (1 - np.sqrt(0.5))),
    ]:
        assert db[at] == pytest.approx(expected, abs=1e-3)
    assert np.abs(np.diff(db, 2)).max() < 1e-5  # no corner: those of a straight way are 1e-4
    assert Envelope([(start, end)], 6.0).down == to_samples(250)


def test_no_two_frames_of_5_ms_are_measured_to_differ_by_more_than_half_a_decibel():
    """Noise in which a few samples have all the energy of a frame, at its start or at its end."""
    rng, depth = np.random.default_rng(4), 20.0
    envelope = Envelope([(2 * SAMPLE_RATE, 3 * SAMPLE_RATE)], depth)
    gain = whole(envelope)[: 5 * SAMPLE_RATE // 220 * 220].astype(np.float64).reshape(-1, 220)
    sound = rng.standard_normal(gain.shape) ** 5
    db = 10 * np.log10(np.square(sound * gain).sum(axis=1) / np.square(sound).sum(axis=1))
    assert np.abs(np.diff(db)).max() <= 0.5


def test_where_the_session_begins_within_the_way_down_it_begins_down():
    db = decibels(Envelope([(to_samples(125), SAMPLE_RATE)], 10.0))[: to_samples(125) + 1]
    assert db[0] == pytest.approx(-5, abs=1e-2)
    assert db[-1] == pytest.approx(-10, abs=1e-3)
    assert (np.diff(db) <= 0).all()
