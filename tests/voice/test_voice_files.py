"""What sessions and configs of others name: models, folders and engines that no one should trust."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest

from audiocoach.cli.failures import in_our_words
from audiocoach.errors import InputError, VoiceError
from audiocoach.script.script import VoiceChoice
from audiocoach.voice import registry
from audiocoach.voice.engines import model_file
from audiocoach.voice.engines.deadline import begin
from audiocoach.voice.engines.model_file import LoadedOnce
from audiocoach.voice.engines.piper.piper_engine import PiperEngine
from audiocoach.voice.engines.piper.piper_model import joe, models_in
from audiocoach.voice.engines.piper.piper_settings import read_settings
from support import PLUGIN, TESTS
from support.commands import run
from support.limits import limited

INPUTS = TESTS / "inputs" / "voices"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a copy of all inputs."""
    folder = tmp_path / "here"
    shutil.copytree(INPUTS, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("AUDIOCOACH_CONFIG", str(tmp_path / "config.toml"))
    return folder


@pytest.mark.parametrize("name", ["nouser-onnx", "nouser-recording"])
@pytest.mark.parametrize("command", ["check", "plan"])
def test_the_home_of_nobody_is_a_name_like_any_other(command: str, name: str) -> None:
    assert "`~nouser/x" in run(command, f"{name}.yaml", code=2).err


@pytest.mark.parametrize("folder", ["flag", "config"])
def test_a_folder_of_nobody_is_a_folder_like_any_other(
    folder: str, here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(PLUGIN)
    registry.installed.cache_clear()
    (here / "short.yaml").write_text("voice: fake\nsoundscape: none\nsteps: [{walk: 4s}]\n")
    if folder == "config":
        (tmp_path / "config.toml").write_text('output = "~nouser/x"\n')
    flags = ("-d", "~nouser/x") if folder == "flag" else ()
    run("build", "short.yaml", *flags)
    assert (here / "~nouser" / "x" / "short.mp3").is_file()
    registry.installed.cache_clear()


def test_recordings_of_nobody_are_told(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[engines.anna]\nfolder = "~nouser/x"\n')
    assert "anna: make the folder ~nouser/x" in run("voices", "doctor").out


def _link(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


SPOILED: dict[str, Callable[[Path], Any]] = {
    "a link to an endless device": _link("/dev/zero"),
    "a link to a terminal": _link("/dev/tty"),
    "a pipe": os.mkfifo,
    "a folder": Path.mkdir,
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a terabyte": _sparse,
    "brackets": lambda path: path.write_text("[" * 200_000),
    "tables": lambda path: path.write_text('{"a":' * 100_000),
    "a number": lambda path: path.write_text("9" * 100_000),
    "a mebibyte of lists": lambda path: path.write_text("[" + "[]," * 349_000 + "[]]"),
}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.long) if number % 5 else name for number, name in enumerate(SPOILED)]
)
def test_a_configuration_that_is_none_takes_no_time_and_no_memory(name: str, here: Path) -> None:
    """As `check` meets it, which reads the configuration alone."""
    (here / "deep.onnx.json").unlink()
    SPOILED[name](here / "deep.onnx.json")
    ended = limited("check", "deep-onnx.yaml", memory=700_000_000)
    assert ended.code == 2, ended.err
    assert "deep-onnx.yaml:1:8: " in ended.err
    assert "deep.onnx" in ended.err
    assert "hint: " in ended.err


def test_nested_too_deeply_is_said_so() -> None:
    for command in ("check", "plan", "build"):
        assert (
            "deep.onnx.json is not the configuration of a Piper voice: nested too deeply"
            in run(command, "deep-onnx.yaml", code=2).err
        )


@pytest.mark.parametrize(
    "values",
    [
        [],
        None,
        {},
        {"language": 3},
        {"language": {"code": 3}},
        {"language": {"code": ["de"]}},
        {"language": {"code": "../../etc/passwd"}},
        {"language": {"code": "de\x1b[31m"}},
        {"espeak": {"voice": 5}},
        {"espeak": {"voice": "../../../tmp/x"}},
        {"espeak": "de"},
        *(
            {"language": {"code": "de_DE"}, **more}
            for more in (
                {"audio": {"sample_rate": 1}},
                {"audio": {"sample_rate": 2**31}},
                {"audio": {"sample_rate": "22050"}},
                {"audio": []},
                {"speaker_id_map": [1]},
                {"speaker_id_map": {"a": "b"}},
                {"speaker_id_map": {"a": -1}},
                {"speaker_id_map": {f"s{number}": 1 for number in range(10_001)}},
                {"num_speakers": 1e300},
                {"num_symbols": "256"},
                {"phoneme_id_map": {"a": 3}},
                {"phoneme_id_map": {"a": [2**70]}},
                {"phoneme_type": "pinyin"},
                {"phoneme_type": 3},
            )
        ),
    ],
)
def test_a_configuration_of_a_wrong_shape_is_told(values: object, tmp_path: Path) -> None:
    path = tmp_path / "x.onnx.json"
    path.write_text(json.dumps(values))
    with pytest.raises(InputError, match=r"^x\.onnx\.json is not the configuration of a Piper voice: ") as caught:
        read_settings(path)
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_folder_of_spoiled_voices_leaves_joe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "voices"
    folder.mkdir()
    for number, spoil in enumerate(SPOILED.values()):
        (folder / f"{number}.onnx").touch()
        spoil(folder / f"{number}.onnx.json")
    os.mkfifo(folder / "pipe.onnx")
    (folder / "pipe.onnx.json").write_text('{"language": {"code": "de"}}')
    (folder / "de_DE-eva-low.onnx").touch()
    (folder / "de_DE-eva-low.onnx.json").write_text('{"language": {"code": "de_DE"}}')
    monkeypatch.setenv("AUDIOCOACH_VOICES", str(folder))
    assert [voice.name for voice in PiperEngine().voices()] == ["joe", "eva"]
    ended = limited("voices", "list", memory=700_000_000)
    assert ended.code == 0, ended.err
    assert "eva" in ended.out


def test_a_folder_of_very_many_files_is_not_read_whole(tmp_path: Path) -> None:
    for number in range(3_000):
        (tmp_path / f"{number}.onnx").touch()
    assert list(models_in(tmp_path)) == []


def test_a_model_is_read_with_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The configuration is a voice's, and the model is anything."""
    path = tmp_path / "x.onnx"
    shutil.copy(f"{joe().path}.json", f"{path}.json")
    _sparse(path)
    choice = VoiceChoice("en", name=str(path))
    with pytest.raises(VoiceError, match=r"the voice `x` cannot be read: .*larger than 512 MiB"):
        _ = PiperEngine().voice(choice).fingerprint
    monkeypatch.setattr(model_file, "LOADING_S", 60.0)
    path.write_bytes(b"\x08\x07" + b"\xff" * 100_000)
    with pytest.raises(VoiceError, match=r"the voice `x` cannot be loaded: .*Protobuf"):
        PiperEngine().voice(choice).speak("Run.")


def test_what_does_not_load_in_time_is_told_to_all_who_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_file, "LOADING_S", 2.0)
    stuck, once, tries = Event(), LoadedOnce[str](), []

    def load() -> str:
        tries.append(1)
        stuck.wait(60)
        return "loaded"

    waits = [begin(lambda: once.get("the voice `x`", load, "take another")) for _ in range(4)]
    for wait in waits:
        with pytest.raises(VoiceError, match=r"the voice `x` was not loaded within 2 s\n  hint: take another"):
            wait.result(60)
    assert len(tries) <= 2, "who came while it was tried does not try again"
    stuck.set()
    assert once.get("the voice `x`", load, "") == "loaded"


def test_all_who_wait_are_told_that_there_is_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_file, "time", SimpleNamespace(monotonic=lambda: 1.0))
    once, tries = LoadedOnce[str](), []

    def load() -> str:
        tries.append(1)
        raise MemoryError

    for _ in range(2):
        with pytest.raises(VoiceError) as error:
            once.get("the voice `x`", load, "take another")
        assert str(in_our_words(error.value)).startswith("not enough memory\n")
    assert len(tries) == 1, "the second came in the moment in which the first failed"
