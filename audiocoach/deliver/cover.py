"""The cover of an MP3, drawn from the session itself: its title over the profile of its intervals."""

from collections.abc import Sequence
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw

from audiocoach.deliver.lettering import LEADING, TextBox, fit, font, writable
from audiocoach.deliver.picture import Bar, bar_heights

_UNITS: Final = 1400
"""The cover is laid out on a square of this side, whatever its size in pixels is."""
_SMOOTH: Final = 2  # drawn so many times larger, then averaged: smooth corners
_MARGIN: Final = 110
_WIDTH: Final = _UNITS - 2 * _MARGIN
_TITLE_TOP: Final = 110
_TITLE: Final = TextBox(_WIDTH, 500, tuple(range(164, 55, -12)))
_BARS_TOP, _BARS_BASE = 680, 1180
_TIME_TOP: Final = 1222
_SKY: Final = ((16, 24, 48), (38, 56, 98))
WHITE: Final = (255, 255, 255)
SOFT: Final = (184, 196, 222)
"""Of what is read second: times, the line that intervals stand on."""
_LINE: Final = (66, 84, 128)


def draw_cover(title: str, bars: Sequence[Bar], size: int = _UNITS) -> bytes:
    """A square PNG without alpha, `size` pixels a side; the same arguments give the same bytes.

    A title that is too long ends in an ellipsis. Characters that the font lacks (it has Latin, Greek and Cyrillic) are
    replaced by what they are made of, or left out.
    """
    image = sky(size * _SMOOTH)
    draw = ImageDraw.Draw(image)
    scale = size * _SMOOTH / _UNITS
    minutes = round(max((bar.end_ms for bar in bars), default=0) / 60_000)
    length = f"{minutes} min" if minutes else ""
    _draw_title(draw, writable(title) or length, scale)
    _draw_bars(draw, bars, scale)
    draw.text((_MARGIN * scale, _TIME_TOP * scale), length, SOFT, font(round(68 * scale)))
    png = BytesIO()
    image.reduce(_SMOOTH).save(png, "PNG", compress_level=6)
    return png.getvalue()


def sky(side: int) -> Image.Image:
    """A night sky that grows lighter towards the ground."""
    column = Image.new("RGB", (1, side))
    top, bottom = _SKY
    shades = [tuple(round(a + (b - a) * y / side) for a, b in zip(top, bottom, strict=True)) for y in range(side)]
    column.putdata(shades)
    return column.resize((side, side), Image.Resampling.NEAREST)


def _draw_title(draw: ImageDraw.ImageDraw, title: str, scale: float) -> None:
    size, lines = fit(title, _TITLE)
    face = font(round(size * scale))
    for number, line in enumerate(lines):
        top = (_TITLE_TOP + number * size * LEADING) * scale
        draw.text((_MARGIN * scale, top), line, WHITE, face)


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
    draw.line((_MARGIN * scale, base, (_UNITS - _MARGIN) * scale, base), SOFT, round(4 * scale))
