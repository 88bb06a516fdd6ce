"""What sessions and configs of others name: models, folders and engines that no one should trust."""

import shutil
from pathlib import Path

import pytest

from audiocoach.voice import registry
from support import PLUGIN, TESTS
from support.commands import run

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
