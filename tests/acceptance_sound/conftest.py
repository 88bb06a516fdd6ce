"""A cache of sound for these tests: loops outlive a run, takes and songs live as long as it does."""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from audiocoach.sound.soundscape import loop_key, names, source

# What the acceptance tests hear with: `hearing` and `programs`.
sys.path.append(str(Path(__file__).parents[1] / "acceptance"))


@pytest.fixture(scope="session")
def sound_cache(request: pytest.FixtureRequest, run_folder: Path) -> Path:
    """A cache folder whose soundscapes are those of earlier runs too: all eleven take 45 s to render."""
    folder = run_folder / "sound cache"
    folder.mkdir(exist_ok=True)
    takes = run_folder / "cache" / "takes"  # what other folders' tests had spoken too
    takes.mkdir(parents=True, exist_ok=True)
    _linked(folder / "takes", takes)
    if hasattr(request.config, "cache"):
        kept = request.config.cache.mkdir("loops")
        now = {loop_key(source(name)) for name in names()}
        for loop in kept.glob("*/*"):
            if loop.name not in now:
                loop.unlink(missing_ok=True)
        _linked(folder / "soundscapes", kept)
    return folder


def _linked(link: Path, folder: Path) -> None:
    """`link` leads to `folder`, whichever worker comes first."""
    try:
        link.symlink_to(folder)
    except FileExistsError:
        assert link.resolve() == folder.resolve()


@pytest.fixture(scope="module", autouse=True)
def _warm(sound_cache: Path) -> Iterator[None]:
    """The cache of every build in this folder, unless a test names another."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOCOACH_CACHE", str(sound_cache))
        yield


@pytest.fixture(scope="session")
def shelf(once) -> Path:
    """A folder of music: a loud and dense song, short songs of one pitch each, and what is no music."""
    from orchestra import dense, pitched, write_song

    def make(folder: Path) -> None:
        write_song(folder / "loud.flac", dense(80), title="All at once", artist="The Testers")
        for number, hz in ((10, 1100), (2, 500), (1, 300)):
            write_song(folder / "few" / f"{number} song.flac", pitched(hz, 8), title=f"At {hz} Hz", artist="One Note")
        (folder / "few" / "3 broken.mp3").write_bytes(b"no music at all " * 100)
        (folder / "few" / "4 empty.ogg").touch()
        (folder / "few" / "cover.jpg").write_bytes(b"\xff\xd8 a picture")
        (folder / "few" / "list.m3u").write_text("#EXTM3U\n10 song.flac\n\n1 song.flac\nlost.mp3\n3 broken.mp3\n")

    return once("shelf", make)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20)
