"""The metronome and the breathing guide, in the finished sound."""

import numpy as np
import pytest

from audiocoach import build, load
from audiocoach.build.workspace import Workspace
from audiocoach.mix.track_source import TrackSource, mix
from audiocoach.sound.tones.click import click
from audiocoach.voice.engines.fake.fake_voice import fake_voice
from support.hearing import RATE, decode, near
from support.listening import gains, levels, ready, spoken, whole
from support.orchestra import loudness

RAMP = """
soundscape: none
coaching: {announce: false, countdown: 3, chatter: quiet, safety: false}
steps:
  - run: 60s
    cadence: 160..175
    say: {20s: "Short, quick steps. Let your feet fall where they want to."}
  - walk: 10s
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("guides")


@pytest.fixture(scope="module")
def ramp(folder):
    (folder / "ramp.yaml").write_text(RAMP)
    session = load(folder / "ramp.yaml")
    built = build(session, folder / "ramp.mp3", workspace=Workspace(find_voice=fake_voice))
    return ready(session, fake=True), decode(built.path, folder / "ramp.pcm")


def steps_taken(made) -> np.ndarray:
    """By the rule: the cadence rises evenly over the time that the beats have, and is summed up."""
    start, end = made.plan.beats[0], made.plan.steps[0].end - 3 * RATE
    seconds = (np.array(made.plan.beats) - start) / RATE
    rise = (175 - 160) / ((end - start) / RATE)
    return (160 * seconds + rise * seconds**2 / 2) / 60


def test_beats_fall_where_the_cadence_says(ramp):
    made, _ = ramp
    taken = steps_taken(made)
    assert np.abs(taken - np.arange(len(taken))).max() < 1e-3
    length_s = (made.plan.steps[0].end - 3 * RATE - made.plan.beats[0]) / RATE
    assert len(taken) == pytest.approx(length_s * 167.5 / 60, abs=1.5)
    spacing = np.diff(made.plan.beats) / RATE
    assert 60 / spacing[0] == pytest.approx(160, abs=0.3)
    assert 60 / spacing[-1] == pytest.approx(175, abs=0.3)


def test_beats_are_heard_in_the_file_within_a_millisecond(ramp):
    made, sound = ramp
    clear = [beat for beat in made.plan.beats if all(not a - RATE < beat < b + RATE for a, b in spoken(made.mixer))]
    assert len(clear) > 80
    for beat in clear:
        late, alike = near(sound, click(), beat / RATE * 1000)
        assert alike > 0.9, beat
        assert abs(late) <= 1, beat


def test_clicks_are_no_tones(ramp):
    made, _ = ramp
    assert made.plan.beats
    assert {tone["name"] for tone in made.plan.as_json()["tones"]} <= {"run", "ease", "same", "finish"} | {
        f"{way}-{left}" for way in ("rise", "fall", "even") for left in (1, 2, 3)
    }


def test_clicks_go_6_db_down_under_speech(ramp):
    made, _ = ramp
    track = next(track for track in made.mixer.timeline.tracks if track.name == "cadence")
    with np.errstate(invalid="ignore"):
        gain = gains(
            made.mixer.bus("cadence"), mix([TrackSource(track, made.plan.length, made.mixer.load)], made.plan.length)
        )
    heard = np.isfinite(gain)
    assert gain[heard].max() == pytest.approx(1, abs=1e-3)
    for start, stop in spoken(made.mixer):
        inside = gain[start // 220 + 1 : stop // 220]
        if np.isfinite(inside).any():
            assert 20 * np.log10(np.nanmax(inside)) == pytest.approx(-6, abs=0.05)


def test_a_train_of_clicks_is_at_minus_28(folder):
    (folder / "train.yaml").write_text("soundscape: none\ncoaching: silent\nsteps: [{run: 30s, cadence: 165}]\n")
    made = ready(load(folder / "train.yaml"), fake=True)
    train = whole(made.mixer.bus("cadence"))[2 * RATE : 28 * RATE]
    assert loudness(train.astype(float)) == pytest.approx(-28, abs=0.5)


def test_breaths_are_guided_by_words_and_then_by_tones(folder):
    (folder / "breath.yaml").write_text(
        "soundscape: deep-focus\ncoaching: {announce: false}\n"
        "steps:\n  - breathe: {in: 4s, hold: 4s, out: 4s, rest: 4s}\n    for: 96s\n"
    )
    made = ready(load(folder / "breath.yaml"), fake=True)
    step = made.plan.steps[0]
    words = [cue for cue in made.plan.cues if cue.kind == "breathe" and cue.is_heard]
    assert len(words) >= 9
    assert max(cue.end for cue in words) <= step.start + 3 * 16 * RATE
    guides = [tone for tone in made.plan.tones if tone.name in ("inhale", "exhale", "still")]
    assert [tone.name for tone in guides[-4:]] == ["inhale", "still", "exhale", "still"]
    later = [tone.start for tone in guides if tone.start > step.start]
    assert later == [step.start + 4 * RATE * n for n in range(12, 24)]
    assert max(levels(made.mixer.bus("bed"), spoken(made.mixer))) <= -36
