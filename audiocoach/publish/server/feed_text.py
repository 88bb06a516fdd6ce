"""The text of a feed, with another beginning of its addresses."""

import io
from typing import Final
from xml.sax import SAXException, make_parser
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

_IDENTITIES: Final = frozenset({"guid", "podcast:guid"})
"""Elements that name a thing wherever it lies, so that an app knows it again."""


def feed_text(feed: bytes, published: str, home: str) -> bytes:
    """A feed that was `published` at one address, for another; both end in `/`. What is no XML stays as it is."""
    out = io.BytesIO()
    parser = make_parser()  # noqa: S317 - it reads a feed of ours, known by its digest
    parser.setFeature(feature_namespaces, False)  # names stay as they are written, with their prefixes
    parser.setContentHandler(_Rehoming(XMLGenerator(out, "utf-8", short_empty_elements=True), published, home))
    try:
        parser.parse(io.BytesIO(feed))
    except SAXException:  # no feed of ours, whatever the folder says
        return feed
    return out.getvalue() + b"\n"


class _Rehoming(ContentHandler):
    """Passes a document on, with one beginning of addresses instead of another."""

    def __init__(self, out: XMLGenerator, published: str, home: str) -> None:
        super().__init__()
        self._out, self._published, self._home = out, published, home
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
            return self._home
        return text.replace(self._published, self._home)
