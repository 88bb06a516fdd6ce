"""What every cache is made of: files that are whole or not there, shared, and no larger than allowed."""

import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.deliver.chunk_store import ChunkCounts, ChunkStore
from audiocoach.errors import CacheError
from audiocoach.storage.housekeeping import Usage
from audiocoach.storage.kinds import CHUNKS, KINDS, Kind
from audiocoach.storage.store import HEADER, Store
from support.caches import emptied, kept, limited

KEY = "abcdef"
THINGS = Kind("things", "things", "chunks")


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if not path.is_dir()]


def aged(store: Store, key: str, seconds: int) -> None:
    path = store.path(key)
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime - seconds))


@given(st.binary(max_size=2000))
def test_what_is_kept_comes_back(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    root = tmp_path_factory.mktemp("cache")
    store = Store(root, THINGS)
    assert store.get(KEY) is None
    store.put(KEY, content)
    assert store.get(KEY) == content
    assert Store(root, THINGS).get(KEY) == content
    store.remove(KEY)
    assert store.get(KEY) is None


def test_a_failed_write_leaves_what_was_there(tmp_path: Path) -> None:
    store = Store(tmp_path, THINGS)
    store.put(KEY, b"earlier")
    with pytest.raises(ZeroDivisionError), store.writing(KEY) as file:
        file.write(b"half")
        raise ZeroDivisionError
    assert store.get(KEY) == b"earlier"
    assert files(tmp_path) == [store.path(KEY)]


def test_a_key_holds_what_it_was_made_by(tmp_path: Path) -> None:
    """Another format, other code of ours and another library's version are another thing."""
    store = Store(tmp_path, THINGS)
    store.put(KEY, b"content")
    for change in ({"format": 2}, {"code": ("units.py",)}, {"libraries": ("numpy",)}, {"name": "others"}):
        other = Store(tmp_path, replace(THINGS, **change))
        assert other.get(KEY) is None
        assert other.path(KEY) != store.path(KEY)


def test_what_was_not_used_for_longest_makes_room(tmp_path: Path) -> None:
    store = Store(tmp_path, limited(THINGS, 1 << 30))
    for number in range(10):
        store.put(f"k{number}", bytes(1000 - HEADER))
        aged(store, f"k{number}", 1000 - number)
    assert store.usage() == Usage(10, 10_000)
    assert store.get("k0") is not None
    Store(tmp_path, limited(THINGS, 10_999)).put("k10", bytes(1000 - HEADER))
    remain = [number for number in range(11) if store.get(f"k{number}") is not None]
    assert remain == [0, 4, 5, 6, 7, 8, 9, 10]  # 80 % of the limit: not every build has to make room


def test_a_limit_holds_within_some_tenths_though_few_writes_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = []
    limit = 200_000
    store = Store(tmp_path, limited(THINGS, limit))
    real = store._trim_after.__globals__["housekeeping"].trim
    monkeypatch.setattr("audiocoach.storage.housekeeping.trim", lambda *args: looks.append(1) or real(*args))
    most = 0
    for number in range(1200):
        store.put(f"k{number}", bytes(1000 - HEADER))
        if number % 20 == 0:
            most = max(most, store.usage().bytes)
    assert limit * 0.9 < most < limit * 1.5
    assert len(looks) < 120, "about ten for each time that the store is filled"


def test_clearing_leaves_what_is_being_written(tmp_path: Path) -> None:
    store = Store(tmp_path, THINGS)
    store.put("other", b"x")
    left = store.scratch() / f".{KEY}.partial-1"
    left.write_bytes(b"of a killed process")
    with store.writing(KEY) as file:
        file.write(b"in the making")
        assert store.clear().number == 1
    assert store.get(KEY) == b"in the making"
    assert not left.exists()


def test_what_killed_processes_left_is_swept_by_the_next_one(tmp_path: Path) -> None:
    code = f"""
import os, signal
from pathlib import Path
from audiocoach.storage.kinds import CHUNKS; from audiocoach.storage.store import Store
with Store(Path({str(tmp_path)!r}), CHUNKS).writing("one") as file:
    file.write(b"half")
    os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", code], check=False)
    assert len(files(tmp_path)) == 1
    store = Store(tmp_path, CHUNKS)
    assert store.get("one") is None
    store.put("two", b"whole")
    assert files(tmp_path) == [store.path("two")]


def test_one_makes_it_and_the_others_wait(tmp_path: Path) -> None:
    inside, most = [], []

    def make() -> None:
        with Store(tmp_path, THINGS).alone(KEY):
            inside.append(1)
            most.append(len(inside))
            threading.Event().wait(0.01)
            inside.pop()

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 8
    assert kept(tmp_path, THINGS) == Usage()


def test_a_lock_whose_holder_was_killed_keeps_nobody_waiting(tmp_path: Path) -> None:
    code = f"""
import os, signal
from pathlib import Path
from audiocoach.storage.kinds import SOUNDSCAPES; from audiocoach.storage.store import Store
with Store(Path({str(tmp_path)!r}), SOUNDSCAPES).alone("loop"):
    os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", code], check=False)
    (lock,) = files(tmp_path)
    assert lock.suffix == ".lock"
    soundscapes = next(kind for kind in KINDS if kind.name == "soundscapes")
    with Store(tmp_path, soundscapes).alone("loop"):
        assert files(tmp_path) == [lock]


@pytest.mark.parametrize("planted", ["link", "pipe", "folder"])
def test_a_lock_that_is_no_file_locks_nobody_out_and_is_not_followed(tmp_path: Path, planted: str) -> None:
    store, mine = Store(tmp_path, THINGS), tmp_path / "mine.txt"
    mine.write_text("precious")
    with store.alone(KEY):
        (lock,) = set(files(tmp_path)) - {mine}
    lock.unlink()
    if planted == "link":
        lock.symlink_to(mine)
    elif planted == "pipe":
        os.mkfifo(lock)
    else:
        lock.mkdir()
    with store.alone(KEY):
        assert mine.read_text() == "precious"


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    store = Store(blocked, THINGS)
    for use in (lambda: store.put(KEY, b""), store.scratch):
        with pytest.raises(CacheError, match="AUDIOCOACH_CACHE"):
            use()
    store.keep(KEY, b"")
    with store.alone(KEY):
        assert store.get(KEY) is None
    assert store.usage() == store.clear() == Usage()


def test_errors_of_who_writes_are_their_own(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), Store(tmp_path, THINGS).writing(KEY):
        (tmp_path / "no such file").read_bytes()


def test_chunks_that_cannot_be_kept_cost_only_time(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    chunks = ChunkStore(blocked)
    assert chunks.get(KEY) is None
    chunks.put(KEY, b"sound")
    assert chunks.get(KEY) == b"sound"
    assert chunks.counts == ChunkCounts(encoded=1, reused=1)
    assert ChunkStore(blocked).get(KEY) is None


def test_chunks_outlive_the_process_and_are_trimmed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = ChunkStore(tmp_path)
    for number in range(20):
        first.put(f"{number:02}chunk", bytes([number]) * 1000)
    second = ChunkStore(tmp_path)
    assert second.get("07chunk") == bytes([7]) * 1000
    assert second.counts == ChunkCounts(encoded=0, reused=1)
    monkeypatch.setattr("audiocoach.deliver.chunk_store.CHUNKS", limited(CHUNKS, 10_000))
    ChunkStore(tmp_path).put("another", bytes(1000))
    assert 0 < kept(tmp_path, CHUNKS).bytes <= 8_000
    assert emptied(tmp_path).number == 6


def test_a_cache_that_may_only_be_read_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path, THINGS)
    store.put(KEY, b"kept")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "read-only file system")

    for call in ("utime", "mkdir"):
        monkeypatch.setattr(os, call, refuse)
    assert store.get(KEY) == b"kept"


def test_every_kind_has_a_place_of_its_own() -> None:
    for one in KINDS:
        others = [kind for kind in KINDS if kind is not one]
        assert one.name not in {kind.name for kind in others}
        assert not [kind for kind in others if Path(kind.folder).is_relative_to(one.folder)]


def test_what_is_not_ours_is_not_read_to_its_end(tmp_path: Path) -> None:
    store = Store(tmp_path, THINGS)
    store.put(KEY, b"kept")
    with store.path(KEY).open("r+b") as file:
        file.truncate(1 << 40)  # sparse: takes no room, and an hour to read
    assert store.get(KEY) is None
