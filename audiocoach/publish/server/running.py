"""Runs the server until it is told to end."""

import contextlib
import signal
import socket
from types import FrameType
from typing import Final

import uvicorn

from audiocoach.publish.server.web_server import WebServer

_PATIENCE_S: Final = 1
"""Seconds that downloads are given to end after Ctrl-C."""
_MOST_FILES: Final = 4096
"""Open files and connections; some systems allow 256 where nobody asks for more."""


def run(application: WebServer, listening: socket.socket) -> None:
    """Serve at a socket, and close it at the end. Raises `KeyboardInterrupt` after Ctrl-C, when all is closed."""
    _allow_many_files()
    server, signs = uvicorn.Server(settings(application)), list[int]()

    def end(sign: int, frame: FrameType | None) -> None:
        signs.append(sign)
        server.handle_exit(sign, frame)

    # uvicorn heeds Ctrl-C only once it runs; before that it would break off what starts it, with a warning.
    before = signal.signal(signal.SIGINT, end)
    try:
        server.run(sockets=[listening])
    finally:
        signal.signal(signal.SIGINT, before)
    if signs:
        raise KeyboardInterrupt


def settings(application: WebServer) -> uvicorn.Config:
    """How uvicorn runs it: by its own parser of HTTP whatever else is installed, believing no proxy, and silent."""
    return uvicorn.Config(
        application,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_PATIENCE_S,
    )


def _allow_many_files() -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # not on Windows, which has no such limit

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = _MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, _MOST_FILES)
        if soft != resource.RLIM_INFINITY and soft < most:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
