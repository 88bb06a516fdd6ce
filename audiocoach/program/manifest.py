"""`program.json`: which files of a folder are finished, and what each was made from."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Self

from audiocoach.errors import InputError, UnreadableFile
from audiocoach.storage.regular import read_bounded
from audiocoach.storage.seal import sealed, standing

MANIFEST: Final = "program.json"
_FORMAT: Final = 1
_LARGEST: Final = 1 << 26
"""Bytes, 64 MiB: those of some hundred thousand files."""


@dataclass(frozen=True, slots=True)
class FinishedFile:
    """One finished MP3."""

    id: str
    title: str
    role: str
    input: str
    """The digest of all that it was made from."""
    sha256: str
    bytes: int
    beside: Mapping[str, str] = field(default_factory=dict)
    """The SHA-256 of each file that was written with it, by its name."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The finished files of one program in one folder, by their names."""

    program: str
    title: str
    files: Mapping[str, FinishedFile] = field(default_factory=dict)

    def with_file(self, name: str, entry: FinishedFile) -> Self:
        """The same with one more finished file."""
        return replace(self, files={**self.files, name: entry})

    def keeping(self, names: Iterable[str]) -> Self:
        """The same without files that the program has no more."""
        known = frozenset(names)
        return replace(self, files={name: entry for name, entry in self.files.items() if name in known})

    def in_order(self, names: Iterable[str]) -> Self:
        """The same with its files in this order."""
        return replace(self, files={name: self.files[name] for name in names if name in self.files})

    def write(self, folder: Path) -> None:
        """Write it, whole or not at all. Raises `DeliverError`."""
        files = {name: asdict(entry) for name, entry in self.files.items()}
        whole = {"audiocoach": _FORMAT, "program": self.program, "title": self.title, "files": files}
        with sealed(folder / MANIFEST) as file:
            file.write((json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode())


def read_manifest(folder: Path, *, force: bool = False) -> Manifest | None:
    """The manifest of a folder; None where there is none, or one of another format, or one that cannot be read.

    Raises `InputError` where a file of its name is there that audiocoach did not write, unless it is to be replaced.
    """
    path = folder / MANIFEST
    if not path.exists():
        return None
    try:
        is_ours = standing(path) != "unknown"
        values = json.loads(read_bounded(path, _LARGEST))
    except (UnreadableFile, ValueError):
        is_ours, values = False, None
    if not is_ours and not force:
        raise InputError(f"{path} is there already, and audiocoach did not write it", "name another folder by -d")
    return _manifest(values)


def _manifest(values: Any) -> Manifest | None:
    try:
        if values["audiocoach"] != _FORMAT:
            return None
        files = {name: FinishedFile(**entry) for name, entry in values["files"].items()}
        return Manifest(values["program"], values["title"], files)
    except (KeyError, TypeError, AttributeError):
        return None
