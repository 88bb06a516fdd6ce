"""In which order apps list the episodes of a feed."""

from support.feed_xml import Feed, FeedItem


def by_antennapod(feed: Feed) -> list[FeedItem]:
    """Newest first, by `pubDate` alone (as most apps for Android do); who turns it round begins at the oldest."""
    return sorted(feed.items, key=_date, reverse=True)


def by_apple(feed: Feed) -> list[FeedItem]:
    """Of a serial show the newest season, and in it the episodes by number; what has none by its date.

    Of an episodic one the newest first.
    """
    if feed.type != "serial":
        return by_antennapod(feed)
    full = sorted((item for item in feed.items if item.kind == "full"), key=lambda item: item.episode or 0)
    listed = list[FeedItem]()
    for season in sorted({item.season or 0 for item in full}, reverse=True):
        listed += [item for item in full if (item.season or 0) == season]
    for extra in sorted((item for item in feed.items if item.kind != "full"), key=_date):
        earlier = ((place, item) for place, item in enumerate(listed) if _date(item) < _date(extra))
        before = [place for place, item in earlier if item.season == extra.season]
        listed.insert(before[-1] + 1 if before else 0, extra)
    return listed


def by_gpodder(feed: Feed) -> list[FeedItem]:
    """As the file lists them."""
    return list(feed.items)


def _date(item: FeedItem) -> float:
    assert item.date is not None
    return item.date.timestamp()
