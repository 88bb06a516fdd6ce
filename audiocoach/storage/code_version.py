"""The version of our own code, as a key has it: a digest of its sources, which nobody can forget to raise."""

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

_SOURCE = ".py"


@cache
def code_version(*rooms: str) -> str:
    """A digest of all Python files in `rooms`: folders and files of the package, e.g. `audio`, `mix/mixer.py`.

    The same from a wheel and a checkout, and on every system: files are taken in the order of their names, with line
    ends as `\\n`. A comment counts as code does: whoever changes one makes the thing anew, and nothing is ever stale.
    """
    digest = hashlib.sha256()
    for room in sorted(set(rooms)):
        for name, source in _sources(room, files("audiocoach").joinpath(room)):
            text = source.read_bytes().replace(b"\r\n", b"\n")
            digest.update(f"{name} {len(text)}\n".encode() + text)
    return digest.hexdigest()[:16]


@cache
def library_version(name: str) -> str:
    """A library and its version as a key has them, e.g. `numpy 2.4.1`."""
    return f"{name} {version(name)}"


def _sources(name: str, place: Traversable) -> Iterator[tuple[str, Traversable]]:
    """The Python files at and below a place in the package, with their names in it."""
    if place.is_dir():
        for inner in sorted(place.iterdir(), key=lambda item: item.name):
            if inner.is_dir() or inner.name.endswith(_SOURCE):
                yield from _sources(f"{name}/{inner.name}", inner)
    else:
        yield name, place
