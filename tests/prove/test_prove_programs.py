"""Long proofs, by `scripts/prove`: what ships is built as a person builds it, and heard by others' decoders.

All of it takes too long: which week and which items are built moves with the code.
"""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from audiocoach.build import library
from audiocoach.build.load import load
from audiocoach.build.planning import plan, script_of
from audiocoach.deliver.mpeg import CHUNK
from audiocoach.program.manifest import MANIFEST
from audiocoach.program.opening_spec import OpenProgram
from audiocoach.sound.tones.tones import render
from support.hearing import RATE, decode, length_by_ffmpeg, length_by_mpg123, near
from support.programs import audiocoach, environment
from support.published_tables import TABLES, Day
from support.sampling import sample
from support.training import opened

pytestmark = pytest.mark.long

PROGRAM = "couch-to-5k"
SAMPLE = 3
OVER_A_BED = 0.9
"""How alike a tone over a soundscape is to its template, at least; another tone is so by 0.8 at most."""
TONES = {"run": "run", "walk": "ease", "cool-down": "ease"}
"""What sounds where each begins."""


@pytest.fixture(scope="module")
def week() -> int:
    return sample(range(1, len(TABLES[PROGRAM]) + 1), 1)[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("week")


@pytest.fixture(scope="module")
def report(folder: Path, week: int) -> dict[str, Any]:
    """What `build --json` says of a week, in the voice that ships, from an empty cache."""
    env = environment(folder / "cache")
    return dict(audiocoach("build", PROGRAM, "--weeks", week, "-d", "out", "--json", env=env, cwd=folder).json)


def of_week(program: OpenProgram, number: int) -> list[Any]:
    return list(program.program.weeks[number - 1].episodes)


def test_a_week_is_heard_as_its_table_says(report: dict[str, Any], folder: Path, week: int) -> None:
    days = iter(TABLES[PROGRAM][week - 1])
    episodes = of_week(opened(PROGRAM), week)
    assert [file["title"] for file in report["files"]] == [episode.title for episode in episodes]
    for episode, file in zip(episodes, report["files"], strict=True):
        path = folder / file["path"]
        sound = decode(path, folder / "sound.pcm")
        assert len(sound) == round(file["duration_ms"] * RATE / 1000) == length_by_mpg123(path, 2)
        assert file["loudness"]["trim_s"] == 0
        if episode.role == "main":
            for start_s, tone in boundaries(next(days)):
                late, alike = near(sound, render(tone), start_s * 1000)
                assert alike >= OVER_A_BED, (episode.id, start_s, tone)
                assert abs(late) <= 1, (episode.id, start_s, tone)
    assert next(days, None) is None


def boundaries(day: Day) -> Iterator[tuple[float, str]]:
    """When which tone begins what, in seconds, and the last one."""
    at = 0.0
    for (_, minutes), (following, _) in pairwise(day):
        at += minutes * 60
        yield at, TONES[following]
    yield at + day[-1][1] * 60, "finish"


def test_each_distinct_line_of_a_week_is_spoken_once_and_chunks_are_shared(report: dict[str, Any], week: int) -> None:
    program = opened(PROGRAM)
    scripts = [script_of(program.session(episode)) for episode in of_week(program, week)]
    lines = [line for script in scripts for line in script.spoken()]
    assert report["takes"] == {"synthesized": len({line.words for line in lines}), "cached": 0}
    assert len(set(lines)) < len(lines)
    chunks = report["chunks"]
    samples = sum(file["duration_ms"] for file in report["files"]) * RATE / 1000
    assert chunks["encoded"] + chunks["reused"] == pytest.approx(samples / CHUNK, abs=2 * len(report["files"]))
    assert chunks["encoded"] < chunks["reused"]


def test_a_second_build_of_a_week_does_nothing(report: dict[str, Any], folder: Path, week: int) -> None:
    before = {path: path.stat().st_mtime_ns for path in (folder / "out").iterdir()}
    env = environment(folder / "cache")
    again = audiocoach("build", PROGRAM, "--weeks", week, "-d", "out", "--json", env=env, cwd=folder).json
    assert [file["unchanged"] for file in again["files"]] == [True] * len(report["files"])
    assert {path: path.stat().st_mtime_ns for path in (folder / "out").iterdir()} == before
    manifest = json.loads((folder / "out" / MANIFEST).read_text())
    assert len(manifest["files"]) == len(report["files"])


@pytest.mark.parametrize("name", library.names())
def test_every_session_of_the_library_is_planned(name: str) -> None:
    planned = plan(load(name), estimate=True)
    assert planned.length > 0
    assert not [note for note in planned.notes if note.severity != "info"]


@pytest.mark.parametrize("name", library.program_names())
def test_every_episode_of_every_program_is_planned(name: str) -> None:
    program = opened(name)
    for episode in program.program.episodes():
        planned = plan(program.session(episode), estimate=True)
        assert planned.length > 0
        assert not [note for note in planned.notes if note.severity != "info"], episode.id


def items() -> Iterator[tuple[str, ...]]:
    """What builds one file of the library: a session, or a day of a program."""
    yield from ((name,) for name in library.names())
    for name in library.program_names():
        yield from ((name, "--day", episode.id) for episode in opened(name).program.episodes())


@pytest.mark.parametrize("number", range(SAMPLE))
def test_a_sample_of_the_library_is_built_and_has_nothing_to_trim(tmp_path: Path, number: int) -> None:
    words = sample(items(), SAMPLE)[number]
    report = audiocoach("build", *words, "-o", "item.mp3", "--json", env=environment(), cwd=tmp_path).json
    (file,) = report["files"]
    assert file["loudness"]["trim_s"] == 0
    assert file["loudness"]["true_peak_dbtp"] <= -1
    length = length_by_ffmpeg(tmp_path / "item.mp3", 2)
    assert length == round(file["duration_ms"] * RATE / 1000) == length_by_mpg123(tmp_path / "item.mp3", 2)
