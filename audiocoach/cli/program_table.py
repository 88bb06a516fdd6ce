"""A program for people: a table of its weeks, a bar each, and where its load jumps."""

from collections.abc import Iterator
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from audiocoach.cli.console import one_line
from audiocoach.cli.failures import text_of
from audiocoach.program.checking import counted
from audiocoach.program.minutes import FEWEST_A_WEEK, MODERATE_A_WEEK, VIGOROUS_A_WEEK, Minutes, in_minutes
from audiocoach.program.outlook import Outlook
from audiocoach.program.training_program import ProgramWeek
from audiocoach.program.week_chart import MODERATE, VIGOROUS
from audiocoach.units import clock

_DIM: Final = "dim"
_MODERATE, _VIGOROUS = "▒", "█"
"""Told apart without colours too."""
_MARK: Final = "│"
_LEGEND: Final = (
    f"{_MODERATE} moderate, {_VIGOROUS} vigorous minutes, which count twice: {FEWEST_A_WEEK} do good, "
    f"{MODERATE_A_WEEK} (or {VIGOROUS_A_WEEK} vigorous) are the aim"
)
_LABEL: Final = 9
"""Cells before a bar: `Week 12  `."""


def show(outlook: Outlook, console: Console) -> None:
    """Print the weeks of a program."""
    program, minutes = outlook.program, [outlook.week(week) for week in outlook.program.weeks]
    days = sum(outlook.sessions(week) for week in program.weeks)
    whole = clock(sum(one.total for one in minutes))
    head = Text(f"{one_line(program.title)}  ", "bold")
    console.print(head.append(f"{counted(days, 'day')} in {counted(len(program.weeks), 'week')}, {whole}", "not bold"))
    if program.description:
        console.print(Text(one_line(program.description), style=_DIM))
    console.print(_table(outlook))
    console.print(Text(_LEGEND, style=_DIM))
    for line in _bars(outlook, minutes, console.width):
        console.print(line, no_wrap=True, overflow="crop")
    for note in (*program.notes, *outlook.notes()):
        console.print(text_of(note, console.width))


def _table(outlook: Outlook) -> Table:
    rows = Table(box=None, pad_edge=False, show_edge=False)
    rows.add_column("Week", justify="right", no_wrap=True)
    rows.add_column("Name", overflow="ellipsis", no_wrap=True)
    for heading in ("Sessions", "Minutes", "Running", "Moderate", "Vigorous"):
        rows.add_column(heading, justify="right", no_wrap=True)
    for week in outlook.program.weeks:
        rows.add_row(*_cells(week, outlook.week(week), outlook.sessions(week)))
    return rows


def _cells(week: ProgramWeek, minutes: Minutes, sessions: int) -> Iterator[str]:
    yield str(week.number)
    yield one_line(week.name)
    yield str(sessions)
    for ms in (minutes.total, minutes.running, minutes.moderate, minutes.vigorous):
        yield f"{in_minutes(ms):g}"


def _bars(outlook: Outlook, minutes: list[Minutes], width: int) -> Iterator[Text]:
    """A bar for each week, with marks where 20 and 150 minutes are."""
    room = max(width - _LABEL - 1, 8)
    most = max([MODERATE_A_WEEK * 1.1, *(one.equivalent for one in minutes)])
    marks = {round(mark * room / most): mark for mark in (FEWEST_A_WEEK, MODERATE_A_WEEK)}
    for week, one in zip(outlook.program.weeks, minutes, strict=True):
        text = Text(f"{f'Week {week.number}':<{_LABEL}}")
        moderate = round(in_minutes(one.moderate) * room / most)
        end = round(one.equivalent * room / most)
        for cell in range(room + 1):
            if cell < end:
                is_moderate = cell < moderate
                text.append(_MODERATE if is_moderate else _VIGOROUS, style=MODERATE if is_moderate else VIGOROUS)
            else:
                text.append(_MARK if cell in marks else " ", style=_DIM)
        yield text
    scale = [" "] * (_LABEL + room + 1)
    for cell, mark in marks.items():
        for index, char in enumerate(str(mark)):
            scale[min(_LABEL + cell + index, len(scale) - 1)] = char
    yield Text("".join(scale), style=_DIM)
