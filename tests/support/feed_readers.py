"""What readers of feeds that share no code with ours find in one, each as far as it looks."""

import calendar
import html
import io
import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import feedparser
import podcastparser
import pytest

from support import ROOT
from support.feed_xml import Feed, FeedItem

NODE = ROOT / "tests" / "node"

Reading = Mapping[str, Any]
"""Fields of a `Feed` by name; `items` are readings too. What a reader does not give is not in it."""
Reader = Callable[[bytes], Reading]


def differences(found: Reading, feed: Feed) -> list[str]:
    """In what a reader differs from what the XML says, field by field; it may list the items in an order of its own."""
    wrong = _differing("the show", {name: value for name, value in found.items() if name != "items"}, feed)
    if len(found["items"]) != len(feed.items):
        return [*wrong, f"{len(found['items'])} items, not {len(feed.items)}"]
    by_guid = {item["guid"]: item for item in found["items"]}
    for said in feed.items:
        item = by_guid.get(said.guid)
        wrong += _differing(f"`{said.title}`", item, said) if item else [f"there is no {said.guid}"]
    return wrong


def _differing(what: str, found: Reading, said: Feed | FeedItem) -> list[str]:
    known = {field.name for field in fields(said)}
    assert found.keys() <= known, found.keys() - known
    pairs = {name: (_plain(value), _plain(_as_read(value, getattr(said, name)))) for name, value in found.items()}
    return [
        f"{what}: {name} is {read!r}, not {written!r}" for name, (read, written) in pairs.items() if read != written
    ]


class _Decoded(str):
    """HTML whose entities a reader has decoded, however they are meant."""


def _as_read(found: Any, said: Any) -> Any:
    return html.unescape(said) if isinstance(found, _Decoded) else said


def _plain(value: Any) -> Any:
    """Without the breaks of lines, which are spaces in HTML and to some readers."""
    return " ".join(value.split()) if isinstance(value, str) else value


def by_feedparser(xml: bytes) -> Reading:
    """Mark Pilgrim's Universal Feed Parser."""
    found = feedparser.parse(xml, sanitize_html=False)
    assert not found.bozo, found.get("bozo_exception")
    show = found.feed
    links = {link["rel"]: link["href"] for link in show.links}
    return {
        "title": show.title,
        "link": links["alternate"],
        "self_url": links["self"],
        "description": show.subtitle,
        "language": show.language,
        "image": show.image.href,
        "author": show.author,
        "type": show.itunes_type,
        "is_blocked": bool(show.get("itunes_block")),
        "guid": show.podcast_guid,
        "medium": show.podcast_medium,
        "items": [_of_feedparser(entry) for entry in found.entries],
    }


def _of_feedparser(entry: Any) -> Reading:
    (audio,) = [link for link in entry.links if link["rel"] == "enclosure"]
    return {
        "title": entry.title,
        "guid": entry.id,
        "url": audio["href"],
        "length": int(audio["length"]),
        "type": audio["type"],
        "date": datetime.fromtimestamp(calendar.timegm(entry.published_parsed), UTC),
        "seconds": int(entry.itunes_duration),
        "season": _int(entry.get("itunes_season")),
        "episode": _int(entry.get("itunes_episode")),
        "kind": entry.itunes_episodetype,
        "image": entry.image.href,
        "description": entry.summary,
        "chapters": (entry.podcast_chapters["url"], entry.podcast_chapters["type"]),
        "watch": _watch(entry.get("podcast_alternateenclosure"), entry.get("podcast_source")),
    }


def _watch(about: Mapping[str, str] | None, source: Mapping[str, str] | None) -> tuple[str, str, int] | None:
    return (source["uri"], about["type"], int(about["length"])) if about and source else None


def by_podcastparser(xml: bytes) -> Reading:
    """That of gPodder."""
    show = podcastparser.parse("http://localhost/feed.xml", io.BytesIO(xml))
    return {
        "title": show["title"],
        "link": show["link"],
        "language": show["language"],
        "image": show["cover_url"],
        "author": show["itunes_author"],
        "categories": tuple(map(tuple, show["itunes_categories"])),
        "explicit": {False: "false", True: "true"}[show["explicit"]],
        "type": show["type"],
        "items": [_of_podcastparser(episode) for episode in show["episodes"]],
    }


def _of_podcastparser(episode: Mapping[str, Any]) -> Reading:
    (audio,) = episode["enclosures"]
    return {
        "title": episode["title"],
        "guid": episode["guid"],
        "url": audio["url"],
        "length": audio["file_size"],
        "type": audio["mime_type"],
        "date": datetime.fromtimestamp(episode["published"], UTC),
        "seconds": episode["total_time"],
        "season": episode.get("season"),
        "episode": episode.get("number"),
        "kind": episode["type"],
        "image": episode["episode_art_url"],
        "description": episode["description_html"],
    }


def by_node(xml: bytes) -> Mapping[str, Reading]:
    """Podcasting 2.0's own reader and a strict one, by name; without node or them the test is skipped, and says why."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is missing: Debian's `nodejs` and `npm` have it")
    if not (NODE / "node_modules" / "feedsmith").is_dir():
        pytest.skip("the readers of npm are missing: `npm ci --prefix tests/node` fetches them")
    run = subprocess.run([node, NODE / "read_feed.mjs"], input=xml, capture_output=True, timeout=60, check=True)
    found = json.loads(run.stdout)
    return {"podcast-partytime": _partytime(found["partytime"]), "feedsmith": _feedsmith(found["feedsmith"])}


def _partytime(show: Mapping[str, Any]) -> Reading:
    return {
        "title": show["title"],
        "link": show["link"],
        "description": _Decoded(show["description"]),
        "language": show["language"],
        "image": show["itunesImage"],
        "author": show["author"],
        "explicit": {False: "false", True: "true"}[show["explicit"]],
        "categories": tuple(tuple(text.split(" > ")) for text in show["itunesCategory"]),
        "type": show["itunesType"],
        "is_blocked": show["itunesBlock"],
        "self_url": show["pubsub"]["self"],
        "guid": show["guid"],
        "medium": show["medium"],
        "items": [_of_partytime(item) for item in show["items"]],
    }


def _of_partytime(item: Mapping[str, Any]) -> Reading:
    audio, chapters = item["enclosure"], item["podcastChapters"]
    return {
        "title": item["title"],
        "guid": item["guid"],
        "url": audio["url"],
        "length": audio["length"],
        "type": audio["type"],
        "date": datetime.fromisoformat(item["pubDate"]),
        "seconds": item["duration"],
        "season": item.get("itunesSeason"),
        "episode": item.get("itunesEpisode"),
        "kind": item["itunesEpisodeType"],
        "image": item["itunesImage"],
        "description": _Decoded(item["description"]),
        "chapters": (chapters["url"], chapters["type"]),
        # It calls SubRip by the other of its two names.
        "transcripts": tuple(
            (one["url"], one["type"].replace("application/srt", "application/x-subrip"))
            for one in item["podcastTranscripts"]
        ),
        "watch": next(
            (_watch(one, one["source"][0]) for one in item.get("alternativeEnclosures", ())),
            None,
        ),
        "week": _week(item.get("podcastSeason")),
    }


def _week(season: Mapping[str, Any] | None) -> tuple[int, str | None] | None:
    return (season["number"], season.get("name")) if season else None


def _feedsmith(show: Mapping[str, Any]) -> Reading:
    itunes, podcast = show["itunes"], show["podcast"]
    return {
        "title": show["title"],
        "link": show["link"],
        "description": show["description"],
        "language": show["language"],
        "image": itunes["image"],
        "author": itunes["author"],
        "explicit": {False: "false", True: "true"}[itunes["explicit"]],
        "categories": tuple(
            (one["text"], *(sub["text"] for sub in one.get("categories", ()))) for one in itunes["categories"]
        ),
        "type": itunes["type"],
        "is_blocked": itunes.get("block", False),
        "self_url": next(link["href"] for link in show["atom"]["links"] if link["rel"] == "self"),
        "guid": podcast["guid"],
        "medium": podcast["medium"],
        "items": [_of_feedsmith(item) for item in show["items"]],
    }


def _of_feedsmith(item: Mapping[str, Any]) -> Reading:
    (audio,), itunes, podcast = item["enclosures"], item["itunes"], item["podcast"]
    return {
        "title": item["title"],
        "guid": item["guid"]["value"],
        "url": audio["url"],
        "length": audio["length"],
        "type": audio["type"],
        "date": datetime.strptime(item["pubDate"], "%a, %d %b %Y %H:%M:%S %z"),
        "seconds": itunes["duration"],
        "season": itunes.get("season"),
        "episode": itunes.get("episode"),
        "kind": itunes["episodeType"],
        "image": itunes["image"],
        "description": item["description"],
        "chapters": (podcast["chapters"]["url"], podcast["chapters"]["type"]),
        "transcripts": tuple((one["url"], one["type"]) for one in podcast["transcripts"]),
        "watch": next((_watch(one, one["sources"][0]) for one in podcast.get("alternateEnclosures", ())), None),
        "week": _week(podcast.get("season")),
    }


def _int(text: str | None) -> int | None:
    return None if text is None else int(text)


IN_PYTHON: Mapping[str, Reader] = {"feedparser": by_feedparser, "podcastparser": by_podcastparser}
"""The readers that need nothing else."""
