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
    # `walk-run-20.de.yaml` is the words of one in another language.
    return tuple(sorted(path.stem for path in asset("sessions").glob("*.yaml") if "." not in path.stem))


def shipped(name: str) -> Path | None:
    """The file of a library session, or None where there is none of that name."""
    return asset("sessions", f"{name}.yaml") if name in names() else None


def program_names() -> tuple[str, ...]:
    """The programs of the library, by name."""
    return tuple(sorted(path.stem for path in asset("programs").glob("*.yaml") if "." not in path.stem))


def shipped_program(name: str) -> Path | None:
    """The file of a library program, or None where there is none of that name."""
    return asset("programs", f"{name}.yaml") if name in program_names() else None


def entries() -> tuple[Entry, ...]:
    """Every session of the library, read."""
    from audiocoach.session.reader import Reader

    sessions = {name: Reader(shipped).read(asset("sessions", f"{name}.yaml"), name) for name in names()}
    return tuple(
        Entry(name, "session", session.title, round(session.extent.ms / 60_000), session.description or "")
        for name, session in sessions.items()
    )
