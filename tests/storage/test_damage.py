"""Each kind of thing in the cache, damaged in each way: it counts as missing, and can be made again."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from audiocoach.build.loudness_report import LoudnessReport, keep, kept
from audiocoach.deliver.chunk_store import ChunkStore
from audiocoach.deliver.written import Written
from audiocoach.errors import CacheError
from audiocoach.sound.music import songs
from audiocoach.sound.soundscapes.loops import LoopStore, forget
from audiocoach.storage.kinds import KINDS, MODELS
from audiocoach.storage.store import Store
from audiocoach.voice.take_store import Stage, TakeStore
from support.caches import DAMAGES, PRECIOUS, Place, entries
from support.sounds import write_wav

Make = Callable[[Path, int], None]
Read = Callable[[Path, int], Any]


def sound(number: int) -> np.ndarray:
    return (number / 8 * np.sin(np.arange(50_000) / 9)).astype(np.float32)


def take_maker(stage: Stage) -> Make:
    def make(root: Path, number: int) -> None:
        TakeStore(root).store(stage, f"take {number}", sound(number), 22_050)

    return make


def take_reader(stage: Stage) -> Read:
    def read(root: Path, number: int) -> Any:
        known, take = TakeStore(root).check(stage, f"take {number}"), TakeStore(root).load(stage, f"take {number}")
        assert (known is None) == (take is None)
        return take and (take.rate, take.samples.tobytes())

    return read


def make_loop(root: Path, number: int) -> None:
    LoopStore(root).store(f"loop {number}", [np.stack((sound(number), sound(number)), axis=1)])


def read_loop(root: Path, number: int) -> Any:
    forget()
    loop = LoopStore(root).load(f"loop {number}")
    return loop and (loop.digest, loop.samples.tobytes())


def make_song(root: Path, number: int) -> None:
    path = root / f"song {number}.wav"
    songs.study(path if path.exists() else write_wav(path, sound(number)), root)


def read_song(root: Path, number: int) -> Any:
    """A song that is missing is measured at once, and that fails here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(songs, "_measured", lambda *_: 1 / 0)
        try:
            song = songs.study(root / f"song {number}.wav", root)
        except ZeroDivisionError:
            return None
    return song.lufs, song.peak_db, song.energies.tobytes()


def model(number: int) -> bytes:
    return f"model {number}".encode() * 1000


def make_model(root: Path, number: int) -> None:
    with Store(root, MODELS).writing(hashlib.sha256(model(number)).hexdigest()) as file:
        file.write(model(number))


def read_model(root: Path, number: int) -> Any:
    store, digest = Store(root, MODELS), hashlib.sha256(model(number)).hexdigest()
    return store.path(digest).read_bytes() if store.has(digest) else None


def make_subtitles(root: Path, number: int) -> None:
    Written(root / "x.mp3", root).write(root / f"{number}.srt", f"{number}\n".encode())


def read_subtitles(root: Path, number: int) -> Any:
    return True if Written(root / "x.mp3", root).standing(root / f"{number}.srt") == "ours" else None


MAKERS: dict[str, tuple[Make, Read]] = {
    "raw takes": (take_maker("raw"), take_reader("raw")),
    "mastered takes": (take_maker("mastered"), take_reader("mastered")),
    "chunks": (
        lambda root, number: ChunkStore(root).put(f"chunk {number}", bytes([number]) * 3000),
        lambda root, number: ChunkStore(root).get(f"chunk {number}"),
    ),
    "reports": (
        lambda root, number: keep(root, f"report {number}", LoudnessReport(-16.0, -16.0 - number, -1.5)),
        lambda root, number: kept(root, f"report {number}"),
    ),
    "soundscapes": (make_loop, read_loop),
    "music": (make_song, read_song),
    "models": (make_model, read_model),
    "written": (make_subtitles, read_subtitles),
}


@pytest.fixture(params=[kind.name for kind in KINDS])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    kind = next(kind for kind in KINDS if kind.name == request.param)
    foreign = next(other for other in KINDS if other.part != kind.part and not other.is_bare)
    make, _ = MAKERS[kind.name]
    make(tmp_path, 1)
    (first,) = entries(tmp_path, kind)
    make(tmp_path, 2)
    (second,) = entries(tmp_path, kind) - {first}
    MAKERS[foreign.name][0](tmp_path, 1)
    (other,) = entries(tmp_path, foreign)
    return Place(tmp_path, kind, first, second, other)


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_is_missing_and_can_be_made_again(place: Place, damage: str) -> None:
    if damage == "unreadable" and not os.geteuid():
        pytest.skip("root reads everything")
    make, read = MAKERS[place.kind.name]
    before, other = read(place.root, 1), read(place.root, 2)
    assert before is not None
    assert before != other or before is True
    linked = place.precious
    DAMAGES[damage](place)
    assert read(place.root, 1) is None
    assert read(place.root, 2) == other
    try:
        make(place.root, 1)
    except CacheError as error:
        assert damage == "a folder with a file"
        assert "AUDIOCOACH_CACHE" in str(error)
    if damage == "a folder with a file":
        assert (place.entry / "mine").read_bytes() == PRECIOUS
    else:
        assert read(place.root, 1) == before
        assert not place.entry.is_symlink()
    assert linked.read_bytes() == PRECIOUS
    assert not [path for path in place.root.rglob("*") if ".partial-" in path.name]


@pytest.mark.parametrize(
    "content", [b"", b"{}\n", b"[]", b"null\n", b"7\n", b"\xff" * 301, b'{"width": 1}\n', b'{"a": [}']
)
def test_what_is_whole_and_means_nothing_is_missing(place: Place, content: bytes) -> None:
    """As if another version of the owner had written it."""
    if place.kind.is_bare or place.kind.name in ("written", "chunks"):
        pytest.skip("its content means nothing to its owner")
    make, read = MAKERS[place.kind.name]
    before = read(place.root, 1)
    store = Store(place.root, place.kind)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "name", lambda *_: place.entry.name)
        store.put("any", content)
        assert store.get("any") == content
    assert read(place.root, 1) is None
    make(place.root, 1)
    assert read(place.root, 1) == before


def test_the_table_is_whole() -> None:
    assert MAKERS.keys() == {kind.name for kind in KINDS}
