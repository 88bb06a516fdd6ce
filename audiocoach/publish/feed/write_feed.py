"""`feed`: a podcast of a folder's MP3s, with all that it needs beside them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from audiocoach.build.tagging import ARTIST
from audiocoach.errors import Diagnostic
from audiocoach.publish.artwork.covers import show_cover
from audiocoach.publish.feed.beside import write_beside
from audiocoach.publish.feed.feed import Enclosure, Feed, FeedItem
from audiocoach.publish.feed.feed_options import FEED, FeedOptions, check, decided
from audiocoach.publish.feed.rss import rss
from audiocoach.publish.feed.schedule import Scheduled, at_once, weekly
from audiocoach.publish.notes.show_notes import about_show, show_notes
from audiocoach.publish.publication import Publication
from audiocoach.publish.published_record import PublishedRecord
from audiocoach.publish.publisher import Publisher, publishing

SHOW_COVER: Final = "cover.jpg"
WATCH_TITLE: Final = "For watches"
"""What apps show beside an alternate enclosure."""


@dataclass(frozen=True, slots=True)
class WrittenFeed:
    """What `write_feed` has done."""

    feed: Feed
    path: Path
    """Of the file."""
    ids: tuple[str, ...]
    """Of the episodes, in the feed's order."""
    changed: int
    """Files that were written or taken away; 0 where all was there already."""
    notes: tuple[Diagnostic, ...]

    def as_json(self) -> dict[str, Any]:
        """As `feed --json` prints it."""
        feed = self.feed
        return {
            "url": feed.url,
            "path": str(self.path),
            "guid": feed.guid,
            "title": feed.title,
            "type": "serial" if feed.is_serial else "episodic",
            "private": feed.is_private,
            "changed": self.changed,
            "episodes": [_item_json(*one) for one in zip(self.ids, feed.items, strict=True)],
            "notes": [note.as_json() for note in self.notes],
        }


def write_feed(
    folder: Path, options: FeedOptions, progress: Callable[[int, int], None] = lambda done, total: None
) -> WrittenFeed:
    """Write the feed of a folder's MP3s into it; what has not changed stays as it is, byte for byte.

    `progress` is told how many of how many episodes are done. Raises `InputError` for an address that is none, a
    folder without an MP3 of ours, options that do not fit it, and where a file of somebody else is in the way;
    `DeliverError` where a file cannot be written.
    """
    check(options)
    with publishing(folder, "feed", options.privacy) as publisher:
        publication = publisher.publication
        record = decided(publisher.record, publication, options)
        scheduled = _scheduled(publication, record, options.now)
        root = f"{record.base_url}/{record.root}"
        items = list[FeedItem]()
        for one in reversed(scheduled):
            progress(len(items), len(scheduled))
            items.append(_item(publisher, one, record, root))
        feed = _feed(publication, record, root, tuple(items))
        publisher.write(SHOW_COVER, show_cover(publication))
        publisher.write(FEED, rss(feed))
        names = ("base_url", "guid", "guids", "first", "release", "start")
        publisher.finish(dates=_dates(record, scheduled), **{name: getattr(record, name) for name in names})
        progress(len(items), len(scheduled))
        ids = tuple(one.episode.id for one in reversed(scheduled))
        return WrittenFeed(feed, publisher.root / FEED, ids, publisher.changed, publication.notes)


def _scheduled(publication: Publication, record: PublishedRecord, now: Callable[[], datetime]) -> list[Scheduled]:
    assert record.first is not None
    if record.release == "weekly":
        return weekly(publication, record.start or record.first.date())
    return at_once(publication, record.first, record.dates, now)


def _dates(record: PublishedRecord, scheduled: Iterable[Scheduled]) -> Mapping[str, datetime]:
    """The dates to be kept, also of episodes that are not there, unless all are dated anew."""
    if record.release == "weekly":
        return record.dates
    dates = {one.episode.key: one.published for one in scheduled}
    is_kept = all(record.dates.get(key, date) == date for key, date in dates.items())
    return dict(sorted({**(record.dates if is_kept else {}), **dates}.items()))


def _feed(publication: Publication, record: PublishedRecord, root: str, items: tuple[FeedItem, ...]) -> Feed:
    return Feed(
        url=f"{root}{FEED}",
        link=root,
        title=publication.title,
        description=about_show(publication.description, publication.language).html,
        author=publication.author or ARTIST,
        language=publication.language,
        cover=f"{root}{SHOW_COVER}",
        guid=record.guid or "",
        is_serial=publication.is_program,
        is_private=record.is_private,
        items=items,
    )


def _item(publisher: Publisher, one: Scheduled, record: PublishedRecord, root: str) -> FeedItem:
    """An item, with its files published."""
    episode, publication = one.episode, publisher.publication
    placed, plan = publisher.place(episode), episode.plan()
    write_beside(publisher, placed, episode, plan)
    is_bonus = publication.is_program and one.number is None
    return FeedItem(
        title=episode.title,
        guid=record.guids[episode.key],
        published=one.published,
        description=show_notes(episode.notes, plan).html,
        language=episode.language,
        audio=Enclosure(f"{root}{placed.path}", episode.bytes),
        duration_s=round(episode.duration_ms / 1000),
        stem=f"{root}{placed.beside('')}",
        kind="bonus" if is_bonus else "full",
        number=one.number,
        season=1 if publication.is_program else None,
        week=one.week,
        week_name=publication.weeks.get(one.week, "") if one.week else "",
        watch=_watch(publisher, one, root),
    )


def _watch(publisher: Publisher, one: Scheduled, root: str) -> Enclosure | None:
    watch, seconds = one.episode.watch, one.episode.duration_ms / 1000
    if watch is None:
        return None
    path = publisher.place(watch).path
    return Enclosure(f"{root}{path}", watch.bytes, round(watch.bytes * 8 / seconds / 1000) * 1000, WATCH_TITLE)


def _item_json(episode: str, item: FeedItem) -> dict[str, Any]:
    return {
        "id": episode,
        "title": item.title,
        "guid": item.guid,
        "url": item.audio.url,
        "bytes": item.audio.bytes,
        "duration_s": item.duration_s,
        "published": item.published.isoformat(),
        "type": item.kind,
        "number": item.number,
        "week": item.week,
        "watch": item.watch.url if item.watch else None,
    }
