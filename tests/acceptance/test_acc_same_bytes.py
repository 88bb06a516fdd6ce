"""The same input gives the same bytes: in another process and place, with other jobs.

`test_acc_installed.py` has them from a cold cache too, in another home.
"""

from pathlib import Path

import pytest

from support import cold
from support.hearing import Session
from support.programs import audiocoach, environment


@pytest.fixture
def five(built) -> Session:
    return built("five-minutes")


@pytest.mark.parametrize("name", ["five-minutes", pytest.param("walk-run-20", marks=pytest.mark.long)])
def test_chunks_that_are_encoded_again_by_many_jobs_give_the_same_bytes(built, tmp_path: Path, name: str) -> None:
    earlier = built(f"bare/{name}").mp3.read_bytes()
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "takes").symlink_to(Path(environment()["AUDIOCOACH_CACHE"]) / "takes")
    mp3 = tmp_path / "again.mp3"
    build = ("build", name, "--soundscape", "none", "-o", mp3, "--jobs", 7, "--json")
    told = audiocoach(*build, env=environment(cache), cwd=tmp_path).json
    assert told["takes"]["synthesized"] == 0
    assert told["chunks"]["encoded"] > 10
    assert mp3.read_bytes() == earlier


def test_a_copy_of_a_library_file_gives_the_same_sound(five: Session, tmp_path: Path) -> None:
    audiocoach("library", "copy", "five-minutes", cwd=tmp_path)
    told = audiocoach("build", "five-minutes.yaml", "-d", "out", "--json", cwd=tmp_path).json
    assert told["chunks"]["encoded"] == 0
    assert (tmp_path / "out" / "five-minutes.mp3").read_bytes() == five.mp3.read_bytes()


def test_another_input_gives_other_bytes(built, tmp_path: Path) -> None:
    mp3 = tmp_path / "quiet.mp3"
    audiocoach("build", "five-minutes", "--soundscape", "none", "--chatter", "quiet", "-o", mp3)
    assert mp3.read_bytes() != built("bare/five-minutes").mp3.read_bytes()


@pytest.mark.long
def test_beside_files_are_the_same_twice(tmp_path: Path) -> None:
    every = "vtt,srt,chapters,svg,json"
    (tmp_path / "short.yaml").write_text("soundscape: mountain-lake\nsteps: [{walk: 20s}, {run: 20s, cadence: 165}]\n")
    for name in ("a", "b"):
        folder = tmp_path / name
        beside = ("--with", every, "--stems", folder / "stems")
        audiocoach("build", tmp_path / "short.yaml", "-d", folder, *beside, "--voice", "fake", env=environment())
    first = {path.relative_to(tmp_path / "a"): path.read_bytes() for path in (tmp_path / "a").rglob("*.*")}
    second = {path.relative_to(tmp_path / "b"): path.read_bytes() for path in (tmp_path / "b").rglob("*.*")}
    assert first == second
    assert {"short.vtt", "short.srt", "short.svg", "short.json"} <= set(map(str, first))
    assert {path.name for path in first if path.parent.name == "stems"} >= {"speech.wav", "tones.wav", "bed.wav"}


@pytest.mark.parametrize("voice", ["espeak", pytest.param("joe", marks=pytest.mark.long)])
def test_cold_builds_in_fresh_processes_with_any_number_of_jobs_are_one(tmp_path: Path, voice: str) -> None:
    """`tests/prove/` has forty of them."""
    (tmp_path / "cold.yaml").write_text(
        f"title: Cold\nvoice: {voice}\nsteps: [{{walk: 20s}}, {{run: 15s}}, {{walk: 15s}}]\n"
    )
    assert len(cold.builds(tmp_path / "cold.yaml", (1, 8))) == 1
