"""The table of all that is served: which path of an address leads to which file."""

import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, Protocol
from urllib.parse import quote

Segments = tuple[str, ...]
"""A path of an address, without its slashes: of a folder without the empty one at its end."""

PAGE: Final = "index.html"
FEED: Final = "feed.xml"
"""What a folder shows of itself, the first that it has."""

_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "feed.xml": "application/rss+xml",
        ".chapters.json": "application/json+chapters",
        ".mp3": "audio/mpeg",
        ".vtt": "text/vtt",
        ".srt": "application/x-subrip",
        ".jpg": "image/jpeg",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".html": "text/html; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".webmanifest": "application/manifest+json",
        ".json": "application/json",
        ".txt": "text/plain; charset=utf-8",
    }
)
"""By the end of a name, the first that fits. Systems have tables of their own, which differ, and know no chapters."""
_UNKNOWN_TYPE: Final = "application/octet-stream"
_SEGMENT: Final = re.compile(r"[^./\\:\x00-\x1f\x7f][^/\\:\x00-\x1f\x7f]*")
"""A name within a folder, on every system: none that begins with a dot, that leads elsewhere, or that names a drive."""


@dataclass(frozen=True, slots=True)
class ServedFile:
    """One file, and what it must hold."""

    path: Path
    """Absolute, with no link in it."""
    sha256: str | None = None
    """In hexadecimal digits; None where it may hold anything."""
    published: str | None = None
    """Where a feed or a page says that its folder lies, ending in `/`; None for what is served as it is."""

    @property
    def media_type(self) -> str:
        """As in `Content-Type`."""
        name = self.path.name.lower()
        return next((kind for end, kind in _TYPES.items() if name.endswith(end)), _UNKNOWN_TYPE)


@dataclass(frozen=True, slots=True)
class Served:
    """All that is served."""

    files: Mapping[Segments, ServedFile]

    def front(self, folder: Segments) -> Segments | None:
        """What a folder shows of itself: its page, else its feed, else the one file that there is; None for no such."""
        for name in (PAGE, FEED):
            if (*folder, name) in self.files:
                return (*folder, name)
        return next(iter(self.files)) if not folder and len(self.files) == 1 else None

    def missing(self) -> list[Segments]:
        """What is listed and not there."""
        return [path for path, file in self.files.items() if not file.path.is_file()]

    def without(self, paths: Collection[Segments]) -> "Served":
        """The same without these."""
        return Served({path: file for path, file in self.files.items() if path not in paths})

    def named(self, name: str) -> list[Segments]:
        """Every file of this name, the nearest first."""
        return sorted((path for path in self.files if path[-1] == name), key=lambda path: (len(path), path))


class ServedSource(Protocol):
    """Where the table comes from."""

    def table(self) -> Served:
        """All that is served at this moment. Raises nothing: what cannot be read is not served."""
        ...


@dataclass(frozen=True, slots=True)
class OneFile:
    """A single file, whatever it holds at the moment."""

    path: Path

    def table(self) -> Served:
        """The file alone, under its own name."""
        return Served({(self.path.name,): ServedFile(Path(os.path.realpath(self.path)))})


def listed(folder: Path, digests: Mapping[str, str], base_url: str | None) -> Served:
    """The files of a folder by a list of their digests, by path relative to it; what leads out of it is left out."""
    root = Path(os.path.realpath(folder))
    files = {}
    for name, sha256 in digests.items():
        segments = tuple(name.split("/"))
        if all(map(_SEGMENT.fullmatch, segments)):
            names_itself = base_url is not None and segments[-1] in (FEED, PAGE)
            published = f"{base_url}{path_of((*segments[:-1], ''))}" if names_itself else None
            files[segments] = ServedFile(root.joinpath(*segments), sha256, published)
    return Served(files)


def path_of(segments: Segments) -> str:
    """Segments as the path of an address, without a slash before it."""
    return "/".join(quote(segment, safe="") for segment in segments)


def addresses(served: Served, base_url: str) -> list[str]:
    """Where to begin, at a server of this base URL: the pages and then the feeds, else the one file that there is."""
    pages = [path_of((*path[:-1], "")) for path in served.named(PAGE)]
    starts = [*pages, *map(path_of, served.named(FEED))]
    if not starts and len(served.files) == 1:
        starts = [path_of(path) for path in served.files]
    return [base_url + start for start in starts]
