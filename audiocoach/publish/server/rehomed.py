"""Feed and page for whoever reaches this server, under whatever name: their addresses begin with that name.

A podcast app takes every address out of the feed, and a phone those that the page links to; `feed` was told of one
place only.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from audiocoach.publish.server.feed_text import feed_text
from audiocoach.publish.server.page_text import page_text
from audiocoach.publish.server.served import FEED, PAGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from audiocoach.publish.server.unchanged_file import UnchangedFile

_TEXTS: "Final[Mapping[str, Callable[[bytes, str, str], bytes]]]" = MappingProxyType({FEED: feed_text, PAGE: page_text})
"""How each of them is written anew, by its name."""
_KEPT: Final = 16
"""Feeds and pages that are remembered: there are as many as names of this server."""
_COMPUTING: Final = Lock()
"""One at a time, so that a hundred clients have it computed once."""


@dataclass(frozen=True, slots=True)
class Rehomed:
    """The bytes of a feed or a page for one name of the server."""

    sha256: str
    modified: float
    """Seconds since 1970."""
    _data: bytes

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self._data)

    def blocks(self, part: range) -> Iterator[bytes]:
        """These bytes of it, at once."""
        yield self._data[part.start : part.stop]

    def close(self) -> None:
        """Nothing is open."""


def rehomed(file: "UnchangedFile", name: str, published: str, home: str) -> Rehomed:
    """A feed or a page that was `published` at one address, for another; both end in `/`. Raises `FileChanged`."""
    with _COMPUTING:
        return _rehomed(_Source(file.sha256, file), name, published, home)


@dataclass(frozen=True, slots=True)
class _Source:
    """A file as it was written, which is another one only by its digest."""

    sha256: str
    file: "UnchangedFile" = field(compare=False)


@lru_cache(_KEPT)
def _rehomed(source: _Source, name: str, published: str, home: str) -> Rehomed:
    file = source.file
    text = _TEXTS[name](b"".join(file.blocks(range(file.size))), published, home)
    return Rehomed(hashlib.sha256(text).hexdigest(), file.modified, text)
