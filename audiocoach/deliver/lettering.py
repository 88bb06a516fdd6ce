"""Words set in a box, as large as they fit, in the one typeface that is the same on every machine."""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from math import ceil
from typing import Final

from PIL import ImageFont

LEADING: Final = 1.14
"""From line to line, in sizes of the type."""


@dataclass(frozen=True, slots=True)
class TextBox:
    """Where words go, and how large they may be; every figure in the same unit."""

    width: float
    height: float
    sizes: Sequence[int]
    """Sizes of the type, the largest first."""


def fit(text: str, box: TextBox) -> tuple[int, list[str]]:
    """The largest size at which `text` fits without a word being cut, and its lines; at worst an ellipsis."""
    for size in box.sizes:
        if all(font(size).getlength(word) <= box.width for word in text.split()):
            lines = list(_wrap(text, font(size), box.width))
            if len(lines) * size * LEADING <= box.height:
                return size, lines
    size = box.sizes[-1]
    most = int(box.height / (size * LEADING))
    lines = list(_wrap(text, font(size), box.width))
    if len(lines) <= most:
        return size, lines
    return size, [*lines[: most - 1], shortened(lines[most - 1], font(size), box.width)]


def shortened(line: str, face: ImageFont.FreeTypeFont, width: float) -> str:
    """As much of a line as fits before an ellipsis."""
    while line and face.getlength(f"{line}…") > width:
        line = line[:-1]
    return f"{line.rstrip()}…"


def writable(text: str) -> str:
    """`text` in characters that the typeface has, at most as many as could ever fit.

    It has Latin, Greek and Cyrillic; others are replaced by what they are made of, or left out.
    """
    composed = unicodedata.normalize("NFC", text[:2000])
    return " ".join("".join(map(_spelled, composed)).split())[:400]


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """Roboto Medium (Apache 2.0), cut down to Latin, Greek and Cyrillic."""
    data = files("audiocoach.deliver").joinpath("fonts/Roboto-Medium.ttf").read_bytes()
    # The basic layout: the other one depends on libraries that a machine may have or not.
    return ImageFont.truetype(BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)


def _wrap(text: str, face: ImageFont.FreeTypeFont, width: float) -> Iterator[str]:
    """Lines of `text` that are at most `width` wide; words that are wider are cut."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if face.getlength(longer) <= width:
            line = longer
            continue
        if line:
            yield line
        line = word
        while face.getlength(line) > width:
            end = _most_that_fit(line, face, width)
            yield line[:end]
            line = line[end:]
    if line:
        yield line


def _most_that_fit(word: str, face: ImageFont.FreeTypeFont, width: float) -> int:
    return bisect_right(range(1, len(word)), width, key=lambda end: ceil(face.getlength(word[:end]))) or 1


@cache
def _spelled(char: str) -> str:
    if char.isspace() or _has(char):
        return char if _has(char) else " "
    return "".join(part for part in unicodedata.normalize("NFKD", char) if _has(part))


@cache
def _has(char: str) -> bool:
    """Whether the typeface has a shape for `char`: another than for U+F8FF, a private character that it lacks."""
    return bytes(font(40).getmask(char)) != bytes(font(40).getmask("\uf8ff"))
