"""Files that tell by themselves that they are ours, and that nobody has changed them."""

import json
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.audio.wav import write_wav
from audiocoach.errors import UnreadableFile
from audiocoach.storage.seal import SEALS, sealed, standing

CONTENT = {
    ".vtt": b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v joe>Walk on.</v>\n",
    ".svg": b'<svg xmlns="http://www.w3.org/2000/svg">\n<title>Walk</title>\n</svg>\n',
    ".json": b'{\n  "title": "Walk"\n}\n',
    ".wav": b"RIFF",
}


def made(folder: Path, suffix: str, content: bytes | None = None) -> Path:
    path = folder / f"file{suffix}"
    with sealed(path) as file:
        file.write(CONTENT[suffix] if content is None else content)
    return path


@pytest.mark.parametrize("suffix", SEALS)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_what_is_sealed_is_known_and_no_byte_of_it_can_change(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, data: st.DataObject
) -> None:
    path = made(tmp_path_factory.mktemp("seal"), suffix, data.draw(st.binary(max_size=2000)))
    assert standing(path) == "ours"
    whole = path.read_bytes()
    changed = bytearray(whole)
    changed[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    for content in (bytes(changed), whole[:-1], whole + b"\n", whole[1:], b"x" + whole, b""):
        path.write_bytes(content)
        assert standing(path) != "ours"
    moved = path.rename(path.with_name(f"moved{suffix.upper()}"))
    moved.write_bytes(whole)
    assert standing(moved) == "ours"


@pytest.mark.parametrize("suffix", SEALS)
def test_a_change_by_somebody_is_told_from_a_file_of_others(tmp_path: Path, suffix: str) -> None:
    path = made(tmp_path, suffix)
    whole = path.read_bytes()
    for content in (whole.replace(b"W", b"T", 1).replace(b"R", b"T", 1), whole + b"edited", b"# mine\n" + whole):
        path.write_bytes(content)
        assert standing(path) == "changed"
    path.write_bytes(CONTENT[suffix])
    assert standing(path) == "unknown"


@pytest.mark.parametrize("suffix", SEALS)
def test_the_same_content_has_the_same_seal(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert made(tmp_path / "a", suffix).read_bytes() == made(tmp_path / "b", suffix).read_bytes()


@pytest.mark.parametrize("suffix", SEALS)
def test_a_file_that_another_program_digests_is_not_ours(tmp_path: Path, suffix: str) -> None:
    import hashlib

    path = tmp_path / f"file{suffix}"
    path.write_bytes(CONTENT[suffix] + SEALS[suffix].spell(hashlib.sha256(CONTENT[suffix]).digest()))
    assert standing(path) == "changed"


def test_json_and_svg_are_read_as_before(tmp_path: Path) -> None:
    assert json.loads(made(tmp_path, ".json").read_bytes()) == {"title": "Walk"}
    root = ET.fromstring(made(tmp_path, ".svg").read_bytes())
    assert [child.text for child in root] == ["Walk"]


def test_players_of_subtitles_skip_the_seal(tmp_path: Path) -> None:
    read = ["ffmpeg", "-v", "error", "-i", made(tmp_path, ".vtt"), "-f", "srt", "-"]
    done = subprocess.run(read, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout.strip().splitlines()[-1] == "Walk on."
    assert done.stdout.count("-->") == 1


def test_programs_that_read_sound_skip_the_seal(tmp_path: Path) -> None:
    path = tmp_path / "stem.wav"
    sound = np.linspace(-0.9, 0.9, 2000, dtype=np.float32).reshape(-1, 2)
    write_wav(path, [sound], 1000)
    assert standing(path) == "ours"
    for command in (
        ["ffmpeg", "-v", "error", "-i", path, "-f", "f32le", "-"],
        ["sox", path, "-t", "f32", "-"],
    ):
        done = subprocess.run(command, capture_output=True, check=True)
        assert done.stderr == b""
        read = np.frombuffer(done.stdout, "<f4").reshape(-1, 2)
        assert read.shape == sound.shape
        assert np.abs(read - sound).max() < 1e-6


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder.vtt").mkdir()
    with pytest.raises(UnreadableFile, match="it is a folder"):
        standing(tmp_path / "folder.vtt")
    assert standing(tmp_path / "x.srt") == "unknown"
