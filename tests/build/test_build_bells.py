"""A session with bells, from its file to its sound: those that ship, and the author's own."""

from pathlib import Path

import numpy as np
import pytest

from audiocoach.build.build import render
from audiocoach.build.load import load
from audiocoach.build.mixdown import mixdown
from audiocoach.build.options import AS_IT_STANDS
from audiocoach.build.planning import decide, outline
from audiocoach.build.workspace import Workspace
from audiocoach.errors import SpecError
from audiocoach.sound.tones.tones import render as tone
from audiocoach.sound.tones.tones import write_tone
from audiocoach.units import SAMPLE_RATE

SESSION = """
soundscape: none
coaching: still
steps:
  - bell: bowl
  - meditate: 20s
    say: {8s: {bell: my-gong.wav}, -1s: {bell: my-gong.wav}}
"""


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    write_tone("wood", tmp_path / "my-gong.wav")
    (tmp_path / "s.yaml").write_text(SESSION)
    return tmp_path / "s.yaml"


def test_every_bell_sounds_at_its_time(spec: Path) -> None:
    session = load(spec)
    decided = decide(session, AS_IT_STANDS, Workspace())
    mixer = mixdown(session, decided, Workspace())
    assert mixer.buses == ("speech", "tones")
    sound = np.concatenate(list(mixer.bus("tones")))[:, 0]
    bowl, wood = tone("bowl"), tone("wood")
    assert np.array_equal(sound[SAMPLE_RATE : SAMPLE_RATE + 1000], bowl[:1000])
    for second in (13, 24):
        heard = sound[second * SAMPLE_RATE :][:20_000]
        assert np.dot(heard, wood[:20_000]) > 0.95 * np.square(wood[:20_000]).sum()
    # The last stroke still rings where the last bell begins, on a lane of its own.
    assert len([track for track in mixer.timeline.tracks if track.name == "tones"]) == 2
    told = [(one["name"], one["start_ms"]) for one in decided.plan.as_json()["tones"]]
    assert told == [("bowl", 1000), ("bell", 5000), ("my-gong.wav", 13000), ("my-gong.wav", 24000), ("bowl", 25000)]


def test_a_session_with_bells_is_as_long_as_it_is_guessed(spec: Path) -> None:
    assert len(render(load(spec))) == pytest.approx(outline(load(spec), Workspace())[0] / SAMPLE_RATE * 1000, abs=1)


def test_a_file_that_is_no_bell_is_told_where_it_is_named(spec: Path) -> None:
    (spec.parent / "my-gong.wav").write_text("no sound at all")
    with pytest.raises(SpecError, match=r"s\.yaml:7:22: cannot use .*my-gong\.wav as a bell"):
        load(spec)
    (spec.parent / "my-gong.wav").unlink()
    with pytest.raises(SpecError, match=r"there is no bell `my-gong\.wav`"):
        load(spec)


def test_an_unknown_bell_is_told_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text("steps: [{bell: chim}, {walk: 1m}]\n")
    with pytest.raises(SpecError, match=r"unknown bell `chim`\s(.*\s)*.*did you mean `chime`"):
        load(tmp_path / "s.yaml")
