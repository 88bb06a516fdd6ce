"""Whether what a session names is there: every kind of name, wherever it stands, as things are when it is read."""

from pathlib import Path

import pytest

from audiocoach.build.load import NamedText, load
from audiocoach.build.resolver import Installed
from audiocoach.build.workspace import Workspace
from audiocoach.errors import InputError, SpecError
from audiocoach.storage import regular

NOBODY = "~nobody-is-called-so"
NAMES = {
    "recording": "steps: [say: {{file: {0}/x.m4a}}]",
    "recording on an anchor": "steps: [{{walk: 1m, say: {{half: {{file: {0}/x.m4a}}}}}}]",
    "voice": "voice: {0}/x.onnx\nsteps: [walk: 1m]",
    "voice of a step": "steps: [{{walk: 1m, voice: {{engine: recording, name: {0}/x}}}}]",
    "voice of a text": "steps: [say: {{text: Hello., voice: {0}/x.onnx}}]",
    "soundscape": "soundscape: {0}/x.wav\nsteps: [walk: 1m]",
    "soundscape of a step": "steps: [{{walk: 1m, soundscape: {{name: {0}/x.yaml}}}}]",
    "music": "music: {0}/x.mp3\nsteps: [walk: 1m]",
    "songs": "music: {{files: [{0}/x.mp3]}}\nsteps: [walk: 1m]",
    "include": "steps: [include: {0}/x.yaml]",
    "phrases": "phrases: {0}/x.yaml\nsteps: [walk: 1m]",
}


def problems(text: str) -> list[str]:
    with pytest.raises(SpecError) as caught:
        load(NamedText(text.encode(), "s.yaml"))
    assert all(diagnostic.place and diagnostic.hint for diagnostic in caught.value.diagnostics)
    return [diagnostic.message for diagnostic in caught.value.diagnostics]


@pytest.mark.parametrize("name", NAMES)
def test_nobodys_home_is_a_name_that_is_not_there(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (message,) = problems(NAMES[name].format(NOBODY))
    assert "`" in message or "there is no" in message


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("include", "phrases")])
def test_a_tilde_is_the_users_home(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies in a folder `~` beside the session is not meant."""
    home, here = tmp_path / "home", tmp_path / "here"
    for folder in (home, here / "~" / "x"):
        folder.mkdir(parents=True)
    for ending in ("m4a", "wav", "mp3", "onnx", "yaml"):
        (here / "~" / f"x.{ending}").touch()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.chdir(here)
    (message,) = problems(NAMES[name].format("~"))
    assert "unknown" in message or "there is no" in message


def test_a_file_that_comes_later_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    workspace, text = Workspace(), "music: a.mp3\nsteps: [walk: 1m]\n"
    with pytest.raises(SpecError, match=r"there is no music at `a\.mp3`"):
        load(text, workspace=workspace)
    (tmp_path / "a.mp3").touch()
    assert load(text, workspace=workspace).music is not None


def test_after_very_many_names_that_are_not_there_no_more_are_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []

    def counted(path: Path) -> None:
        looked.append(path)

    resolver = Workspace().resolver
    for number in range(100):
        with pytest.raises(InputError, match="there is no recording"):
            resolver.recording(tmp_path / f"{number}.wav")
    monkeypatch.setattr(regular, "open_regular", counted)
    with pytest.raises(InputError, match="names that are not there before this one"):
        resolver.recording(tmp_path / "last.wav")
    assert not looked


def test_names_are_looked_for_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    resolver: Installed = Workspace().resolver
    with pytest.raises(InputError):
        resolver.recording(tmp_path / "a.wav")
    (tmp_path / "a.wav").touch()
    with pytest.raises(InputError):
        resolver.recording(tmp_path / "a.wav")
