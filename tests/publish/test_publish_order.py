"""In which order apps show a feed: who begins at the oldest shows day 1 first, who begins at the newest last."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from audiocoach.program.manifest import Manifest, read_manifest
from audiocoach.publish.feed.feed_options import FeedOptions
from audiocoach.publish.feed.write_feed import write_feed
from audiocoach.publish.publication import read_publication
from audiocoach.publish.site.write_site import write_site
from support.feed_orders import by_antennapod, by_apple, by_gpodder
from support.feed_readers import by_feedparser, by_podcastparser
from support.feed_rules import Published, faults
from support.feed_xml import read_feed_xml
from support.published import IDS, build_collection

BASE = "https://example.org/runs/"
DAYS = [name for name in IDS if "-" not in name]
SINGLES = ["Läufe", "Walk", "Last"]
"""By the names of their files: `a-läufe`, `b walk`, `c`."""


def xml_of(folder: Path, now: datetime, **options: object) -> bytes:
    options = {"base_url": BASE, "now": lambda: now, **options}
    return write_feed(folder, FeedOptions(**options)).path.read_bytes()  # type: ignore[arg-type]


def listed(xml: bytes) -> dict[str, list[str]]:
    """The titles of episodes as apps list them, and as the readers do that apps are made of."""
    feed = read_feed_xml(xml)
    orders = {
        "AntennaPod, newest first": by_antennapod(feed),
        "AntennaPod, oldest first": by_antennapod(feed)[::-1],
        "Apple": by_apple(feed),
        "gPodder, as in the file": by_gpodder(feed),
        "oldest first, without bonus": [item for item in by_antennapod(feed)[::-1] if item.kind == "full"],
    }
    titles = {app: [item.title or "" for item in items] for app, items in orders.items()}
    for name, read in (("podcastparser", by_podcastparser), ("feedparser", by_feedparser)):
        titles[name] = [item["title"] for item in read(xml)["items"]]
    return titles


@pytest.mark.parametrize(
    ("now", "options"),
    [
        (datetime(2026, 11, 28, 7, 0, tzinfo=UTC), {}),
        (datetime(2026, 1, 1, 0, 0, 30, tzinfo=UTC), {}),
        (datetime(2026, 1, 1, 13, 0, tzinfo=UTC), {}),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), {}),
        (datetime(2026, 11, 28, 7, 0, tzinfo=UTC), {"private": True}),
        (datetime(2026, 11, 28, 7, 0, tzinfo=UTC), {"release": "weekly", "start": date(2026, 12, 28)}),
    ],
)
def test_a_program_begins_at_its_first_day(program: Path, now: datetime, options: dict[str, object]) -> None:
    xml = xml_of(program, now, **options)
    titles = {episode.id: episode.title for episode in read_publication(program).episodes}
    days, everything = ([titles[name] for name in names] for names in (DAYS, IDS))
    assert listed(xml) == {
        "AntennaPod, newest first": everything[::-1],
        "AntennaPod, oldest first": everything,
        "Apple": everything,
        "gPodder, as in the file": everything[::-1],
        "oldest first, without bonus": days,
        "podcastparser": everything,  # which knows what serial means
        "feedparser": everything[::-1],
    }
    assert {item.season for item in read_feed_xml(xml).items} == {1}


def test_a_collection_is_shown_in_its_own_order(tmp_path: Path) -> None:
    build_collection(tmp_path / "source", tmp_path / "out")
    xml = xml_of(tmp_path / "out", datetime(2026, 11, 28, 7, 0, tzinfo=UTC))
    shown = listed(xml)
    titles = ["Zebra", "Middle", "Ant"]
    for app in ("AntennaPod, newest first", "Apple", "gPodder, as in the file", "podcastparser", "feedparser"):
        assert shown[app] == titles
    feed = read_feed_xml(xml)
    assert (feed.title, feed.type) == ("Small things", "episodic")
    write_site(tmp_path / "out")
    assert "<title>Small things</title>" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def listing(folder: Path, whole: Manifest, named: Callable[[str], bool]) -> None:
    """Have a program's folder list those of its files alone, as a build of some weeks does."""
    now = read_manifest(folder)
    assert now is not None
    replace(whole.keeping(filter(named, whole.files)), published=now.published).write(folder)


def dates(xml: bytes) -> dict[str | None, tuple[datetime | None, int | None]]:
    """The date and the number of each episode, by its title."""
    return {item.title: (item.date, item.episode) for item in read_feed_xml(xml).items}


@pytest.mark.parametrize("week", [1, 2])
@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=1), timedelta(days=40), timedelta(days=500)])
def test_a_week_that_is_added_moves_no_date_and_no_number_and_all_begins_at_the_first_day(
    program: Path, week: int, later: timedelta
) -> None:
    whole = read_manifest(program)
    assert whole is not None
    first = datetime(2026, 11, 28, 7, 0, tzinfo=UTC)
    listing(program, whole, lambda name: name.startswith(f"w{week:02}"))
    one = dates(xml_of(program, first))
    listing(program, whole, lambda name: True)
    xml = xml_of(program, first + later)
    assert len(one) == {1: 2, 2: 5}[week]
    assert one.items() <= dates(xml).items()
    titles = {episode.id: episode.title for episode in read_publication(program).episodes}
    days, everything = ([titles[name] for name in names] for names in (DAYS, IDS))
    shown = listed(xml)
    assert shown["AntennaPod, oldest first"] == shown["Apple"] == shown["podcastparser"] == everything
    assert shown["AntennaPod, newest first"] == shown["gPodder, as in the file"] == everything[::-1]
    assert shown["oldest first, without bonus"] == days
    assert max(date for date, _ in dates(xml).values() if date) <= first + later
    assert xml_of(program, first + timedelta(days=900)) == xml


def test_an_mp3_that_is_missing_leaves_a_gap_and_comes_back_in_its_place(program: Path, tmp_path: Path) -> None:
    now = datetime(2026, 11, 28, 7, 0, tzinfo=UTC)
    first = xml_of(program, now)
    gone = program / "w01d2-builder.mp3"
    away = gone.rename(tmp_path / "away.mp3")
    fewer = dates(xml_of(program, now + timedelta(days=9)))
    assert fewer.items() < dates(first).items()
    assert sorted(number for _, number in fewer.values() if number) == [1, 3, 4]
    away.rename(gone)
    assert dates(xml_of(program, now + timedelta(days=90))) == dates(first)


def test_an_mp3_that_is_missing_from_the_beginning_leaves_a_gap(program: Path) -> None:
    (program / "w01d1-builder.mp3").unlink()
    for options in ({}, {"release": "weekly", "start": date(2027, 1, 4)}):
        found = dates(xml_of(program, datetime(2026, 11, 28, 7, 0, tzinfo=UTC), **options))
        assert sorted(number for _, number in found.values() if number) == [2, 3, 4]


def test_single_sessions_that_are_added_move_none(singles: Path) -> None:
    now = datetime(2026, 11, 28, 7, 0, tzinfo=UTC)
    first = dates(xml_of(singles, now))
    content = (singles / "c.mp3").read_bytes()
    for name in ("0", "bb", "d"):
        (singles / f"{name}.mp3").write_bytes(content)
    xml = xml_of(singles, now + timedelta(days=3))
    found = {item.guid: item.date for item in read_feed_xml(xml).items}
    assert {date for date, _ in first.values()} <= set(found.values())
    names = [Path(item.url or "").name.partition(".")[0] for item in by_antennapod(read_feed_xml(xml))]
    assert names == ["0", "a-laufe", "b-walk", "bb", "c", "d"]


def test_single_sessions_are_shown_by_their_names_for_apps_list_the_newest_first(singles: Path) -> None:
    xml = xml_of(singles, datetime(2026, 11, 28, 7, 0, tzinfo=UTC))
    assert listed(xml) == {
        "AntennaPod, newest first": SINGLES,
        "AntennaPod, oldest first": SINGLES[::-1],
        "Apple": SINGLES,
        "gPodder, as in the file": SINGLES,
        "oldest first, without bonus": SINGLES[::-1],
        "podcastparser": SINGLES,
        "feedparser": SINGLES,
    }
    assert {(item.season, item.episode, item.kind) for item in read_feed_xml(xml).items} == {(None, None, "full")}


def test_a_season_a_week_would_begin_at_the_last_one() -> None:
    """What the table is for: with a season a week Apple shows the last week first."""
    text = "<rss version='2.0' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'><channel>"
    text += "<itunes:type>serial</itunes:type>"
    for week in (2, 1):
        text += f"<item><title>w{week}</title><pubDate>Mon, 0{week} Jun 2026 07:00:00 GMT</pubDate>"
        text += f"<itunes:season>{week}</itunes:season><itunes:episode>1</itunes:episode>"
        text += "<itunes:episodeType>full</itunes:episodeType></item>"
    feed = read_feed_xml(f"{text}</channel></rss>".encode())
    assert [item.title for item in by_apple(feed)] == ["w2", "w1"]


def test_a_feed_that_is_written_again_a_year_later_keeps_its_order_and_its_dates(program: Path) -> None:
    first = xml_of(program, datetime(2026, 11, 28, 7, 0, tzinfo=UTC))
    again = xml_of(program, datetime(2027, 11, 28, 7, 0, tzinfo=UTC))
    assert again == first


def test_a_copy_of_a_program_elsewhere_is_in_order_too(program: Path, tmp_path: Path) -> None:
    moved = Path(shutil.copytree(program, tmp_path / "moved to" / "öther"))
    now = datetime(2026, 11, 28, 7, 0, tzinfo=UTC)
    write_feed(moved, FeedOptions(base_url=BASE, now=lambda: now))
    assert faults(Published((moved / "feed.xml").read_bytes(), moved, BASE, now)) == []
