"""What a client has already, and whether it wants the rest (RFC 9110, 13)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from audiocoach.publish.server.asked import Asked

_ETAG: Final = re.compile(r'(W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_SURE_S: Final = 2
"""Seconds without a change after which a date, which has only whole ones, names one content (RFC 9110, 8.8.2.2)."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a content is known by."""

    etag: str
    """Strong, with its quotes."""
    modified: int
    """Seconds since 1970, in whole ones, not later than `now`."""
    now: float
    """Seconds since 1970."""

    @property
    def last_modified(self) -> str:
        """As an HTTP date."""
        return format_datetime(datetime.fromtimestamp(self.modified, UTC), usegmt=True)


def settled(asked: "Asked", known: Validators) -> Literal[304, 412] | None:
    """The answer that the preconditions of a GET or a HEAD give; None where they ask for the content.

    In the order of RFC 9110, 13.2.2. A date that is none counts as not there.
    """
    must_match, since = asked.line("if-match"), _date(asked.line("if-unmodified-since"))
    if must_match is not None:
        if not _matches(must_match, known.etag, weak=False):
            return 412
    elif since is not None and known.modified > since:
        return 412
    none_match, since = asked.line("if-none-match"), _date(asked.line("if-modified-since"))
    if none_match is not None:
        return 304 if _matches(none_match, known.etag, weak=True) else None
    return 304 if since is not None and known.modified <= since else None


def may_take_part(asked: "Asked", known: Validators) -> bool:
    """Whether `If-Range` allows a part: the client has the rest of this very content."""
    said = asked.line("if-range")
    if said is None or said == known.etag:
        return True
    return said == known.last_modified and known.now - known.modified >= _SURE_S


def _matches(said: str, etag: str, *, weak: bool) -> bool:
    """Whether a list of entity tags, or `*`, has this one."""
    return said == "*" or any(found[2] == etag and (weak or not found[1]) for found in _ETAG.finditer(said))


def _date(text: str | None) -> float | None:
    """An HTTP date in seconds since 1970; None where there is none that can be read."""
    try:
        found = parsedate_to_datetime(text or "")
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
