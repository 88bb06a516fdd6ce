"""The metronome and the preview as one hears them, with the real mix."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import audiocoach
from audiocoach.build.options import BuildOptions
from audiocoach.timeline.plan import Plan
from support.coach_ears import RATE, Wave, as_heard, at, decoded, lufs

CLICK = at(90)
CADENCE = """
voice: {engine: espeak}
coaching: {chatter: quiet, safety: false}
steps: [{walk: 10s}, {run: 40s, cadence: 165}, {walk: 10s}]
"""
PREVIEWED = """
voice: {engine: espeak}
steps: [{check-in: {ask: How are you?}}, {walk: 9m}, {cool-down: 9m}]
coaching: {encourage: false}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Plan, dict[str, Wave]]:
    """A minute with a metronome, and its stems."""
    folder = tmp_path_factory.mktemp("cadence")
    (folder / "run.yaml").write_text(CADENCE)
    plan = audiocoach.build(
        audiocoach.load(folder / "run.yaml"), folder / "run.mp3", BuildOptions(stems=folder / "stems")
    ).plan
    return plan, {path.stem: decoded(path) for path in sorted((folder / "stems").iterdir())}


def test_the_metronome_has_a_track_of_its_own(built: tuple[Plan, dict[str, Wave]]) -> None:
    plan, stems = built
    assert set(stems) >= {"speech", "tones", "cadence"}
    clicks = stems["cadence"]
    sounding = np.flatnonzero(np.abs(clicks) > 1e-4)
    assert abs(int(sounding[0]) - plan.beats[0]) < at(2)
    assert sounding[-1] < plan.beats[-1] + CLICK
    covered = np.zeros(len(clicks), bool)
    for beat in plan.beats:
        covered[beat : beat + CLICK] = True
    assert not clicks[~covered].any()


def test_it_is_quiet_and_quieter_beneath_speech(built: tuple[Plan, dict[str, Wave]]) -> None:
    plan, stems = built
    clicks = stems["cadence"]
    count_in = next(cue for cue in plan.cues if "beat" in cue.text)
    alone = clicks[count_in.end + 2 * RATE : plan.beats[-1]]
    assert lufs(alone) == pytest.approx(-28, abs=0.5)
    loud = np.abs(alone).max()
    spoken = [beat for beat in plan.beats if any(clip.start <= beat < clip.end - CLICK for clip in count_in.clips)]
    assert len(spoken) >= 4
    for beat in spoken:
        under = 20 * np.log10(np.abs(clicks[beat : beat + CLICK]).max() / loud)
        assert under == pytest.approx(-6, abs=0.3)


def test_the_beat_is_counted_in_and_none_of_it_is_a_tone(built: tuple[Plan, dict[str, Wave]]) -> None:
    plan, _ = built
    told: dict[str, Any] = plan.as_json()
    assert any(cue["text"].endswith("One, two, three, four.") for cue in told["cues"])
    assert {tone["name"] for tone in told["tones"]} <= {"run", "ease", "same", "finish"} | {
        f"{way}-{n}" for way in ("rise", "fall", "even") for n in (1, 2, 3)
    }


def test_a_preview_is_built_to_its_planned_length(tmp_path: Path) -> None:
    (tmp_path / "short.yaml").write_text(PREVIEWED)
    made = audiocoach.build(
        audiocoach.load(tmp_path / "short.yaml"), tmp_path / "preview.mp3", BuildOptions(preview=True)
    )
    sound = as_heard(made.path)
    assert len(sound) == made.plan.length <= 90 * RATE
    for cue in made.plan.cues:
        assert np.abs(sound[cue.start : cue.end]).max() > 0.05
    told = {"check-in", "announce", "half", "next-up", "step-left", "time-left", "finish"}
    added = {"welcome", "safety", "cool-down", "farewell"}
    assert {cue.kind for cue in made.plan.cues} == told | added
