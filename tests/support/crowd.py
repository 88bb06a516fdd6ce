"""Many clients at once: each asks for files one after the other, and knows what came by its digest."""

import asyncio
import hashlib
from collections.abc import Sequence

_READ = 1 << 16


async def crowd(port: int, paths: Sequence[str], clients: int) -> list[list[str]]:
    """The SHA-256 of each body that each client got, in the order of `paths`; every answer must be a whole 200."""
    return list(await asyncio.gather(*(_client(port, paths, number) for number in range(clients))))


async def _client(port: int, paths: Sequence[str], number: int) -> list[str]:
    """One, with a connection that it keeps. It begins at another file than its neighbour, and comes round."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    first = number % len(paths)
    digests = {}
    try:
        for path in (*paths[first:], *paths[:first]):
            writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
            digests[path] = await _body(reader)
    finally:
        writer.close()
    return [digests[path] for path in paths]


async def _body(reader: asyncio.StreamReader) -> str:
    status, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    assert status == "HTTP/1.1 200 OK", status
    rest = next(int(line.split(":")[1]) for line in lines if line.lower().startswith("content-length:"))
    digest = hashlib.sha256()
    while rest:
        block = await reader.read(min(rest, _READ))
        assert block, f"{rest} bytes are missing"
        digest.update(block)
        rest -= len(block)
    return digest.hexdigest()
