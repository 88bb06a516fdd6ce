"""Where sessions and their files are looked for, and what is said where they cannot be had."""

import os
from pathlib import Path

import pytest

from audiocoach.errors import InputError
from audiocoach.session.lookup import find
from audiocoach.session.reader import Reader
from support import GOOD


def library(name: str) -> Path | None:
    return GOOD / "parts" / "warm-up.yaml" if name == "warm" else None


def refused(spec: str) -> InputError:
    with pytest.raises(InputError) as caught:
        find(spec, library, ["warm"])
    assert caught.value.exit_code == 2
    assert caught.value.hint
    return caught.value


def test_a_path_or_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = GOOD / "design.yaml"
    assert find(str(path), library) == (path, str(path))
    assert find("warm", library) == (GOOD / "parts" / "warm-up.yaml", "warm")
    (tmp_path / "s.yaml").touch()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert find("~/s.yaml", library) == (tmp_path / "s.yaml", "~/s.yaml")


def test_a_folder_that_is_called_so_does_not_hide_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "warm").mkdir()
    monkeypatch.chdir(tmp_path)
    assert find("warm", library)[1] == "warm"


@pytest.mark.parametrize(
    ("spec", "message", "hint"),
    [
        ("nowhere.yaml", "there is no file `nowhere.yaml`", "`audiocoach library` lists"),
        ("no/where", "there is no file `no/where`", "`audiocoach library` lists"),
        ("~nobody-is-called-so/s.yaml", "there is no file `~nobody-is-called-so/s.yaml`", "`audiocoach library` lists"),
        ("warn", "there is no file `warn`, and no session of that name in the library", "did you mean `warm`?"),
        ("", "an empty name of a session", "`audiocoach library` lists"),
        (" ", "an empty name of a session", "`audiocoach library` lists"),
        (str(GOOD), "is a folder, not a session file", "name a file in it"),
        ("x" * 5_000, "cannot be read: file name too long", "permissions"),
        ("nul\0", "cannot be read: no file can be called so", "permissions"),
        ("/dev/zero", "`/dev/zero` cannot be read: it is a device", "name a file"),
        (f"{GOOD / 'design.yaml'}/s.yaml", "cannot be read: not a directory", "permissions"),
    ],
)
def test_what_is_no_session_says_why(spec: str, message: str, hint: str) -> None:
    error = refused(spec)
    assert message in error.message
    assert hint in str(error.hint)


def test_what_may_not_be_read_is_not_said_to_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a folder without the right to search it."""
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "s.yaml").write_text("steps: [{walk: 1m}]\n")
    (tmp_path / "whole.yaml").write_text("phrases: secret/s.yaml\nsteps: [{include: secret/s.yaml}]\n")
    stat = os.stat

    def guarded(path: object, *args: object, **options: object) -> os.stat_result:
        if str(path).startswith(f"{secret}/"):
            raise PermissionError(13, "Permission denied", str(path))
        return stat(path, *args, **options)  # type: ignore[arg-type,call-overload,no-any-return]

    monkeypatch.setattr(os, "stat", guarded)
    error = refused(str(secret / "s.yaml"))
    assert "cannot be read: permission denied" in error.message
    assert error.hint == "see to the permissions of the file and of its folder"
    with pytest.raises(InputError) as caught:
        Reader(library).read(tmp_path / "whole.yaml", "whole.yaml")
    said = str(caught.value)
    assert "whole.yaml:1:10: `secret/s.yaml` cannot be read: permission denied\n" in said
    assert "whole.yaml:2:19: `secret/s.yaml` cannot be read: permission denied\n" in said
    assert said.count("hint: see to the permissions of the file and of its folder") == 2
