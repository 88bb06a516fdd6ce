"""A feed as RSS 2.0, with what podcast apps ask for beside it: the namespaces of Apple, of Podcasting 2.0 and Atom's.

Only what the feed is made of decides about its bytes: no time of writing stands in it.
"""

import re
from collections.abc import Mapping
from email.utils import format_datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from audiocoach.publish.feed.feed import Enclosure, Feed, FeedItem

_NAMESPACES: Final = {
    "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "xmlns:podcast": "https://podcastindex.org/namespace/1.0",
    "xmlns:atom": "http://www.w3.org/2005/Atom",
}
_CATEGORY: Final = ("Health & Fitness", "Fitness")
"""Of Apple's list, and one below it."""
_NO_XML: Final = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML may hold."""
AUDIO: Final = "audio/mpeg"


def rss(feed: Feed) -> bytes:
    """The file; the same feed gives the same bytes."""
    root = Element("rss", {"version": "2.0", **_NAMESPACES})
    channel = _Parent(SubElement(root, "channel"))
    _about(channel, feed)
    for item in feed.items:
        _item(channel.child("item"), item)
    indent(root, "  ")
    body: bytes = tostring(root, "utf-8", xml_declaration=False)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"


class _Parent:
    """An element that is given others."""

    def __init__(self, element: Element) -> None:
        self._element = element

    def add(self, name: str, text: object = "", attributes: Mapping[str, object] | None = None) -> None:
        """Put an element into it."""
        self._child(name, attributes or {}).text = _NO_XML.sub("\ufffd", str(text)) or None

    def child(self, name: str, attributes: Mapping[str, object] | None = None) -> "_Parent":
        """Put an element into it, to be given others."""
        return _Parent(self._child(name, attributes or {}))

    def _child(self, name: str, attributes: Mapping[str, object]) -> Element:
        written = {key: _NO_XML.sub("\ufffd", str(value)) for key, value in attributes.items()}
        return SubElement(self._element, name, written)


def _about(channel: _Parent, feed: Feed) -> None:
    channel.add("title", feed.title)
    channel.add("link", feed.link)
    channel.add("description", feed.description)
    channel.add("language", feed.language)
    channel.add("generator", "audiocoach")
    channel.add("atom:link", attributes={"href": feed.url, "rel": "self", "type": "application/rss+xml"})
    image = channel.child("image")
    for name, text in {"url": feed.cover, "title": feed.title, "link": feed.link}.items():
        image.add(name, text)
    channel.add("itunes:author", feed.author)
    channel.add("itunes:image", attributes={"href": feed.cover})
    channel.child("itunes:category", {"text": _CATEGORY[0]}).add("itunes:category", attributes={"text": _CATEGORY[1]})
    channel.add("itunes:explicit", "false")
    channel.add("itunes:type", "serial" if feed.is_serial else "episodic")
    if feed.is_private:
        channel.add("itunes:block", "Yes")
    channel.add("podcast:guid", feed.guid)
    channel.add("podcast:medium", "course")


def _item(item: _Parent, one: FeedItem) -> None:
    item.add("title", one.title)
    item.add("guid", one.guid, {"isPermaLink": "false"})
    item.add("pubDate", format_datetime(one.published))
    item.add("description", one.description)
    item.add("enclosure", attributes={"url": one.audio.url, "length": one.audio.bytes, "type": AUDIO})
    item.add("itunes:duration", one.duration_s)
    item.add("itunes:explicit", "false")
    item.add("itunes:episodeType", one.kind)
    if one.season is not None:
        item.add("itunes:season", one.season)
    if one.number is not None:
        item.add("itunes:episode", one.number)
    item.add("itunes:image", attributes={"href": f"{one.stem}.jpg"})
    if one.week is not None:
        item.add("podcast:season", one.week, {"name": one.week_name} if one.week_name else None)
    item.add("podcast:chapters", attributes={"url": f"{one.stem}.chapters.json", "type": "application/json+chapters"})
    for suffix, kind in {"vtt": "text/vtt", "srt": "application/x-subrip"}.items():
        about = {"url": f"{one.stem}.{suffix}", "type": kind, "language": one.language}
        item.add("podcast:transcript", attributes=about)
    if one.watch is not None:
        _alternate(item, one.watch)


def _alternate(item: _Parent, watch: Enclosure) -> None:
    about = {"type": AUDIO, "length": watch.bytes, "bitrate": watch.bitrate, "title": watch.title}
    known = {name: value for name, value in about.items() if value}
    item.child("podcast:alternateEnclosure", known).add("podcast:source", attributes={"uri": watch.url})
