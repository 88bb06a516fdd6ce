"""The feed of a folder: what it says, and that it changes where something changed alone."""

import hashlib
import json
import shutil
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from audiocoach.deliver import transcript
from audiocoach.deliver.extras import EXTRAS
from audiocoach.errors import InputError
from audiocoach.program.manifest import MANIFEST, read_manifest
from audiocoach.publish.feed.feed_options import FeedOptions
from audiocoach.publish.feed.write_feed import WrittenFeed, write_feed
from audiocoach.publish.publication import read_publication
from support.published import IDS, PROGRAM, build_program, build_session

FIRST = datetime(2026, 11, 28, 7, 55, 31, tzinfo=UTC)
SECRET = "0123456789abcdef" * 2
URL = "https://example.org/runs"
NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
}


def never() -> datetime:
    raise AssertionError("only a folder's first feed asks for the time")


def written(folder: Path, now: Callable[[], datetime] = lambda: FIRST, **options: Any) -> WrittenFeed:
    return write_feed(folder, FeedOptions(**{"base_url": URL, **options}, now=now, draw_secret=lambda: SECRET))


def items(folder: Path, root: str = "") -> dict[str, ElementTree.Element]:
    """The feed's items by their titles, in its order."""
    channel = ElementTree.parse(folder / root / "feed.xml").getroot()[0]
    return {item.findtext("title", ""): item for item in channel.findall("item")}


def channel(folder: Path, root: str = "") -> ElementTree.Element:
    return ElementTree.parse(folder / root / "feed.xml").getroot()[0]


def text(element: ElementTree.Element, name: str) -> str | None:
    return element.findtext(name, None, NAMESPACES)


def everything(folder: Path) -> dict[str, tuple[int, bytes]]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes()) for path in found}


def local(folder: Path, url: str | None) -> Path:
    """The file that an address of the feed leads to."""
    assert url is not None
    assert url.startswith(f"{URL}/")
    return folder / url.removeprefix(f"{URL}/")


def test_a_program_is_serial_one_season_newest_first_with_extras_as_bonus(program: Path) -> None:
    written(program)
    about = channel(program)
    assert text(about, "itunes:type") == "serial"
    found = list(items(program).values())
    assert [text(item, "itunes:episode") for item in reversed(found)] == ["1", "2", "3", None, None, "4", None]
    kinds = ["full", "full", "full", "bonus", "bonus", "full", "bonus"]
    assert [text(item, "itunes:episodeType") for item in reversed(found)] == kinds
    assert {text(item, "itunes:season") for item in found} == {"1"}
    assert not any(item.findall("podcast:season", NAMESPACES) for item in found)
    dates = [parsedate_to_datetime(text(item, "pubDate") or "") for item in found]
    assert dates == sorted(dates, reverse=True)
    assert max(dates) <= FIRST


def test_single_sessions_are_episodic_in_the_order_of_their_files(singles: Path) -> None:
    written(singles)
    assert text(channel(singles), "itunes:type") == "episodic"
    assert list(items(singles)) == ["Läufe", "Walk", "Last"]
    for item in items(singles).values():
        assert text(item, "itunes:episodeType") == "full"
        assert text(item, "itunes:season") is None
        assert text(item, "itunes:episode") is None


def test_the_show_says_all_that_apps_ask_for(program: Path) -> None:
    feed = written(program).feed
    about = channel(program)
    said = {name: text(about, name) for name in ("title", "link", "language", "itunes:author", "itunes:explicit")}
    assert said == {
        "title": "Builder & Co <5k>", "link": f"{URL}/", "language": "en", "itunes:author": "Ann",
        "itunes:explicit": "false",
    }  # fmt: skip
    assert "From a walk to a run." in (text(about, "description") or "")
    itself = about.find("atom:link", NAMESPACES)
    assert itself is not None
    assert itself.attrib == {"href": f"{URL}/feed.xml", "rel": "self", "type": "application/rss+xml"}
    assert feed.url == f"{URL}/feed.xml"
    category = about.find("itunes:category", NAMESPACES)
    assert category is not None
    assert [category.get("text"), category[0].get("text")] == ["Health & Fitness", "Fitness"]
    cover = about.find("itunes:image", NAMESPACES)
    assert cover is not None
    assert local(program, cover.get("href")).read_bytes()[:3] == b"\xff\xd8\xff"
    assert text(about, "podcast:medium") == "course"
    space = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
    assert text(about, "podcast:guid") == str(uuid.uuid5(space, "example.org/runs/feed.xml"))
    assert text(about, "itunes:block") is None


def test_every_file_that_an_episode_names_is_there_and_as_it_says(program: Path) -> None:
    written(program)
    episodes = {episode.title: episode for episode in read_publication(program).episodes}
    for title, item in items(program).items():
        plan = episodes[title].plan()
        enclosure = item.find("enclosure")
        assert enclosure is not None
        audio = local(program, enclosure.get("url"))
        assert audio.read_bytes() == episodes[title].path.read_bytes()
        assert enclosure.get("length") == str(audio.stat().st_size)
        assert enclosure.get("type") == "audio/mpeg"
        assert abs(int(text(item, "itunes:duration") or "") * 1000 - plan.duration_ms) <= 500
        chapters = item.find("podcast:chapters", NAMESPACES)
        assert chapters is not None
        assert chapters.get("type") == "application/json+chapters"
        listed = json.loads(local(program, chapters.get("url")).read_text())
        assert listed["version"] == "1.2.0"
        assert [(one["startTime"] * 1000, one["title"]) for one in listed["chapters"]] == [
            (pytest.approx(mark.start_ms), mark.title) for mark in plan.chapters
        ]
        transcripts = {one.get("type"): one for one in item.findall("podcast:transcript", NAMESPACES)}
        assert local(program, transcripts["text/vtt"].get("url")).read_text() == transcript.vtt(plan.as_captions())
        subrip = local(program, transcripts["application/x-subrip"].get("url")).read_text()
        assert subrip == transcript.srt(plan.as_captions())
        assert len(plan.captions) == subrip.count("-->") > 2
        cover = item.find("itunes:image", NAMESPACES)
        assert cover is not None
        assert local(program, cover.get("href")).read_bytes()[:3] == b"\xff\xd8\xff"


def test_the_transcripts_are_those_that_build_writes(tmp_path: Path) -> None:
    from audiocoach.build.build import build
    from audiocoach.build.load import load
    from audiocoach.build.options import BuildOptions
    from support.published import workspace_in

    (tmp_path / "out").mkdir()
    options = BuildOptions(quality="voice", extras=("srt", "chapters"))
    script = "title: T\nsteps:\n  - walk: 40s\n    say: One & <two>. (2s) Three.\n  - run: 20s\n"
    build(load(script), tmp_path / "out" / "x.mp3", options, workspace=workspace_in(tmp_path))
    written(tmp_path / "out")
    stem = read_publication(tmp_path / "out").episodes[0].sha256[:8]
    for kind in ("srt", "chapters"):
        suffix = EXTRAS[kind][0]
        ours = (tmp_path / "out" / "media" / f"x.{stem}{suffix}").read_text()
        assert ours == (tmp_path / "out" / f"x{suffix}").read_text().rstrip(" \t\n") + "\n"


@pytest.mark.parametrize("options", [{}, {"private": True}, {"release": "weekly", "start": date(2027, 1, 4)}])
def test_feeding_again_changes_nothing_and_asks_for_no_time(program: Path, options: dict[str, Any]) -> None:
    assert written(program, **options).changed == 2 + 5 * len(IDS)
    before = everything(program)
    assert written(program, now=never, **options).changed == 0
    assert write_feed(program, FeedOptions(now=never)).changed == 0
    assert everything(program) == before


def test_another_machine_at_the_same_moment_writes_the_same(program: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(program, tmp_path / "other"))
    written(program)
    written(other)
    assert {name: content for name, (_, content) in everything(program).items() if name != MANIFEST} == {
        name: content for name, (_, content) in everything(other).items() if name != MANIFEST
    }


def test_a_rebuilt_episode_has_a_new_address_and_its_old_identity(once: Path, program: Path, tmp_path: Path) -> None:
    written(program)
    before, files = items(program), everything(program)
    source = Path(shutil.copytree(once / "source", tmp_path / "source"))
    build_program(source, program, PROGRAM.replace("run: 14s", "run: 16s"))
    assert read_publication(program).record.guids.keys() == {f"{one}-builder" for one in IDS}
    written(program, now=never)
    after = items(program)
    assert list(after) == list(before)
    for title, item in after.items():
        was = before[title]
        assert text(item, "guid") == text(was, "guid")
        assert text(item, "pubDate") == text(was, "pubDate")
        is_rebuilt = title == "Week 2, day 2: Längere Läufe"
        is_same = ElementTree.tostring(item).strip() == ElementTree.tostring(was).strip()
        assert is_same is not is_rebuilt
    old = before["Week 2, day 2: Längere Läufe"].find("enclosure")
    new = after["Week 2, day 2: Längere Läufe"].find("enclosure")
    assert old is not None
    assert new is not None
    assert old.get("url") != new.get("url")
    assert local(program, old.get("url")).exists()
    assert local(program, new.get("url")).exists()
    untouched = [name for name in files if "w01d1" in name or "w02d1" in name]
    assert untouched
    assert all(everything(program)[name] == files[name] for name in untouched)


def test_another_address_changes_addresses_and_no_identity(program: Path) -> None:
    written(program)
    before = items(program)
    guid = text(channel(program), "podcast:guid")
    written(program, base_url="http://other.example", now=never)
    assert text(channel(program), "podcast:guid") == guid
    for title, item in items(program).items():
        assert text(item, "guid") == text(before[title], "guid")
        enclosure = item.find("enclosure")
        assert enclosure is not None
        assert (enclosure.get("url") or "").startswith("http://other.example/media/")


def test_an_episode_that_comes_back_is_the_same_one(singles: Path) -> None:
    written(singles)
    guid = text(items(singles)["Last"], "guid")
    away = singles.parent / "away.mp3"
    (singles / "c.mp3").rename(away)
    written(singles)
    assert list(items(singles)) == ["Läufe", "Walk"]
    away.rename(singles / "c.mp3")
    written(singles)
    assert text(items(singles)["Last"], "guid") == guid


def test_a_private_feed_lies_below_its_secret_and_asks_not_to_be_listed(program: Path) -> None:
    feed = written(program, private=True).feed
    assert feed.url == f"{URL}/{SECRET}/feed.xml"
    assert text(channel(program, SECRET), "itunes:block") == "Yes"
    assert all(path.startswith(f"{SECRET}/") for path in read_publication(program).record.files)
    for item in items(program, SECRET).values():
        enclosure = item.find("enclosure")
        assert enclosure is not None
        assert local(program, enclosure.get("url")).exists()
    other = write_feed(program, FeedOptions(now=never, draw_secret=lambda: "f" * 32)).feed
    assert other.url == feed.url
    assert write_feed(program, FeedOptions(private=False)).feed.url == f"{URL}/feed.xml"
    assert not (program / SECRET).exists()


def test_weeks_that_come_out_one_after_another_are_seasons_of_their_own(program: Path) -> None:
    written(program, release="weekly", start=date(2027, 1, 4))
    found = items(program)
    first = found["Week 1, day 1: Easy does it"]
    assert text(first, "pubDate") == "Mon, 04 Jan 2027 00:00:00 +0000"
    seasons = [item.find("podcast:season", NAMESPACES) for item in reversed(found.values())]
    assert [(one.text, one.get("name")) for one in seasons if one is not None] == (
        [("1", "Easy does it")] * 2 + [("2", "Längere Läufe")] * 5
    )
    weeks = {parsedate_to_datetime(text(item, "pubDate") or "").date() for item in found.values()}
    assert weeks == {date(2027, 1, 4), date(2027, 1, 11)}
    written(program, release="at-once")
    assert not any(item.findall("podcast:season", NAMESPACES) for item in items(program).values())


def test_the_edition_for_watches_is_offered_beside_the_other(once: Path, program: Path) -> None:
    shutil.copytree(once / "program", program / "watch")
    (program / "watch" / "w01d2-builder.mp3").write_bytes(b"no MP3")
    shutil.copyfile(program / "w02d2-builder.mp3", program / "watch" / "w01d1-builder.mp3")
    notes = written(program).notes
    assert [note.message for note in notes] == [
        "`watch/w01d1-builder.mp3`, `watch/w01d2-builder.mp3` are no edition for watches of the file as it is"
    ]
    found = {title: item.find("podcast:alternateEnclosure", NAMESPACES) for title, item in items(program).items()}
    assert [title for title, one in found.items() if one is None] == [
        "Week 1, day 2: Easy does it", "Week 1, day 1: Easy does it"
    ]  # fmt: skip
    one = found["Week 2, day 1: Längere Läufe"]
    assert one is not None
    path = local(program, one[0].get("uri"))
    assert path.name.startswith("w02d1-builder-watch.")
    assert one.get("length") == str(path.stat().st_size)
    assert one.get("type") == "audio/mpeg"
    assert int(one.get("bitrate") or 0) == pytest.approx(70_000, abs=8_000)
    before = everything(program)
    assert written(program, now=never).changed == 0
    assert everything(program) == before


def test_titles_of_every_kind_come_back_whole(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    title = "5 < 6 & \"7\" ]]> 'ä' 😀 бег"
    build_session(
        tmp_path, tmp_path / "out" / "x.mp3", f"title: {json.dumps(title, ensure_ascii=False)}\nsteps: [run: 20s]\n"
    )
    written(tmp_path / "out")
    assert list(items(tmp_path / "out")) == [title]


@pytest.mark.parametrize(
    ("options", "message", "hint"),
    [
        ({"base_url": None}, "nobody has said where {folder} is published", "--base-url https://example.org/runs"),
        ({"base_url": "x"}, "the base URL `x` has no scheme", "did you mean `https://x`?"),
        ({"start": date(2027, 1, 4)}, "--start is for a program that comes out week by week", "--release weekly"),
    ],
)
def test_options_that_do_not_fit_are_told(program: Path, options: dict[str, Any], message: str, hint: str) -> None:
    before = everything(program)
    with pytest.raises(InputError) as raised:
        written(program, **options)
    assert raised.value.message.startswith(message.format(folder=program))
    assert hint in (raised.value.hint or "")
    assert everything(program) == before


def test_single_sessions_have_no_weeks(singles: Path) -> None:
    with pytest.raises(InputError, match="holds single sessions, which have no weeks"):
        written(singles, release="weekly")


def test_the_users_address_is_that_of_a_folder_without_one(program: Path) -> None:
    options = FeedOptions(default_url="https://example.org/{folder}", now=lambda: FIRST)
    assert write_feed(program, options).feed.url == "https://example.org/program/feed.xml"
    assert written(program).feed.url == f"{URL}/feed.xml"
    assert write_feed(program, options).feed.url == f"{URL}/feed.xml"


def test_the_digests_in_the_manifest_are_those_of_what_is_published(program: Path) -> None:
    written(program)
    manifest = read_manifest(program)
    assert manifest is not None
    files = manifest.published["files"]
    assert len(files) == 2 + 5 * len(IDS)
    for path, digest in files.items():
        assert hashlib.sha256((program / path).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("guid", "x"), ("guid", 5), ("guids", []), ("first", "2026-11-28"), ("first", "0001-01-01T00:00:00Z"),
        ("first", "9999-12-31T23:00:00Z"), ("secret", "../x"), ("secret", ""), ("start", "0001-01-01"),
        ("release", "daily"), ("files", {"/etc/passwd": "x"}), ("files", {"..": "x"}), ("files", []),
        ("retired", ["../x"]), ("known", {"x": 1}),
        ("unfinished", ["all"]), ("made_by", 3), ("base_url", "ftp://x"), ("base_url", 7), ("is_private", "perhaps"),
    ],
)  # fmt: skip
def test_a_record_that_somebody_wrote_is_told_and_nothing_is_done(program: Path, key: str, value: Any) -> None:
    written(program)
    manifest = read_manifest(program)
    assert manifest is not None
    replace(manifest, published={**manifest.published, key: value}).write(program)
    before = everything(program)
    with pytest.raises(InputError, match=rf"`published\.{key}.*` in program\.json is not as|the base URL `ftp://x`"):
        write_feed(program, FeedOptions())
    assert everything(program) == before


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('"title": "Builder & Co <5k>"', '"title": 5'), ('"id": "w01d1"', '"id": null'),
        ('"role": "main"', '"role": []'),
        ('"bytes": ', '"bytes": "x", "was": '), ('"weeks": {', '"weeks": 3, "was": {'),
        ('"files": {', '"files": 7, "x": {'),
    ],
)  # fmt: skip
def test_a_manifest_that_somebody_wrote_is_told(program: Path, was: str, becomes: str) -> None:
    text = (program / MANIFEST).read_text()
    assert was in text
    (program / MANIFEST).write_text(text.replace(was, becomes))
    with pytest.raises(InputError, match=r"program\.json is not as audiocoach wrote it: it should be "):
        written(program)
