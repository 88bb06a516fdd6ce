"""The cover of an episode: which day it is, in letters that a list of episodes still shows, over its intervals."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from PIL import Image, ImageDraw

from audiocoach.deliver.cover import SOFT, WHITE, sky
from audiocoach.deliver.lettering import LEADING, TextBox, fit, font, shortened, writable
from audiocoach.deliver.picture import Bar
from audiocoach.publish.artwork.jpeg import jpeg
from audiocoach.publish.artwork.profile import Area, draw_profile

SIDE: Final = 1400
"""Pixels, the fewest with which Apple shows an episode's own cover."""
_MARGIN: Final = 90
_WIDTH: Final = SIDE - 2 * _MARGIN
_HEADLINE_TOP, _HEADLINE_HEIGHT = 60, 600
_HEADLINE_SIZES: Final = tuple(range(280, 75, -8))
_NAME: Final = TextBox(_WIDTH, 200, (108, 100, 92, 84, 76))
_ALONE: Final = TextBox(_WIDTH, 800, tuple(range(300, 75, -16)))
_HIGHEST, _BASE = 760, 1240
_GAP: Final = 30
_TIME_TOP, _TIME_SIZE = 1262, 76


def draw_episode_cover(headline: Sequence[str], name: str, bars: Sequence[Bar]) -> bytes:
    """A square JPEG of 1400 pixels a side; the same arguments give the same bytes.

    `headline` is a few lines, such as `Week 3` and `Day 1`; where there is none, the name stands in its place.
    """
    image = _sky().copy()
    draw = ImageDraw.Draw(image)
    lines = [line for line in map(writable, headline) if line]
    minutes = round(max((bar.end_ms for bar in bars), default=0) / 60_000)
    length = f"{minutes} min" if minutes else ""
    if lines:
        bottom = _write(draw, _HEADLINE_TOP, *_unbroken(lines)) + _GAP
        bottom = _write(draw, bottom, *fit(writable(name), _NAME))
    else:
        bottom = _write(draw, _HEADLINE_TOP, *fit(writable(name) or length, _ALONE))
    draw_profile(image, Area(_MARGIN, max(bottom + 2 * _GAP, _HIGHEST), SIDE - _MARGIN, _BASE), bars)
    draw.text((_MARGIN, _TIME_TOP), length, SOFT, font(_TIME_SIZE))
    return jpeg(image)


@cache
def _sky() -> Image.Image:
    return sky(SIDE)


def _unbroken(lines: Sequence[str]) -> tuple[int, list[str]]:
    """The largest size at which each line fits without a break; at worst an ellipsis."""
    for size in _HEADLINE_SIZES:
        if len(lines) * size * LEADING <= _HEADLINE_HEIGHT and all(
            font(size).getlength(line) <= _WIDTH for line in lines
        ):
            return size, list(lines)
    size = _HEADLINE_SIZES[-1]
    face, most = font(size), int(_HEADLINE_HEIGHT / (size * LEADING))
    return size, [line if face.getlength(line) <= _WIDTH else shortened(line, face, _WIDTH) for line in lines[:most]]


def _write(draw: ImageDraw.ImageDraw, top: int, size: int, lines: Sequence[str]) -> int:
    """Write lines from `top` on, and give where they end."""
    for number, line in enumerate(lines):
        draw.text((_MARGIN, top + number * size * LEADING), line, WHITE, font(size))
    return round(top + len(lines) * size * LEADING)
