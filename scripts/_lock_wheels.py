"""Whether all that is locked can be installed, and without a compiler."""

import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from _lock_files import Block
from _lock_places import Place
from packaging.markers import Marker
from packaging.tags import Tag
from packaging.utils import parse_wheel_filename

SOURCE_ONLY = {"docopt"}
"""Pure Python in source only: the group `build` of pyproject.toml has what builds it."""


def without_wheel(pylock: Mapping[str, Any], wanted: list[Place]) -> Iterator[str]:
    """A line for each package (of a pylock.toml) and place that no wheel is for."""
    for package in pylock["packages"]:
        if package["name"] in SOURCE_ONLY:
            continue
        tags = {tag for wheel in package.get("wheels", ()) for tag in parse_wheel_filename(file_name(wheel))[3]}
        for place in wanted:
            applies = "marker" not in package or Marker(package["marker"]).evaluate(place.environment)
            if applies and not any(fits(tag, place) for tag in tags):
                yield f"{package['name']} {package['version']} ({place})"


def refused(locked: Iterable[Block], pythons: Iterable[str]) -> Iterator[str]:
    """A line for each Python that pip would not install everything for, on this platform.

    A package may say that it is for no Python beyond some version, which neither uv nor a wheel's name tells.
    """
    blocks = list(locked)
    for python in pythons:
        here = Place(python, sys.platform, platform.machine())
        found = [block.requirement for block in blocks if block.holds(here.environment)]
        with tempfile.TemporaryDirectory(prefix="audiocoach-lock-") as folder:
            wanted = Path(folder) / "wanted.txt"
            wanted.write_text("\n".join(f"{one.name}{one.specifier}" for one in found if one.name not in SOURCE_ONLY))
            words = ("install", "--dry-run", "--ignore-installed", "--no-deps", "--only-binary", ":all:", "--quiet")
            there = ("--python-version", python, "--target", folder, "-r", str(wanted))
            command = (sys.executable, "-I", "-m", "pip", *words, *there)
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            errors = re.findall(r"^ERROR: (.*)", done.stderr, re.M) or [done.stderr.strip()]
            yield f"{errors[-1]} (Python {python})"


def file_name(wheel: Mapping[str, Any]) -> str:
    """Of a wheel in a pylock.toml, which gives its name or its address."""
    return str(wheel.get("name") or wheel["url"].rsplit("/", 1)[1])


def fits(tag: Tag, place: Place) -> bool:
    """Whether a wheel with this tag can be installed there (on a Linux of today with glibc)."""
    return _python_fits(tag, int(place.python.removeprefix("3."))) and _platform_fits(tag.platform, place)


def _python_fits(tag: Tag, minor: int) -> bool:
    if tag.interpreter == "py3":
        return True
    if not tag.interpreter.startswith("cp3"):
        return False
    made_for = int(tag.interpreter.removeprefix("cp3"))
    return made_for <= minor if tag.abi in ("abi3", "none") else tag.abi == tag.interpreter == f"cp3{minor}"


def _platform_fits(platform: str, place: Place) -> bool:
    if platform == "any":
        return True
    if place.system == "linux":
        return platform.startswith("manylinux") and platform.endswith(place.machine)
    if place.system == "darwin":
        return platform.startswith("macosx") and platform.endswith((place.machine, "universal2"))
    return platform == f"win_{place.machine.lower()}"
