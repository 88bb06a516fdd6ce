"""What a feed says: data, from which its XML is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file to be played."""

    url: str
    bytes: int
    bitrate: int | None = None
    """Bits a second, where there are several to choose from."""
    title: str = ""
    """What is different in this one."""


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An episode of a feed."""

    title: str
    guid: str
    published: datetime
    """In UTC."""
    description: str
    """HTML."""
    language: str
    audio: Enclosure
    duration_s: int
    stem: str
    """The address of what lies beside the audio, without its ending."""
    kind: str
    """`full` or `bonus`."""
    number: int | None = None
    season: int | None = None
    """All of a program are one: Apple shows the newest season first, and a program begins at its first day."""
    week: int | None = None
    """A season of the podcast namespace, where weeks come out one after another."""
    week_name: str = ""
    watch: Enclosure | None = None
    """The edition for watches, a smaller file."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed."""

    url: str
    """Its own."""
    link: str
    """The page that it belongs to."""
    title: str
    description: str
    """HTML."""
    author: str
    language: str
    cover: str
    """An address."""
    guid: str
    is_serial: bool
    is_private: bool
    items: tuple[FeedItem, ...]
    """Newest first."""

    @property
    def weeks(self) -> Mapping[int, date]:
        """The day on which each week comes out, in UTC; empty where all is there at once."""
        return {item.week: item.published.date() for item in reversed(self.items) if item.week is not None}
