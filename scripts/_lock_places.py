"""The machines that the lock files are for: each Python that pyproject.toml names, on each platform."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

PLATFORMS = (
    ("linux", "x86_64"),
    ("linux", "aarch64"),
    ("darwin", "arm64"),
    ("darwin", "x86_64"),
    ("win32", "AMD64"),
)
SYSTEMS = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}
NOWHERE = {("3.14", "darwin", "x86_64")}
"""onnxruntime has left Macs with Intel before it came to Python 3.14."""


@dataclass(frozen=True, order=True)
class Place:
    """A Python on a platform."""

    python: str
    system: str
    machine: str

    def __str__(self) -> str:
        return f"Python {self.python}, {SYSTEMS[self.system]} {self.machine}"

    @property
    def environment(self) -> dict[str, str]:
        """What markers ask about it."""
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{self.python}.0",
            "os_name": "nt" if self.system == "win32" else "posix",
            "platform_machine": self.machine,
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": SYSTEMS[self.system],
            "platform_version": "",
            "python_full_version": f"{self.python}.0",
            "python_version": self.python,
            "sys_platform": self.system,
        }


def places(project: Mapping[str, Any]) -> Iterator[Place]:
    """Each that must be able to install everything."""
    for classifier in project["project"]["classifiers"]:
        python = classifier.removeprefix("Programming Language :: Python :: ")
        if python.startswith("3."):
            for system, machine in PLATFORMS:
                if (python, system, machine) not in NOWHERE:
                    yield Place(python, system, machine)
