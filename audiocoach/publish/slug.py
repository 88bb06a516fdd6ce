"""Names of files as parts of addresses: in ASCII, so that every client and every host writes them alike."""

import re
import unicodedata
from typing import Final

_LONGEST: Final = 100
"""Characters; a file's name may have 255, and more is added to this."""
_OTHER: Final = re.compile(r"[^A-Za-z0-9_-]+")
_NAMELESS: Final = "episode"


def slug(name: str) -> str:
    """`name` in letters, digits, `-` and `_`: without accents, and other signs as `-`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return _OTHER.sub("-", plain)[:_LONGEST].strip("-") or _NAMELESS
