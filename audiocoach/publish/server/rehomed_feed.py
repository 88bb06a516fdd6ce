"""A feed for whoever reaches this server, under whatever name: its addresses begin with that name.

A podcast app takes every address out of the feed, and `feed` was told of one place only.
"""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Final
from xml.sax import SAXException, make_parser
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

if TYPE_CHECKING:
    from audiocoach.publish.server.unchanged_file import UnchangedFile

_IDENTITIES: Final = frozenset({"guid", "podcast:guid"})
"""Elements that name a thing wherever it lies, so that an app knows it again."""
_KEPT: Final = 8
"""Feeds that are remembered: there are as many as names of this server."""
_COMPUTING: Final = Lock()
"""One at a time, so that a hundred clients have it computed once."""


@dataclass(frozen=True, slots=True)
class RehomedFeed:
    """The bytes of a feed for one name of the server."""

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


def rehomed_feed(feed: "UnchangedFile", published: str, base_url: str) -> RehomedFeed:
    """A feed that was `published` for one base URL, for another; both end in `/`. Raises `FileChanged`."""
    with _COMPUTING:
        return _rehomed(_Source(feed.sha256, feed), published, base_url)


@dataclass(frozen=True, slots=True)
class _Source:
    """A feed as it was written, which is another one only by its digest."""

    sha256: str
    file: "UnchangedFile" = field(compare=False)


@lru_cache(_KEPT)
def _rehomed(feed: _Source, published: str, base_url: str) -> RehomedFeed:
    out, text = io.BytesIO(), b"".join(feed.file.blocks(range(feed.file.size)))
    parser = make_parser()  # noqa: S317 - it reads a feed of ours, known by its digest
    parser.setFeature(feature_namespaces, False)  # names stay as they are written, with their prefixes
    parser.setContentHandler(_Rehoming(XMLGenerator(out, "utf-8", short_empty_elements=True), published, base_url))
    try:
        parser.parse(io.BytesIO(text))
        text = out.getvalue() + b"\n"
    except SAXException:  # no feed of ours, whatever the folder says
        pass
    return RehomedFeed(hashlib.sha256(text).hexdigest(), feed.file.modified, text)


class _Rehoming(ContentHandler):
    """Passes a document on, with one beginning of addresses instead of another."""

    def __init__(self, out: XMLGenerator, published: str, base_url: str) -> None:
        super().__init__()
        self._out, self._published, self._base_url = out, published, base_url
        self._inside: list[str] = []
        self._text: list[str] = []

    def startDocument(self) -> None:  # noqa: N802 - the library's name
        """The beginning."""
        self._out.startDocument()

    def endDocument(self) -> None:  # noqa: N802
        """The end."""
        self._out.endDocument()

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        """An element begins."""
        self._pass_text()
        self._inside.append(name)
        self._out.startElement(name, AttributesImpl({key: self._changed(value) for key, value in attrs.items()}))

    def endElement(self, name: str) -> None:  # noqa: N802
        """An element ends."""
        self._pass_text()
        self._inside.pop()
        self._out.endElement(name)

    def characters(self, content: str) -> None:
        """A piece of a text, which may end within an address."""
        self._text.append(content)

    def _pass_text(self) -> None:
        if self._text:
            text = "".join(self._text)
            self._out.characters(text if self._inside[-1] in _IDENTITIES else self._changed(text))
            self._text.clear()

    def _changed(self, text: str) -> str:
        if text == self._published.rstrip("/"):  # the folder itself
            return self._base_url
        return text.replace(self._published, self._base_url)
