"""The ducking envelope: down in time, never in a step, gone again soon, and the same however a session is cut."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.mix.ducking import DEEPEST, HOLD, UP, Duck, Envelope, ducks
from audiocoach.units import SAMPLE_RATE, Samples, to_samples

LENGTH = 20 * SAMPLE_RATE
SPANS = st.tuples(st.integers(0, LENGTH), st.integers(0, 2 * SAMPLE_RATE)).map(lambda pair: (pair[0], sum(pair)))
RANGES = st.lists(SPANS, max_size=8)
DEPTHS = st.floats(0, 60)


def whole(envelope: Envelope, length: int = LENGTH) -> np.ndarray:
    gain = envelope.gain(0, length)
    return np.ones(length, np.float32) if gain is None else gain


@given(RANGES, st.lists(DEPTHS, min_size=8, max_size=8))
@settings(deadline=None, max_examples=50)
def test_the_bed_is_down_by_what_every_range_needs(ranges, depths):
    needs = dict(zip(sorted(set(ranges)), depths, strict=False))
    gain = whole(Envelope(ducks(ranges, needs.__getitem__)), LENGTH + 2 * SAMPLE_RATE)
    for (start, end), need in needs.items():
        if start < end:
            assert 20 * np.log10(gain[start:end].max()) <= -need + 1e-5


@given(RANGES, DEPTHS)
@settings(deadline=None, max_examples=50)
def test_no_step_is_larger_than_half_a_decibel_in_5_ms(ranges, depth):
    db = 20 * np.log10(whole(Envelope(ducks(ranges, lambda span: depth * (1 + span[0] % 3) / 3))).astype(np.float64))
    assert np.abs(db[220:] - db[:-220]).max() <= 0.5
    assert np.abs(np.diff(db)).max() <= 0.5 / 220 + 1e-5


def test_the_deepest_duck_is_within_the_limit_too():
    duck = Duck(Samples(4 * SAMPLE_RATE), Samples(5 * SAMPLE_RATE), DEEPEST)
    db = 20 * np.log10(whole(Envelope([duck])).astype(np.float64))
    assert np.abs(db[220:] - db[:-220]).max() <= 0.5
    assert db.min() == pytest.approx(-DEEPEST, abs=1e-4)


@given(RANGES, DEPTHS)
@settings(deadline=None, max_examples=50)
def test_it_is_exactly_1_where_nothing_is_near(ranges, depth):
    found = ducks(ranges, lambda _: depth)
    gain = whole(Envelope(found))
    far = np.ones(LENGTH, bool)
    for duck in found:
        far[max(duck.start - duck.down, 0) : duck.end + UP] = False
        assert 0 <= duck.down <= max(to_samples(250), to_samples(20) * duck.depth_db + 1)
    assert (gain[far] == 1).all()
    assert (gain <= 1).all()


@given(RANGES, DEPTHS, st.lists(st.integers(2_000, 2 * SAMPLE_RATE), min_size=1, max_size=5))
@settings(deadline=None, max_examples=30)
def test_blocks_give_the_same_bits(ranges, depth, sizes):
    envelope = Envelope(ducks(ranges, lambda span: depth * (1 + span[0] % 5) / 5))
    parts, at, turn = [], 0, 0
    while at < LENGTH:
        stop = min(at + sizes[turn % len(sizes)], LENGTH)
        gain = envelope.gain(at, stop)
        parts.append(np.ones(stop - at, np.float32) if gain is None else gain)
        at, turn = stop, turn + 1
    assert np.concatenate(parts).tobytes() == whole(envelope).tobytes()


@given(RANGES)
def test_short_gaps_are_held_and_long_ones_are_not(ranges):
    found = ducks(ranges, lambda _: 10.0)
    for before, after in pairwise(found):
        assert after.start - before.end >= HOLD
    for start, end in ranges:
        assert start >= end or any(duck.start <= start and end <= duck.end for duck in found)


def test_a_gap_of_exactly_the_hold_comes_up():
    spans = [(0, 10), (10 + HOLD, 20 + HOLD)]
    assert len(ducks(spans, lambda _: 10.0)) == 2
    assert len(ducks([(0, 11), spans[1]], lambda _: 10.0)) == 1


def test_what_needs_nothing_is_left_alone():
    assert ducks([(0, 100), (10 * SAMPLE_RATE, 11 * SAMPLE_RATE)], lambda span: -3.0 if span[0] else 0.0) == ()
    assert ducks([(50, 50)], lambda _: 10.0) == ()
    assert Envelope().gain(0, 100) is None


def test_the_shape_of_one_duck():
    start, end = Samples(2 * SAMPLE_RATE), Samples(3 * SAMPLE_RATE)
    envelope = Envelope([Duck(start, end, 20.0)])
    assert envelope.gain(0, start - to_samples(400)) is None
    assert envelope.gain(end + UP, LENGTH) is None
    for at, db in [
        (start - to_samples(400), 0),
        (start - to_samples(200), -10),
        (start, -20),
        (end, -20),
        (end + UP // 2, -10),
    ]:
        assert envelope.db(at) == pytest.approx(db, abs=1e-4)
    assert Duck(start, end, 6.0).down == to_samples(250)


def test_where_the_session_begins_within_the_way_down_it_begins_down():
    gain = whole(Envelope([Duck(Samples(to_samples(100)), Samples(SAMPLE_RATE), 10.0)]))
    db = 20 * np.log10(gain[: to_samples(100) + 1])
    assert db[0] == pytest.approx(-6, abs=1e-3)
    assert db[-1] == pytest.approx(-10, abs=1e-3)
    assert (np.diff(db) <= 0).all()


def test_ducks_that_run_into_each_other_take_the_lower_way():
    near = [
        Duck(Samples(5 * SAMPLE_RATE + at), Samples(5 * SAMPLE_RATE + at + 100), db) for at, db in ((0, 5), (300, 40))
    ]
    together, alone = whole(Envelope(near)), [whole(Envelope([duck])) for duck in near]
    assert (together == np.minimum(*alone)).all()
