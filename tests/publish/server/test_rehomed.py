"""Feed and page name the server by which they were reached, and are otherwise what was published."""

import io
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import quote

import podcastparser
import pytest

from audiocoach.publish.server.hosts import Hosts
from audiocoach.publish.server.published_folder import PublishedFolder
from audiocoach.publish.site.subscribing import qr_code
from support.web import publish, serving

BASE = "https://me.example/runs/"
FEED = """<?xml version='1.0' encoding='utf-8'?>
<rss xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0"
 xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" version="2.0">
  <channel>
    <title>Läufe &amp; mehr &lt;3</title>
    <description>At https://me.example/runs/ and at https://me.example/runsome/ &#127939;</description>
    <link>https://me.example/runs/</link>
    <image><url>https://me.example/runs/cover.jpg</url><link>https://me.example/runs</link></image>
    <atom:link href="https://me.example/runs/feed.xml" rel="self" type="application/rss+xml" />
    <itunes:image href="https://me.example/runs/cover.jpg"/>
    <podcast:guid>https://me.example/runs/</podcast:guid>
    <item>
      <title>Week 1, day 1</title>
      <guid isPermaLink="false">https://me.example/runs/w01d1</guid>
      <content:encoded><![CDATA[<a href="https://me.example/runs/index.html">page</a> & <b>more</b>]]></content:encoded>
      <enclosure url="https://me.example/runs/media/w01d1.0a1b2c3d.mp3" length="5" type="audio/mpeg"/>
      <podcast:transcript url="https://me.example/runs/media/w01d1.0a1b2c3d.vtt" type="text/vtt"/>
      <podcast:chapters url="https://elsewhere.example/?of=https://me.example/other" type="application/json+chapters"/>
    </item>
  </channel>
</rss>
""".encode()


def elements(xml: bytes) -> list[tuple[str, dict[str, str], str]]:
    return [(element.tag, element.attrib, element.text or "") for element in ET.fromstring(xml).iter()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    publish(tmp_path, {"feed.xml": FEED, "cover.jpg": b"cover"}, base_url=BASE[:-1])
    return tmp_path


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:99", "Box.Local:8000"])
def test_all_addresses_begin_with_the_name_that_was_asked(folder: Path, host: str) -> None:
    with serving(PublishedFolder(folder), Hosts(frozenset({"box.local"}))) as site:
        answer = site.ask("/feed.xml", host=host)
    home = f"http://{host.lower()}/"

    def moved(text: str) -> str:
        return home if text == BASE[:-1] else text.replace(BASE, home)

    expected = [
        (tag, attributes, text)
        if tag.endswith("guid")
        else (tag, {key: moved(value) for key, value in attributes.items()}, moved(text))
        for tag, attributes, text in elements(FEED)
    ]
    assert elements(answer.body) == expected
    assert answer.body.count(BASE.encode()) == 2  # the two identities
    for prefix in (b"<itunes:image ", b"<podcast:transcript ", b"<atom:link ", b"<content:encoded>"):
        assert prefix in answer.body  # readers that know no namespaces look for the usual prefixes
    found = podcastparser.parse("http://x/feed.xml", io.BytesIO(answer.body))
    assert found["episodes"][0]["enclosures"][0]["url"] == f"{home}media/w01d1.0a1b2c3d.mp3"


def test_each_name_has_a_feed_of_its_own_which_stays_the_same(folder: Path) -> None:
    with serving(PublishedFolder(folder)) as site:
        one, again, other = (site.ask("/feed.xml", host=host) for host in ("localhost", "localhost", "127.0.0.1"))
        assert one.body == again.body != other.body
        assert one.headers["etag"] == again.headers["etag"] != other.headers["etag"]
        assert one.headers["content-length"] == str(len(one.body))
        asked = {"If_None_Match": one.headers["etag"]}
        assert site.ask("/feed.xml", host="localhost", **asked).status == 304
        assert site.ask("/feed.xml", host="127.0.0.1", **asked).status == 200
        part = site.ask("/feed.xml", host="localhost", Range="bytes=10-19")
        assert (part.status, part.body) == (206, one.body[10:20])


def test_a_feed_for_this_very_address_is_served_as_it_was_published(tmp_path: Path) -> None:
    feed = FEED.replace(BASE.encode(), b"http://localhost:8000/")
    publish(tmp_path, {"feed.xml": feed}, base_url="http://localhost:8000")
    with serving(PublishedFolder(tmp_path)) as site:
        assert site.ask("/feed.xml", host="localhost:8000").body == feed


def test_a_feed_that_is_none_is_served_as_it_was_published(tmp_path: Path) -> None:
    for feed in (
        b"no XML at all",
        b"<rss><channel></rss>",
        b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><x>&a;",
    ):
        publish(tmp_path, {"feed.xml": feed}, base_url=BASE[:-1])
        with serving(PublishedFolder(tmp_path)) as site:
            assert site.ask("/feed.xml").body == feed


def test_a_page_leads_to_this_server_in_every_spelling(tmp_path: Path) -> None:
    spelled = (
        "<a href='{scheme}://{bare}feed.xml'>, podcast://{bare}feed.xml, pktc://subscribe/{bare}feed.xml,"
        " overcast://x-callback-url/add?url={quoted}feed.xml, xme.example/runs/ {code}"
    )

    def page(address: str) -> bytes:
        scheme, _, bare = address.partition("://")
        code = qr_code(f"{address}index.html", "Scan & see")
        return spelled.format(scheme=scheme, bare=bare, quoted=quote(address, safe=""), code=code).encode()

    publish(tmp_path, {"index.html": page(BASE)}, base_url=BASE[:-1])
    with serving(PublishedFolder(tmp_path)) as site:
        for path in ("/", "/index.html"):
            assert site.ask(path, host="[::1]:8000").body == page("http://[::1]:8000/")
