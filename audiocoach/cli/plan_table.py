"""A plan for people: a coloured bar, and a table of steps with what is heard on each."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from audiocoach.timeline.frame import FINISH
from audiocoach.timeline.plan import Plan, PlannedCue, PlannedStep, PlannedTone
from audiocoach.units import clock, to_ms

_MARKS: Final = {"as-planned": " ", "moved": "→", "shortened": "~", "dropped": "✗"}
_DIM: Final = "dim"


def show(plan: Plan, console: Console) -> None:
    """Print `plan`."""
    guess = ", speech guessed" if plan.estimated else ""
    console.print(Text.assemble((plan.title, "bold"), f"  {clock(to_ms(plan.length))}{guess}"))
    console.print(bar(plan, console.width))
    console.print(table(plan))
    for note in plan.notes:
        style = "yellow" if note.severity == "warning" else _DIM
        console.print(Text(f"{note.severity}: {note.message}", style=style))


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


def table(plan: Plan) -> Table:
    """A row for each step, and below it one for each cue; what gave way says why."""
    rows = Table(box=None, pad_edge=False, show_edge=False)
    rows.add_column("Time", justify="right", no_wrap=True)
    rows.add_column("Step", no_wrap=True)
    rows.add_column("What is heard", overflow="fold")
    tones, cues = defaultdict(list), defaultdict(list)
    for tone in plan.tones:
        tones[tone.step].append(tone)
    for cue in plan.cues:
        cues[cue.step].append(cue)
    for step in plan.steps:
        rows.add_row(clock(to_ms(step.start)), _heading(step), Text(_tones(tones[step.id]), style=_DIM))
        for cue in cues[step.id]:
            rows.add_row(Text(clock(to_ms(cue.start)), style=_DIM), Text(f"  {cue.kind}", style=_DIM), _words(cue))
    return rows


def _heading(step: PlannedStep) -> Text:
    if step.id == FINISH:
        return Text(step.name, style="bold")
    length = clock(to_ms(step.end - step.start))
    rounds = f" {step.round}/{step.rounds}" if step.rounds else ""
    return Text.assemble((f"{step.name}{rounds}", f"bold {step.colour}"), f" {length}")


def _tones(tones: list[PlannedTone]) -> str:
    """`run · 3 ticks rising`, a tone that comes often only once."""
    return " · ".join(dict.fromkeys(_tone_words(tones)))


def _tone_words(tones: list[PlannedTone]) -> Iterator[str]:
    ticks = [tone.name for tone in tones if "-" in tone.name]
    yield from (tone.name for tone in tones if "-" not in tone.name)
    if ticks:
        yield f"{len(ticks)} ticks {'rising' if ticks[0].startswith('rise') else 'falling'}"


def _words(cue: PlannedCue) -> Text:
    text = Text(f"{_MARKS[cue.status]} ")
    text.append(cue.text, style="strike dim" if cue.status == "dropped" else "")
    if cue.reason:
        text.append(f"  ({cue.reason})", style="yellow dim")
    return text
