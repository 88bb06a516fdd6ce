"""`site`: a static page of a folder's sessions, with all that it needs beside it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from audiocoach.assets import asset
from audiocoach.errors import Diagnostic
from audiocoach.publish.publication import PublishedEpisode
from audiocoach.publish.publisher import Publisher, publishing
from audiocoach.publish.site.offline_files import service_worker, web_manifest
from audiocoach.publish.site.page_html import (
    ICONS,
    MANIFEST_NAME,
    SCRIPTS,
    STYLE,
    Addresses,
    ListedWeek,
    page_html,
)
from audiocoach.publish.site.page_words import page_words
from audiocoach.publish.site.week_files import Media, PublishedWeek, published_weeks, version, week_script

INDEX: Final = "index.html"
WORKER: Final = "sw.js"
_FEED: Final = "feed.xml"
_COVER: Final = ".jpg"


@dataclass(frozen=True, slots=True)
class WrittenSite:
    """What `write_site` has done."""

    index: Path
    """The page, to be opened in a browser."""
    sessions: int
    changed: int
    """Files that were written or taken away; 0 where all was there already."""
    address: str
    """Where the page will be found, as far as the feed's address tells; empty for not at all."""
    notes: tuple[Diagnostic, ...]

    def as_json(self) -> dict[str, Any]:
        """As `site --json` has it."""
        return {
            "path": str(self.index),
            "url": self.address or None,
            "sessions": self.sessions,
            "changed": self.changed,
            "notes": [note.as_json() for note in self.notes],
        }


def write_site(folder: Path) -> WrittenSite:
    """Write the page of a folder's sessions into it; the same sessions give the same bytes.

    It links the same `media/` files as the feed, and has links to subscribe where a feed with its address is there.
    Raises `InputError` for a folder without an MP3 of ours and where a file of somebody else is in the way, and
    `DeliverError` where a file cannot be written.
    """
    with publishing(folder, "site") as publisher:
        publication = publisher.publication
        words = page_words(publication.language)
        at = _addresses(publisher)
        weeks = [
            _write_week(publisher, number, week) for number, week in enumerate(published_weeks(publication, words))
        ]
        parts = {name: asset("site", name).read_bytes() for name in (STYLE, *SCRIPTS, *ICONS)}
        versions = {name: version(content) for name, content in parts.items()}
        index = page_html(publication, weeks, versions, at, words)
        manifest = web_manifest(publication)
        _write_shell(publisher, index, manifest, parts)
        publisher.finish()
        return WrittenSite(
            publisher.root / INDEX, len(publication.episodes), publisher.changed, at.page, publication.notes
        )


def _write_week(publisher: Publisher, number: int, week: PublishedWeek) -> ListedWeek:
    def media(episode: PublishedEpisode) -> Media:
        placed = publisher.place(episode)
        cover = placed.beside(_COVER)
        return Media(placed.path, cover if publisher.has(cover) else "")

    content = week_script(number, week, media)
    publisher.write(f"site/week-{number + 1}.js", content)
    return ListedWeek(week, version(content))


def _write_shell(publisher: Publisher, index: bytes, manifest: bytes, parts: dict[str, bytes]) -> None:
    """Write the page's own files, and the service worker that knows them."""
    for name, content in parts.items():
        publisher.write(f"site/{name}", content)
    publisher.write(INDEX, index)
    publisher.write(MANIFEST_NAME, manifest)
    code = {f"site/{name}?v={version(parts[name])}": parts[name] for name in (STYLE, *SCRIPTS)}
    icons = {f"site/{name}": parts[name] for name in ICONS}
    publisher.write(WORKER, service_worker({INDEX: index, MANIFEST_NAME: manifest, **code, **icons}))


def _addresses(publisher: Publisher) -> Addresses:
    record = publisher.record
    has_feed = publisher.has(_FEED)
    base = f"{record.base_url.rstrip('/')}/{record.root}" if record.base_url and has_feed else ""
    return Addresses(
        page=base and f"{base}{INDEX}",
        feed=base and f"{base}{_FEED}",
        has_feed=has_feed,
        is_private=record.is_private,
    )
