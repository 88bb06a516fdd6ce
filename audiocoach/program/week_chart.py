"""The weeks of a program as an SVG: a bar each, its moderate minutes and, twice as wide, its vigorous ones."""

from typing import Final

from audiocoach.deliver.picture import xml_text
from audiocoach.program.minutes import FEWEST_A_WEEK, MODERATE_A_WEEK, Minutes, in_minutes
from audiocoach.program.outlook import Outlook
from audiocoach.program.training_program import ProgramWeek

MODERATE: Final = "#4fb286"
VIGOROUS: Final = "#e76f51"
"""Those of walking and running in the activity table."""

_WIDTH, _LEFT, _RIGHT, _TOP, _ROW = 960, 250, 24, 64, 26
_STYLE: Final = (
    "text{font:13px system-ui,sans-serif;fill:#475467}.t{font-size:20px;font-weight:600;fill:#101828}"
    ".a{stroke:#98a2b3;stroke-dasharray:3 3}"
    "@media(prefers-color-scheme:dark){text{fill:#cbd5e1}.t{fill:#fff}}"
)
_LONGEST_NAME: Final = 28


def week_chart(outlook: Outlook) -> str:
    """The chart, with a title and a description for those who cannot see it."""
    program = outlook.program
    weeks = [(week, outlook.week(week)) for week in program.weeks]
    most = max([MODERATE_A_WEEK * 1.1, *(minutes.equivalent for _, minutes in weeks)])
    scale = (_WIDTH - _LEFT - _RIGHT) / most
    base = _TOP + _ROW * len(weeks)
    title = xml_text(program.title)
    rows = [line for number, pair in enumerate(weeks) for line in _bars(*pair, _TOP + _ROW * number, scale)]
    marks = [line for minutes in (FEWEST_A_WEEK, MODERATE_A_WEEK) for line in _mark(minutes, base, scale)]
    figures = "; ".join(f"week {week.number}: {_figures(minutes)}" for week, minutes in weeks)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {base + 40}" role="img"'
            ' aria-labelledby="title desc">',
            f'<title id="title">{title}</title>',
            f'<desc id="desc">{figures}.</desc>',
            f"<style>{_STYLE}</style>",
            f'<text class="t" x="16" y="30">{title}</text>',
            *rows,
            *marks,
            "</svg>\n",
        ]
    )


def _bars(week: ProgramWeek, minutes: Minutes, top: int, scale: float) -> list[str]:
    name = f"{week.number}  {week.name}".strip()
    name = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
    moderate, vigorous = in_minutes(minutes.moderate) * scale, 2 * in_minutes(minutes.vigorous) * scale
    return [
        f'<text x="16" y="{top + 16}">{xml_text(name)}</text>',
        f'<rect x="{_LEFT}" y="{top + 3}" width="{moderate:.1f}" height="{_ROW - 8}" fill="{MODERATE}"/>',
        f'<rect x="{_LEFT + moderate:.1f}" y="{top + 3}" width="{vigorous:.1f}" height="{_ROW - 8}" fill="{VIGOROUS}">'
        f"<title>{_figures(minutes)}</title></rect>",
    ]


def _mark(minutes: int, base: int, scale: float) -> list[str]:
    x = f"{_LEFT + minutes * scale:.1f}"
    return [
        f'<path class="a" d="M{x} {_TOP - 4}V{base + 4}"/>',
        f'<text x="{x}" y="{base + 22}" text-anchor="middle">{minutes} min</text>',
    ]


def _figures(minutes: Minutes) -> str:
    return f"{in_minutes(minutes.moderate):g} min moderate, {in_minutes(minutes.vigorous):g} min vigorous"
