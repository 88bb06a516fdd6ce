"""The cache as a person finds it: what is in it, emptied, damaged in every way, and with a limit within reach."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from audiocoach.storage.housekeeping import Usage
from audiocoach.storage.kinds import KINDS, Kind
from audiocoach.storage.store import Store

PRECIOUS: Final = b"somebody's own"


def kept(root: Path, kind: Kind) -> Usage:
    """How much there is of a kind."""
    return Store(root, kind).usage()


def emptied(root: Path, *kinds: Kind) -> Usage:
    """Remove all of these kinds, or everything, as `cache clear` does."""
    return sum((Store(root, kind).clear() for kind in kinds or KINDS), Usage())


def limited(kind: Kind, limit: int) -> Kind:
    """The same kind with another limit."""
    return replace(kind, limit=limit)


def entries(root: Path, kind: Kind) -> set[Path]:
    """The things of a kind; a lock beside one is none."""
    found = (root / kind.folder).glob("??/*")
    return {path for path in found if path.is_file() and not path.name.startswith(".")}


@dataclass(frozen=True)
class Place:
    """A cache with two things of a kind, and one of another kind."""

    root: Path
    kind: Kind
    entry: Path
    """Where the first thing lies."""
    other: Path
    """The second."""
    foreign: Path
    """The thing of another kind."""

    @property
    def whole(self) -> bytes:
        return self.entry.read_bytes()

    def put(self, content: bytes) -> None:
        """Another file in the place of the entry."""
        self.entry.unlink()  # a mapped file must not change under its reader
        self.entry.write_bytes(content)

    @property
    def precious(self) -> Path:
        path = self.root / "precious"
        path.write_bytes(PRECIOUS)
        return path

    def instead(self, make: Callable[[Path], None]) -> None:
        """Something that is no file."""
        self.entry.unlink()
        make(self.entry)


def flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def of_another_format(place: Place) -> None:
    """What an older or a newer audiocoach would have kept under this name."""
    content = place.whole
    place.put(content.replace(f" {place.kind.format} ".encode(), f" {place.kind.format + 1} ".encode(), 1))
    if place.whole == content:
        place.put(b"")


def a_folder_that_is_not_empty(path: Path) -> None:
    path.mkdir()
    (path / "mine").write_bytes(PRECIOUS)


DAMAGES: Final[Mapping[str, Callable[[Place], None]]] = {
    "cut": lambda place: place.put(place.whole[:-1]),
    "cut in half": lambda place: place.put(place.whole[: len(place.whole) // 2]),
    "empty": lambda place: place.put(b""),
    "longer": lambda place: place.put(place.whole + b"\0"),
    "flipped first bit": lambda place: place.put(flipped(place.whole, 0)),
    "flipped last bit": lambda place: place.put(flipped(place.whole, len(place.whole) - 1)),
    "flipped middle bit": lambda place: place.put(flipped(place.whole, len(place.whole) // 2)),
    "zeros": lambda place: place.put(bytes(len(place.whole))),
    "JSON": lambda place: place.put(b"{}\n"),
    "no text": lambda place: place.put(b"\xff\xfe" * 500),
    "swapped": lambda place: place.put(place.other.read_bytes()),
    "of another kind": lambda place: place.put(place.foreign.read_bytes()),
    "of another format": of_another_format,
    "a folder": lambda place: place.instead(Path.mkdir),
    "a folder with a file": lambda place: place.instead(a_folder_that_is_not_empty),
    "a pipe": lambda place: place.instead(os.mkfifo),
    "an endless device": lambda place: place.instead(lambda path: path.symlink_to("/dev/zero")),
    "a link to nothing": lambda place: place.instead(lambda path: path.symlink_to("nothing")),
    "a link to itself": lambda place: place.instead(lambda path: path.symlink_to(path)),
    "a link to a file": lambda place: place.instead(lambda path: path.symlink_to(place.precious)),
    "a link to what it should be": lambda place: place.entry.symlink_to(place.entry.rename(place.root / "moved")),
    "unreadable": lambda place: place.entry.chmod(0),
}
