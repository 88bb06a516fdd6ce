"""`serve`: what it says, what it refuses, and how it ends."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import segno

from audiocoach.cli.qr_code import qr_code
from audiocoach.publish.server import listening
from support.commands import Cli
from support.programs import command
from support.terminal import shown_in_terminal
from support.web import publish

FILES = {"feed.xml": b"<rss/>", "media/w01d1.0a1b2c3d.mp3": b"sound" * 1000, "index.html": b"<!doctype html>"}


@pytest.fixture
def out(here: Path) -> Path:
    (here / "out").mkdir()
    publish(here / "out", FILES)
    return here / "out"


@contextmanager
def running(*args: object, lines: int = 1) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """`serve` while it runs, and the first lines that it prints."""
    words = command("serve", *args, "--port", 0)
    child = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        yield child, [child.stdout.readline().strip() for _ in range(lines)]
    finally:
        child.kill()
        child.communicate()


def get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=60) as answer:
        return bytes(answer.read())


def ended(child: "subprocess.Popen[str]", sign: signal.Signals = signal.SIGINT) -> tuple[int, str]:
    """The exit code, and what was said, after a signal."""
    child.send_signal(sign)
    _, said = child.communicate(timeout=60)
    return child.returncode, said


def test_a_folder_is_served_to_this_computer_until_ctrl_c(out: Path) -> None:
    with running(out, lines=2) as (child, urls):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", urls[0])
        assert urls[1] == f"{urls[0]}feed.xml"
        assert get(urls[0]) == FILES["index.html"]
        assert get(f"{urls[0]}media/w01d1.0a1b2c3d.mp3") == FILES["media/w01d1.0a1b2c3d.mp3"]
        code, said = ended(child)
    assert code == 130
    assert said == "Serving 3 files to this computer alone (a phone needs `--lan`); Ctrl-C ends it\nstopped\n"


def test_what_is_published_and_not_there_is_told_at_the_start(out: Path) -> None:
    (out / "feed.xml").unlink()
    with running(out) as (child, urls):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", urls[0])
        assert get(urls[0]) == FILES["index.html"]
        child.send_signal(signal.SIGINT)
        more, said = child.communicate(timeout=60)
    assert not more  # the feed's address is not there
    lines = said.splitlines()
    assert lines[0] == "warning: `feed.xml` is published, and not there"
    assert re.fullmatch(rf"  hint: `\S*audiocoach feed {out}` publishes it again", lines[1].replace("python -m ", ""))
    assert lines[2].startswith("Serving 2 files")


def test_a_file_that_is_not_what_was_published_is_told_of_once(out: Path) -> None:
    for name in ("feed.xml", "index.html"):
        (out / name).write_bytes(b"another")
        os.utime(out / name, (1_700_000_000, 1_700_000_000))
    with running(out) as (child, urls):
        for _ in range(2):
            for name in ("feed.xml", "index.html"):
                with pytest.raises(urllib.error.HTTPError, match="503") as answer:
                    get(urls[0] + name)
                assert "retry-after" not in answer.value.headers
                assert answer.value.read() == b"this file is not what was published: it has to be published again\n"
        _, said = ended(child)
    assert said.count("warning: ") == 2
    assert f"warning: {out}/feed.xml is not what was published, and is not served\n  hint: move it away, and `" in said
    assert f" feed {out}` publishes it again\n" in said
    assert f" site {out}` publishes it again\n" in said


def test_ctrl_c_ends_a_download_that_nobody_reads(out: Path) -> None:
    publish(out, {"media/long.mp3": b"x" * (1 << 24), "feed.xml": b"<rss/>"})
    with running(out) as (child, urls):
        port = int(urls[0].split(":")[2].split("/")[0])
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(b"GET /media/long.mp3 HTTP/1.1\r\nHost: localhost\r\n\r\n")
            connection.recv(10)
            code, said = ended(child)
    assert (code, said.splitlines()[1:]) == (130, ["stopped"])


def test_ctrl_c_before_it_runs_is_as_clean(out: Path) -> None:
    code = """
import signal, sys
import uvicorn
serve = uvicorn.Server.serve
def interrupted(self, sockets=None):
    coroutine = serve(self, sockets)
    signal.raise_signal(signal.SIGINT)
    return coroutine
uvicorn.Server.serve = interrupted
from audiocoach.cli import main
sys.argv[0] = "audiocoach"
main()
"""
    words = [sys.executable, "-c", code, "serve", str(out), "--port", "0"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 130
    assert done.stderr.splitlines()[1:] == ["stopped"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM")
def test_a_system_that_ends_it_is_heeded_in_silence(out: Path) -> None:
    with running(out) as (child, urls):
        get(urls[0])
        code, said = ended(child, signal.SIGTERM)
    assert code == -signal.SIGTERM
    assert len(said.splitlines()) == 1


def test_one_mp3_is_served_under_its_name(here: Path) -> None:
    (here / "my run.mp3").write_bytes(b"sound")
    (here / "other.mp3").write_bytes(b"other")
    with running("my run.mp3") as (child, urls):
        assert urls[0].endswith("/my%20run.mp3")
        assert get(urls[0]) == b"sound"
        assert get(urls[0].replace("my%20run.mp3", "")) == f"{urls[0]}\n".encode()
        with pytest.raises(urllib.error.HTTPError, match="404"):
            get(urls[0].replace("my%20run", "other"))
        (here / "my run.mp3").write_bytes(b"another sound")  # built again
        assert get(urls[0]) == b"another sound"
        assert ended(child)[0] == 130


def test_a_private_feed_is_named_to_who_serves_it(here: Path) -> None:
    secret = "0123456789abcdef" * 2
    publish(here, {f"{secret}/feed.xml": b"<rss/>"}, is_private=True, secret=secret)
    with running(".") as (_, urls):
        assert urls[0].endswith(f"/{secret}/feed.xml")
        assert get(urls[0]) == b"<rss/>"


def test_to_the_network_only_where_that_is_asked_for(out: Path) -> None:
    with running(out, "--lan") as (child, urls):
        assert re.fullmatch(r"http://[0-9.]+:\d+/", urls[0])
        port = int(urls[0].split(":")[2].rstrip("/"))
        assert get(f"http://127.0.0.1:{port}/feed.xml") == b"<rss/>"
        socket.create_connection(("127.0.0.2", port), timeout=5).close()
        _, said = ended(child)
    assert said.startswith("Serving 3 files to everybody in this network, and nothing else; Ctrl-C ends it\n")
    with running(out) as (_, urls):
        port = int(urls[0].split(":")[2].rstrip("/"))
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.2", port), timeout=5)


def test_what_cannot_be_served_says_why(cli: Cli, here: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert cli("serve", out, "--port", port, code=1).err == (
            f"port {port} is in use\n  hint: name another: `--port 0` takes one that is free\n"
        )
    for args, message in {
        ("gone",): "there is no folder or file gone\n  hint: name one that `audiocoach feed` wrote in, or an MP3\n",
        ("short.yaml",): "short.yaml is no MP3\n  hint: name one, or a folder that `audiocoach feed` wrote in\n",
        ("out", "--lan", "--host", "::1"): "`--lan` and `--host` both say where to listen\n  hint: give one of them\n",
        ("out", "--host", "127.0.0.1 x"): (
            "there is no host `127.0.0.1 x`\n  hint: name an address of this computer, or use `--lan`\n"
        ),
        ("out", "--host", "x" * 70): (
            f"there is no host `{'x' * 57}...`\n  hint: name an address of this computer, or use `--lan`\n"
        ),
        ("out", "--host", "203.0.113.9"): (
            "203.0.113.9 is no address of this computer\n  hint: leave `--host` out, or use `--lan`\n"
        ),
    }.items():
        monkeypatch.setattr(socket, "getaddrinfo", _names)
        assert cli("serve", *args, code=2).err == message


@pytest.mark.parametrize(
    ("port", "message"),
    [
        ("abc", "`--port` needs a whole number"),
        ("1.5", "`--port` needs a whole number"),
        ("70000", "`--port` is at most 65535"),
        ("-1", "`--port` is at least 0"),
    ],
)
def test_a_port_that_is_none_is_told_in_our_words(cli: Cli, out: Path, port: str, message: str) -> None:
    hint = "`audiocoach serve --help` tells what it takes"
    assert cli("serve", out, "--port", port, code=2).err == f"{message}\n  hint: {hint}\n"


def _names(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
    """Names are looked up nowhere."""
    if set(host) - set("0123456789.:"):
        raise socket.gaierror
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]


def test_a_folder_without_anything_published_says_what_would_publish(cli: Cli, here: Path) -> None:
    message = "nothing in . is published\n  hint: `audiocoach feed . --base-url URL` and `audiocoach site .` do that\n"
    assert cli("serve", ".", code=2).err == message


def test_a_manifest_of_somebody_else_is_left_alone(cli: Cli, here: Path) -> None:
    (here / "program.json").write_text("{}")
    assert "audiocoach did not write it" in cli("serve", ".", code=2).err


def test_the_code_of_the_longest_address_fits_into_24_lines_of_80_columns() -> None:
    address = f"http://192.168.178.123:65535/{'0123456789abcdef' * 2}/feed.xml"
    lines = qr_code(address)
    assert len(lines) <= 21
    assert {len(line) for line in lines} == {len(lines[0])}
    light = [[char in halves for char in line] for line in lines for halves in ("▀█", "▄█")]
    modules = [[not module for module in row] for row in segno.make_qr(address, error="l").matrix_iter(border=4)]
    assert light[: len(modules)] == modules
    assert len(lines[0]) == len(modules) <= 80


def shown(out: Path, *args: str, encoding: str = "utf-8", columns: int = 80) -> str:
    """What a terminal shows of `serve`, ended by Ctrl-C."""
    env = {"PYTHONIOENCODING": encoding, "TERM": "xterm-256color"}
    return shown_in_terminal(
        "serve", *args, "--port", "0", cwd=out, env=env, columns=columns, code=130, ctrl_c_after="Ctrl-C ends it"
    )


def test_a_terminal_shows_the_address_as_a_code_that_is_asked_for(out: Path) -> None:
    lines = shown(out, ".", "--qr").splitlines()
    url = next(line for line in lines if line.startswith("http"))
    assert lines[: lines.index(url)] == qr_code(url)
    assert lines[-1].endswith("stopped")
    assert "█" not in shown(out, ".")


def test_one_mp3_has_its_code_always(out: Path) -> None:
    lines = shown(out, "media/w01d1.0a1b2c3d.mp3").splitlines()
    url = next(line for line in lines if line.startswith("http"))
    assert url.endswith("/w01d1.0a1b2c3d.mp3")
    assert lines[: lines.index(url)] == qr_code(url)


def test_a_terminal_that_cannot_show_a_code_says_so(out: Path) -> None:
    assert "A QR code needs a terminal in UTF-8, and this one is in ascii" in shown(out, ".", "--qr", encoding="ascii")
    narrow = shown(out, ".", "--qr", columns=30)
    assert re.search(r"A QR code of this address needs 33 columns, and this terminal has 30", narrow)
    assert "http://127.0.0.1" in narrow


def test_the_address_in_the_network_is_found_without_sending_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    class Probe:
        """A socket that knows one way out, or none."""

        ways = {"224.0.0.251": "192.168.1.5"}

        def __init__(self, family: int, kind: int) -> None:
            assert (family, kind) == (socket.AF_INET, socket.SOCK_DGRAM)

        def __enter__(self) -> "Probe":
            return self

        def __exit__(self, *_: object) -> None: ...

        def connect(self, address: tuple[str, int]) -> None:
            self.own = self.ways.get(address[0])
            if self.own is None:
                raise OSError("network is unreachable")

        def getsockname(self) -> tuple[str | None, int]:
            return self.own, 4242

    monkeypatch.setattr(socket, "socket", Probe)
    assert listening.lan_address() == "192.168.1.5"
    Probe.ways = {"192.0.2.1": "127.0.0.1"}
    assert listening.lan_address() is None
