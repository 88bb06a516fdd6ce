"""What leads out of what is published, or comes in under a name that is none of ours: 404 or 421, and nothing else."""

import hashlib
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from audiocoach.publish.server.hosts import Authority, Hosts, base_url
from audiocoach.publish.server.served import Served, listed
from support.web import Site, serving

SECRET = b"nobody is to read this"
EPISODE = "media/w01d1-run.0a1b2c3d.mp3"
PUBLISHED = {"feed.xml": b"<rss/>", EPISODE: b"sound", "media/caf\u00e9 100%.mp3": b"coffee"}
LISTED = (
    "linked.mp3",
    "linked/secret.mp3",
    "../outside/secret.mp3",
    "media/../../outside/secret.mp3",
    ".hidden.mp3",
    ".git/config",
    "media/.hidden/x.mp3",
    "media/./dot.mp3",
    "media//dot.mp3",
    "/dot.mp3",
    "media\\dot.mp3",
    "C:dot.mp3",
    "dot.mp3:stream",
    "nul\0.mp3",
    "media",
    "pipe.mp3",
    "gone.mp3",
    "",
    ".",
    "..",
    "/",
)
"""Paths in a list that somebody has made up to get at others; the digests are right."""


@dataclass(frozen=True)
class Fixed:
    """A table that stays."""

    served: Served

    def table(self) -> Served:
        return self.served


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what is published, and around it, in it and behind links what is not."""
    base = tmp_path_factory.mktemp("hostile")
    for name, content in PUBLISHED.items():
        (base / "out" / name).parent.mkdir(parents=True, exist_ok=True)
        (base / "out" / name).write_bytes(content)
    hidden = [".hidden.mp3", ".git/config", "media/.hidden/x.mp3", "media/dot.mp3", "dot.mp3", "w01d1-run.mp3"]
    for name in [*(f"out/{name}" for name in hidden), "outside/secret.mp3", "out/program.json", "out/media\\dot.mp3"]:
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        (base / name).write_bytes(SECRET)
    (base / "out" / "linked.mp3").symlink_to(base / "outside" / "secret.mp3")
    (base / "out" / "linked").symlink_to(base / "outside")
    os.mkfifo(base / "out" / "pipe.mp3")
    return base


@pytest.fixture(scope="module")
def site(base: Path) -> Iterator[Site]:
    secret = hashlib.sha256(SECRET).hexdigest()
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in PUBLISHED.items()}
    whole = digests | dict.fromkeys((*LISTED, str(base / "outside" / "secret.mp3")), secret)
    with serving(Fixed(listed(base / "out", whole, None)), Hosts(frozenset({"box.local"}))) as found:
        yield found


def test_what_is_published_is_served(site: Site) -> None:
    for path, content in {
        "/feed.xml": b"<rss/>",
        f"/{EPISODE}": b"sound",
        f"/{EPISODE}?from=app&x=../..": b"sound",
        "/%6dedia/w01d1-run.0a1b2c3d.mp3": b"sound",
        "/media/caf%C3%A9%20100%25.mp3": b"coffee",
        "/media/caf%c3%a9%20100%25.mp3": b"coffee",
    }.items():
        answer = site.ask(path)
        assert (answer.status, answer.body) == (200, content), path


PATHS = [
    # Not published, though it lies there.
    "/program.json",
    "/w01d1-run.mp3",
    "/dot.mp3",
    "/.git/config",
    "/.hidden.mp3",
    "/media",
    "/media/",
    "/media/.hidden/x.mp3",
    "/media/dot.mp3",
    # In the list, but elsewhere, or no regular file.
    "/linked.mp3",
    "/linked/secret.mp3",
    "/pipe.mp3",
    "/gone.mp3",
    "/media%5Cdot.mp3",
    "/C:dot.mp3",
    "/dot.mp3:stream",
    "/nul%00.mp3",
    # Out of the folder, as it is and encoded: once, twice, too long for UTF-8, and in Microsoft's way.
    "/../outside/secret.mp3",
    "/media/../../outside/secret.mp3",
    "/media/../feed.xml",
    "/./feed.xml",
    "//feed.xml",
    "/feed.xml/",
    "/feed.xml/.",
    "/feed.xml//",
    "/media//w01d1-run.0a1b2c3d.mp3",
    "/..%2Foutside%2Fsecret.mp3",
    "/%2e%2e/outside/secret.mp3",
    "/%2E%2E%2Foutside%2Fsecret.mp3",
    "/.%2e/outside/secret.mp3",
    "/%252e%252e/outside/secret.mp3",
    "/%252e%252e%252foutside%252fsecret.mp3",
    "/%c0%ae%c0%ae/outside/secret.mp3",
    "/%c0%af..%c0%afoutside",
    "/%e0%80%ae%e0%80%ae/outside/secret.mp3",
    "/%u002e%u002e/outside/secret.mp3",
    "/..%5Coutside%5Csecret.mp3",
    "/..\\outside\\secret.mp3",
    "/..;/outside/secret.mp3",
    "/media%2Fw01d1-run.0a1b2c3d.mp3",
    "/media/w01d1-run.0a1b2c3d.mp3%00",
    "/feed.xml%00.mp3",
    "/feed.xml%20",
    "/feed.xml.",
    "/FEED.XML",
    "/feed.xml;x",
    "/feed.xml%3Fx",
    "/feed.xml%0d%0aX-Injected:%20yes",
    "/%",
    "/%2",
    "/%zz",
    "/%ff%fe",
    "/caf%e9",
    "/" + "../" * 200 + "etc/passwd",
    "/" + "a" * 8000,
    "/" + "%61" * 8000,
    "/etc/passwd",
    "//etc/passwd",
    "/file:///etc/passwd",
    "/C:/Windows/win.ini",
    "/%5C%5Chost%5Cshare%5Cx",
    "/~root/.ssh/id_rsa",
    "/$HOME",
    "/proc/self/environ",
    # Targets that are no path.
    "feed.xml",
    "*",
    "?feed.xml",
    "https://127.0.0.1/feed.xml",
    "ftp://127.0.0.1/feed.xml",
    "http:/feed.xml",
]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:60])
def test_a_path_that_is_not_published(site: Site, path: str, method: str) -> None:
    answer = site.ask(path, method)
    assert answer.status == 404
    assert SECRET not in answer.body
    assert b"/" not in answer.body.replace(b"/n", b"")  # nothing of where anything lies
    assert "x-injected" not in answer.headers


def test_no_folder_is_listed(site: Site) -> None:
    """The first page names the feed, which is what there is."""
    answer = site.ask("/")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.body == f"http://127.0.0.1:{site.port}/feed.xml\n".encode()
    assert site.ask("/", "HEAD").headers["content-length"] == str(len(answer.body))


GOOD = [
    *("127.0.0.1", "127.0.0.1:80", "127.0.0.1:", "127.0.0.2:8000", "localhost", "LocalHost:1", "[::1]", "[::1]:8000"),
    *("box.local", "BOX.local:9"),
]
HOSTS = [
    "evil.example",
    "evil.example:8000",
    "127.0.0.1.evil.example",
    "127.0.0.1.nip.io",
    "localhost.evil.example",
    "evil.localhost",
    "xlocalhost",
    "localhost.",
    "localhost%00",
    "localhost:80:80",
    "localhost:x",
    "localhost:-1",
    "localhost:999999",
    "localhost@evil.example",
    "evil.example@localhost",
    "user:word@localhost",
    "localhost/evil.example",
    "localhost/..",
    "localhost?x",
    "localhost#x",
    "localhost, evil.example",
    "localhost evil.example",
    "evil.example,localhost",
    "http://localhost",
    "box",
    "box.local.evil.example",
    # Addresses that are not ours, and ours in spellings that no address bar has.
    "0.0.0.0",
    "192.168.0.1",
    "169.254.169.254",
    "10.0.0.1:8000",
    "[::]",
    "[::2]",
    "[fe80::1%25lo]",
    "[::ffff:10.0.0.1]",
    "[127.0.0.1",
    "::1",
    "[]",
    "2130706433",
    "0x7f.1",
    "0x7f000001",
    "127.1",
    "0177.0.0.1",
    "127.0.0.01",
    "127.0.0.1.",
    "127.0.0.256",
    # No name at all.
    "",
    ".",
    "-",
    "*",
    "null",
    "\u0661\u0662\u0667.0.0.1".encode().decode("latin-1"),
    "lo\u00e7alhost",
    "x" * 5000,
]


@pytest.mark.parametrize("host", GOOD)
def test_a_host_that_is_ours(site: Site, host: str) -> None:
    assert site.ask("/feed.xml", host=host).status == 200


@pytest.mark.parametrize("host", HOSTS, ids=lambda host: host[:40] or "empty")
def test_a_host_that_is_none_of_ours(site: Site, host: str) -> None:
    for path in ("/feed.xml", "/", "/nothing"):
        answer = site.ask(path, host=host)
        assert answer.status == 421
        assert b"rss" not in answer.body


@pytest.mark.parametrize(
    ("target", "host", "status"),
    [
        ("http://localhost/feed.xml", "localhost", 200),
        ("HTTP://127.0.0.1:8000/feed.xml", "evil.example", 200),  # the target counts (RFC 9112, 3.2.2)
        ("http://evil.example/feed.xml", "localhost", 421),
        ("http://localhost@evil.example/feed.xml", "localhost", 421),
        ("http:///feed.xml", "localhost", 421),
        ("http://localhost", "localhost", 200),
        ("http://localhost/../outside/secret.mp3", "localhost", 404),
    ],
)
def test_a_target_with_a_host_in_it(site: Site, target: str, host: str, status: int) -> None:
    assert site.ask(target, host=host).status == status


@pytest.mark.parametrize(
    "raw",
    [
        b"GET /feed.xml HTTP/1.1\r\n\r\n",
        b"GET /feed.xml HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
        b"GET /feed.xml HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
        b"GET /feed.xml\r\n\r\n",
        b"GET /feed.xml HTTP/1.1\r\nHost : localhost\r\n\r\n",
        b"GET /feed.xml HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET /feed .xml HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /caf\xe9 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\0" * 100 + b"\r\n\r\n",
    ],
    ids=lambda raw: repr(raw[:50]),
)
def test_what_is_no_request(site: Site, raw: bytes) -> None:
    answer = site.send(raw)
    assert answer.status == 400
    assert b"rss" not in answer.body


def test_a_head_without_an_end_is_not_kept(site: Site) -> None:
    sent = 0
    with socket.create_connection(("127.0.0.1", site.port), timeout=60) as connection:
        connection.sendall(b"GET /feed.xml HTTP/1.1\r\nX: ")
        with pytest.raises(ConnectionError):
            while sent < 1 << 28:
                sent += connection.send(b"x" * 65_536)
    assert sent < 1 << 25  # what the system holds on both sides


def test_an_old_request_without_a_host_has_none_of_ours(site: Site) -> None:
    assert site.send(b"GET /feed.xml HTTP/1.0\r\n\r\n").status == 421
    assert site.send(b"GET /feed.xml HTTP/1.0\r\nHost: localhost\r\n\r\n").status == 200


def test_nobody_is_believed_who_says_that_they_are_a_proxy(site: Site) -> None:
    forwarded = {"X_Forwarded_Host": "localhost", "Forwarded": "host=localhost", "X_Forwarded_For": "127.0.0.1"}
    assert site.ask("/feed.xml", host="evil.example", **forwarded).status == 421
    answer = site.ask("/", X_Forwarded_Host="evil.example", X_Forwarded_Proto="https")
    assert answer.body == f"http://127.0.0.1:{site.port}/feed.xml\n".encode()


def test_a_web_socket_is_not_opened(site: Site) -> None:
    upgrade = {"Upgrade": "websocket", "Sec_WebSocket_Key": "AAAAAAAAAAAAAAAAAAAAAA==", "Sec_WebSocket_Version": "13"}
    answer = site.ask("/feed.xml", **upgrade)
    assert answer.status == 200


@pytest.mark.parametrize("own", ["192.168.1.5", "::ffff:192.168.1.5", "fd00::5"])
def test_in_a_network_the_address_that_was_reached_is_ours_and_no_other(own: str) -> None:
    for said, is_ours in {
        "192.168.1.5:8000": "192" in own,
        "[fd00::5]:8000": own == "fd00::5",
        "192.168.1.6:8000": False,
        "[fd00::6]": False,
        "localhost:8000": True,
        "127.0.0.1:8000": True,
    }.items():
        authority = Authority.read(said)
        assert authority is not None
        assert Hosts().answer(authority, own) == is_ours, said


def test_addresses_are_written_as_one_types_them() -> None:
    assert base_url("127.0.0.1", 8000) == "http://127.0.0.1:8000/"
    assert base_url("localhost", 80) == "http://localhost/"
    assert base_url("::1", "") == "http://[::1]/"
