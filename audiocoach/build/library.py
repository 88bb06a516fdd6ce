"""What ships ready to build."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from audiocoach.assets import asset

FIRST: Final = "walk-run-20"
"""What most people start with."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the library."""

    name: str
    kind: Literal["session", "program", "collection"]
    title: str
    minutes: int
    """Of the whole file, without its tail."""
    description: str

    def as_json(self) -> dict[str, Any]:
        """As in `library list --json`."""
        return {"name": self.name, "kind": self.kind, "title": self.title, "minutes": self.minutes}


def names() -> tuple[str, ...]:
    """The sessions of the library, by name."""
    return _names("sessions")


def shipped(name: str) -> Path | None:
    """The file of a library session, or None where there is none of that name."""
    return _shipped(name, "sessions")


def program_names() -> tuple[str, ...]:
    """The programs of the library, by name."""
    return _names("programs")


def shipped_program(name: str) -> Path | None:
    """The file of a library program, or None where there is none of that name."""
    return _shipped(name, "programs")


def collection_names() -> tuple[str, ...]:
    """The collections of the library, by name."""
    return _names("collections")


def shipped_collection(name: str) -> Path | None:
    """The file of a library collection, or None where there is none of that name."""
    return _shipped(name, "collections")


def all_names() -> tuple[str, ...]:
    """Every session, program and collection of the library, by name."""
    return (*names(), *program_names(), *collection_names())


def shipped_as_anything(name: str) -> Path | None:
    """The file of a library session, program or collection, or None where there is none of that name."""
    return shipped(name) or shipped_program(name) or shipped_collection(name)


def _names(folder: str) -> tuple[str, ...]:
    # `walk-run-20.de.yaml` is the words of one in another language.
    return tuple(sorted(path.stem for path in asset(folder).glob("*.yaml") if "." not in path.stem))


def _shipped(name: str, folder: str) -> Path | None:
    return asset(folder, f"{name}.yaml") if name in _names(folder) else None


def entries() -> tuple[Entry, ...]:
    """Every session of the library, read."""
    from audiocoach.session.reader import Reader

    sessions = {name: Reader(shipped).read(asset("sessions", f"{name}.yaml"), name) for name in names()}
    return tuple(
        Entry(name, "session", session.title, round(session.extent.ms / 60_000), session.description or "")
        for name, session in sessions.items()
    )
