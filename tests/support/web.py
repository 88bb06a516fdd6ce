"""Our web server as clients see it: in a thread, at a port of the loopback, asked byte for byte."""

import hashlib
import http.client
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from audiocoach.program.manifest import Manifest
from audiocoach.publish.server.hosts import Hosts
from audiocoach.publish.server.running import settings
from audiocoach.publish.server.served import ServedSource
from audiocoach.publish.server.web_server import WebServer


@dataclass(frozen=True)
class Answer:
    """What a server sent."""

    status: int
    headers: Mapping[str, str]
    """By name in lower case."""
    body: bytes


@dataclass(frozen=True)
class Site:
    """A server that runs."""

    port: int

    def ask(self, path: str = "/", method: str = "GET", host: str | None = None, **headers: str) -> Answer:
        """One request in an orderly form; `_` in a header's name is `-`."""
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        shown = f"127.0.0.1:{self.port}" if host is None else host
        head = [f"{method} {path} HTTP/1.1", f"Host: {shown}", *lines, "Connection: close"]
        return self.send("\r\n".join([*head, "", ""]).encode("latin-1"), method)

    def send(self, raw: bytes, method: str = "GET") -> Answer:
        """These bytes as they are."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            connection.sendall(raw)
            response = http.client.HTTPResponse(connection, method=method)
            response.begin()
            headers = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, headers, response.read())

    def read(self, raw: bytes) -> bytes:
        """All that comes back for these bytes, until the server closes the connection."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            connection.sendall(raw)
            return b"".join(iter(lambda: connection.recv(1 << 16), b""))


@contextmanager
def serving(source: ServedSource, hosts: Hosts | None = None) -> Iterator[Site]:
    """A server of this source, on the loopback."""
    with at_loopback(settings(WebServer(source, hosts or Hosts()))) as site:
        yield site


@contextmanager
def at_loopback(config: uvicorn.Config) -> Iterator[Site]:
    """A server of any application."""
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.002)
        try:
            yield Site(listening.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join(60)
            assert not thread.is_alive()


def publish(folder: Path, files: Mapping[str, bytes], **record: object) -> None:
    """Write files as `feed` and `site` would, with the record of them in `program.json`."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    Manifest("", "", published={"files": digests, **record}).write(folder)
