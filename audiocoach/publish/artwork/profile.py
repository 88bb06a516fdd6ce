"""A session's intervals from left to right, each as high as its effort, into a picture that is there already."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw

from audiocoach.deliver.cover import SOFT
from audiocoach.deliver.picture import Bar, bar_heights

_SMOOTH: Final = 2  # drawn so many times larger, then averaged: smooth corners
_UPPER: Final = (True, True, False, False)  # corners that are round


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a picture, in pixels; `right` and `base` are the first that do not belong to it."""

    left: int
    top: int
    right: int
    base: int

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Pixels from top to base."""
        return self.base - self.top


def draw_profile(image: Image.Image, area: Area, bars: Sequence[Bar]) -> None:
    """Draw the bars so that they fill the width, and the line that they stand on."""
    box = (area.left, area.top, area.right, area.base)
    part = image.crop(box).resize((area.width * _SMOOTH, area.height * _SMOOTH), Image.Resampling.NEAREST)
    draw = ImageDraw.Draw(part)
    length = max((bar.end_ms for bar in bars), default=0) or 1
    for bar, height in zip(bars, bar_heights(bars), strict=True):
        left, right = (time / length * part.width for time in (bar.start_ms, bar.end_ms))
        right -= min(6 * _SMOOTH, (right - left) / 4)  # a gap, so that equal neighbours are told apart
        rectangle = (left, part.height * (1 - height), max(right, left + 1), part.height)
        draw.rounded_rectangle(rectangle, min(18 * _SMOOTH, (right - left) / 2), bar.colour, corners=_UPPER)
    image.paste(part.reduce(_SMOOTH), box[:2])
    ImageDraw.Draw(image).line((area.left, area.base, area.right, area.base), SOFT, max(area.height // 80, 2))
