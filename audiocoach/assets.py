"""The files that ship: beside the package in a wheel, at the top of a checkout."""

from importlib.resources import files
from pathlib import Path


def asset(*parts: str) -> Path:
    """The path of a shipped file or folder, whether it is there or not."""
    package = Path(str(files("audiocoach")))
    root = package / "assets"
    return (root if root.is_dir() else package.parent / "assets").joinpath(*parts)
