"""Files that can be known again: the last bytes of one are a digest of all before them, where its readers skip it.

So a file tells by itself that audiocoach wrote it, wherever it is moved to and whatever is forgotten, and that nobody
has changed it anywhere since.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

from audiocoach.conventions import JSON, SVG, VTT, WAV
from audiocoach.errors import UnreadableFile
from audiocoach.storage.files import Sink, replacing
from audiocoach.storage.regular import open_regular

Standing = Literal["ours", "changed", "unknown"]
"""`ours`: as we wrote it; `changed`: we wrote it, and it was changed since; `unknown`: it bears no seal."""

_BLOCK: Final = 1 << 18
_NEAR: Final = 1 << 12
"""Bytes at the end among which a seal is looked for where it is not the very end."""
_BITS: Final = 256


@dataclass(frozen=True, slots=True)
class Seal:
    """How the digest is written at the end of one kind of file."""

    spell: Callable[[bytes], bytes]
    pattern: re.Pattern[bytes]
    """Any seal of this kind."""

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.spell(bytes(_BITS // 8)))


def _hex(before: bytes, after: bytes) -> Seal:
    """A digest in hexadecimal digits."""
    pattern = re.compile(re.escape(before) + b"[0-9a-f]{64}" + re.escape(after))
    return Seal(lambda digest: before + digest.hex().encode() + after, pattern)


def _blanks(digest: bytes) -> bytes:
    """A digest as white space, a blank for 0 and a tab for 1, and a line end."""
    bits = f"{int.from_bytes(digest):0{_BITS}b}"
    return bits.replace("0", " ").replace("1", "\t").encode() + b"\n"


SEALS: Final[Mapping[str, Seal]] = MappingProxyType(
    {
        VTT: _hex(b"\nNOTE audiocoach ", b"\n"),  # a comment block
        SVG: _hex(b"<!-- audiocoach ", b" -->\n"),  # after the root element, where XML allows it
        JSON: Seal(_blanks, re.compile(b"[ \t]{%d}\n" % _BITS)),  # JSON knows no comments, and skips white space
        WAV: _hex(b"acsh\x40\0\0\0", b""),  # a RIFF chunk of 64 bytes, behind the samples: unknown ones are skipped
    }
)
"""By suffix. SubRip is not here: its readers show whatever stands in it."""


class SealedSink:
    """A file being written, whose seal is made on the way."""

    def __init__(self, file: Sink) -> None:
        self._file = file
        self.digest = _digest()

    def write(self, data: bytes) -> None:
        """Append `data`."""
        self.digest.update(data)
        self._file.write(data)


@contextmanager
def sealed(path: Path) -> Iterator[SealedSink]:
    """As `replacing`, with the seal that belongs to the suffix of `path` at the end."""
    with replacing(path) as file:
        sink = SealedSink(file)
        yield sink
        file.write(SEALS[path.suffix.lower()].spell(sink.digest.digest()))


def standing(path: Path) -> Standing:
    """Whether the file at `path` is one that `sealed` wrote, as it was then. Raises `UnreadableFile`."""
    seal = SEALS.get(path.suffix.lower())
    if seal is None:
        return "unknown"
    with open_regular(path) as file:
        try:
            rest = os.fstat(file.fileno()).st_size - seal.size
            digest = _digest()
            while rest > 0 and (block := file.read(min(_BLOCK, rest))):
                digest.update(block)
                rest -= len(block)
            if not rest and file.read() == seal.spell(digest.digest()):
                return "ours"
            file.seek(max(file.tell() - _NEAR, 0))
            return "changed" if seal.pattern.search(file.read()) else "unknown"
        except OSError as error:
            raise UnreadableFile(path, (error.strerror or str(error)).lower()) from error


def _digest() -> "hashlib._Hash":
    """A new one, which no other program's digest of the same bytes equals."""
    return hashlib.sha256(b"audiocoach\n")
