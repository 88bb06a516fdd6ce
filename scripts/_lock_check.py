"""Whether pyproject.toml and the lock files agree, without asking a network."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from _lock_files import Block, place_of
from _lock_places import Place, places
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

Locked = Mapping[str, list[Block]]


def disagreements(project: Mapping[str, Any], locked: Locked) -> Iterator[str]:
    """A line for each thing that is wrong."""
    wrong = list(_unsafe(locked))
    yield from wrong
    if wrong:
        return
    wanted, of_project = list(places(project)), project["project"]
    extras = of_project["optional-dependencies"]
    for files, requirements in (
        (("build",), [*project["build-system"]["requires"], *project["dependency-groups"]["build"]]),
        (("build", "run"), of_project["dependencies"]),
        (("build", "run", "tests"), [text for name in extras if name != "hear" for text in extras[name]]),
        (("build", "run", "hear"), extras["hear"]),
        (("build", "lock"), project["dependency-groups"]["lock"]),
        (("kokoro",), extras["kokoro"]),
    ):
        entries = [block for name in files for block in locked[name]]
        for requirement in map(Requirement, requirements):
            if canonicalize_name(requirement.name) != of_project["name"]:
                yield from _unmet(requirement, entries, wanted)
    yield from _untested(locked["kokoro"], locked["tests"])
    yield from _untried(of_project["dependencies"], [*locked["build"], *locked["run"]])


def _unsafe(locked: Locked) -> Iterator[str]:
    for name, entries in locked.items():
        where = place_of(Path(), name).as_posix()
        for block in entries:
            first = block.text.splitlines()[0].rstrip(" \\")
            if block.text.startswith("-") or "://" in block.text:
                yield f"{where}: `{first}`: a lock file names packages, and no place to get them from"
            elif not block.hashes:
                yield f"{where}: `{first}` has no hash"


def _unmet(requirement: Requirement, entries: Iterable[Block], wanted: Iterable[Place]) -> Iterator[str]:
    name = canonicalize_name(requirement.name)
    ours = [block for block in entries if canonicalize_name(block.requirement.name) == name]
    for place in wanted:
        if requirement.marker and not requirement.marker.evaluate(place.environment):
            continue
        found = {block.version for block in ours if block.holds(place.environment)}
        if len(found) != 1 or not requirement.specifier.contains(*found, prereleases=True):
            has = " and ".join(map(str, sorted(found))) or "none"
            yield f"pyproject.toml asks for `{requirement}`, and the lock files have {has} ({place})"
            return


def _untested(shipped: Iterable[Block], tests: Iterable[Block]) -> Iterator[str]:
    """What a person would install in another version than the tests do."""
    tested = {(block.requirement.name, block.version, *block.hashes) for block in tests}
    for block in shipped:
        if (block.requirement.name, block.version, *block.hashes) not in tested:
            yield f"`{block.requirement.name}` of the engine kokoro is another one than that of the tests"


def _untried(dependencies: Iterable[str], entries: Iterable[Block]) -> Iterator[str]:
    """Where a range of what audiocoach runs with goes beyond the versions that are locked, and so were tried."""
    for requirement in map(Requirement, dependencies):
        name = canonicalize_name(requirement.name)
        versions = [block.version for block in entries if canonicalize_name(block.requirement.name) == name]
        tried = [version for version in versions if requirement.specifier.contains(version)]
        ends = {only.operator: Version(only.version) for only in requirement.specifier}
        if "==" in ends or not tried:
            continue
        if not _same(ends.get(">="), min(tried)):
            yield f"pyproject.toml: `{requirement}` begins below {min(tried)}, the oldest version that is locked"
        if not _next(ends.get("<"), max(tried)):
            yield f"pyproject.toml: `{requirement}` does not end after {max(tried)}, the newest version that is locked"


def _same(end: Version | None, version: Version) -> bool:
    return end is not None and version.release[: len(end.release)] == end.release


def _next(end: Version | None, version: Version) -> bool:
    """Whether a range ends at the next version, in as many parts as it gives: 2.5.5 is the last before 2.6 or 3."""
    if end is None:
        return False
    *parts, last = version.release[: len(end.release)]
    return (*parts, last + 1) == end.release
