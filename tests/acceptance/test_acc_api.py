"""The package as a library: what its docstring promises."""

from pathlib import Path

import numpy as np
import pytest
from pydub import AudioSegment

import audiocoach
from audiocoach.build.mixdown import mixdown
from audiocoach.build.options import AS_IT_STANDS, BuildOptions
from audiocoach.build.overrides import overridden
from audiocoach.build.planning import decide
from audiocoach.build.workspace import Workspace
from audiocoach.config import Config
from audiocoach.errors import InputError, SpecError
from audiocoach.voice.engines.fake.fake_voice import fake_voice

LINE = "20s walk, 2x(10s run, 20s walk), 10s walk"


@pytest.fixture
def workspace(tmp_path: Path, run_cache: Path) -> Workspace:
    """With a cache of its own, but for the soundscapes."""
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "soundscapes").symlink_to(run_cache / "soundscapes")
    return Workspace(cache=tmp_path / "cache", find_voice=fake_voice)


def test_load_plan_and_build_as_the_docstring_shows(workspace: Workspace, tmp_path: Path) -> None:
    session = audiocoach.load("walk-run-20", let={"run": "45s"})
    plan = audiocoach.plan(session, estimate=True)
    runs = [step for step in plan.as_json()["steps"] if step["activity"] == "run"]
    assert {step["end_ms"] - step["start_ms"] for step in runs} == {45_000}
    session = audiocoach.quick(LINE)
    plan = audiocoach.plan(session, workspace=workspace)
    built = audiocoach.build(session, tmp_path / "new" / "morning.mp3", workspace=workspace)
    assert built.path.stat().st_size == built.bytes
    assert built.plan == plan
    assert not built.unchanged
    assert audiocoach.build(session, built.path, workspace=workspace).unchanged


def test_everything_public_is_there_and_documented() -> None:
    public = {"load", "quick", "plan", "build", "render", "BuildOptions", "Workspace", "__version__"}
    assert public == set(audiocoach.__all__)
    assert public <= set(dir(audiocoach))
    for name in audiocoach.__all__:
        assert getattr(audiocoach, name)
        assert f"audiocoach.{name}" in str(audiocoach.__doc__) or name in ("quick", "__version__"), name
    with pytest.raises(AttributeError, match="no attribute 'bild'"):
        _ = audiocoach.bild


@pytest.mark.parametrize("soundscape", ["none", "mountain-lake"])
def test_render_gives_the_mix_as_a_pydub_clip(workspace: Workspace, soundscape: str) -> None:
    session = overridden(audiocoach.quick(LINE), BuildOptions(soundscape=soundscape), Config())
    clip = audiocoach.render(session, workspace=workspace)
    assert isinstance(clip, AudioSegment)
    assert (clip.frame_rate, clip.channels, clip.sample_width) == (44_100, 2, 2)
    plan = audiocoach.plan(session, workspace=workspace)
    assert clip.frame_count() == plan.length
    decided = decide(session, AS_IT_STANDS, workspace)
    assert decided.plan == plan
    mix = np.concatenate(list(mixdown(session, decided, workspace).master()))
    heard = np.array(clip.get_array_of_samples()).reshape(-1, 2) / 32_767
    assert np.abs(heard - mix).max() <= 0.51 / 32_767
    assert np.abs(mix).max() > 0.1


def test_quick_is_the_notation() -> None:
    plan = audiocoach.plan(audiocoach.quick(LINE), estimate=True)
    assert plan.estimated
    assert [step.activity for step in plan.steps][:-1] == ["walk", "run", "walk", "run", "walk", "walk"]


def test_mistakes_are_errors_of_ours(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        audiocoach.load("no-such-session")
    bad = tmp_path / "bad.yaml"
    bad.write_text("steps:\n  - run: 30\n  - wlak: 1m\n")
    with pytest.raises(SpecError) as caught:
        audiocoach.load(bad)
    assert len(caught.value.diagnostics) == 2
