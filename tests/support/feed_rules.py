"""What apps ask of a feed and of the files that it names, as a list of what is wrong.

From Apple's "Podcaster's Guide to RSS" and "Podcast artwork requirements", the podcast namespace (chapters 1.2.0,
transcripts) and RSS 2.0.
"""

import json
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import mutagen.mp3
from PIL import Image

from support.feed_xml import Feed, FeedItem, read_feed_xml

PODCAST_GUIDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
CATEGORIES = {("Health & Fitness", sub) for sub in ("", "Fitness", "Mental Health", "Nutrition", "Medicine")}
"""Of Apple's list, those that could fit."""
_TIME = r"(\d\d+):(\d\d):(\d\d)"


@dataclass(frozen=True)
class Published:
    """A feed beside the folder that its files are in."""

    xml: bytes
    folder: Path
    base: str
    """The address of the folder, with its last `/`."""
    today: datetime = datetime.max.replace(tzinfo=UTC)
    """No episode may be dated later."""
    is_weekly: bool = False
    """Whether its weeks come out one after another; else all of it is there at once."""

    @property
    def feed(self) -> Feed:
        """What it says."""
        return read_feed_xml(self.xml)

    def file(self, url: str | None) -> Path | None:
        """The file that an address stands for; None where it stands for none."""
        if not url or not url.startswith(self.base):
            return None
        path = self.folder / unquote(url.removeprefix(self.base))
        return path if path.is_file() else None


def faults(published: Published) -> list[str]:
    """All that is wrong."""
    feed = published.feed
    found = [*_of_show(feed, published), *_of_order(feed, published)]
    for item in feed.items:
        found += [f"`{item.title}`: {fault}" for rule in _OF_ITEM for fault in rule(item, published)]
    return found


def _of_show(feed: Feed, published: Published) -> Iterator[str]:
    for name in ("title", "link", "description", "language", "author", "guid", "medium"):
        if not (getattr(feed, name) or "").strip():
            yield f"the show has no {name}"
    if len((feed.description or "").encode()) > 4_000:
        yield "the show's description has more than 4000 bytes"
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", feed.language or ""):
        yield f"the language is {feed.language}"
    if not re.fullmatch(r"https?://\S+", feed.link or ""):
        yield f"the link is {feed.link}"
    if not feed.categories or any((*one, "")[:2] not in CATEGORIES for one in feed.categories):
        yield f"the categories are {feed.categories}"
    if feed.explicit not in ("true", "false"):
        yield f"explicit is {feed.explicit}"
    if feed.type not in ("serial", "episodic"):
        yield f"the type is {feed.type}"
    if feed.self_url != f"{published.base}feed.xml":
        yield f"the feed calls itself {feed.self_url}"
    elif feed.guid != str(uuid.uuid5(PODCAST_GUIDS, feed.self_url.partition("://")[2].rstrip("/"))):
        yield f"the guid is {feed.guid}"
    yield from _of_picture(feed.image, published, least=3000)
    if not feed.items:
        yield "there is no episode"


def _of_order(feed: Feed, published: Published) -> Iterator[str]:
    for name in ("guid", "url"):
        values = [getattr(item, name) for item in feed.items]
        if len(set(values)) != len(values):
            yield f"two episodes have one {name}"
    dates = [item.date for item in feed.items if item.date]
    if any(later <= earlier for later, earlier in pairwise(dates)):
        yield "the newest does not come first in the file"
    if dates and dates[0] > published.today:
        yield f"it is dated in the future: {dates[0]}"
    if feed.type != "serial":
        return
    oldest = [item for item in reversed(feed.items) if item.kind == "full"]
    if [item.episode for item in oldest] != list(range(1, len(oldest) + 1)):
        yield f"the episodes are numbered {[item.episode for item in oldest]}"
    gaps = {later.date - earlier.date for earlier, later in pairwise(oldest) if later.date and earlier.date}
    if any(gap < timedelta(minutes=1) for gap in gaps):
        yield f"two days are {min(gaps)} apart"
    if published.is_weekly:
        return
    if len(gaps) > 1 or any(gap > timedelta(days=1) for gap in gaps):
        yield f"the days are {sorted(map(str, gaps))} apart"
    if {item.season for item in oldest} != {1}:
        yield f"the seasons are { {item.season for item in oldest} }"
    if len({date.year for date in dates}) > 1:
        yield "it lies in two years"


def _is_complete(item: FeedItem, published: Published) -> Iterator[str]:
    for name in ("title", "guid", "description", "url", "length", "type", "date", "seconds", "chapters", "transcripts"):
        if not getattr(item, name):
            yield f"there is no {name}"
    if item.kind not in ("full", "bonus", "trailer"):
        yield f"it is a {item.kind}"
    if len((item.description or "").encode()) > 4_000:
        yield "the description has more than 4000 bytes"


def _has_audio(item: FeedItem, published: Published) -> Iterator[str]:
    path = published.file(item.url)
    if path is None:
        yield f"nothing is at {item.url}"
        return
    if not re.fullmatch(r"[\x21-\x7e]+\.mp3", item.url or ""):
        yield f"the address {item.url} is not ASCII, or ends in another way"
    if item.type != "audio/mpeg":
        yield f"the type is {item.type}"
    if item.length != path.stat().st_size:
        yield f"the length is {item.length}, not {path.stat().st_size}"
    seconds = mutagen.mp3.MP3(path).info.length
    if item.seconds is None or abs(item.seconds - seconds) > 1:
        yield f"it lasts {seconds:.1f} s, not {item.seconds}"


def _has_edition(item: FeedItem, published: Published) -> Iterator[str]:
    if item.watch is None:
        return
    url, kind, length = item.watch
    path = published.file(url)
    if path is None or kind != "audio/mpeg" or length != path.stat().st_size or url == item.url:
        yield f"there is no other edition at {url} of {length} bytes ({kind})"


def _has_picture(item: FeedItem, published: Published) -> Iterator[str]:
    yield from _of_picture(item.image, published, least=1400)


def _of_picture(url: str | None, published: Published, least: int) -> Iterator[str]:
    path = published.file(url)
    if path is None:
        yield f"no picture is at {url}"
        return
    with Image.open(path) as image:
        kind, mode, (width, height) = image.format, image.mode, image.size
    if (kind, path.suffix) not in (("JPEG", ".jpg"), ("PNG", ".png")) or mode != "RGB":
        yield f"the picture is a {kind} of {mode}"
    if width != height or not least <= width <= 3000:
        yield f"the picture has {width} x {height} pixels"


def _has_chapters(item: FeedItem, published: Published) -> Iterator[str]:
    url, kind = item.chapters or ("", "")
    path = published.file(url)
    if path is None or kind != "application/json+chapters":
        yield f"no chapters are at {url} ({kind})"
        return
    whole = json.loads(path.read_text(encoding="utf-8"))
    starts = [chapter["startTime"] for chapter in whole["chapters"]]
    if whole["version"] != "1.2.0" or not starts or not all(chapter["title"] for chapter in whole["chapters"]):
        yield "the chapters are no chapters 1.2.0"
    if starts != sorted(set(starts)) or starts[:1] != [0] or starts[-1] > (item.seconds or 0):
        yield f"the chapters start at {starts}"


def _has_transcripts(item: FeedItem, published: Published) -> Iterator[str]:
    kinds = {kind: published.file(url) for url, kind in item.transcripts}
    for kind, suffix, time in (
        ("text/vtt", ".vtt", rf"{_TIME}\.\d{{3}} --> {_TIME}\.\d{{3}}"),
        ("application/x-subrip", ".srt", rf"{_TIME},\d{{3}} --> {_TIME},\d{{3}}"),
    ):
        path = kinds.get(kind)
        if path is None or path.suffix != suffix:
            yield f"there is no transcript of the type {kind}"
            continue
        text = path.read_text(encoding="utf-8")
        if suffix == ".vtt" and not text.startswith("WEBVTT\n"):
            yield "the VTT does not say what it is"
        times = [match.groups() for match in re.finditer(rf"(?m)^{time}$", text)]
        ends = [int(hours) * 3600 + int(minutes) * 60 + int(seconds) for *_, hours, minutes, seconds in times]
        if not times or ends != sorted(ends) or ends[-1] > (item.seconds or 0) + 1:
            yield f"the cues of the {suffix} end at {ends[-3:]}"
        said = re.sub(r"</?v[^>]*>", "", text)
        if max(map(len, said.splitlines())) > 65:
            yield f"the {suffix} has lines of more than 65 characters"


_OF_ITEM: tuple[Callable[[FeedItem, Published], Iterator[str]], ...] = (
    _is_complete,
    _has_audio,
    _has_edition,
    _has_picture,
    _has_chapters,
    _has_transcripts,
)
