"""A feed as its XML says it, read by the standard library alone: what other readers are compared with."""

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
ATOM = "{http://www.w3.org/2005/Atom}"

Link = tuple[str, str]
"""An address, and the type of what is there."""


@dataclass(frozen=True)
class FeedItem:
    """One episode; None for what it does not say."""

    title: str | None
    guid: str | None
    url: str | None
    length: int | None
    type: str | None
    date: datetime | None
    seconds: int | None
    season: int | None
    episode: int | None
    kind: str | None
    image: str | None
    description: str | None
    chapters: Link | None
    transcripts: tuple[Link, ...]
    watch: tuple[str, str, int] | None
    """The address, the type and the bytes of another edition (podcast:alternateEnclosure)."""
    week: tuple[int, str | None] | None
    """A season with its name (podcast:season)."""


@dataclass(frozen=True)
class Feed:
    """A show; None for what it does not say."""

    title: str | None
    link: str | None
    description: str | None
    language: str | None
    image: str | None
    categories: tuple[tuple[str, ...], ...]
    """Each with its sub-categories."""
    explicit: str | None
    author: str | None
    type: str | None
    is_blocked: bool
    self_url: str | None
    guid: str | None
    medium: str | None
    items: tuple[FeedItem, ...]


def channel_of(xml: bytes) -> ET.Element:
    """The one channel of an RSS 2.0 document."""
    root = ET.fromstring(xml)
    assert (root.tag, root.get("version"), len(root)) == ("rss", "2.0", 1), "no RSS 2.0 with one channel"
    assert root[0].tag == "channel"
    return root[0]


def read_feed_xml(xml: bytes) -> Feed:
    """What stands in it."""
    channel = channel_of(xml)
    myself = [link for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]
    return Feed(
        title=channel.findtext("title"),
        link=channel.findtext("link"),
        description=channel.findtext("description"),
        language=channel.findtext("language"),
        image=_attribute(channel, f"{ITUNES}image", "href"),
        categories=tuple(
            (one.get("text", ""), *(sub.get("text", "") for sub in one)) for one in channel.findall(f"{ITUNES}category")
        ),
        explicit=channel.findtext(f"{ITUNES}explicit"),
        author=channel.findtext(f"{ITUNES}author"),
        type=channel.findtext(f"{ITUNES}type"),
        is_blocked=channel.findtext(f"{ITUNES}block") == "Yes",
        self_url=myself[0].get("href") if myself else None,
        guid=channel.findtext(f"{PODCAST}guid"),
        medium=channel.findtext(f"{PODCAST}medium"),
        items=tuple(map(_item, channel.findall("item"))),
    )


def _item(item: ET.Element) -> FeedItem:
    chapters = item.find(f"{PODCAST}chapters")
    date = item.findtext("pubDate")
    return FeedItem(
        title=item.findtext("title"),
        guid=item.findtext("guid"),
        url=_attribute(item, "enclosure", "url"),
        length=_number(_attribute(item, "enclosure", "length")),
        type=_attribute(item, "enclosure", "type"),
        date=parsedate_to_datetime(date) if date else None,
        seconds=_number(item.findtext(f"{ITUNES}duration")),
        season=_number(item.findtext(f"{ITUNES}season")),
        episode=_number(item.findtext(f"{ITUNES}episode")),
        kind=item.findtext(f"{ITUNES}episodeType"),
        image=_attribute(item, f"{ITUNES}image", "href"),
        description=item.findtext("description"),
        chapters=_link(chapters) if chapters is not None else None,
        transcripts=tuple(map(_link, item.findall(f"{PODCAST}transcript"))),
        watch=_edition(item.find(f"{PODCAST}alternateEnclosure")),
        week=_week(item.find(f"{PODCAST}season")),
    )


def _edition(element: ET.Element | None) -> tuple[str, str, int] | None:
    if element is None:
        return None
    uri = _attribute(element, f"{PODCAST}source", "uri") or ""
    return uri, element.get("type", ""), int(element.get("length", "0"))


def _week(element: ET.Element | None) -> tuple[int, str | None] | None:
    return None if element is None else (int(element.text or ""), element.get("name"))


def _attribute(parent: ET.Element, tag: str, name: str) -> str | None:
    element = parent.find(tag)
    return None if element is None else element.get(name)


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)


def _link(element: ET.Element) -> Link:
    return element.get("url", ""), element.get("type", "")
