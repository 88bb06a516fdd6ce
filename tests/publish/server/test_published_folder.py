"""A folder while it is served: right types, the content that was published or none, and what is published next."""

import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from audiocoach.errors import InputError
from audiocoach.program.manifest import read_manifest
from audiocoach.publish.published_record import record_in
from audiocoach.publish.server.published_folder import PublishedFolder
from support.commands import run
from support.web import Site, publish, serving

EPISODE = "media/w01d1-run.0a1b2c3d.mp3"
BIG = bytes(range(256)) * (1 << 16)
"""16 MiB: more than the system holds of what a client does not read."""
PAST = 1_700_000_000
FILES = {
    "feed.xml": b"<rss/>",
    "cover.jpg": b"cover",
    EPISODE: b"sound",
    "media/w01d1-run.0a1b2c3d.vtt": b"WEBVTT",
    "media/w01d1-run.0a1b2c3d.srt": b"1",
    "media/w01d1-run.0a1b2c3d.chapters.json": b"{}",
    "media/w01d1-run.0a1b2c3d.jpg": b"picture",
    "index.html": b"<!doctype html>",
    "sw.js": b"self",
    "manifest.webmanifest": b"{}",
    "site/style.css": b"a{}",
    "site/weeks/1.json": b"[]",
    "site/icon.png": b"icon",
    "site/qr.svg": b"<svg/>",
    "site/other.bin": b"?",
}
TYPES = {
    "/": "text/html; charset=utf-8",
    "/index.html": "text/html; charset=utf-8",
    "/feed.xml": "application/rss+xml",
    "/cover.jpg": "image/jpeg",
    f"/{EPISODE}": "audio/mpeg",
    "/media/w01d1-run.0a1b2c3d.vtt": "text/vtt",
    "/media/w01d1-run.0a1b2c3d.srt": "application/x-subrip",
    "/media/w01d1-run.0a1b2c3d.chapters.json": "application/json+chapters",
    "/media/w01d1-run.0a1b2c3d.jpg": "image/jpeg",
    "/sw.js": "text/javascript; charset=utf-8",
    "/manifest.webmanifest": "application/manifest+json",
    "/site/style.css": "text/css; charset=utf-8",
    "/site/weeks/1.json": "application/json",
    "/site/icon.png": "image/png",
    "/site/qr.svg": "image/svg+xml",
    "/site/other.bin": "application/octet-stream",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    publish(tmp_path, FILES)
    return tmp_path


@pytest.fixture
def site(folder: Path) -> Iterator[Site]:
    with serving(PublishedFolder(folder)) as found:
        yield found


def test_every_file_has_its_type_and_is_asked_for_again(site: Site) -> None:
    for path, kind in TYPES.items():
        answer = site.ask(path)
        assert (answer.status, answer.headers["content-type"]) == (200, kind), path
        assert answer.body == FILES[path.lstrip("/") or "index.html"]
        assert answer.headers["cache-control"] == "no-cache"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "server" not in answer.headers
        again = site.ask(path, If_None_Match=answer.headers["etag"])
        assert (again.status, again.body) == (304, b"")


def test_what_is_published_later_is_served_from_then_on(folder: Path, site: Site) -> None:
    before = site.ask("/feed.xml").headers["etag"]
    assert site.ask("/media/new.mp3").status == 404
    publish(folder, {"feed.xml": b"<rss>2</rss>", "media/new.mp3": b"new"})
    after = site.ask("/feed.xml", If_None_Match=before)
    assert (after.status, after.body) == (200, b"<rss>2</rss>")
    assert site.ask("/media/new.mp3").body == b"new"
    assert site.ask(f"/{EPISODE}").status == 404


def test_nothing_is_served_where_nothing_is_published_any_more(folder: Path, site: Site) -> None:
    (folder / "program.json").write_text("{}")
    assert site.ask("/feed.xml").status == 404
    (folder / "program.json").unlink()
    assert [site.ask(path).status for path in ("/", "/feed.xml", f"/{EPISODE}")] == [404] * 3


@pytest.mark.parametrize("content", [b"NOISE", b"longer than it was", b""])
def test_a_file_that_is_not_what_was_published_is_not_served(folder: Path, site: Site, content: bytes) -> None:
    """Whether it was served before or not, and whether it is as long as before or not."""
    for name in (EPISODE, "cover.jpg"):
        os.utime(folder / name, (PAST, PAST))
    assert site.ask(f"/{EPISODE}").body == b"sound"
    for name in (EPISODE, "cover.jpg"):
        (folder / name).write_bytes(content)
        for headers in ({}, {"Range": "bytes=0-1"}, {"If_None_Match": "*"}):
            answer = site.ask(f"/{name}", **headers)
            assert (answer.status, answer.headers["retry-after"]) == (503, "2")
            assert content == b"" or content not in answer.body


def test_a_file_that_has_just_been_written_may_change_within_the_grain_of_its_date(folder: Path, site: Site) -> None:
    assert site.ask(f"/{EPISODE}").body == b"sound"
    found = (folder / EPISODE).stat()
    (folder / EPISODE).write_bytes(b"NOISE")
    os.utime(folder / EPISODE, ns=(found.st_atime_ns, found.st_mtime_ns))
    assert site.ask(f"/{EPISODE}").status == 503


def test_a_file_that_changes_while_it_is_sent_ends_early(folder: Path, site: Site) -> None:
    """So that no client takes one half of each for a whole."""
    publish(folder, {EPISODE: BIG})
    os.utime(folder / EPISODE, (PAST, PAST))
    head, body = _begun(site, lambda: _overwrite(folder / EPISODE))
    assert b"content-length: 16777216" in head
    assert len(body) < len(BIG)
    assert body == BIG[: len(body)]


def test_a_file_that_is_replaced_while_it_is_sent_arrives_as_it_was(folder: Path, site: Site) -> None:
    publish(folder, {EPISODE: BIG})
    (folder / "next").write_bytes(b"NOISE" * 1000)
    _, body = _begun(site, lambda: (folder / "next").replace(folder / EPISODE))
    assert body == BIG
    assert site.ask(f"/{EPISODE}").status == 503


def _overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"NOISE" * 3_000_000)


def _begun(site: Site, meanwhile: object) -> tuple[bytes, bytes]:
    """Head and body of the episode, where something happens while it is sent."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=60) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        connection.sendall(f"GET /{EPISODE} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        received = connection.recv(65_536)
        meanwhile()  # type: ignore[operator]
        while block := connection.recv(65_536):
            received += block
    head, _, body = received.partition(b"\r\n\r\n")
    return head, body


def test_a_private_publication_shows_nothing_of_itself_but_to_who_knows_its_address(tmp_path: Path) -> None:
    secret = "0123456789abcdef" * 2
    publish(
        tmp_path, {f"{secret}/feed.xml": b"<rss/>", f"{secret}/{EPISODE}": b"sound"}, is_private=True, secret=secret
    )
    with serving(PublishedFolder(tmp_path)) as site:
        for path in ("/", "/feed.xml", f"/{secret}", f"/{EPISODE}", f"/{secret[:-1]}/feed.xml"):
            answer = site.ask(path)
            assert answer.status == 404
            assert secret.encode() not in answer.body
        assert site.ask(f"/{secret}/").body == f"http://127.0.0.1:{site.port}/{secret}/feed.xml\n".encode()
        assert site.ask(f"/{secret}/{EPISODE}").body == b"sound"


def test_a_folder_is_found_through_a_link_and_as_somebody_names_it(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Links of the person who serves are theirs; those within the folder are not followed."""
    link = tmp_path_factory.mktemp("links") / "runs"
    link.symlink_to(folder)
    monkeypatch.chdir(folder)
    for named in (link, Path(), Path("../") / folder.name):
        with serving(PublishedFolder(named)) as site:
            assert site.ask(f"/{EPISODE}").body == b"sound"


def test_a_folder_without_anything_published_says_what_would_publish(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        PublishedFolder(tmp_path).read()
    assert str(raised.value) == (
        f"nothing in {tmp_path} is published\n"
        f"  hint: `audiocoach feed {tmp_path} --base-url URL` and `audiocoach site {tmp_path}` do that"
    )
    publish(tmp_path, {})
    with pytest.raises(InputError, match="nothing in"):
        PublishedFolder(tmp_path).read()


def test_all_that_feed_and_site_write_is_served_by_its_type_and_at_home(program: Path) -> None:
    """The page is that which would have been written for the server; the feed means the same as that."""
    run("feed", program, "--base-url", "https://me.example/runs", "--private")
    run("site", program)
    record = record_in(read_manifest(program))
    assert len(record.files) > 30
    with serving(PublishedFolder(program)) as site:
        answers = {name: site.ask(f"/{quote(name)}", host="localhost:8000") for name in record.files}
        assert site.ask(f"/{record.root}", host="localhost:8000").body == answers[f"{record.root}index.html"].body
        unlisted = next(program.glob("*.mp3")).name
        assert [site.ask(path).status for path in ("/", "/feed.xml", f"/{unlisted}")] == [404] * 3
    run("feed", program, "--base-url", "http://localhost:8000")
    run("site", program)
    for name, answer in answers.items():
        assert answer.status == 200, name
        assert answer.headers["content-type"] != "application/octet-stream", name
        assert b"me.example" not in answer.body, name
        there = (program / name).read_bytes()
        if name.endswith("feed.xml"):
            assert links(answer.body) == links(there)
        elif not name.endswith("sw.js"):  # its version is that of the page
            assert answer.body == there, name


def links(feed: bytes) -> list[str]:
    """Every address of ours in a feed."""
    return re.findall(r"http://localhost:8000/[^\s<\"']*", feed.decode())
