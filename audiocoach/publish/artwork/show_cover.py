"""The cover of a show: its title over its weeks, each a column of its intervals, as high as it is long."""

from collections.abc import Sequence
from typing import Final, TypeVar

from PIL import ImageDraw

from audiocoach.deliver.cover import SOFT, WHITE, sky
from audiocoach.deliver.lettering import LEADING, TextBox, fit, font, writable
from audiocoach.deliver.picture import Bar
from audiocoach.publish.artwork.jpeg import jpeg
from audiocoach.publish.artwork.profile import Area, draw_profile

SIDE: Final = 3000
"""Pixels, the most that Apple takes and what it asks for."""
MOST_COLUMNS: Final = 12
"""At 55 pixels, the smallest that a list of shows has, so many are still columns."""
_MARGIN: Final = 190
_TITLE_TOP: Final = 120
_TITLE: Final = TextBox(SIDE - 2 * _MARGIN, 1750, tuple(range(880, 200, -20)))
"""At 55 pixels nobody reads letters smaller than these, and many of them would make a large file."""
_GAP: Final = 130
_BETWEEN: Final = 0.2
"""From column to column, in pitches."""
_BASE: Final = SIDE - _MARGIN

Thing = TypeVar("Thing")
Profile = Sequence[Bar]
"""A session's intervals, in order of time."""


def draw_show_cover(title: str, profiles: Sequence[Profile]) -> bytes:
    """A square JPEG of 3000 pixels a side; the same arguments give the same bytes.

    Of more profiles than there is room for, some are shown, evenly from the first to the last; one alone lies on its
    side, as in an episode's cover.
    """
    image = sky(SIDE)
    draw = ImageDraw.Draw(image)
    size, lines = fit(writable(title), _TITLE)
    for number, line in enumerate(lines):
        draw.text((_MARGIN, _TITLE_TOP + number * size * LEADING), line, WHITE, font(size))
    top = round(_TITLE_TOP + len(lines) * size * LEADING + _GAP) if lines else _MARGIN
    area = Area(_MARGIN, top, SIDE - _MARGIN, _BASE)
    shown = [profile for profile in evenly(profiles, MOST_COLUMNS) if profile]
    if len(shown) == 1:
        draw_profile(image, area, shown[0])
    else:
        _draw_columns(draw, area, shown)
    return jpeg(image)


def evenly(things: Sequence[Thing], most: int) -> list[Thing]:
    """At most so many, among them the first and the last."""
    if len(things) <= most:
        return list(things)
    return [things[round(number * (len(things) - 1) / (most - 1))] for number in range(most)]


def _draw_columns(draw: ImageDraw.ImageDraw, area: Area, profiles: Sequence[Profile]) -> None:
    """From left to right; in each column the time runs upwards."""
    longest = max((profile[-1].end_ms for profile in profiles), default=0) or 1
    pitch = area.width / max(len(profiles) - _BETWEEN, 1)
    for number, profile in enumerate(profiles):
        left = area.left + number * pitch
        right = left + pitch * (1 - _BETWEEN)
        for bar in profile:
            base, top = (area.base - time / longest * area.height for time in (bar.start_ms, bar.end_ms))
            draw.rectangle((round(left), round(top), round(right), max(round(base) - 1, round(top))), bar.colour)
    draw.line((area.left, area.base, area.right, area.base), SOFT, 16)
