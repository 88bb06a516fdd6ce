"""A request, as far as it decides about what is served."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

from starlette.datastructures import Headers

from audiocoach.publish.server.hosts import Authority
from audiocoach.publish.server.served import Segments

if TYPE_CHECKING:
    from starlette.types import Scope

_ABSOLUTE: Final = re.compile(rb"http://([^/]*)(/.*)?", re.IGNORECASE | re.DOTALL)
"""A target as proxies are given it; any server has to take it, and its host counts (RFC 9112, 3.2.2)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    method: str
    authority: Authority | None
    """None where it names no host, or several."""
    segments: Segments | None
    """The path's, each decoded once, with an empty one at the end of a folder's; None for what is no path of ours."""
    own: str
    """The address of ours that it came in at."""
    headers: Headers

    @classmethod
    def of(cls, scope: "Scope") -> "Asked":
        """The request of an ASGI scope."""
        headers = Headers(scope=scope)
        hosts, target = headers.getlist("host"), bytes(scope["raw_path"])
        if absolute := _ABSOLUTE.fullmatch(target):
            hosts, target = [absolute[1].decode("latin-1")], absolute[2] or b"/"
        authority = Authority.read(hosts[0]) if len(hosts) == 1 else None
        return cls(scope["method"], authority, _segments(target), (scope["server"] or ("",))[0], headers)

    def line(self, name: str) -> str | None:
        """A header's lines as one; None where there is none."""
        return ", ".join(lines).strip() if (lines := self.headers.getlist(name)) else None


def _segments(target: bytes) -> Segments | None:
    first, *rest = target.split(b"/")
    if first or not rest:
        return None
    try:
        return tuple(unquote_to_bytes(segment).decode() for segment in rest)
    except UnicodeDecodeError:
        return None
