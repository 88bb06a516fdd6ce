"""Paths as people write them: whatever they say, asking about them raises nothing."""

import os
from collections.abc import Callable
from itertools import islice
from pathlib import Path


def at_home(path: str | Path) -> Path:
    """`path` with `~` as the user's home; `~nobody` is a name like any other."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        return Path(path)


def is_file(path: Path) -> bool:
    """Whether there is a file; False also for what can be no path (too long, or with a NUL)."""
    return _holds(path.is_file)


def is_folder(path: Path) -> bool:
    """The same for a folder."""
    return _holds(path.is_dir)


def _holds(test: Callable[[], bool]) -> bool:
    try:
        return test()
    except (OSError, ValueError):
        return False


def entries(folder: Path, most: int) -> list[Path]:
    """What lies in a folder, by name; of more than `most` some. Raises `OSError`."""
    try:
        with os.scandir(folder) as found:
            return sorted(Path(entry) for entry in islice(found, most))
    except ValueError as error:  # no folder can be called so
        raise FileNotFoundError(str(error)) from error


def named_by(variable: str) -> Path | None:
    """The path in a variable of the environment, made absolute; None where it is not set, or empty."""
    value = os.environ.get(variable, "")
    if not value.strip():
        return None
    path = at_home(value)
    try:
        return path.absolute()
    except OSError:  # the current folder has been removed
        return path
