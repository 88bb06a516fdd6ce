"""The metronome's beats: when each falls, and that they keep clear of the tones."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.session.cadence import FASTEST, SLOWEST, Cadence
from audiocoach.sound.tones.tone_table import CLICK_MS
from audiocoach.timeline.beats import beats
from audiocoach.timeline.plan import Plan
from audiocoach.units import SAMPLE_RATE, Samples, to_samples
from support.sessions import Case

STEPS = st.integers(SLOWEST, FASTEST)


def plan(*steps: Any, **coaching: Any) -> Plan:
    return Case({"title": "T", "coaching": coaching, "steps": list(steps)}).plan


@settings(max_examples=100, deadline=None, derandomize=True)
@given(STEPS, STEPS, st.integers(0, 10**7), st.integers(1, 120 * SAMPLE_RATE))
def test_a_beat_falls_whenever_another_whole_step_has_been_taken(first, last, start, length) -> None:
    """Against the plain sum of the cadence over time."""
    found = np.array([*beats(Cadence(first, last), Samples(start), Samples(start + length))])
    assert found[0] == start
    assert found[-1] < start + length
    seconds = (found - start) / SAMPLE_RATE
    taken = first / 60 * seconds + (last - first) / 60 / (length / SAMPLE_RATE) * seconds**2 / 2
    assert np.abs(taken - np.arange(len(found))).max() < max(first, last) / 60 / SAMPLE_RATE + 1e-6
    assert len(found) == pytest.approx((first + last) / 120 * length / SAMPLE_RATE, abs=1)


def test_a_steady_beat_never_drifts() -> None:
    found = [*beats(Cadence(165, 165), Samples(0), to_samples(3_600_000))]
    assert found == [round(number * 60 / 165 * SAMPLE_RATE) for number in range(165 * 60)]


def test_a_ramp_ends_at_its_last_cadence() -> None:
    found = [*beats(Cadence(160, 175), Samples(0), to_samples(120_000))]
    gaps = [later - at for at, later in pairwise(found)]
    assert gaps[0] == pytest.approx(60 / 160 * SAMPLE_RATE, abs=30)
    assert gaps[-1] == pytest.approx(60 / 175 * SAMPLE_RATE, abs=30)
    assert all(later <= gap + 1 for gap, later in pairwise(gaps))


def test_the_beat_runs_from_the_tone_to_the_countdown_in_every_round() -> None:
    planned = plan({"walk": "1m"}, {"repeat": 3, "steps": [{"run": "30s", "cadence": 165}, {"walk": "30s"}]})
    runs = [step for step in planned.steps if step.activity == "run"]
    click = to_samples(CLICK_MS)
    for step in runs:
        own = [at for at in planned.beats if step.start <= at < step.end]
        assert own[0] == step.start + to_samples(350)
        assert step.end - to_samples(3_000) - to_samples(60_000 / 165) < own[-1] + click <= step.end - to_samples(3_000)
    inside = [at for at in planned.beats if any(step.start <= at < step.end for step in runs)]
    assert len(inside) == len(planned.beats)


def test_beats_are_a_track_and_no_tones() -> None:
    planned = plan({"run": "1m", "cadence": 165})
    assert {tone.name for tone in planned.tones} == {"fall-3", "fall-2", "fall-1", "finish"}
    tracks = {track.name: track for track in planned.timeline(dict.fromkeys(("click", *TONES_OF(planned)), "x")).tracks}
    clips = tracks["cadence"].clips
    assert [clip.start for clip in clips] == list(planned.beats)
    assert clips[0].start >= SAMPLE_RATE  # nothing sounds in the first second
    assert all(clip.end <= following.start for clip, following in pairwise(clips))
    assert "cadence" not in planned.as_json()["tones"]


def TONES_OF(planned: Plan) -> set[str]:  # noqa: N802
    return {tone.name for tone in planned.tones}


def test_without_a_cadence_there_is_no_such_track() -> None:
    planned = plan({"run": "1m"})
    names = {tone.name for tone in planned.tones}
    assert [track.name for track in planned.timeline(dict.fromkeys(names, "x")).tracks] == ["speech", "tones"]
