"""`program.json`: which files of a folder are finished, and what each was made from."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Self

from pydantic import TypeAdapter

from audiocoach.errors import InputError, UnreadableFile
from audiocoach.storage.regular import read_bounded
from audiocoach.storage.seal import sealed, standing

MANIFEST: Final = "program.json"
LOCK: Final = ".program.lock"
"""Beside the manifest: one at a time writes in a folder."""
PREVIEW: Final = "-preview"
"""What the names of digests end with, which may lie beside the whole files."""
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
class AboutProgram:
    """A program in words."""

    description: str
    author: str
    language: str
    weeks: Mapping[str, str]
    """The name of each week, by its number; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The finished files of one program in one folder, by their names."""

    program: str
    title: str
    files: Mapping[str, FinishedFile] = field(default_factory=dict)
    about: AboutProgram | None = None
    """What a published program says of itself; None in a folder of single sessions."""
    published: Mapping[str, Any] = field(default_factory=dict)
    """What is kept from one publication to the next: the room `publish` writes it, and every build keeps it."""

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
        about = {"about": asdict(self.about)} if self.about else {}
        published = {"published": self.published} if self.published else {}
        whole = {
            "audiocoach": _FORMAT,
            "program": self.program,
            "title": self.title,
            **about,
            "files": files,
            **published,
        }
        with sealed(folder / MANIFEST) as file:
            file.write((json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode())


_MANIFESTS: Final = TypeAdapter(Manifest)


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
    except (UnreadableFile, ValueError, RecursionError):
        is_ours, values = False, None
    if not is_ours and not force:
        raise InputError(f"{path} is there already, and audiocoach did not write it", "name another folder by -d")
    return _manifest(values)


def _manifest(values: Any) -> Manifest | None:
    try:
        if values["audiocoach"] != _FORMAT:
            return None
        known = {key: value for key, value in values.items() if key != "audiocoach"}
        return _MANIFESTS.validate_json(json.dumps(known), strict=True)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
