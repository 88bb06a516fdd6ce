"""A build that is killed, interrupted or out of disk leaves the earlier file whole, and goes on from there."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from support.programs import audiocoach, command, contents, environment, started

LINES = ("One foot.", "The other foot.", "Look up.", "Breathe out.", "Drop your shoulders.", "Nearly there.")
SPEECH = "".join(f"  - walk: 10s\n    say: {line}\n" for line in LINES)
QUIET = "coaching: {chatter: quiet, safety: false}\n"
SHORT = f"title: Short\n{QUIET}steps:\n{SPEECH}"
TALK = " ".join(f"The sentence number {number} is like no other." for number in range(18))
LONG = f"title: Long\n{QUIET}steps:\n" + "".join(
    f"  - walk: 2m\n    say: {{start: Part {part}. {TALK}}}\n" for part in range(2)
)
"""More than a minute of speech in which no second is like another: the encoder is busy for a while."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "short.yaml").write_text(SHORT)
    (tmp_path / "long.yaml").write_text(LONG)
    (tmp_path / "out").mkdir()
    return tmp_path


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return environment(tmp_path / "cache")


def wait_for(happened: Callable[[], bool], child: subprocess.Popen[str]) -> None:
    """Until it has happened while `child` still works."""
    limit = time.monotonic() + 300
    while not happened():
        assert child.poll() is None, child.communicate()
        assert time.monotonic() < limit
        time.sleep(0.005)


def takes(folder: Path) -> int:
    """How many sentences are finished."""
    return sum(path.suffix != ".part" for path in (folder / "cache" / "takes" / "raw").glob("??/*"))


def encoding(folder: Path) -> bool:
    """Whether a part of the MP3 is there, under another name."""
    begun = list((folder / "out").glob(".*partial*"))
    return any(path.stat().st_size > 200_000 for path in begun)


def test_a_build_killed_while_it_speaks_goes_on_from_there(folder: Path, env: dict[str, str]) -> None:
    build = ("build", "short.yaml", "--voice", "slow", "-d", "out", "--jobs", 1, "--json")
    with started(*build, env=env, cwd=folder) as child:
        wait_for(lambda: takes(folder) >= 2, child)
        child.send_signal(signal.SIGKILL)
        child.wait()
        kept = takes(folder)
    assert list((folder / "out").iterdir()) == []
    told = audiocoach(*build, env=env, cwd=folder).json["takes"]
    fresh = audiocoach(*build, env=environment(folder / "other"), cwd=folder).json["takes"]
    assert sum(told.values()) == sum(fresh.values())
    assert told["cached"] >= kept - 1  # the voice's calibration is a take, and no line
    assert fresh["synthesized"] - told["synthesized"] == told["cached"] >= 1


@pytest.mark.long
def test_a_build_killed_while_it_encodes_leaves_the_earlier_file(folder: Path, env: dict[str, str]) -> None:
    mp3 = folder / "out" / "long.mp3"
    audiocoach("build", "short.yaml", "--voice", "fake", "-o", mp3, env=env, cwd=folder)
    earlier = mp3.read_bytes()
    build = ("build", "long.yaml", "--voice", "fake", "-o", mp3, "--jobs", 1, "--json")
    with started(*build, env=env, cwd=folder) as child:
        wait_for(lambda: encoding(folder), child)
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert mp3.read_bytes() == earlier
    left = [path.name for path in (folder / "out").iterdir() if path != mp3]
    assert not [name for name in left if name.endswith(".mp3")]
    assert left
    told = audiocoach(*build, env=env, cwd=folder).json
    assert told["takes"]["synthesized"] == 0
    assert [path.name for path in (folder / "out").iterdir()] == ["long.mp3"]
    again = folder / "out" / "again.mp3"
    build = ("build", "long.yaml", "--voice", "fake", "-o", again, "--json")
    fresh = audiocoach(*build, env=environment(folder / "other"), cwd=folder).json
    assert fresh["chunks"]["encoded"] - told["chunks"]["encoded"] >= 5  # what the killed build had encoded
    assert again.read_bytes() == mp3.read_bytes()


BESIDE = ("--with", "vtt,srt,chapters,svg,json", "--stems", "out/stems")


def writing_stems(folder: Path) -> bool:
    """Whether a part of a stem is there, under another name."""
    begun = (folder / "out" / "stems").glob(".*partial*")
    return any(path.stat().st_size > 200_000 for path in begun)


@contextmanager
def kept_from_writing(cache: Path) -> Iterator[None]:
    """A cache that may only be read, also by root."""
    if os.geteuid():
        subprocess.run(["chmod", "-R", "a-w", str(cache)], check=True)
        yield
        subprocess.run(["chmod", "-R", "u+w", str(cache)], check=True)
        return
    if subprocess.run(
        ["mount", "--bind", "-o", "ro", str(cache), str(cache)], capture_output=True, check=False
    ).returncode:
        pytest.skip("root needs leave to mount")
    try:
        with pytest.raises(OSError, match="Read-only"):
            (cache / "probe").touch()
        yield
    finally:
        subprocess.run(["umount", "-l", str(cache)], check=True)


def killed_while_it_writes_stems(build: tuple[object, ...], env: dict[str, str], folder: Path) -> None:
    with started(*build, env=env, cwd=folder) as child:
        wait_for(lambda: writing_stems(folder), child)
        child.send_signal(signal.SIGKILL)
        child.wait()


@pytest.mark.long
@pytest.mark.parametrize("cache", ["as-ever", "read-only", "cleared"])
def test_a_build_killed_while_it_writes_what_lies_beside_goes_on(folder: Path, env: dict[str, str], cache: str) -> None:
    """Over earlier files, without `--force`; and what comes out is as if nothing had happened."""
    build = ("build", "long.yaml", "--voice", "fake", "-o", "out/x.mp3", *BESIDE, "--jobs", 1)
    audiocoach(*build, env=env, cwd=folder)
    whole = contents(folder / "out")
    audiocoach("build", "short.yaml", "--voice", "fake", "-o", "out/x.mp3", *BESIDE, env=env, cwd=folder)
    assert contents(folder / "out")["x.mp3"] != whole["x.mp3"]
    if cache == "read-only":
        with kept_from_writing(folder / "cache"):
            killed_while_it_writes_stems(build, env, folder)
            assert set(contents(folder / "out")) > set(whole), "something unfinished is left"
            audiocoach(*build, env=env, cwd=folder)
    else:
        killed_while_it_writes_stems(build, env, folder)
        assert set(contents(folder / "out")) > set(whole), "something unfinished is left"
        if cache == "cleared":
            audiocoach("cache", "clear", "--yes", env=env, cwd=folder)
        audiocoach(*build, env=env, cwd=folder)
    assert contents(folder / "out") == whole


def test_ctrl_c_while_it_encodes_leaves_nothing_behind(folder: Path, env: dict[str, str]) -> None:
    with started("build", "long.yaml", "--voice", "fake", "-d", "out", "--jobs", 1, env=env, cwd=folder) as child:
        wait_for(lambda: encoding(folder), child)
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=120)
    assert (child.returncode, out) == (130, "")
    assert err.strip() == "interrupted; finished speech is kept"
    assert list((folder / "out").iterdir()) == []


@pytest.mark.parametrize("voice", ["slow", "stuck"])
def test_ctrl_c_while_it_speaks_is_prompt(folder: Path, env: dict[str, str], voice: str) -> None:
    """A voice that waits for a network for half a minute does not keep anybody waiting."""
    build = ("build", "short.yaml", "--voice", voice, "-d", "out", "--jobs", 2)
    with started(*build, env=env, cwd=folder) as child:
        wait_for((folder / "speaking").exists, child)
        start = time.monotonic()
        child.send_signal(signal.SIGINT)
        _, err = child.communicate(timeout=120)
        took = time.monotonic() - start
    assert child.returncode == 130
    assert err.strip() == "interrupted; finished speech is kept"
    assert took < 20
    assert list((folder / "out").iterdir()) == []


def limited(blocks: int, *args: object) -> list[str]:
    """A command whose files may not grow beyond `blocks` of 512 bytes: what a full disk looks like without one."""
    return ["sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh", *command(*args)]


def refused(words: list[str], env: dict[str, str], cwd: Path) -> str:
    """What a command says that could not do its work."""
    done = subprocess.run(words, env=env, cwd=cwd, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 1, done
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_full_disk_is_told_and_leaves_the_earlier_file(folder: Path, env: dict[str, str]) -> None:
    mp3 = folder / "out" / "short.mp3"
    build = ("build", "short.yaml", "--voice", "fake", "-o", mp3)
    audiocoach(*build, env=env, cwd=folder)
    earlier = mp3.read_bytes()
    told = refused(limited(1000, *build, "--chatter", "normal", "--quality", "high"), env, folder)
    assert "the disk is full" in told
    assert "hint: free some space" in told
    assert mp3.read_bytes() == earlier
    assert [path.name for path in mp3.parent.iterdir()] == ["short.mp3"]


def test_a_cache_that_cannot_grow_is_told(folder: Path, env: dict[str, str]) -> None:
    told = refused(limited(8, "build", "short.yaml", "--voice", "fake", "-d", "out"), env, folder)
    assert "cannot write the cache" in told
    assert "AUDIOCOACH_CACHE" in told
    assert list((folder / "out").iterdir()) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root can mount a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.long
def test_a_small_disk_runs_full(folder: Path, env: dict[str, str], small_disk: Path) -> None:
    mp3 = small_disk / "session.mp3"
    audiocoach("build", "short.yaml", "--voice", "fake", "-o", mp3, env=env, cwd=folder)
    earlier = mp3.read_bytes()
    told = refused(command("build", "long.yaml", "--voice", "fake", "-o", mp3), env, folder)
    assert "the disk is full" in told
    assert mp3.read_bytes() == earlier
    assert [path.name for path in small_disk.iterdir()] == ["session.mp3"]


def test_a_small_disk_for_the_cache_costs_only_time(folder: Path, small_disk: Path) -> None:
    """Chunks that cannot be kept are encoded again; takes that cannot be kept are an error that says so."""
    told = refused(command("build", "long.yaml", "--voice", "fake", "-d", "out"), environment(small_disk), folder)
    assert "cannot write the cache" in told
    assert list((folder / "out").iterdir()) == []


def test_a_folder_that_cannot_be_written_to_is_told(folder: Path, env: dict[str, str]) -> None:
    if os.geteuid():
        place = folder / "locked"
        place.mkdir(mode=0o555)
    else:
        place = Path("/sys")  # nobody can make a file there
    told = refused(command("build", "short.yaml", "--voice", "fake", "-d", place), env, folder)
    assert f"cannot write {place}" in told
    assert "hint: choose a folder" in told


def test_a_folder_below_a_file_is_told(folder: Path, env: dict[str, str]) -> None:
    told = refused(command("build", "short.yaml", "--voice", "fake", "-o", "short.yaml/x.mp3"), env, folder)
    assert "short.yaml" in told


def test_a_voice_that_cannot_speak_is_told(folder: Path, env: dict[str, str]) -> None:
    told = refused(command("build", "short.yaml", "--voice", "mute", "-d", "out"), env, folder)
    assert "lost its tongue" in told
    assert "hint: take another voice" in told
    assert list((folder / "out").iterdir()) == []


@pytest.mark.long
def test_two_builds_of_one_file_at_once_leave_a_whole_one(folder: Path, env: dict[str, str]) -> None:
    build = ("build", "short.yaml", "--voice", "fake", "-d", "out")
    with started(*build, env=env, cwd=folder) as one, started(*build, env=env, cwd=folder) as other:
        assert (one.wait(300), other.wait(300)) == (0, 0)
    assert [path.name for path in (folder / "out").iterdir()] == ["short.mp3"]
    assert audiocoach(*build, "--json", env=env, cwd=folder).json["files"][0]["unchanged"]
