"""The page itself: the shipped HTML, filled with a title, the list of weeks and the words of its language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Template
from typing import Final

from audiocoach.assets import asset
from audiocoach.deliver.picture import xml_text
from audiocoach.publish.publication import Publication
from audiocoach.publish.site.page_words import Words, counted, in_hours
from audiocoach.publish.site.subscribing import subscribe_box
from audiocoach.publish.site.week_files import PublishedWeek, compact

SCRIPTS: Final = (
    "format.js",
    "session.js",
    "profile.js",
    "timeline.js",
    "stage.js",
    "transcript.js",
    "lockscreen.js",
    "keeping.js",
    "weeks.js",
    "player.js",
    "page.js",
)
"""In the order in which they need each other."""
STYLE: Final = "page.css"
ICONS: Final = ("icon.svg", "icon-180.png", "icon-192.png", "icon-512.png", "icon-maskable-512.png")
MANIFEST_NAME: Final = "manifest.webmanifest"


@dataclass(frozen=True, slots=True)
class ListedWeek:
    """A week in the page's list."""

    week: PublishedWeek
    version: str
    """Of its file."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the publication is, as far as that is known."""

    page: str = ""
    feed: str = ""
    """Empty where there is no feed whose address is known."""
    has_feed: bool = False
    """Whether a feed lies beside the page."""
    is_private: bool = False
    """Whether nobody is to find it who was not told where it is."""


def page_html(
    publication: Publication, weeks: Sequence[ListedWeek], versions: Mapping[str, str], at: Addresses, words: Words
) -> bytes:
    """`index.html`; `versions` are those of the styles and scripts by their names."""
    sources = {name: f"site/{name}?v={versions[name]}" for name in (STYLE, *SCRIPTS)}
    book = {
        "title": publication.title,
        "lang": publication.language,
        "icon": f"site/{ICONS[3]}",
        "manifest": MANIFEST_NAME,
        "weeks": [_listed(listed) for listed in weeks],
    }
    robots = '\n<meta name="robots" content="noindex">'
    alternate = '\n<link rel="alternate" type="application/rss+xml" href="feed.xml">'
    filled = Template(asset("site", "index.html").read_text(encoding="utf-8")).substitute(
        {f"w_{name}": xml_text(text) for name, text in words.items()},
        lang=xml_text(publication.language),
        title=xml_text(publication.title),
        description=xml_text(publication.description),
        facts=xml_text(_facts(publication, weeks, words)),
        robots=robots if at.is_private else "",
        alternate=alternate if at.has_feed else "",
        subscribe=subscribe_box(at.feed, at.page, words),
        style=sources[STYLE],
        scripts="\n".join(f'<script defer src="{sources[name]}"></script>' for name in SCRIPTS),
        words=compact(words),
        book=compact(book),
    )
    return filled.encode(errors="replace")


def _listed(listed: ListedWeek) -> Sequence[int | str]:
    """A week as `weeks.js` reads it; short, for there may be hundreds."""
    week = listed.week
    return week.number or 0, week.name, len(week.days), week.minutes, listed.version


def _facts(publication: Publication, weeks: Sequence[ListedWeek], words: Words) -> str:
    """`9 weeks · 27 sessions · 13 h`."""
    days = sum(len(listed.week.days) for listed in weeks)
    minutes = sum(listed.week.minutes for listed in weeks)
    said = [counted(words, "session", days), in_hours(words, minutes)]
    if publication.is_program:
        said.insert(0, counted(words, "week", len(weeks)))
    return " · ".join(said)
