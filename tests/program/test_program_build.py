"""A program's folder: each line spoken once, the same bytes by whoever builds, and nothing built that is finished."""

import json
import os
import random
import shutil
import signal
import subprocess
import time
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

from audiocoach.build.events import Encoding
from audiocoach.build.load import load
from audiocoach.build.options import BuildOptions
from audiocoach.build.planning import plan, script_of
from audiocoach.build.workspace import Workspace
from audiocoach.errors import InputError
from audiocoach.program.batch import Batch, BatchEvent, Done, Work
from audiocoach.program.manifest import LOCK, MANIFEST, read_manifest
from audiocoach.program.opening_spec import OpenProgram, open_spec
from audiocoach.program.program_build import EpisodeFile, ProgramBuild
from audiocoach.program.worker_pool import FromWorker
from audiocoach.storage.kinds import REPORTS, WRITTEN
from audiocoach.voice.engines.fake.fake_voice import fake_voice
from support.programs import audiocoach, command, environment, started
from support.training import SESSION

PROGRAM = """title: Builder
session: short.yaml
weeks:
  - {days: 2, let: {run: 10s}}
  - days: [{let: {run: 12s}, easier: {let: {run: 6s}}}, {rest: short.yaml}]
"""
OPTIONS = BuildOptions(quality="voice", extras=("vtt",))


def written(folder: Path) -> Path:
    """A folder with a program and its session."""
    (folder / "short.yaml").write_text(SESSION)
    (folder / "p.yaml").write_text(PROGRAM)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path)


def read(folder: Path, workspace: Workspace, options: BuildOptions = OPTIONS) -> OpenProgram:
    found = open_spec(folder / "p.yaml", options, workspace)
    assert isinstance(found, OpenProgram)
    return found


def built(
    folder: Path,
    workspace: Workspace,
    to: str = "out",
    events: Callable[[BatchEvent], None] = lambda event: None,
    force: bool = False,
) -> dict[str, EpisodeFile]:
    build = ProgramBuild(read(folder, workspace), folder / to, Batch(workspace, events))
    return {file.episode.id: file for file in build.run(force=force)}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(cache=tmp_path / "cache", find_voice=fake_voice, jobs=2)


@dataclass(frozen=True)
class Finished:
    """A program that has been built, with its cache."""

    folder: Path
    workspace: Workspace
    files: dict[str, EpisodeFile]


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    folder = written(tmp_path_factory.mktemp("once"))
    workspace = Workspace(cache=folder / "cache", find_voice=fake_voice, jobs=2)
    return Finished(folder, workspace, built(folder, workspace))


@pytest.fixture
def finished(once: Finished, tmp_path: Path) -> Finished:
    """A copy of it that a test may spoil."""
    folder = tmp_path / "copy"
    shutil.copytree(once.folder, folder)
    return replace(once, folder=folder, workspace=replace(once.workspace, cache=folder / "cache"))


def test_the_same_bytes_by_processes_by_threads_and_by_one(folder: Path, workspace: Workspace) -> None:
    events: list[BatchEvent] = []
    built(folder, workspace, "processes", events.append)
    cold = replace(workspace, cache=folder / "other", jobs=1)
    built(folder, cold, "one")
    cold = replace(workspace, cache=folder / "third", executor=partial(ThreadPoolExecutor, 2))
    built(folder, cold, "threads")
    first, *others = (contents(folder / name) for name in ("processes", "one", "threads"))
    assert len(first) == 5 * 2 + 1
    assert all(other == first for other in others)
    assert [event.done for event in events if isinstance(event, Done)] == [0, 1, 2, 3, 4, 5]
    told = [event for event in events if isinstance(event, FromWorker)]
    assert {event.event.session for event in told} == {"w01d1", "w01d2", "w02d1", "w02d1-easier", "w02d1-rest"}
    assert {event.worker for event in told} <= {1, 2}
    assert any(isinstance(event.event, Encoding) for event in told)


def test_each_line_is_spoken_once(folder: Path, workspace: Workspace) -> None:
    opened = read(folder, workspace)
    spoken = [part for one in opened.program.episodes() for part in script_of(opened.session(one)).spoken()]
    built(folder, workspace)
    counts = workspace.studio.counts
    assert counts.synthesized == len({part.words for part in spoken})
    assert counts.synthesized < len(spoken)


def test_a_second_build_does_nothing(finished: Finished, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, cache = finished.folder, finished.workspace.cache
    before = {path: path.stat().st_mtime_ns for path in (folder / "out").iterdir()}
    monkeypatch.setattr(Batch, "speak", None)  # it is not asked
    again = built(folder, Workspace(cache=cache, find_voice=fake_voice))
    assert all(file.unchanged for file in again.values())
    assert {path: path.stat().st_mtime_ns for path in (folder / "out").iterdir()} == before
    for id_, file in finished.files.items():
        told = again[id_].as_json()
        assert told == {**file.as_json(), "path": told["path"], "unchanged": True}


def test_what_is_remembered_of_two_thousand_files_of_half_an_hour_fits_the_cache() -> None:
    """Or each build would read, and plan, what it has forgotten."""
    files, beside, header = 2_000, 6, 256
    told = zlib.compress(json.dumps(plan(load("walk-run-20"), estimate=True).as_json()).encode(), 6)
    assert files * (len(told) + 2 * header + 1_000) < REPORTS.limit * 0.8
    assert files * beside * header < WRITTEN.limit * 0.8


def test_a_change_to_one_week_builds_its_files_alone(finished: Finished) -> None:
    folder, workspace = finished.folder, finished.workspace
    (folder / "p.yaml").write_text(PROGRAM.replace("run: 12s", "run: 13s"))
    again = built(folder, workspace)
    assert {id_ for id_, file in again.items() if not file.unchanged} == {"w02d1"}


def test_a_change_to_a_session_builds_whatever_it_is_in(finished: Finished) -> None:
    folder, workspace = finished.folder, finished.workspace
    (folder / "short.yaml").write_text(SESSION.replace("walk: 40s", "walk: 41s"))
    assert not any(file.unchanged for file in built(folder, workspace).values())


def test_a_file_that_is_gone_is_built_and_no_other(finished: Finished) -> None:
    folder, workspace = finished.folder, finished.workspace
    (folder / "out" / "w01d2-p.mp3").unlink()
    (folder / "out" / "w02d1-p.vtt").unlink()
    again = built(folder, workspace)
    assert sorted(path.name for path in (folder / "out").glob("*.*") if path.suffix == ".vtt")[3] == "w02d1-p.vtt"
    assert not again["w01d2"].unchanged
    assert again["w01d1"].unchanged


def test_a_damaged_file_of_ours_is_built_again(finished: Finished) -> None:
    folder, workspace = finished.folder, finished.workspace
    path = folder / "out" / "w01d1-p.mp3"
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + b"x")
    assert not built(folder, workspace)["w01d1"].unchanged
    assert path.read_bytes() == whole


def test_with_a_manifest_or_a_cache_that_is_gone_nothing_is_lost(finished: Finished) -> None:
    folder, workspace = finished.folder, finished.workspace
    before = contents(folder / "out")
    (folder / "out" / MANIFEST).unlink()
    built(folder, workspace)
    assert contents(folder / "out") == before
    built(folder, replace(workspace, cache=folder / "fresh"))
    assert contents(folder / "out") == before


def test_what_somebody_else_has_written_stays(folder: Path, workspace: Workspace) -> None:
    (folder / "out").mkdir()
    (folder / "out" / "w02d1-p.mp3").write_bytes(b"mine")
    with pytest.raises(InputError, match=r"w02d1-p\.mp3 is there already, and audiocoach did not write it"):
        built(folder, workspace)
    assert sorted(contents(folder / "out")) == ["w02d1-p.mp3"]
    (folder / "out" / MANIFEST).write_text("{}")
    with pytest.raises(InputError, match=r"program\.json is there already, and audiocoach did not write it"):
        built(folder, workspace)


def test_the_manifest_names_what_each_file_was_made_from(once: Finished) -> None:
    folder = once.folder
    manifest = read_manifest(folder / "out")
    assert manifest is not None
    ids = ["w01d1", "w01d2", "w02d1", "w02d1-easier", "w02d1-rest"]
    assert [entry.id for entry in manifest.files.values()] == ids
    assert list(manifest.files) == [f"{id_}-p.mp3" for id_ in ids]
    assert [list(entry.beside) for entry in manifest.files.values()] == [[f"{id_}-p.vtt"] for id_ in ids]
    assert len({entry.input for entry in manifest.files.values()}) == 5
    assert json.loads((folder / "out" / MANIFEST).read_text())["title"] == "Builder"


def test_several_sessions_are_built_as_days_are(folder: Path, workspace: Workspace) -> None:
    sessions = {one.id: read(folder, workspace).session(one) for one in read(folder, workspace).program.episodes()}
    works = [Work(id_, partial(sessions.get, id_), folder / f"{id_}.mp3", OPTIONS) for id_ in sessions]  # type: ignore[arg-type]
    done = {work.id for work, _ in Batch(workspace, lambda event: None).run(works)}
    assert done == set(sessions)
    assert all((folder / f"{id_}.mp3").exists() for id_ in sessions)


BUILD = ("build", "p.yaml", "--voice", "fake", "--quality", "voice", "--with", "vtt", "-d", "out")


KILLED = [pytest.param(0, 1), *(pytest.param(part, 10, marks=pytest.mark.long) for part in range(1, 6))]
"""Fifty, in parts that run at once; the tests hold one."""


@pytest.mark.parametrize(("part", "kills"), KILLED)
def test_a_build_that_is_killed_leaves_whole_files_and_the_next_one_ends_it(
    folder: Path, part: int, kills: int
) -> None:
    env, dice, hits = environment(folder / "cache"), random.Random(f"11 {part}"), 0
    begun = time.monotonic()
    audiocoach(*BUILD[:-1], "expected", env=environment(folder / "elsewhere"), cwd=folder)
    seconds, expected = time.monotonic() - begun, contents(folder / "expected")
    finished = read_manifest(folder / "expected")
    for number in range(kills):
        with started(*BUILD, "--jobs", "2", env=env, cwd=folder) as child:
            time.sleep(dice.uniform(0.2, 1.0) * seconds)
            hits += child.poll() is None
            child.kill()
        left = contents(folder / "out") if (folder / "out").exists() else {}
        assert all(content == expected[name] for name, content in left.items() if name != MANIFEST)
        if MANIFEST in left:
            manifest = read_manifest(folder / "out")
            assert manifest and finished
            assert all(entry == finished.files[name] for name, entry in manifest.files.items())
        audiocoach(*BUILD, env=env, cwd=folder)
        assert contents(folder / "out") == expected
        lose(folder, dice, all_of_it=number == 0)
    assert hits or kills < 10


def lose(folder: Path, dice: random.Random, *, all_of_it: bool) -> None:
    """Some of what a build has made, so that the next one has something to do."""
    if all_of_it or dice.random() < 0.5:
        shutil.rmtree(folder / "out")
        shutil.rmtree(folder / "cache")
        return
    for path in dice.sample(sorted((folder / "out").glob("w0*")), 7):
        path.unlink()
    if dice.random() < 0.5:
        (folder / "out" / MANIFEST).unlink()


def test_two_builds_in_one_folder_do_no_harm(folder: Path) -> None:
    env = environment(folder / "cache")
    with started(*BUILD, env=env, cwd=folder) as first, started(*BUILD, env=env, cwd=folder) as second:
        assert [first.wait(300), second.wait(300)] == [0, 0]
    manifest = read_manifest(folder / "out")
    assert manifest is not None
    assert len(manifest.files) == 5
    assert not [path for path in (folder / "out").iterdir() if "partial" in path.name]


@pytest.mark.parametrize("seconds", [0.0, 1.0])
def test_ctrl_c_ends_a_build_with_one_line(folder: Path, seconds: float) -> None:
    """As a terminal sends it: to every process of the group."""
    env = environment(folder / "cache")
    command_line = [*command(*BUILD, "--jobs", "2")]
    child = subprocess.Popen(command_line, env=env, cwd=folder, stdout=-1, stderr=-1, text=True, start_new_session=True)
    while child.poll() is None and not (folder / "out" / LOCK).exists():  # Python itself is not ready for it before
        time.sleep(0.01)
    time.sleep(seconds)
    os.killpg(child.pid, signal.SIGINT)
    _, err = child.communicate(timeout=60)
    assert "Traceback" not in err
    if child.returncode:  # a quick machine may have finished before
        assert child.returncode == 130
        assert err.strip().endswith("interrupted; finished speech is kept")
