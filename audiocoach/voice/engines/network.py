"""HTTP with limits: for the bytes, for the time, and to the server that was asked. Certificates are checked."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Generator, Mapping
from contextlib import suppress
from functools import cache
from http import HTTPStatus
from importlib.util import find_spec
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from audiocoach.errors import Portable, short

SILENCE_S: Final = 10.0
"""The longest that a server may say nothing."""
_MOST_MOVES: Final = 5
_PIECE: Final = 1 << 16
_MOVED: Final = frozenset((301, 302, 303, 307, 308))


class NetworkError(Portable):
    """Why a request failed, in our words."""

    def __init__(self, message: str, status: int | None = None, retry_after: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        """What the server answered, where it did."""
        self.retry_after = retry_after
        """The header of that name."""

    def __str__(self) -> str:
        return self.message


class HttpRequest:
    """One request. It is sent when its answer is read, and another thread may break it off."""

    def __init__(
        self,
        url: str,
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        may_move: bool = False,
        silence_s: float = SILENCE_S,
    ) -> None:
        """`data` makes it a POST, which follows nobody anywhere. `may_move`: whether another host may send the answer,
        over https, because what it must be is known.
        """
        self._url = url
        self._data = data
        self._headers = dict(headers or {})
        self._may_move = may_move
        self._silence_s = silence_s
        self._socket: socket.socket | None = None
        self._abandoned = False
        self._lock = threading.Lock()

    def read(self, limit: int) -> bytes:
        """The whole answer. Raises `NetworkError`, for one of more than `limit` bytes too."""
        return b"".join(self.pieces(limit))

    def pieces(self, limit: int) -> Generator[bytes]:
        """The answer as it comes. Raises as `read`."""
        left = limit
        try:
            with self._open() as answer:
                while piece := answer.read1(_PIECE):
                    left -= len(piece)
                    if left < 0:
                        raise NetworkError(f"the answer is longer than {limit:,} bytes")
                    yield piece
                if answer.length or self._abandoned:
                    raise NetworkError("the answer broke off")
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise NetworkError(f"there is no connection ({_reason(error)})") from error

    def abandon(self) -> None:
        """Break off what is under way in another thread."""
        with self._lock:
            self._abandoned = True
            if self._socket is not None:
                with suppress(OSError):
                    self._socket.shutdown(socket.SHUT_RDWR)

    def opened(self, connected: socket.socket | None) -> None:
        """Remember the connection, so that it can be broken off."""
        with self._lock:
            self._socket = connected
            if self._abandoned:
                raise ConnectionAbortedError("given up")

    def _open(self) -> http.client.HTTPResponse:
        """The answer's head, after the moves that are allowed."""
        opener = _opener(_Plain(self), _Secure(self))
        url = self._url
        for _ in range(_MOST_MOVES):
            request = urllib.request.Request(url, self._data, self._headers)  # noqa: S310 - see `_moved`
            try:
                answer: http.client.HTTPResponse = opener.open(request, timeout=self._silence_s)
                return answer
            except urllib.error.HTTPError as error:
                error.close()
                if error.code not in _MOVED:
                    why = f"the server answered {error.code} {_words(error.code)}".rstrip()
                    raise NetworkError(why, error.code, error.headers.get("Retry-After")) from error
                url = self._moved(url, error)
        raise NetworkError(f"the server sends us from one address to the next, {_MOST_MOVES} times")

    def _moved(self, url: str, error: urllib.error.HTTPError) -> str:
        """Where the answer lies; `NetworkError` where we do not go."""
        there = urljoin(url, error.headers.get("Location", ""))
        here, new = urlsplit(url), urlsplit(there)
        is_same = (new.scheme, new.netloc) == (here.scheme, here.netloc)
        is_secure = new.scheme == "https" and self._may_move
        if self._data is not None or not (is_same or is_secure):
            raise NetworkError(f"the server sends us to another address: {short(there)}", error.code)
        return there


class _Plain(urllib.request.HTTPHandler):
    """Connections over which a request keeps a hand."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__()
        self._request = request

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        def connection(*args: Any, **kwargs: Any) -> http.client.HTTPConnection:
            return _handed(http.client.HTTPConnection(*args, **kwargs), self._request)

        return self.do_open(connection, req)


class _Secure(urllib.request.HTTPSHandler):
    """The same over TLS."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(context=_trusted())
        self._request = request

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        def connection(*args: Any, **kwargs: Any) -> http.client.HTTPConnection:
            return _handed(http.client.HTTPSConnection(*args, **kwargs, context=_trusted()), self._request)

        return self.do_open(connection, req)


def _opener(*handlers: urllib.request.BaseHandler) -> urllib.request.OpenerDirector:
    """Opens what `handlers` can. It follows no redirection: urllib would read its body first, without a limit."""
    opener = urllib.request.OpenerDirector()
    errors = (urllib.request.HTTPErrorProcessor(), urllib.request.HTTPDefaultErrorHandler())
    for handler in (*handlers, *errors, urllib.request.ProxyHandler(), urllib.request.UnknownHandler()):
        opener.add_handler(handler)
    return opener


@cache
def _trusted() -> ssl.SSLContext:
    """Who may sign certificates: those whom the system trusts and, since some systems' Python knows none, certifi's."""
    context = ssl.create_default_context()
    if find_spec("certifi"):  # comes with gTTS
        import certifi

        context.load_verify_locations(certifi.where())
    return context


def _handed(connection: http.client.HTTPConnection, request: HttpRequest) -> http.client.HTTPConnection:
    """`connection`, which tells `request` when it is connected."""
    connect = connection.connect

    def connected() -> None:
        connect()
        request.opened(connection.sock)

    connection.connect = connected  # type: ignore[method-assign]
    return connection


def _words(status: int) -> str:
    """The usual words for a status; the server's own may be anything."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _reason(error: BaseException) -> str:
    """The cause at the bottom of what urllib wraps around it."""
    inner: object = getattr(error, "reason", None) if isinstance(error, urllib.error.URLError) else error
    words = (getattr(inner, "strerror", None) if isinstance(inner, OSError) else None) or str(inner)
    return short(words.lower() or type(inner).__name__)
