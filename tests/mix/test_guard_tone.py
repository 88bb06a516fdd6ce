"""The guard tone: one sine from the first sample to the last, the same bits wherever and however it is asked for."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.conventions import CYCLE
from audiocoach.deliver.encoder import Encoder
from audiocoach.deliver.quality import QUALITIES
from audiocoach.mix.guard_tone import FADE, PEAK, guard_tone, guarded
from audiocoach.mix.mixer import Mixer
from audiocoach.timeline.timeline import Timeline
from audiocoach.units import SAMPLE_RATE, Samples
from support.blocks import cut
from support.mp3 import Chunks

GRID = 1 << 23
"""Steps of 24 bits."""


def silence(length):
    return np.zeros((length, 2), np.float32)


def whole(audio, sizes=(1 << 16,)):
    return np.concatenate([silence(0), *guarded(cut(audio, sizes), len(audio))])


def mixed(length, *, has_guard):
    """What is encoded of a session in which nothing sounds."""
    mixer = Mixer(Timeline(Samples(length), (), ()), {}.__getitem__, has_guard=has_guard)
    return np.concatenate(list(mixer.master()))


def test_it_is_a_sine_of_12_5_hz_in_both_ears():
    length = 5 * SAMPLE_RATE
    tone = whole(silence(length))
    assert np.array_equal(tone[:, 0], tone[:, 1])
    expected = PEAK * np.sin(2 * np.pi * 12.5 * np.arange(length) / SAMPLE_RATE)
    assert np.abs(tone[FADE:-FADE, 0] - expected[FADE:-FADE]).max() < 1e-6


def test_it_is_added_to_what_sounds_and_changes_no_block_that_it_is_given():
    audio = np.random.default_rng(1).uniform(-0.7, 0.7, (100_000, 2)).astype(np.float32)
    before = audio.copy()
    assert np.array_equal(whole(audio), audio + guard_tone(0, 100_000, 100_000)[:, np.newaxis])
    assert audio.tobytes() == before.tobytes()


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 300_000), st.lists(st.integers(1, 90_000), min_size=1, max_size=5))
def test_the_same_bits_however_it_is_cut(length, sizes):
    sizes = [max(size, length // 300) for size in sizes]
    assert whole(silence(length), sizes).tobytes() == whole(silence(length), (length,)).tobytes()


@settings(max_examples=40, deadline=None)
@given(st.integers(2 * FADE, 10**10), st.integers(1, 100_000), st.integers(0, 10**6))
def test_each_chunk_has_the_same_bits_in_a_session_of_any_length(start, count, more):
    length = start + count + FADE + more
    here = guard_tone(start, count, length)
    assert here.tobytes() == guard_tone(start + CYCLE, count, length + CYCLE).tobytes()
    assert np.array_equal(here * GRID, np.rint(here * GRID))


@pytest.mark.parametrize("length", [1, 2, 500, FADE, 2 * FADE - 1, 2 * FADE, 10 * FADE])
def test_it_rises_and_falls_within_50_ms_and_starts_and_ends_at_nothing(length):
    """Also where the whole is shorter than both fades."""
    tone = guard_tone(0, length, length)
    assert np.abs(tone).max(initial=0) <= PEAK + 1e-7
    assert tone[0] == tone[-1] == 0
    steepest = PEAK * (2 * np.pi * 12.5 + np.pi / 0.1) / SAMPLE_RATE  # the sine's own slope, and a fade's
    assert np.abs(np.diff(tone)).max(initial=0) <= steepest


def test_the_mix_has_it_unless_it_is_left_out_and_says_so():
    length = 3 * SAMPLE_RATE
    assert np.array_equal(mixed(length, has_guard=True)[:, 0], guard_tone(0, length, length))
    assert not mixed(length, has_guard=False).any()
    timeline = Timeline(Samples(length), (), ())
    with_, without = (Mixer(timeline, {}.__getitem__, has_guard=guard).identity for guard in (True, False))
    assert with_ != without


@pytest.mark.parametrize("quality", QUALITIES)
def test_chunks_repeat_with_it_as_without(quality):
    """Two minutes of it: but for the ends, one chunk; and as many bytes."""
    length = 120 * SAMPLE_RATE
    sizes, distinct = [], []
    for has_guard in (True, False):
        store = Chunks()
        encoder = Encoder(QUALITIES[quality], store=store)
        sizes.append(sum(map(len, encoder.frames([mixed(length, has_guard=has_guard)]))))
        distinct.append(len(store))
    assert sizes[0] == sizes[1]
    assert distinct[0] <= 5
    assert distinct[0] - distinct[1] <= 2
