"""What every cache is made of: files that are whole or not there, shared, and no larger than allowed."""

import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.deliver.chunk_store import ChunkCounts, ChunkStore
from audiocoach.deliver.written import Written
from audiocoach.errors import CacheError
from audiocoach.storage.store import Store, Usage

KEY = "abcdef"


def aged(store: Store, key: str, seconds: int) -> None:
    path = store.path(key)
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime - seconds))


@given(st.binary(max_size=2000))
def test_what_is_kept_comes_back(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    store = Store(tmp_path_factory.mktemp("shelf"))
    assert store.get(KEY) is None
    store.put(KEY, content)
    assert store.get(KEY) == content
    assert Store(store.folder).get(KEY) == content
    store.remove(KEY)
    assert store.get(KEY) is None


@given(st.binary(min_size=1, max_size=200), st.data())
def test_damage_counts_as_missing(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, data: st.DataObject
) -> None:
    store = Store(tmp_path_factory.mktemp("shelf"))
    store.put(KEY, content)
    whole = bytearray(store.path(KEY).read_bytes())
    if data.draw(st.booleans()):
        whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    else:
        whole = whole[: data.draw(st.integers(0, len(whole) - 1))]
    store.path(KEY).write_bytes(whole)
    assert store.get(KEY) is None
    store.put(KEY, content)
    assert store.get(KEY) == content


def test_a_failed_write_leaves_what_was_there(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(KEY, b"earlier")
    with pytest.raises(ZeroDivisionError), store.writing(KEY) as file:
        file.write(b"half")
        raise ZeroDivisionError
    assert store.get(KEY) == b"earlier"
    assert store.usage().number == 1
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [KEY]


def test_what_was_not_used_for_longest_makes_room(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for number in range(10):
        store.put(f"k{number}", bytes(968))
        aged(store, f"k{number}", 1000 - number)
    assert store.usage() == Usage(10, 10_000)
    store.trim(10_000)
    assert store.usage().number == 10
    store.get("k0")
    store.trim(9_999)
    kept = [number for number in range(10) if store.get(f"k{number}") is not None]
    assert kept == [0, 4, 5, 6, 7, 8, 9]  # 80 % of the limit: not every build has to make room


def test_clearing_leaves_what_is_being_written(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put("other", b"x")
    left = store.path(KEY).with_name(f".{KEY}.partial-1")
    left.parent.mkdir()
    left.write_bytes(b"of a killed process")
    with store.writing(KEY) as file:
        file.write(b"in the making")
        assert store.clear().number == 1
    assert store.path(KEY).read_bytes() == b"in the making"
    assert not left.exists()


def test_one_makes_it_and_the_others_wait(tmp_path: Path) -> None:
    inside, most = [], []

    def make() -> None:
        with Store(tmp_path).alone(KEY):
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
    assert Store(tmp_path).usage() == Usage()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    store = Store(blocked)
    for use in (lambda: store.put(KEY, b""), lambda: store.alone(KEY).__enter__(), store.scratch):
        with pytest.raises(CacheError, match="AUDIOCOACH_CACHE"):
            use()
    assert store.get(KEY) is None
    assert store.usage() == store.clear() == Usage()


def test_chunks_that_cannot_be_kept_cost_only_time(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    chunks = ChunkStore(blocked)
    assert chunks.get(KEY) is None
    chunks.put(KEY, b"sound")
    assert chunks.get(KEY) == b"sound"
    assert chunks.counts == ChunkCounts(encoded=1, reused=1)
    assert ChunkStore(blocked).get(KEY) is None


def test_chunks_outlive_the_process_and_are_trimmed(tmp_path: Path) -> None:
    first = ChunkStore(tmp_path)
    for number in range(20):
        first.put(f"{number:02}chunk", bytes([number]) * 1000)
    second = ChunkStore(tmp_path, limit=10_000)
    assert second.get("07chunk") == bytes([7]) * 1000
    assert second.counts == ChunkCounts(encoded=0, reused=1)
    second.trim()
    assert 0 < second.usage().bytes <= 8_000
    assert second.clear().number == 7
    assert second.usage() == Usage()


def test_a_cache_that_may_only_be_read_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path)
    store.put(KEY, b"kept")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "read-only file system")

    monkeypatch.setattr(os, "utime", refuse)
    assert store.get(KEY) == b"kept"


def test_a_file_is_known_by_its_content_and_not_once_it_is_edited(tmp_path: Path) -> None:
    written, file = Written(tmp_path / "cache"), tmp_path / "a.vtt"
    file.write_text("WEBVTT")
    assert not written.knows(file)
    written.remember([file])
    moved = file.rename(tmp_path / "moved.vtt")
    assert Written(tmp_path / "cache").knows(moved)
    moved.write_text("WEBVTT edited")
    assert not written.knows(moved)
    assert not written.knows(tmp_path / "missing")
