"""What a request is answered: an ASGI application over the table of what is served.

Starlette streams the answers; which bytes to send is decided here. Its own `FileResponse` opens a file by name after it
has said how long it is, so that one that is replaced in between arrives torn; it gives a part to a HEAD, refuses units
that it must ignore, and answers 416 where only one of several parts lies behind the end (RFC 9110, 14.2).
"""

import logging
import time
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from typing import Final

from anyio.to_thread import run_sync
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from audiocoach.publish.server.asked import Asked
from audiocoach.publish.server.byte_ranges import byte_ranges
from audiocoach.publish.server.hosts import Hosts
from audiocoach.publish.server.preconditions import Validators, may_take_part, settled
from audiocoach.publish.server.rehomed import Rehomed, rehomed
from audiocoach.publish.server.served import PAGE, ServedFile, ServedSource, path_of
from audiocoach.publish.server.server_faults import ServerFaults
from audiocoach.publish.server.unchanged_file import FileChanged, FileGone, FileOpener, NotPublished, UnchangedFile

_METHODS: Final = ("GET", "HEAD")
_ALWAYS: Final = {
    "cache-control": "no-cache",  # kept by clients, who ask whether it has changed: feed and page do, under their names
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",  # the address of a private feed is its key
}
_LATER: Final = {"retry-after": "2"}
"""Seconds."""

_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WebServer:
    """The application."""

    source: ServedSource
    hosts: Hosts
    faults: ServerFaults = field(default_factory=ServerFaults)
    _opener: FileOpener = field(default_factory=FileOpener)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. An answer that cannot be finished ends early, which its length tells the client."""
        with ExitStack() as opened:
            try:
                response = await run_sync(self._response, Asked.of(scope), opened)
                await response(scope, receive, send)
            except (FileChanged, OSError):
                return
            except Exception:
                _log.exception("a request could not be answered")
                raise

    def _response(self, asked: Asked, opened: ExitStack) -> Response:
        """The answer; whatever it needs open is in `opened`."""
        authority = asked.authority
        if authority is None or not self.hosts.answer(authority, asked.own):
            return _said(421, "this server does not answer for that host: start it with `--host`, or with `--lan`")
        if asked.method not in _METHODS:
            return _said(405, "this server only knows GET and HEAD", {"allow": ", ".join(_METHODS)})
        table, path = self.source.table(), asked.segments
        if path and not path[-1]:
            front = table.front(path[:-1])
            if front and front[-1] != PAGE:
                return _said(200, f"{authority.base_url}{path_of(front)}")
            path = front
        served = table.files.get(path) if path else None
        try:
            if path is None or served is None:
                raise FileGone
            home = f"{authority.base_url}{path_of((*path[:-1], ''))}"
            content = opened.enter_context(closing(self._open(served, home)))
        except FileGone:
            if served is not None:
                self.faults.tell(served, is_there=False)
            return _said(404, "there is nothing at this address")
        except NotPublished:
            assert served is not None
            self.faults.tell(served, is_there=True)
            return _said(503, "this file is not what was published: it has to be published again")
        except FileChanged:
            return _said(503, "this file is being changed: ask again", _LATER)
        return _answer(asked, content, served.media_type)

    def _open(self, served: ServedFile, home: str) -> UnchangedFile | Rehomed:
        file = self._opener.open(served)
        if served.published in (None, home):
            return file
        with closing(file):
            return rehomed(file, served.path.name, served.published, home)


def _answer(asked: Asked, content: UnchangedFile | Rehomed, media_type: str) -> Response:
    """What a client is sent of a content: all, a part, or that it has it already."""
    now = time.time()
    known = Validators(f'"{content.sha256}"', int(min(content.modified, now)), now)
    headers = _ALWAYS | {"etag": known.etag, "last-modified": known.last_modified, "accept-ranges": "bytes"}
    if short := settled(asked, known):
        return Response(status_code=short, headers=headers)
    status, part = 200, range(content.size)
    said = asked.line("range") if asked.method == "GET" and may_take_part(asked, known) else None
    parts = byte_ranges(said, content.size) if said else None
    if parts == ():
        return _said(416, "there are no such bytes", {"content-range": f"bytes */{content.size}"})
    if parts and len(parts) == 1:  # of several all is sent, as the RFC allows: players ask for one
        status, part = 206, parts[0]
        headers["content-range"] = f"bytes {part.start}-{part.stop - 1}/{content.size}"
    headers |= {"content-type": media_type, "content-length": str(len(part))}
    if asked.method == "HEAD":
        return Response(status_code=status, headers=headers)
    return StreamingResponse(content.blocks(part), status, headers)


def _said(status: int, text: str, headers: dict[str, str] | None = None) -> Response:
    """An answer in words."""
    return PlainTextResponse(f"{text}\n", status, _ALWAYS | (headers or {}))
