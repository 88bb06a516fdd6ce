"""Servers on this machine that say anything, or nothing."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Talk = Callable[[socket.socket], None]
"""What a server does with a connection, once the head of a request has come."""


@contextmanager
def tcp_server(talk: Talk, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """A server's address; every connection is served in a thread of its own, and closed afterwards."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve(plain: socket.socket) -> None:
        with plain, contextlib.suppress(OSError):
            plain.settimeout(20)
            connection = tls.wrap_socket(plain, server_side=True) if tls else plain
            head = b""
            while b"\r\n\r\n" not in head:
                if not (more := connection.recv(4096)):
                    return  # who called has hung up
                head += more
            talk(connection)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=serve, args=(listening.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    with listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def silent(connection: socket.socket) -> None:
    """Says nothing, until nobody listens."""
    connection.recv(1 << 20)
    connection.recv(1 << 20)


def dripping(connection: socket.socket) -> None:
    """A good head, and then a byte now and then for ever."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    drip(connection)


def dripping_head(connection: socket.socket) -> None:
    """The head itself comes a byte at a time."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nx: ")
    drip(connection)


def drip(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"x")
        time.sleep(0.05)


def endless(connection: socket.socket) -> None:
    """As much as is taken."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(b"x" * (1 << 16))


def answering(head: str, body: bytes = b"") -> Talk:
    """Always the same."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(f"HTTP/1.1 {head}\r\nConnection: close\r\n\r\n".encode() + body)

    return talk


def moved(to: str, status: int = 302) -> Talk:
    """A redirection with an endless body."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(f"HTTP/1.1 {status} Found\r\nLocation: {to}\r\n\r\n".encode())
        while True:
            connection.sendall(b"x" * (1 << 16))

    return talk
