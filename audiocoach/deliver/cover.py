"""The cover of an MP3, drawn from the session itself: its title over the profile of its intervals."""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from math import ceil
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from audiocoach.deliver.picture import Bar, bar_heights

_UNITS: Final = 1400
"""The cover is laid out on a square of this side, whatever its size in pixels is."""
_SMOOTH: Final = 2  # drawn so many times larger, then averaged: smooth corners
_MARGIN: Final = 110
_WIDTH: Final = _UNITS - 2 * _MARGIN
_TITLE_TOP, _TITLE_HEIGHT = 110, 500
_BARS_TOP, _BARS_BASE = 680, 1180
_TIME_TOP: Final = 1222
_TITLE_SIZES: Final = tuple(range(164, 55, -12))
_LEADING: Final = 1.14
_SKY: Final = ((16, 24, 48), (38, 56, 98))
_WHITE, _SOFT, _LINE = (255, 255, 255), (184, 196, 222), (66, 84, 128)


def draw_cover(title: str, bars: Sequence[Bar], size: int = _UNITS) -> bytes:
    """A square PNG without alpha, `size` pixels a side; the same arguments give the same bytes.

    A title that is too long ends in an ellipsis. Characters that the font lacks (it has Latin, Greek and Cyrillic) are
    replaced by what they are made of, or left out.
    """
    image = _background(size * _SMOOTH)
    draw = ImageDraw.Draw(image)
    scale = size * _SMOOTH / _UNITS
    minutes = round(max((bar.end_ms for bar in bars), default=0) / 60_000)
    length = f"{minutes} min" if minutes else ""
    _draw_title(draw, _writable(title) or length, scale)
    _draw_bars(draw, bars, scale)
    draw.text((_MARGIN * scale, _TIME_TOP * scale), length, _SOFT, _font(round(68 * scale)))
    png = BytesIO()
    image.reduce(_SMOOTH).save(png, "PNG", compress_level=6)
    return png.getvalue()


def _background(side: int) -> Image.Image:
    """A night sky that grows lighter towards the ground."""
    column = Image.new("RGB", (1, side))
    top, bottom = _SKY
    shades = [tuple(round(a + (b - a) * y / side) for a, b in zip(top, bottom, strict=True)) for y in range(side)]
    column.putdata(shades)
    return column.resize((side, side), Image.Resampling.NEAREST)


def _draw_title(draw: ImageDraw.ImageDraw, title: str, scale: float) -> None:
    size, lines = _fit(title)
    font = _font(round(size * scale))
    for number, line in enumerate(lines):
        top = (_TITLE_TOP + number * size * _LEADING) * scale
        draw.text((_MARGIN * scale, top), line, _WHITE, font)


def _draw_bars(draw: ImageDraw.ImageDraw, bars: Sequence[Bar], scale: float) -> None:
    length = max((bar.end_ms for bar in bars), default=0) or 1
    for level in (0.25, 0.5, 0.75, 1.0):
        y = (_BARS_BASE - (_BARS_BASE - _BARS_TOP) * level) * scale
        draw.line((_MARGIN * scale, y, (_UNITS - _MARGIN) * scale, y), _LINE, round(2 * scale))
    for bar, height in zip(bars, bar_heights(bars), strict=True):
        left, right = (_MARGIN + time / length * _WIDTH for time in (bar.start_ms, bar.end_ms))
        right -= min(6, (right - left) / 4)  # a gap, so that equal neighbours are told apart
        top = _BARS_BASE - (_BARS_BASE - _BARS_TOP) * height
        box = (left * scale, top * scale, max(right * scale, left * scale + 1), _BARS_BASE * scale)
        radius = min(18.0, (right - left) / 2) * scale
        draw.rounded_rectangle(box, radius, bar.colour, corners=(True, True, False, False))
    base = _BARS_BASE * scale
    draw.line((_MARGIN * scale, base, (_UNITS - _MARGIN) * scale, base), _SOFT, round(4 * scale))


def _fit(title: str) -> tuple[int, list[str]]:
    """The largest size at which the title fits without a word being cut, and its lines; at worst an ellipsis."""
    for size in _TITLE_SIZES:
        if all(_font(size).getlength(word) <= _WIDTH for word in title.split()):
            lines = list(_wrap(title, _font(size)))
            if len(lines) * size * _LEADING <= _TITLE_HEIGHT:
                return size, lines
    size = _TITLE_SIZES[-1]
    most = int(_TITLE_HEIGHT / (size * _LEADING))
    lines = list(_wrap(title, _font(size)))
    return size, lines if len(lines) <= most else [*lines[: most - 1], _shorten(lines[most - 1], _font(size))]


def _wrap(text: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    """Lines of `text` that are at most `_WIDTH` wide; words that are wider are cut."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if font.getlength(longer) <= _WIDTH:
            line = longer
            continue
        if line:
            yield line
        line = word
        while font.getlength(line) > _WIDTH:
            end = bisect_right(range(1, len(line)), _WIDTH, key=lambda end: ceil(font.getlength(line[:end]))) or 1
            yield line[:end]
            line = line[end:]
    if line:
        yield line


def _shorten(line: str, font: ImageFont.FreeTypeFont) -> str:
    while line and font.getlength(f"{line}…") > _WIDTH:
        line = line[:-1]
    return f"{line.rstrip()}…"


def _writable(title: str) -> str:
    """`title` in characters that the font has, at most as many as could ever fit."""
    composed = unicodedata.normalize("NFC", title[:2000])
    return " ".join("".join(map(_spelled, composed)).split())[:400]


@cache
def _spelled(char: str) -> str:
    if char.isspace() or _has(char):
        return char if _has(char) else " "
    return "".join(part for part in unicodedata.normalize("NFKD", char) if _has(part))


@cache
def _has(char: str) -> bool:
    """Whether the font has a shape for `char`: another than for U+F8FF, a private character that it lacks."""
    font = _font(40)
    return bytes(font.getmask(char)) != bytes(font.getmask("\uf8ff"))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    """Roboto Medium (Apache 2.0), cut down to Latin, Greek and Cyrillic; the same on every machine."""
    data = files("audiocoach.deliver").joinpath("fonts/Roboto-Medium.ttf").read_bytes()
    # The basic layout: the other one depends on libraries that a machine may have or not.
    return ImageFont.truetype(BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)
