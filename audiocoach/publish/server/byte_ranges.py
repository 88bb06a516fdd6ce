"""Which bytes a `Range` asks for (RFC 9110, 14)."""

import re
from typing import Final

_UNIT: Final = re.compile(r"bytes=(.*)", re.IGNORECASE | re.DOTALL)
_SPEC: Final = re.compile(r"([0-9]{1,4000})-([0-9]{0,4000})|-([0-9]{1,4000})")
"""Python reads no number of more than 4,300 digits."""
_BLANKS: Final = " \t"


def byte_ranges(text: str, size: int) -> tuple[range, ...] | None:
    """The stretches that a `Range` asks for, of a content of `size` bytes, without those that lie behind its end.

    Empty where all of them do: that is answered by 416. None for another unit and for what is malformed: that is
    answered as if nothing had been asked, as the RFC demands of the first and allows for the second.
    """
    unit = _UNIT.fullmatch(text)
    specs = [spec.strip(_BLANKS) for spec in unit[1].split(",")] if unit else []
    asked = [_range(spec, size) for spec in specs if spec]
    if not asked or None in asked:
        return None
    return tuple(part for part in asked if part)


def _range(spec: str, size: int) -> range | None:
    """The bytes of one spec, none of them where they lie behind the end; None where it is malformed."""
    found = _SPEC.fullmatch(spec)
    if found is None:
        return None
    first, last, suffix = found.groups()
    if suffix:
        # A suffix of nothing can be had, but `Content-Range` has no words for it.
        return range(max(size - int(suffix), 0), size) if size or not int(suffix) else None
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, size) if last else size)
