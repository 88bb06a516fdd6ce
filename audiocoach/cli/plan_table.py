"""A plan for people: a coloured bar, and a table of all that is heard, each thing at its time."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from audiocoach.cli.console import one_line
from audiocoach.cli.failures import text_of
from audiocoach.cli.plan_rows import Row, rows_of
from audiocoach.cli.speakers import who_speaks
from audiocoach.deliver.quality import QUALITIES
from audiocoach.timeline.frame import FINISH
from audiocoach.timeline.plan import Plan, PlannedStep
from audiocoach.units import clock, to_ms

_MARKS: Final = {"as-planned": "", "moved": "→ ", "shortened": "~ ", "dropped": "✗ "}
_CHAPTER: Final = "▸"
_DIM: Final = "dim"
NARROWEST_STEP: Final = 12
"""Cells of the column of steps, at least; else it takes three tenths of a line at most."""


def show(plan: Plan, console: Console, quality: str = "standard") -> None:
    """Print `plan`, and how large its MP3 is about."""
    guess = ", speech guessed" if plan.estimated else ""
    megabytes = to_ms(plan.length) / 8000 * QUALITIES[quality].kbps / 1000
    size = f"about {megabytes:.{0 if megabytes >= 10 else 1}f} MB"
    head = f"{one_line(plan.title)}  "
    console.print(Text.assemble((head, "bold"), f"{clock(to_ms(plan.length))}, {size}{guess}"))
    for voice in plan.voices:
        console.print(Text(who_speaks(voice), style=_DIM))
    console.print(bar(plan, console.width))
    console.print(table(plan, console.width))
    reasons = {voice.reason for voice in plan.voices}
    for note in plan.notes:
        if note.hint or note.message not in reasons:
            is_here = "`audiocoach plan`" in (note.hint or "")  # that is what is being looked at
            console.print(text_of(replace(note, hint=None) if is_here else note, console.width))


def bar(plan: Plan, width: int) -> Text:
    """The session in one line, each step as wide as it is long and as high as its effort."""
    blocks = "▁▂▃▄▅▆▇█"
    text = Text()
    for column in range(width):
        at = (2 * column + 1) * plan.length // (2 * width)
        step = next((step for step in plan.steps if step.start <= at < step.end), plan.steps[-1])
        height = min(max(step.effort or 0, 0), 10) * (len(blocks) - 1) // 10
        text.append(blocks[height], style=step.colour or _DIM)
    return text


def table(plan: Plan, width: int) -> Table:
    """A row for each step, and below it one for each thing that is heard; what gave way says why."""
    widest = max(3 * width // 10, NARROWEST_STEP)
    rows = Table(box=None, pad_edge=False, show_edge=False, collapse_padding=True)
    rows.add_column("Time", justify="right", no_wrap=True)
    rows.add_column(f"{_CHAPTER} Chapter", no_wrap=True, max_width=widest)
    rows.add_column("What is heard", overflow="fold")
    for row in rows_of(plan):
        rows.add_row(*_cells(row, widest))
    return rows


def _cells(row: Row, widest: int) -> Iterator[Text]:
    time = clock(to_ms(row.at))
    if row.step is not None:
        yield Text(time)
        yield _heading(row.step, widest, is_chapter=row.is_chapter)
        yield Text(one_line(row.heard), style=_DIM)
        return
    yield Text(time, style=_DIM)
    yield Text(f"    {row.what}", style=_DIM)
    heard = Text(_MARKS[row.status])
    heard.append(one_line(row.heard), style="strike dim" if row.status == "dropped" else "")
    if row.spoken:
        heard.append(f"  [{one_line(row.spoken)}]", style=_DIM)
    if row.reason:
        heard.append(f"  ({row.reason})", style="yellow dim")
    yield heard


def _heading(step: PlannedStep, widest: int, *, is_chapter: bool) -> Text:
    """A step's name, cut where there is no room for it, its round and its length."""
    length = "" if step.id == FINISH else f" {clock(to_ms(step.end - step.start))}"
    rounds = f" {step.round}/{step.rounds}" if step.rounds else ""
    name = Text(one_line(step.name), style=f"bold {step.colour}".strip())
    name.truncate(max(widest - len(rounds) - len(length) - 2, 1), overflow="ellipsis")
    return Text(f"{_CHAPTER if is_chapter else ' '} ").append(name).append(rounds, style=name.style).append(length)
