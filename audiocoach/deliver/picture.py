"""A session's profile: its intervals as bars over time, as high as the effort. Here as SVG; `cover.py` draws it too."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from audiocoach.units import clock

_EASY: Final = 5  # a session below this effort does not look like a hard one
_LEAST: Final = 0.1

_WIDTH, _HEIGHT, _LEFT, _TOP, _BASE = 960, 240, 16, 48, 200
_MOST_TICKS: Final = 12
_TICKS_MIN: Final = (1, 2, 5, 10, 15, 20, 30, 60, 120)
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STYLE: Final = (
    "text{font:13px system-ui,sans-serif;fill:#475467}.t{font-size:20px;font-weight:600;fill:#101828}"
    ".a{stroke:#98a2b3}@media(prefers-color-scheme:dark){text{fill:#cbd5e1}.t{fill:#fff}}"
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One interval."""

    start_ms: float
    end_ms: float
    effort: float
    """0 to 10."""
    colour: str
    """`#rrggbb`."""
    name: str = ""
    """What the interval is called, for a pointer that rests on it and for a screen reader."""


def bar_heights(bars: Sequence[Bar]) -> list[float]:
    """How high each bar is, of 1: the hardest reaches the top unless all is easy, and rest is still to be seen."""
    efforts = [min(max(bar.effort, 0), 10) for bar in bars]
    most = max([*efforts, _EASY])
    return [_LEAST + (1 - _LEAST) * effort / most for effort in efforts]


def svg(title: str, bars: Sequence[Bar], duration_ms: float) -> str:
    """The profile as an SVG with a time axis, a title and a description for those who cannot see it."""
    scale = (_WIDTH - 2 * _LEFT) / max(duration_ms, 1)
    summary = f"{clock(duration_ms)}, {len(bars)} {'interval' if len(bars) == 1 else 'intervals'}"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img"'
            ' aria-labelledby="title desc">',
            f'<title id="title">{xml_text(title)}</title>',
            f'<desc id="desc">{summary}{_spoken(bars)}.</desc>',
            f"<style>{_STYLE}</style>",
            f'<text class="t" x="{_LEFT}" y="28">{xml_text(title)}</text>',
            *(_rect(bar, height, scale) for bar, height in zip(bars, bar_heights(bars), strict=True)),
            f'<path class="a" d="M{_LEFT} {_BASE}.5H{_WIDTH - _LEFT}"/>',
            *_axis(duration_ms, scale),
            "</svg>\n",
        ]
    )


def _rect(bar: Bar, relative: float, scale: float) -> str:
    left, right = _LEFT + bar.start_ms * scale, _LEFT + bar.end_ms * scale
    height = (_BASE - _TOP) * relative
    width = max(right - left - min(1.5, (right - left) / 4), 0.5)
    box = f'x="{left:.2f}" y="{_BASE - height:.2f}" width="{width:.2f}" height="{height:.2f}" rx="2"'
    label = f"{bar.name} {clock(bar.start_ms)}-{clock(bar.end_ms)}".strip()
    return f'<rect {box} fill="{xml_text(bar.colour)}"><title>{xml_text(label)}</title></rect>'


def _axis(duration_ms: float, scale: float) -> Iterable[str]:
    minutes = duration_ms / 60_000
    step = next((step for step in _TICKS_MIN if minutes / step <= _MOST_TICKS), _TICKS_MIN[-1])
    while minutes / step > _MOST_TICKS:
        step *= 2
    for minute in range(0, int(minutes) + 1, step):
        x = _LEFT + minute * 60_000 * scale
        anchor = "start" if minute == 0 else "end" if x > _WIDTH - 3 * _LEFT else "middle"
        label = f"{minute} min" if minute == 0 else str(minute)
        yield f'<text x="{x:.2f}" y="{_BASE + 22}" text-anchor="{anchor}">{label}</text>'


def _spoken(bars: Sequence[Bar]) -> str:
    """The first intervals in words; a listener to a description wants the shape, not each of sixty."""
    named = [f"{bar.name} {clock(bar.end_ms - bar.start_ms)}" for bar in bars if bar.name]
    if not named:
        return ""
    more = f", and {len(named) - 8} more" if len(named) > 8 else ""
    return f": {xml_text(', '.join(named[:8]))}{more}"


def xml_text(text: str) -> str:
    """Escaped for XML, in text and in attributes; characters that XML forbids become spaces."""
    return escape(_FORBIDDEN.sub(" ", text), {'"': "&quot;"})
