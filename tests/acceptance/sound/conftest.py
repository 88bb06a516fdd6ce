"""Music for these tests, and what the acceptance tests hear: their ears, and the library's sessions."""

from pathlib import Path

import numpy as np
import pytest

from support.built_library import built

__all__ = ["built"]


@pytest.fixture(scope="session")
def store(once) -> Path:
    """A folder of music: a loud and dense song, short songs of one pitch each, and what is no music."""
    from support.orchestra import dense, pitched, write_song

    def make(folder: Path) -> None:
        write_song(folder / "loud.flac", np.tile(dense(20), (4, 1)), title="All at once", artist="The Testers")
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
