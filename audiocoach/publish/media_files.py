"""Files in a published folder: put there whole, and looked at without opening what is no file."""

import os
import stat
from pathlib import Path
from typing import Final

from audiocoach.errors import DeliverError, UnreadableFile
from audiocoach.storage.files import placing, reason_of
from audiocoach.storage.regular import open_regular, read_bounded

_BLOCK: Final = 1 << 20


def link_or_copy(source: Path, target: Path) -> None:
    """Put an MP3 at `target`, whole. Raises `DeliverError`, and `UnreadableFile`."""
    make_folder(target.parent)
    try:
        target.unlink(missing_ok=True)
        os.link(os.path.realpath(source), target)
    except OSError:  # another file system, or one without links
        with open_regular(source) as file, placing(target, target.parent) as sink:
            while block := file.read(_BLOCK):
                sink.write(block)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it. Raises `DeliverError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeliverError(
            f"the folder {folder} cannot be made: {reason_of(error)}", "move away what is there"
        ) from error


def size_of(path: Path) -> int:
    """The bytes of a regular file; -1 for anything else."""
    try:
        found = path.lstat()
    except OSError:
        return -1
    return found.st_size if stat.S_ISREG(found.st_mode) else -1


def content_of(path: Path, limit: int) -> bytes | None:
    """What a regular file holds; None where there is none, or a larger one."""
    try:
        return read_bounded(path, limit) if size_of(path) >= 0 else None
    except UnreadableFile:
        return None


def place_of(path: Path) -> tuple[int, int] | None:
    """The device and the number of a file: equal for all its names."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
