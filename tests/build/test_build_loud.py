"""A session for the street: the same words at the same times, evener, over less; and no engine is asked for it."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from audiocoach.build.build import build
from audiocoach.build.load import load
from audiocoach.build.mixdown import mixdown
from audiocoach.build.options import AS_IT_STANDS, BuildOptions
from audiocoach.build.planning import decide
from audiocoach.build.workspace import Workspace
from audiocoach.mix.mixer import Mixer
from audiocoach.sound.tones.street_tone import for_the_street
from audiocoach.sound.tones.tones import render, write_tone
from audiocoach.timeline.plan import Plan
from audiocoach.units import SAMPLE_RATE
from audiocoach.voice.engines.fake.fake_voice import FakeVoice, fake_voice
from support.meters import active_lufs, true_peak
from support.orchestra import pitched, write_song

LOUD = BuildOptions(loud=True)
SESSION = """
soundscape: deep-focus
music: {files: song.flac, level: -23}
steps:
  - run: 25s
    cadence: 165
    say: {8s: Keep your shoulders low and your steps short and light., 13s: {bell: gong.wav}}
  - walk: 30s
"""


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("street")
    write_song(folder / "song.flac", pitched(440, 60), title="A")
    write_tone("bowl", folder / "gong.wav")
    (folder / "s.yaml").write_text(SESSION)
    return folder / "s.yaml"


def made(spec: Path, options: BuildOptions) -> tuple[Plan, Mixer]:
    session, workspace = load(spec), Workspace(find_voice=fake_voice)
    decided = decide(session, options, workspace)
    return decided.plan, mixdown(session, decided, workspace)


def heard(mixer: Mixer, bus: str) -> np.ndarray:
    return np.concatenate(list(mixer.bus(bus)))


@pytest.fixture(scope="module")
def both(spec: Path) -> list[tuple[Plan, Mixer]]:
    return [made(spec, options) for options in (AS_IT_STANDS, LOUD)]


def test_the_plan_is_the_same_and_the_sound_is_another(both: list[tuple[Plan, Mixer]]) -> None:
    (plan, mixer), (street_plan, street) = both
    assert street_plan.as_json() == plan.as_json()
    assert street.identity != mixer.identity


@pytest.mark.parametrize("bus", ["bed", "music"])
def test_what_lies_beneath_is_3_db_softer_between_the_words(bus: str, both: list[tuple[Plan, Mixer]]) -> None:
    (_, mixer), (_, street) = both
    clips = sorted((clip.start, clip.end) for track in mixer.timeline.tracks[:2] for clip in track.clips)
    quiet = max(((end, start) for (_, end), (start, _) in pairwise(clips)), key=lambda gap: gap[1] - gap[0])
    assert quiet[1] - quiet[0] > 9 * SAMPLE_RATE
    part = slice(quiet[0] + 3 * SAMPLE_RATE, quiet[0] + 5 * SAMPLE_RATE)
    plain, softer = (heard(each, bus)[part].astype(np.float64) for each in (mixer, street))
    assert 10 * np.log10(np.square(plain).sum() / np.square(softer).sum()) == pytest.approx(3, abs=0.01)
    assert street.distance is not None
    assert street.distance[0] >= 15


def test_speech_is_as_loud_as_ever_and_evener(both: list[tuple[Plan, Mixer]]) -> None:
    (_, mixer), (_, street) = both
    plain, even = (heard(each, "speech")[8 * SAMPLE_RATE : 13 * SAMPLE_RATE, 0] for each in (mixer, street))
    for speech in (plain, even):
        assert active_lufs(speech) == pytest.approx(-16, abs=0.5)
        assert 20 * np.log10(true_peak(speech)) <= -2.4
    assert not np.array_equal(plain, even)


def test_tones_and_own_bells_are_evened_and_the_metronome_is_not(both: list[tuple[Plan, Mixer]]) -> None:
    (plan, mixer), (_, street) = both
    loudly = heard(street, "tones")[:, 0]
    start = next(tone.start for tone in plan.tones if tone.name == "fall-1")
    assert np.abs(loudly[start : start + 3_528] - for_the_street(render("fall-1"))).max() < 1e-6
    gong = next(tone.start for tone in plan.tones if tone.name == "gong.wav")
    tail = slice(gong + 3 * SAMPLE_RATE, gong + 4 * SAMPLE_RATE)
    assert np.square(loudly[tail]).sum() > 1.2 * np.square(heard(mixer, "tones")[tail, 0]).sum()
    assert np.array_equal(heard(street, "cadence"), heard(mixer, "cadence"))


def test_no_engine_is_asked_again_and_each_has_its_own_takes(tmp_path: Path) -> None:
    """Normal, for the street, and normal again: what was spoken once is mastered twice, and both are kept."""
    voice, spec = FakeVoice(), tmp_path / "s.yaml"
    spec.write_text("steps: [{run: 10s, say: {3s: Keep your shoulders low.}}, {walk: 5s}]\n")

    def built(options: BuildOptions) -> bytes:
        workspace = Workspace(cache=tmp_path / "cache", find_voice=lambda _: voice)
        done = build(load(spec), tmp_path / "s.mp3", options, workspace=workspace)
        assert not done.unchanged
        assert build(load(spec), tmp_path / "s.mp3", options, workspace=workspace).unchanged
        return (tmp_path / "s.mp3").read_bytes()

    normal = built(AS_IT_STANDS)
    spoken = len(voice.spoken)
    assert built(LOUD) != normal
    assert built(AS_IT_STANDS) == normal
    assert len(voice.spoken) == spoken
