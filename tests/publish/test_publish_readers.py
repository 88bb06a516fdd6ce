"""A feed as readers see it that share no code with ours, and the rules of the apps that show it."""

import json
import re
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PIL import Image

from audiocoach.publish.feed.feed_options import FeedOptions
from audiocoach.publish.feed.write_feed import write_feed
from support.feed_readers import IN_PYTHON, by_node, differences
from support.feed_rules import Published, faults
from support.feed_xml import channel_of
from support.published import build_session

BASE = "https://example.org/runs/"
NOW = datetime(2026, 11, 28, 7, 0, tzinfo=UTC)
AT = FeedOptions(base_url=BASE, now=lambda: NOW)
KINDS = ("program", "private", "weekly", "singles")


def published(folder: Path, options: FeedOptions, **more: bool) -> Published:
    path = write_feed(folder, options).path
    base = f"{BASE}{path.parent.relative_to(folder).as_posix()}/".replace("/./", "/")
    return Published(path.read_bytes(), path.parent, base, today=NOW, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def feeds(once: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Published]:
    """One of every kind; titles have all that XML, HTML and URLs have a meaning for."""
    folder = tmp_path_factory.mktemp("feeds")
    for name in KINDS:
        shutil.copytree(once / ("singles" if name == "singles" else "program"), folder / name)
    strange = 'title: Läufe & "Pausen" <5 🏃 %41 ]]>\ndescription: 1 < 2 & "3" 🏃\nlanguage: de\nsteps: [run: 20s]\n'
    build_session(once / "source", folder / "singles" / "d 🏃 & ü.mp3", strange)
    (folder / "program" / "watch").mkdir()
    for mp3 in (folder / "program").glob("w*.mp3"):
        shutil.copy(mp3, folder / "program" / "watch" / mp3.name)
    weekly = FeedOptions(base_url=BASE, release="weekly", start=date(2026, 11, 2), now=lambda: NOW)
    return {
        "program": published(folder / "program", AT),
        "private": published(folder / "private", FeedOptions(base_url=BASE, private=True, now=lambda: NOW)),
        "weekly": published(folder / "weekly", weekly, is_weekly=True),
        "singles": published(folder / "singles", AT),
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_feed_and_its_files_are_as_apps_ask_for(feeds: dict[str, Published], kind: str) -> None:
    assert faults(feeds[kind]) == []
    feed = feeds[kind].feed
    assert feed.type == ("episodic" if kind == "singles" else "serial")
    assert feed.is_blocked == (kind == "private")
    assert len(feed.items) == (4 if kind == "singles" else 7)
    assert {item.watch is not None for item in feed.items} == {kind == "program"}
    weeks = {(1, "Easy does it"), (2, "Längere Läufe")} if kind == "weekly" else {None}
    assert {item.week for item in feed.items} == weeks


@pytest.mark.parametrize("reader", IN_PYTHON)
@pytest.mark.parametrize("kind", KINDS)
def test_readers_find_every_field(feeds: dict[str, Published], kind: str, reader: str) -> None:
    assert differences(IN_PYTHON[reader](feeds[kind].xml), feeds[kind].feed) == []


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_readers_of_npm_find_every_field(feeds: dict[str, Published], kind: str) -> None:
    for reader, found in by_node(feeds[kind].xml).items():
        assert differences(found, feeds[kind].feed) == [], reader


@pytest.mark.parametrize("reader", IN_PYTHON)
def test_a_field_that_is_read_otherwise_is_seen(feeds: dict[str, Published], reader: str) -> None:
    """Also in the last item, and of the items a whole one."""
    xml, feed = feeds["program"].xml, feeds["program"].feed
    wrong = xml.replace(feed.items[-1].url.encode(), b"https://example.org/other.mp3")  # type: ignore[union-attr]
    assert any("url" in difference for difference in differences(IN_PYTHON[reader](wrong), feed))
    fewer = xml[: xml.rindex(b"<item>")] + xml[xml.rindex(b"</item>") + len(b"</item>") :]
    assert differences(IN_PYTHON[reader](fewer), feed) == ["6 items, not 7"]


def test_titles_and_descriptions_are_those_of_the_sessions(feeds: dict[str, Published]) -> None:
    items = {item.title: item for item in feeds["singles"].feed.items}
    strange = items['Läufe & "Pausen" <5 🏃 %41 ]]>']
    assert "1 &lt; 2 &amp; &quot;3&quot; 🏃" in (strange.description or "")
    program = feeds["program"].feed
    assert program.title == "Builder & Co <5k>"
    assert "From a walk to a run." in (program.description or "")
    assert {item.kind for item in program.items} == {"full", "bonus"}
    assert (program.language, feeds["singles"].feed.language) == ("en", "de")


def _no_file(suffix: str) -> Callable[[Published], None]:
    name = "w01d1-builder-watch.*.mp3" if suffix == "-watch.mp3" else f"w01d1-builder.*{suffix}"
    return lambda published: next((published.folder / "media").glob(name)).unlink()


def _small_cover(published: Published) -> None:
    Image.new("RGB", (1399, 1399)).save(next((published.folder / "media").glob("w01d1-builder.*.jpg")))


def _with_alpha(published: Published) -> None:
    Image.new("RGBA", (3000, 3000)).save(published.folder / "cover.jpg", "PNG")


def _late_chapters(published: Published) -> None:
    path = next((published.folder / "media").glob("w01d1-builder.*.chapters.json"))
    whole = json.loads(path.read_text())
    whole["chapters"][0]["startTime"] = 1
    path.write_text(json.dumps(whole))


def _cut_audio(published: Published) -> None:
    path = next((published.folder / "media").glob("w01d1-builder.*.mp3"))
    content = path.read_bytes()
    path.unlink()  # it is a link
    path.write_bytes(content[: len(content) // 2])


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (_no_file(".mp3"), "nothing is at"),
        (_no_file("-watch.mp3"), "there is no other edition at"),
        (_no_file(".jpg"), "no picture is at"),
        (_no_file(".vtt"), "no transcript of the type text/vtt"),
        (_no_file(".srt"), "no transcript of the type application/x-subrip"),
        (_no_file(".chapters.json"), "no chapters are at"),
        (_small_cover, "1399 x 1399"),
        (_with_alpha, "PNG of RGBA"),
        (_late_chapters, "the chapters start at"),
        (_cut_audio, "the length is"),
    ],
)
def test_a_file_that_is_wrong_is_seen(
    feeds: dict[str, Published], tmp_path: Path, spoil: Callable[[Published], None], fault: str
) -> None:
    good = feeds["program"]
    spoiled = Published(good.xml, Path(shutil.copytree(good.folder, tmp_path / "x")), good.base, good.today)
    spoil(spoiled)
    assert any(fault in found for found in faults(spoiled)), faults(spoiled)


@pytest.mark.parametrize(
    ("tag", "instead", "fault"),
    [
        ("title", "", "the show has no title"),
        ("description", "", "the show has no description"),
        ("description", "x" * 4_001, "more than 4000 bytes"),
        ("language", "English", "the language is English"),
        ("link", "example.org", "the link is"),
        ("itunes:author", "", "no author"),
        ("itunes:explicit", "no", "explicit is no"),
        ("itunes:type", "Serial", "the type is Serial"),
        ("podcast:guid", "917393e3-1b1e-5cef-ace4-edaa54e1f810", "the guid is"),
        ("item/pubDate", "Sun, 29 Nov 2026 07:00:00 GMT", "dated in the future"),
        ("item/pubDate", "Mon, 03 Nov 2025 07:00:00 GMT", "the newest does not come first"),
        ("item/itunes:duration", "1", "it lasts"),
        ("item/itunes:episode", "9", "the episodes are numbered"),
        ("item/itunes:episodeType", "extra", "it is a extra"),
        ("item/description", "", "there is no description"),
        ("item/title", "", "there is no title"),
    ],
)
def test_a_tag_that_is_wrong_is_seen(feeds: dict[str, Published], tag: str, instead: str, fault: str) -> None:
    good = feeds["program"]
    text = good.xml.decode()
    before, name = text[: text.index("<item>")] if tag.startswith("item/") else "", tag.removeprefix("item/")
    wrong = before + re.sub(
        rf"(<{name}(?: [^>]*)?>).*?(</{name}>)", rf"\g<1>{instead}\g<2>", text[len(before) :], count=1, flags=re.S
    )
    assert channel_of(wrong.encode()) is not None
    found = faults(Published(wrong.encode(), good.folder, good.base, good.today))
    assert any(fault in one for one in found), found
