"""Lock files: pip's requirements with hashes, a block a package."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

FILES = ("build", "run", "tests", "lock", "hear", "kokoro")
HEADS = {
    "build": "What installs all the rest, and the project itself.",
    "run": "What audiocoach runs with, beside `build.txt`.",
    "tests": "What tests and checks need, beside `build.txt` and `run.txt`.",
    "lock": "What `scripts/lock` runs with, beside `build.txt`.",
    "hear": "What `scripts/hear` runs with, beside `build.txt` and `run.txt`.",
    "kokoro": "What `audiocoach voices get` installs for the engine kokoro, beside what audiocoach itself needs.",
}


@dataclass(frozen=True)
class Block:
    """A package in one version, where its marker holds."""

    text: str
    """As in the file, its last newline too."""

    @property
    def requirement(self) -> Requirement:
        """Name, version and marker."""
        return Requirement(re.split(r"\\\n|\n|\s--hash", self.text)[0].strip())

    @property
    def version(self) -> Version:
        """The one that is named; raises `ValueError` where it is not one."""
        (only,) = self.requirement.specifier
        if only.operator != "==":
            raise ValueError(self.text)
        return Version(only.version)

    def holds(self, environment: Mapping[str, str]) -> bool:
        """Whether its marker is true there."""
        marker = self.requirement.marker
        return marker is None or marker.evaluate(dict(environment))

    @property
    def hashes(self) -> list[str]:
        """SHA-256 of each file that may be installed."""
        return re.findall(r"--hash=sha256:([0-9a-f]{64})\b", self.text)


def place_of(root: Path, name: str) -> Path:
    """Where a lock file lies: that of the engine kokoro ships with its voices."""
    if name == "kokoro":
        return root / "assets" / "voices" / "kokoro" / "requirements.txt"
    return root / "requirements" / f"{name}.txt"


def blocks(path: Path) -> list[Block]:
    """Every block of a file, an option's line (`--index-url ...`) too."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if not line.startswith("#")]
    return [Block(found) for found in re.findall(r"^\S.*\n(?:[ \t]+\S.*\n)*", "".join(lines), re.M)]


def text(name: str, found: Iterable[Block]) -> str:
    """A whole file."""
    return f"# {HEADS[name]}\n# Made by `scripts/lock` from pyproject.toml.\n" + "".join(block.text for block in found)
