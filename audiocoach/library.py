"""What ships ready to build."""

from pathlib import Path

from audiocoach.assets import asset


def names() -> tuple[str, ...]:
    """The sessions of the library, by name."""
    return tuple(sorted(path.stem for path in asset("sessions").glob("*.yaml")))


def shipped(name: str) -> Path | None:
    """The file of a library session, or None where there is none of that name."""
    return asset("sessions", f"{name}.yaml") if name in names() else None
