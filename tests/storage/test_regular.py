"""Files that somebody else names: nothing but a regular file is opened, and none without a limit."""

import os
import pickle
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from audiocoach.errors import UnreadableFile
from audiocoach.storage.regular import open_regular, read_bounded


def folder(path: Path) -> None:
    path.mkdir()


def pipe(path: Path) -> None:
    os.mkfifo(path)


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def listening(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # a socket's name may have 108 bytes
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path.name)
    os.chdir(here)


SPECIAL: dict[str, tuple[Callable[[Path], None], str]] = {
    "folder": (folder, "it is a folder"),
    "pipe": (pipe, "it is a named pipe"),
    "device": (endless, "it is a device"),
    "socket": (listening, "it is a socket"),
    "nothing": (lambda _: None, "there is no such file"),
    "circle": (lambda path: path.symlink_to(path), "too many levels of symbolic links"),
}


@pytest.mark.parametrize("linked", [False, True], ids=["itself", "by-a-link"])
@pytest.mark.parametrize("kind", SPECIAL)
def test_nothing_but_a_regular_file_is_opened(tmp_path: Path, kind: str, linked: bool) -> None:
    make, reason = SPECIAL[kind]
    path = tmp_path / "thing"
    make(path)
    if linked:
        path, there = tmp_path / "link", path
        path.symlink_to(there)
    for read in (open_regular, lambda file: read_bounded(file, 10)):
        with pytest.raises(UnreadableFile) as caught:
            read(path)
        assert caught.value.message == f"cannot read {path}: {reason}"
        assert caught.value.missing == (kind == "nothing")
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_what_becomes_a_pipe_meanwhile_is_refused_without_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, plain = tmp_path / "pipe", tmp_path / "plain"
    plain.touch()
    os.mkfifo(path)
    before = plain.stat()
    monkeypatch.setattr(Path, "stat", lambda *_, **__: before)
    with pytest.raises(UnreadableFile, match="it is a named pipe"):
        open_regular(path)


@pytest.mark.parametrize("name", ["nul\0byte", "half\ud800"])
def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableFile, match="no file can be called so"):
        open_regular(tmp_path / name)


def test_a_file_is_read_up_to_its_limit_and_refused_beyond(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(bytes(2048))
    link = tmp_path / "link"
    link.symlink_to(path)
    assert read_bounded(link, 2048) == bytes(2048)
    with pytest.raises(UnreadableFile, match=r"it is larger than 2 KiB$"):
        path.write_bytes(bytes(2049))
        read_bounded(path, 2048)
    with pytest.raises(UnreadableFile, match=r"it is larger than 7 bytes$"):
        read_bounded(path, 7)
    path.write_bytes(b"")
    assert read_bounded(path, 0) == b""
