"""What trimmers cut: held against players that go through the samples, and the same in parts of any size."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.audio.trimmers import RULES, Quiet, TrimMeter, quiet_in
from audiocoach.units import SAMPLE_RATE
from support.players import cut_by_players

LENGTHS = (1, 900, 3_600, 3_700, 4_409, 4_411, 9_000, 13_300, 18_400, 40_000, 110_000)
"""Of stretches, in samples: shorter and longer than what each player leaves alone, and than what it keeps."""


def cut_of(sound, *sizes):
    """Seconds that each rule cuts of a sound that is heard in parts of these sizes, and what is left."""
    meter, at = TrimMeter(), 0
    for size in (*sizes, sound.shape[1]):
        meter.add(Quiet.from_bytes(quiet_in(sound[:, at : at + size]).to_bytes()))
        at += size
    return meter.finish()


@st.composite
def sounds(draw):
    """Stretches at levels around both thresholds, in one channel or two, that are loud by themselves at times."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    parts = []
    for _ in range(draw(st.integers(0, 7))):
        length = int(
            draw(st.sampled_from((1, 900, 3_600, 3_700, 4_409, 4_411, 9_000, 13_300, 18_400, 40_000, 110_000)))
        )
        level = draw(st.sampled_from((0, 249, 251, 900, 1_023, 1_026, 20_000)))
        parts.append(rng.uniform(-1, 1, (draw(st.sampled_from((1, 2))), length)) * level)
        parts[-1][:, 0] = level * draw(st.sampled_from((0, 1)))
        if len(parts[-1]) == 1:
            parts[-1] = np.repeat(parts[-1], 2, axis=0)
    both = np.concatenate([np.zeros((2, 0)), *parts], axis=1)
    return (both[: draw(st.integers(1, 2))] / 32_768).astype(np.float32)


@settings(max_examples=60, deadline=None)
@given(sounds())
def test_as_the_players_cut(sound):
    for rule, ours, theirs in zip(RULES, cut_of(sound), cut_by_players(sound), strict=True):
        # Lengths are rounded to the nearest sample here and down there, and a fifth is taken of every 50 ms.
        assert ours * SAMPLE_RATE == pytest.approx(theirs, abs=100), rule


@settings(max_examples=100, deadline=None)
@given(sounds(), st.lists(st.integers(0, 60_000), max_size=12))
def test_the_same_to_the_sample_in_any_parts(sound, sizes):
    assert cut_of(sound, *sizes) == cut_of(sound)


def loud(*quiet_ms, level=0.0):
    """Silences of these lengths between 10 ms of sound."""
    beep = np.full(SAMPLE_RATE // 100, 0.5)
    silences = [np.full(SAMPLE_RATE * ms // 1000, level) for ms in quiet_ms]
    return np.concatenate([beep, *(part for silence in silences for part in (silence, beep))])[None].astype(np.float32)


@pytest.mark.parametrize(
    ("ms", "expected"),
    [
        (80, (0, 0, 0, 0)),
        (100, (0, 0, 0, 0.1)),
        (600, (0.4, 0.018, 0.15, 0.6)),
        (20_000, (18, 19.418, 19.55, 20)),
    ],
)
def test_a_silence_is_cut_as_each_player_does(ms, expected):
    assert cut_of(loud(ms)) == pytest.approx(expected, abs=1e-4)
    assert cut_of(loud(ms, ms)) == pytest.approx(2 * np.array(expected), abs=2e-4)


@pytest.mark.parametrize(("level", "is_quiet"), [(250, (1, 1)), (251, (1, 0)), (1_024, (1, 0)), (1_025, (0, 0))])
def test_a_level_counts_as_quiet_up_to_its_own(level, is_quiet):
    """In 16 bits, of either sign: as the players compare it."""
    for sign in (1, -1):
        cut = cut_of(loud(1_000, level=sign * level / 32_768))
        assert (cut[0] > 0, cut[3] > 0) == is_quiet


def test_one_loud_ear_is_enough():
    silent, beeping = loud(1_000), loud(1_000)
    silent[:, :] = 0
    beeping[:, ::200] = 0.1
    assert max(cut_of(np.concatenate((silent, beeping)))) == 0
    assert min(cut_of(silent)) > 0


def test_nothing_at_all_has_nothing_to_cut():
    assert max(cut_of(np.zeros((2, 0), np.float32))) == 0
