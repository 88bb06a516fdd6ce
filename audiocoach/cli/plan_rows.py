"""A plan as the rows of a table: each step, and below it all that is heard on it, at its time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Final

from audiocoach.timeline.plan import Plan, PlannedCue, PlannedStep, PlannedTone, Status
from audiocoach.units import SAMPLE_RATE, Samples, clock, to_ms, to_samples

_RIGHT_AFTER: Final = to_samples(200)
"""A cue so soon after a tone is led in by it."""
_MOST_TONES: Final = 4
"""So many tones in a row are named one by one."""
_PAUSE: Final = to_samples(1_500)
"""Two beats so far apart are of two metronomes."""
NOTE: Final = "♪"
TICKS: Final = "ticks"
TONE: Final = "tone"
BELL: Final = "bell"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    at: Samples
    what: str
    """A step's name, or what kind of thing is heard."""
    heard: str
    spoken: str = ""
    """What the voice is given, where its words are others than those that are written."""
    step: PlannedStep | None = None
    """The step that begins here."""
    is_chapter: bool = False
    """Whether a chapter begins here."""
    status: Status = "as-planned"
    reason: str = ""


def rows_of(plan: Plan) -> Iterator[Row]:
    """The rows of a plan: its steps in order, and under each what is heard on it, by time."""
    chapters = {marker.start for marker in plan.chapters}
    leads = _leads(plan)
    below = [*_cues(plan, leads), *_tones(plan, leads), *_beneath(plan), *_metronomes(plan)]
    by_step: dict[str, list[Row]] = {step.id: [] for step in plan.steps}
    for step_id, row in below:
        by_step[step_id].append(row)
    for step in plan.steps:
        yield Row(step.start, step.name, _opening(plan, step), step=step, is_chapter=step.start in chapters)
        yield from _folded(sorted(by_step[step.id], key=lambda row: row.at))


def _opening(plan: Plan, step: PlannedStep) -> str:
    """What sounds right at a step's start, and all along."""
    heard = [f"{NOTE} {tone.name}" for tone in plan.tones if tone.step == step.id and tone.start == step.start]
    if step.cadence:
        first, last = step.cadence.first, step.cadence.last
        heard.append(f"metronome {first}" if first == last else f"metronome {first} to {last}")
    return " · ".join(heard)


def _leads(plan: Plan) -> dict[str, PlannedTone]:
    """The tones that are heard right before a cue, and lead it in, by the cue's id."""
    starts = {step.id: step.start for step in plan.steps}
    tones = [tone for tone in plan.tones if tone.start != starts[tone.step] and not tone.is_tick]
    return {
        cue.id: tone
        for tone in tones
        for cue in plan.cues
        if cue.is_heard and cue.step == tone.step and tone.end <= cue.start <= tone.end + _RIGHT_AFTER
    }


def _cues(plan: Plan, leads: Mapping[str, PlannedTone]) -> Iterator[tuple[str, Row]]:
    """A row for each cue, and for each turn of a dialogue; who speaks where it is not the session's own voice."""
    own = plan.voices[0].name if plan.voices else None
    for cue in plan.cues:
        turns = cue.turns
        for turn in turns:
            is_named = turn.voice and (len(turns) > 1 or turn.voice != own)
            heard = f"{turn.voice}: {turn.text}" if is_named else turn.text
            row = Row(turn.start, turn.kind, heard, _otherwise(turn), status=turn.status, reason=turn.reason)
            lead = leads.get(cue.id) if turn is turns[0] else None
            yield turn.step, replace(row, at=lead.start, heard=f"{NOTE} {lead.name} · {heard}") if lead else row


def _otherwise(cue: PlannedCue) -> str:
    """What the voice is given, where that differs in more than signs and capitals."""
    written, spoken = ([char for char in text.casefold() if char.isalnum()] for text in (cue.heard, cue.spoken))
    return "" if not spoken or written == spoken else cue.spoken


def _tones(plan: Plan, leads: Mapping[str, PlannedTone]) -> Iterator[tuple[str, Row]]:
    """A row for each tone, but for those that open a step or lead a cue in."""
    starts, leading = {step.id: step.start for step in plan.steps}, set(leads.values())
    for tone in plan.tones:
        if tone.start != starts[tone.step] and tone not in leading:
            what = TICKS if tone.is_tick else BELL if tone.is_bell else TONE
            yield tone.step, Row(tone.start, what, f"{NOTE} {tone.name}" if tone.is_bell else tone.name)


def _beneath(plan: Plan) -> Iterator[tuple[str, Row]]:
    """Where each soundscape and song begins, and where there is none any more."""
    beds = sorted(plan.beds, key=lambda bed: bed.start)
    for bed in beds:
        yield _step_at(plan, bed.start), Row(bed.start, "soundscape", bed.name)
        goes_on = any(bed.start < other.start <= bed.end for other in beds)
        if bed.end < plan.length and not goes_on:
            at = Samples(bed.end - bed.fade_out)
            yield _step_at(plan, at), Row(at, "soundscape", "none")
    for song in plan.music:
        yield _step_at(plan, song.start), Row(song.start, "music", song.title)


def _metronomes(plan: Plan) -> Iterator[tuple[str, Row]]:
    """Where beats begin that no step speaks of: those of a preview."""
    known = {step.id for step in plan.steps if step.cadence}
    runs: list[list[Samples]] = []
    for beat in plan.beats:
        if runs and beat - runs[-1][-1] < _PAUSE:
            runs[-1].append(beat)
        else:
            runs.append([beat])
    for run in runs:
        step = _step_at(plan, run[0])
        if step not in known:
            paces = [round(60 * SAMPLE_RATE / (after - before)) for before, after in pairwise(run)] or [0]
            pace = f"{paces[0]}" if paces[0] == paces[-1] else f"{paces[0]} to {paces[-1]}"
            yield step, Row(run[0], "metronome", f"{pace} steps a minute")


def _step_at(plan: Plan, at: Samples) -> str:
    return next((step.id for step in plan.steps if step.start <= at < step.end), plan.steps[-1].id)


def _folded(rows: Sequence[Row]) -> Iterator[Row]:
    """Ticks in one row, and tones that follow one another."""
    for what, group in groupby(rows, key=lambda row: row.what):
        if what == TICKS:
            yield _ticks(list(group))
        elif what == TONE:
            yield _chimes(list(group))
        else:
            yield from group


def _ticks(run: Sequence[Row]) -> Row:
    """`3 rising`: the names are `rise-3`, `rise-2` and so on."""
    way = {"rise": "rising", "fall": "falling"}.get(run[0].heard.rpartition("-")[0], "even")
    return replace(run[0], heard=f"{NOTE} {len(run)} {way}")


def _chimes(run: Sequence[Row]) -> Row:
    """`bell`; of many, what they are and how many: `inhale, still, exhale: 12 to 1:16`."""
    names, what = [row.heard for row in run], TONE if len(run) == 1 else "tones"
    if len(run) <= _MOST_TONES:
        return replace(run[0], what=what, heard=f"{NOTE} {', '.join(names)}")
    heard = f"{NOTE} {', '.join(dict.fromkeys(names))}: {len(run)} to {clock(to_ms(run[-1].at))}"
    return replace(run[0], what=what, heard=heard)
