"""The workspace: one object that a build needs beside its arguments, here and in other processes."""

import multiprocessing
import pickle
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from audiocoach.build.build import BuildJob, build, build_all
from audiocoach.build.events import Encoding, Event, Noted, Rendering, Speaking, ignore
from audiocoach.build.load import load, quick
from audiocoach.build.options import BuildOptions
from audiocoach.build.planning import plan
from audiocoach.build.workspace import Workspace
from audiocoach.config import Config
from audiocoach.errors import InputError
from audiocoach.storage.store import default_cache_root
from audiocoach.units import SAMPLE_RATE
from audiocoach.voice.engines.fake.fake_voice import fake_voice
from support import GOOD
from support.sounds import write_wav

LINE = "20s walk, 2x(10s run, 20s walk), 10s walk"
OPTIONS = BuildOptions(quality="voice", chatter="chatty", extras=("vtt", "json"))


def spawned() -> ProcessPoolExecutor:
    """A process that starts from nothing, as on another machine."""
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(cache=tmp_path / "cache", find_voice=fake_voice, jobs=2)


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    """A session that notes something, speaks and has a bed, a recording that is made ready quickly."""
    noise = np.random.default_rng(1).standard_normal((8 * SAMPLE_RATE, 2)) / 10
    write_wav(tmp_path / "brook.wav", noise.astype(np.float32), SAMPLE_RATE)
    file = tmp_path / "talk.yaml"
    words = "Shoulders down, and " + "easy, " * 40 + "easy."
    file.write_text(f"soundscape: brook.wav\nsteps: [{{walk: 12s, say: Hello.}}, {{run: 10s, say: '{words}'}}]\n")
    return file


def test_what_travels_comes_out_of_a_pickle_as_it_went_in(workspace: Workspace, tmp_path: Path) -> None:
    session = quick(LINE, "Short", workspace=workspace)
    made = plan(session, OPTIONS, workspace=workspace)
    built = build(session, tmp_path / "a.mp3", OPTIONS, workspace=workspace)
    job = BuildJob(session, tmp_path / "a.mp3", OPTIONS, workspace)
    for thing in (workspace, OPTIONS, session, made, built, job):
        assert pickle.loads(pickle.dumps(thing)) == thing


@pytest.mark.parametrize("name", ["design", "everything"])
def test_every_kind_of_step_travels(name: str) -> None:
    text = (GOOD / f"{name}.yaml").read_text(encoding="utf-8")
    session = load(text, workspace=Workspace(find_voice=fake_voice)) if "include" not in text else None
    session = session or quick(LINE)
    again = pickle.loads(pickle.dumps(session))
    assert again == session
    assert again.source is not None
    assert again.source.place(("steps", 0)) == session.source.place(("steps", 0))  # notes still find their place


def test_a_sink_stays_in_its_process(workspace: Workspace) -> None:
    heard: list[Event] = []
    telling = workspace.telling(heard.append)
    assert telling == workspace
    assert telling.studio is telling.studio
    again = pickle.loads(pickle.dumps(telling))
    assert again.events is ignore
    assert "studio" not in vars(again)


def test_a_build_in_another_process_is_the_same(workspace: Workspace, talk: Path, tmp_path: Path) -> None:
    session = load(talk, workspace=workspace)
    here = build(session, tmp_path / "here.mp3", OPTIONS, workspace=workspace)
    cold = replace(workspace, cache=tmp_path / "other")
    jobs = [BuildJob(session, tmp_path / name, OPTIONS, cold) for name in ("there.mp3", "again.mp3")]
    there, again = build_all(jobs, replace(cold, executor=spawned))
    assert there.path.read_bytes() == again.path.read_bytes() == here.path.read_bytes()
    for suffix in (".vtt", ".json"):
        assert there.path.with_suffix(suffix).read_bytes() == here.path.with_suffix(suffix).read_bytes()
    assert (there.plan, there.loudness, there.session) == (here.plan, here.loudness, here.session)


def test_what_fails_elsewhere_is_told_as_here(workspace: Workspace, tmp_path: Path) -> None:
    session = quick(LINE, workspace=workspace)
    foreign = tmp_path / "foreign.mp3"
    foreign.write_bytes(b"somebody's")
    jobs = [BuildJob(session, foreign, BuildOptions(), workspace)]
    messages = []
    for way in (workspace, replace(workspace, executor=spawned)):
        with pytest.raises(InputError, match="audiocoach did not write it") as caught:
            list(build_all(jobs, way))
        messages.append((type(caught.value), str(caught.value)))
    assert messages[0] == messages[1]


def test_events_tell_the_whole_build(workspace: Workspace, talk: Path, tmp_path: Path) -> None:
    heard: list[Event] = []
    session = load(talk, workspace=workspace)
    built = build(session, tmp_path / "a.mp3", workspace=workspace.telling(heard.append))
    kinds = [type(event) for event in heard]
    first = [kinds.index(kind) for kind in (Speaking, Rendering, Encoding, Noted)]
    assert first == sorted(first)
    assert heard[-1] == built
    assert {event.session for event in heard} == {str(talk)}
    assert [event.diagnostic for event in heard if isinstance(event, Noted)] == list(built.plan.notes) != []
    for kind in (Speaking, Rendering, Encoding):
        done = [(event.done, event.total) for event in heard if isinstance(event, kind)]
        assert [now for now, _ in done] == sorted(now for now, _ in done)
        assert done[-1][0] == done[-1][1]


def test_nothing_is_kept_outside_of_its_cache(
    workspace: Workspace, talk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOCOACH_CACHE", str(tmp_path / "default"))
    assert default_cache_root() == tmp_path / "default"
    build(load(talk, workspace=workspace), tmp_path / "a.mp3", workspace=workspace)
    assert not default_cache_root().exists()
    assert {path.name for path in workspace.cache.iterdir()} >= {"takes", "chunks", "soundscapes"}


def test_who_speaks_is_who_is_named(workspace: Workspace) -> None:
    made = plan(quick(LINE, workspace=workspace), workspace=workspace)
    assert {cue.voice for cue in made.cues} == {"fake"}


@pytest.mark.parametrize(
    ("config", "seen"),
    [
        ({"pace": "6:00/km"}, lambda session: session.steps[0].length.ms == 360_000),
        ({"pace": "6:00/km", "chatter": "quiet"}, lambda session: session.coaching.chatter == "quiet"),
        ({"pace": "6:00/km", "soundscape": "deep-focus"}, lambda session: session.soundscape.name == "deep-focus"),
        ({"pace": "6:00/km", "voice": "joe"}, lambda session: session.voice.name == "joe"),
    ],
)
def test_the_config_counts_in_python_too(config: dict[str, str], seen: Callable[..., bool]) -> None:
    workspace = Workspace(config=Config.model_validate(config))
    assert seen(load("steps: [{run: 1 km}]", workspace=workspace))
    assert seen(quick("1 km run", workspace=workspace))
