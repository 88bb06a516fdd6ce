"""A hundred clients at once get every byte as it was published, and the server grows no larger than a bound."""

import asyncio
import hashlib
import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from support.crowd import crowd
from support.programs import command
from support.web import publish

pytestmark = pytest.mark.long

CLIENTS = 100
BYTES = 2_000_000
MOST_MB = 100
"""What the server may grow by, with a hundred answers under way: 128 KiB of a file for each that is read, as much that
waits to be sent, and what each connection and thread takes. A copy of each file for each client would be a gigabyte."""


@pytest.fixture
def files() -> dict[str, bytes]:
    draw = Random(12)
    return {f"media/w01d{n}-run.{n:08x}.mp3": draw.randbytes(BYTES + n) for n in range(1, 6)}


@pytest.fixture
def server(tmp_path: Path, files: dict[str, bytes]) -> Iterator[tuple[int, int]]:
    """The process and the port of a real `serve`."""
    publish(tmp_path, files | {"feed.xml": b"<rss/>"})
    child = subprocess.Popen(command("serve", tmp_path, "--port", 0), stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        yield child.pid, int(child.stdout.readline().split(":")[2].split("/")[0])
    finally:
        child.kill()
        child.communicate()


def memory_mb(pid: int, name: str) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith(f"{name}:"))


def test_a_hundred_clients_get_five_files_each(server: tuple[int, int], files: dict[str, bytes]) -> None:
    pid, port = server
    paths = [f"/{name}" for name in files]
    expected = [hashlib.sha256(content).hexdigest() for content in files.values()]
    assert asyncio.run(crowd(port, paths, 1)) == [expected]
    before = memory_mb(pid, "VmRSS")
    assert asyncio.run(crowd(port, paths, CLIENTS)) == [expected] * CLIENTS
    assert memory_mb(pid, "VmHWM") - before < MOST_MB


def test_clients_that_read_nothing_cost_little_and_hold_up_nobody(
    server: tuple[int, int], files: dict[str, bytes]
) -> None:
    pid, port = server
    paths = [f"/{name}" for name in files]
    expected = [hashlib.sha256(content).hexdigest() for content in files.values()]

    async def beside_the_slow() -> list[list[str]]:
        slow = [await asyncio.open_connection("127.0.0.1", port, limit=1024) for _ in range(CLIENTS)]
        for _, writer in slow:
            writer.write(f"GET {paths[0]} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        try:
            return await crowd(port, paths, 10)
        finally:
            for _, writer in slow:
                writer.transport.abort()

    before = memory_mb(pid, "VmRSS")
    assert asyncio.run(beside_the_slow()) == [expected] * 10
    assert memory_mb(pid, "VmHWM") - before < MOST_MB
