"""Three podcast clients that others have written see our feed as they see one made by hand, and get every byte."""

import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from audiocoach.publish.server.published_folder import PublishedFolder
from support.commands import run
from support.podcast_clients import Gpodder, Greg, Newsboat
from support.published import PROGRAM, build_program
from support.web import publish, serving

pytestmark = pytest.mark.long

BASE = "https://me.example/runs"
DAYS = 7
HEAD = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>By hand</title><link>https://me.example/runs/</link><description>Well-formed.</description>
<language>en</language><itunes:image href="https://me.example/runs/cover.jpg"/>
<atom:link href="https://me.example/runs/feed.xml" rel="self" type="application/rss+xml"/>
"""
ITEM = """<item><title>Day {day}</title><description>Run it.</description><guid isPermaLink="false">hand-{day}</guid>
<pubDate>{date}</pubDate><itunes:duration>20</itunes:duration>
<enclosure url="https://me.example/runs/{path}" length="{length}" type="audio/mpeg"/></item>
"""


@dataclass(frozen=True)
class Item:
    """An episode as its feed has it."""

    guid: str
    title: str
    path: str
    """Of its MP3, in the folder."""
    length: int


@dataclass(frozen=True)
class Show:
    """A published folder, and how one of its days is built again with another content."""

    folder: Path
    rebuild: Callable[[], None]

    @property
    def items(self) -> list[Item]:
        """As they stand in the file: the newest first."""
        found = ET.parse(self.folder / "feed.xml").iterfind("channel/item")
        return [
            Item(
                item.findtext("guid") or "",
                item.findtext("title") or "",
                (enclosure := item.find("enclosure").attrib)["url"].removeprefix(f"{BASE}/"),  # type: ignore[union-attr]
                int(enclosure["length"]),
            )
            for item in found
        ]

    def content(self, item: Item) -> bytes:
        """Of its MP3."""
        return (self.folder / item.path).read_bytes()


def by_hand(folder: Path) -> Show:
    folder.mkdir()

    def write(version: str) -> None:
        items, files = [], {}
        for day in range(DAYS, 0, -1):
            sound = f"day {day} {version if day == 2 else ''}".encode() * 10_000
            path = f"media/day{day}.{version if day == 2 else 'aaaaaaaa'}.mp3"
            date = format_datetime(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day))
            files[path] = sound
            items.append(ITEM.format(day=day, date=date, path=path, length=len(sound)))
        feed = f"{HEAD}{''.join(items)}</channel></rss>\n".encode()
        publish(folder, files | {"feed.xml": feed, "cover.jpg": b"cover"}, base_url=BASE)

    write("bbbbbbbb")
    return Show(folder, lambda: write("cccccccc"))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program with its feed in `program/`, and what it was built from in `source/`."""
    folder = tmp_path_factory.mktemp("published")
    build_program(folder / "source", folder / "program")
    run("feed", folder / "program", "--base-url", BASE)
    return folder


def ours(folder: Path, published: Path) -> Show:
    shutil.copytree(published / "program", folder)

    def rebuild() -> None:
        build_program(published / "source", folder, PROGRAM.replace("let: {run: 10s}", "let: {run: 11s}"))
        run("feed", folder)

    return Show(folder, rebuild)


@pytest.fixture(params=["by hand", "ours"])
def show(request: pytest.FixtureRequest, tmp_path: Path) -> Show:
    if request.param == "by hand":
        return by_hand(tmp_path / "show")
    return ours(tmp_path / "show", request.getfixturevalue("published"))


@pytest.fixture
def url(show: Show) -> Iterator[str]:
    with serving(PublishedFolder(show.folder)) as site:
        yield f"http://127.0.0.1:{site.port}/feed.xml"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def test_gpodder_subscribes_lists_downloads_and_gets_what_was_built_again(show: Show, url: str, home: Path) -> None:
    gpodder, items = Gpodder(home), show.items
    assert len(items) == DAYS
    assert f"Successfully added {url}." in gpodder.run("subscribe", url)
    assert f"{DAYS} new episodes" in gpodder.run("update")
    assert gpodder.episodes(url) == [(item.guid, item.title) for item in items]
    for item in (items[0], items[-1], items[-2]):
        assert "1 episodes downloaded." in gpodder.run("download", url, item.guid)
    expected = sorted(show.content(item) for item in (items[0], items[-1], items[-2]))
    assert sorted(gpodder.downloads().values()) == expected

    show.rebuild()
    again = show.items
    assert [item.guid for item in again] == [item.guid for item in items]
    changed = [new for old, new in zip(items, again, strict=True) if new.path != old.path]
    assert changed
    assert f"{DAYS - 3} new episodes" in gpodder.run(
        "update"
    )  # those that it has not got; it takes the addresses of all
    for item in changed:
        assert "1 episodes downloaded." in gpodder.run("download", url, item.guid)
        assert show.content(item) in gpodder.downloads().values()
    assert [guid for guid, _ in gpodder.episodes(url)] == [item.guid for item in items]


def test_newsboat_lists_every_episode_in_order(show: Show, url: str, home: Path) -> None:
    newsboat, items = Newsboat(home), show.items
    assert newsboat.run(url, "reload", "print-unread") == f"{DAYS} unread articles\n"
    server = url.removesuffix("feed.xml")
    assert newsboat.episodes() == [(item.guid, item.title, f"{server}{item.path}", "audio/mpeg") for item in items]
    title = ET.parse(show.folder / "feed.xml").findtext("channel/title")
    assert newsboat.show() == (title, server)
    assert newsboat.run(url, "reload", "print-unread") == f"{DAYS} unread articles\n"  # none twice
    show.rebuild()
    assert newsboat.run(url, "reload", "print-unread") == f"{DAYS} unread articles\n"
    assert [address for _, _, address, _ in newsboat.episodes()] == [f"{server}{item.path}" for item in show.items]


def test_greg_takes_the_newest(show: Show, url: str, home: Path) -> None:
    greg, newest = Greg(home), show.items[0]
    greg.run("add", "show", url)
    assert newest.title in greg.run("sync")
    assert greg.downloads() == {Path(newest.path).name: show.content(newest)}
    assert newest.title not in greg.run("sync")
    listed = greg.run("check", "-f", "show")
    places = [listed.index(f"{item.title} (") for item in show.items]
    assert places == sorted(places)
