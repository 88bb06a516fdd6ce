"""Where the user's own things lie, as variables of the environment say."""

from pathlib import Path

import pytest

from audiocoach.config import config_path
from audiocoach.paths import named_by
from audiocoach.storage.store import default_cache_root
from audiocoach.voice.engines.kokoro.kokoro_files import kokoro_folder
from audiocoach.voice.engines.model_file import voices_folder

PLACES = {
    "AUDIOCOACH_CACHE": default_cache_root,
    "AUDIOCOACH_CONFIG": config_path,
    "AUDIOCOACH_KOKORO": kokoro_folder,
    "AUDIOCOACH_VOICES": voices_folder,
}


@pytest.fixture(params=PLACES)
def variable(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return str(request.param)


@pytest.mark.parametrize(
    ("value", "path"), [("~/x", "home/x"), ("x", "x"), ("~nobody-at-all/x", "~nobody-at-all/x"), (".", ".")]
)
def test_a_variable_names_a_place(
    variable: str, value: str, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    assert PLACES[variable]() == tmp_path / path
    assert PLACES[variable]().is_absolute(), "wherever the program goes later"


@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_variable_is_none(variable: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(variable, raising=False)
    default = PLACES[variable]()
    monkeypatch.setenv(variable, value)
    assert PLACES[variable]() == default
    assert named_by(variable) is None
