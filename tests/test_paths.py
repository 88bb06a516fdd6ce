"""Paths as people write them."""

from pathlib import Path

import pytest

from audiocoach.paths import at_home, is_file, is_folder


def test_a_tilde_is_the_users_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert at_home("~/songs") == tmp_path / "songs"
    assert at_home(Path("~")) == tmp_path
    assert at_home("songs/~") == Path("songs/~")


def test_nobodys_home_is_a_name_like_any_other() -> None:
    assert at_home("~nobody-is-called-so/x.wav") == Path("~nobody-is-called-so/x.wav")


@pytest.mark.parametrize("name", ["x" * 5000, "nul\0byte", "half\ud800", "no/such/file"])
def test_what_can_be_no_path_is_not_there(name: str, tmp_path: Path) -> None:
    assert not is_file(tmp_path / name)
    assert not is_folder(tmp_path / name)


def test_what_is_there_is_found(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    assert is_file(tmp_path / "a")
    assert not is_folder(tmp_path / "a")
    assert is_folder(tmp_path)
