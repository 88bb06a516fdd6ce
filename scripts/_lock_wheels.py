"""Whether all that is locked can be installed without a compiler."""

from collections.abc import Iterator, Mapping
from typing import Any

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
