import hashlib
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.errors import CacheError
from audiocoach.storage.housekeeping import Usage
from audiocoach.storage.kinds import RAW_TAKES
from audiocoach.storage.store import Store, default_cache_root
from audiocoach.voice.take_store import TakeStore
from support.caches import emptied, kept

KEY = hashlib.sha256(b"a line").hexdigest()
SOUND = np.linspace(-1, 1, 5000, dtype=np.float32)


def _only_file(root: Path) -> Path:
    (path,) = (path for path in root.rglob("*") if path.is_file())
    return path


def test_a_sound_comes_back_bit_by_bit(tmp_path: Path) -> None:
    cache = TakeStore(tmp_path)
    assert cache.load("raw", KEY) is None
    stored = cache.store("raw", KEY, SOUND, 22_050)
    loaded = TakeStore(tmp_path).load("raw", KEY)
    assert loaded is not None
    assert loaded.rate == stored.rate == 22_050
    assert loaded.samples.dtype == np.float32
    assert loaded.samples.tobytes() == SOUND.tobytes()
    assert stored.sha256 == hashlib.sha256(b"22050 " + SOUND.tobytes()).hexdigest()
    assert cache.check("raw", KEY) == stored
    assert cache.load("mastered", KEY) is None


def test_the_file_can_be_read_by_others(tmp_path: Path) -> None:
    TakeStore(tmp_path).store("mastered", KEY, SOUND, 44_100)
    label, header, payload = _only_file(tmp_path).read_bytes().split(b"\n", 2)
    assert label.startswith(b"audiocoach takes/mastered 1 ")
    assert json.loads(header) == {
        "rate": 44_100,
        "frames": len(SOUND),
        "sha256": hashlib.sha256(b"44100 " + payload).hexdigest(),
    }
    assert np.array_equal(np.frombuffer(payload, "<f4"), SOUND)


@settings(max_examples=40)
@given(st.data())
def test_any_damage_counts_as_missing(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    cache = TakeStore(tmp_path_factory.mktemp("cache"))
    cache.store("raw", KEY, SOUND[:50], 22_050)
    path = _only_file(cache.root)
    content = bytearray(path.read_bytes())
    if data.draw(st.booleans()):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] ^= data.draw(st.integers(1, 255))
    else:
        content = content[: data.draw(st.integers(0, len(content) - 1))]
    path.write_bytes(content)
    found = cache.load("raw", KEY)
    assert found is None
    cache.store("raw", KEY, SOUND[:50], 22_050)
    assert cache.check("raw", KEY)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"{}\n",
        b"[]\n",
        b"null\n",
        b"not ours",
        b"\xff" * 3000,
        b'{"rate": 1, "frames": 9}\nx',
    ],
)
def test_a_foreign_thing_counts_as_missing(tmp_path: Path, content: bytes) -> None:
    cache = TakeStore(tmp_path)
    Store(tmp_path, RAW_TAKES).put(KEY, content)
    assert cache.check("raw", KEY) is None
    assert cache.load("raw", KEY) is None


def test_a_sound_is_found_by_what_it_is(tmp_path: Path) -> None:
    cache = TakeStore(tmp_path)
    stored = cache.store("raw", KEY, SOUND, 22_050)
    assert cache.load("raw", KEY, stored.sha256) is not None
    assert cache.load("raw", KEY, "0" * 64) is None


def test_takes_are_cleared_by_kind_with_what_a_kill_left(tmp_path: Path) -> None:
    cache = TakeStore(tmp_path)
    cache.store("raw", KEY, SOUND, 22_050)
    cache.store("mastered", KEY, SOUND, 44_100)
    left = tmp_path / "takes" / "raw" / ".partial" / f".{KEY}.partial-1"
    left.write_bytes(b"half")
    assert kept(tmp_path, RAW_TAKES).number == 1
    assert kept(tmp_path, RAW_TAKES).bytes > SOUND.nbytes
    assert emptied(tmp_path, RAW_TAKES).number == 1
    assert not left.exists()
    assert kept(tmp_path, RAW_TAKES) == Usage(0, 0)
    assert cache.check("mastered", KEY)


def test_a_folder_that_cannot_be_written_is_told_with_a_hint(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    with pytest.raises(CacheError, match="AUDIOCOACH_CACHE") as caught:
        TakeStore(blocked).store("raw", KEY, SOUND, 22_050)
    assert caught.value.exit_code == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no file size limit there")
def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    code = f"""
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
from pathlib import Path; import numpy as np
from audiocoach.errors import CacheError; from audiocoach.voice.take_store import TakeStore
try: TakeStore(Path({str(tmp_path)!r})).store("raw", {KEY!r}, np.zeros(9999, np.float32), 22050)
except CacheError as error: print(error)
"""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "AUDIOCOACH_CACHE" in out
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def _store_and_load(root: Path, seed: int, rounds: int) -> int:
    cache, wrong = TakeStore(root), 0
    for step in range(rounds):
        number = (seed * 7 + step) % 5
        key = hashlib.sha256(bytes([number])).hexdigest()
        sound = np.full(20_000, number, np.float32)
        cache.store("raw", key, sound, 22_050)
        if seed == 0 and step % 10 == 0:
            emptied(root)
        found = cache.load("raw", key)
        wrong += found is not None and not np.array_equal(found.samples, sound)
    return wrong


def test_many_processes_share_a_cache_that_one_of_them_clears(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(3) as pool:
        wrong = pool.starmap(_store_and_load, [(tmp_path, seed, 40) for seed in range(3)])
    assert wrong == [0, 0, 0]
    assert not list(tmp_path.rglob("*.partial-*"))


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_process_killed_mid_write_leaves_no_half_sound(tmp_path: Path) -> None:
    code = f"""
from pathlib import Path; import numpy as np
from audiocoach.voice.take_store import TakeStore
cache = TakeStore(Path({str(tmp_path)!r})); print("ready", flush=True)
while True: cache.store("raw", {KEY!r}, np.ones(4_000_000, np.float32), 22050)
"""
    for wait in (0.0, 0.02):
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(wait)
            os.kill(process.pid, signal.SIGKILL)
        path = Store(tmp_path, RAW_TAKES).path(KEY)
        existed = path.exists()
        assert (TakeStore(tmp_path).check("raw", KEY) is not None) == existed
    emptied(tmp_path)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_the_folder_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AUDIOCOACH_CACHE", str(tmp_path / "elsewhere"))
    assert default_cache_root() == tmp_path / "elsewhere"
    monkeypatch.delenv("AUDIOCOACH_CACHE")
    assert default_cache_root().name == "audiocoach"
