"""How a phone subscribes to a feed from its page: a link for each podcast app, and a QR code that opens the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

import segno

from audiocoach.deliver.picture import xml_text
from audiocoach.publish.site.page_words import Words


@dataclass(frozen=True, slots=True)
class PodcastApp:
    """An app, and how its links are spelled."""

    name: str
    """Empty for any other app that has registered the scheme."""
    link: str
    """`{bare}` is the feed's address without its scheme, `{quoted}` the whole of it, quoted."""


APPS: Final = (
    PodcastApp("Apple Podcasts", "podcast://{bare}"),
    PodcastApp("AntennaPod", "antennapod-subscribe://{bare}"),
    PodcastApp("Pocket Casts", "pktc://subscribe/{bare}"),
    PodcastApp("Overcast", "overcast://x-callback-url/add?url={quoted}"),
    PodcastApp("Castro", "castros://subscribe/{bare}"),
    PodcastApp("Podcast Addict", "podcastaddict://{bare}"),
    PodcastApp("", "pcast://{bare}"),
)
"""The schemes are those that the apps have registered; Overcast documents its own."""


def app_links(feed: str, words: Words) -> Iterator[tuple[str, str]]:
    """The name and the link of each app, for a feed with this address."""
    parts = urlsplit(feed)
    bare = feed.removeprefix(f"{parts.scheme}://")
    for app in APPS:
        yield app.name or words["other_app"], app.link.format(bare=bare, quoted=quote(feed, safe=""))


def subscribe_box(feed: str, page: str, words: Words) -> str:
    """The part of the page that tells how to subscribe, as HTML; empty without a feed that has an address."""
    if urlsplit(feed).scheme not in ("http", "https"):
        return ""
    links = "\n".join(f'<a href="{xml_text(link)}">{xml_text(name)}</a>' for name, link in app_links(feed, words))
    word = {name: xml_text(text) for name, text in words.items()}
    return f"""<details class="subscribe">
<summary>{_icon("feed")}<span>{word["subscribe"]}</span>{_icon("down")}</summary>
<div class="body">
<p>{word["subscribe_how"]}</p>
<p class="apps">
{links}
</p>
<p class="address">{word["address"]}<br><a href="{xml_text(feed)}">{xml_text(feed)}</a></p>
<div class="code">{qr_code(page, words["scan"])}<p>{word["scan"]}</p></div>
</div>
</details>"""


def qr_code(address: str, label: str) -> str:
    """An address as a QR code in SVG, of 2 kB or so."""
    code = segno.make(address, error="m", micro=False)
    picture = code.svg_inline(omitsize=True, border=0, svgclass=None, lineclass=None)
    return picture.replace("<svg ", f'<svg role="img" aria-label="{xml_text(label)}" ', 1)


def _icon(name: str) -> str:
    return f'<svg class="icon" aria-hidden="true"><use href="#i-{name}"/></svg>'
