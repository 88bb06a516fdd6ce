"""Speech laid over the frame: who speaks when, who gives way to whom, and what is said of it.

Priority decides who is placed first (the cue table); a cue may move a little, is then said in short, then dropped.
Speech never overlaps speech or a tone, and never crosses into another step.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from audiocoach.script.cues import CUES
from audiocoach.script.model import Draft, Note, Script
from audiocoach.timeline.beds import beds
from audiocoach.timeline.budget import Budget
from audiocoach.timeline.chapters import chapters
from audiocoach.timeline.floor import Floor
from audiocoach.timeline.lay import AFTER_TONE, Frame, lay, step_at
from audiocoach.timeline.plan import Plan, PlannedCue, PlannedTone
from audiocoach.timeline.takes import SENTENCE_GAP, Takes
from audiocoach.units import Samples, clock, to_ms, to_samples

LAST_OF_ITS_STEP: Final = CUES["check-in"].priority
"""Cues of this priority are what a step consists of, placed step by step; all others compete over the whole session."""
FOR_THE_AUTHOR: Final = "the author's words need the room"


def arrange(script: Script, takes: Takes) -> Plan:
    """The plan of a session, with the true lengths of its takes; `SpecError` where words do not fit their `within`."""
    frame = lay(script, takes)
    budget = Budget()
    floors = _floors(script, frame, takes, budget)
    for step in script.steps:
        own = [draft for draft in step.drafts if CUES[draft.kind].priority <= LAST_OF_ITS_STEP]
        floors[step.id] = _with_own_cues(floors[step.id], own)
        budget.spend(floors[step.id].cues)
    for draft, wish in _by_priority(script, frame):
        budget.spend([floors[step_at(frame.steps, wish).id].place(draft, wish)])
    if script.finish:
        tail = floors[frame.steps[-1].id]
        tail.place(script.finish, tail.head)
    cues = tuple(sorted((cue for floor in floors.values() for cue in floor.cues), key=_in_time))
    return Plan(
        title=script.title,
        language=script.language,
        length=frame.length,
        estimated=takes.estimated,
        steps=frame.steps,
        cues=cues,
        tones=frame.tones,
        chapters=chapters(script, frame),
        notes=(*script.notes, *_notes(cues, frame)),
        beds=beds(script, frame),
    )


def _floors(script: Script, frame: Frame, takes: Takes, budget: Budget) -> dict[str, Floor]:
    """An empty floor for each step, the tail too, with its tones kept clear."""
    tones: dict[str, list[PlannedTone]] = defaultdict(list)
    for tone in frame.tones:
        tones[tone.step].append(tone)
    countdowns = {step.id: step.countdown for step in script.steps}
    floors = {}
    for step in frame.steps:
        has_tone = any(tone.start == step.start for tone in tones[step.id])
        floor = Floor(step, takes, budget, has_tone=has_tone)
        floors[step.id] = floor.keep_clear(tones[step.id], countdowns.get(step.id, 0))
    return floors


def _with_own_cues(floor: Floor, drafts: Sequence[Draft]) -> Floor:
    """The floor with a step's own cues: the announcement gives way until as many of the author's words fit as can."""
    announce = next((draft for draft in drafts if draft.kind == "announce"), None)
    rest = [draft for draft in drafts if draft is not announce]
    alone = floor.copy()
    _place_in_order(alone, rest, alone.head)
    if announce is None:
        return alone
    reason = ""
    for skip_full in ("", FOR_THE_AUTHOR):
        tried = floor.copy()
        told = tried.place(announce, tried.head, skip_full=skip_full)
        _place_in_order(tried, rest, Samples(told.end + SENTENCE_GAP) if told.is_heard else tried.head)
        if told.is_heard and tried.lost <= alone.lost:
            return tried
        reason = FOR_THE_AUTHOR if told.is_heard else told.reason
    alone.drop(announce, alone.head, reason)
    return alone


def _place_in_order(floor: Floor, drafts: Sequence[Draft], head: Samples) -> None:
    """The author's words first, then breathing and check-ins; what hangs at the head comes one after another."""
    for draft in sorted(drafts, key=lambda draft: CUES[draft.kind].priority):
        if draft.hang.where == "head":
            placed = floor.place(draft, head)
            head = Samples(placed.end + SENTENCE_GAP) if placed.is_heard else head
        elif draft.hang.where == "tail":
            floor.place(draft, floor.tail_of(draft.full))
        else:
            floor.place(draft, Samples(floor.step.start + to_samples(draft.hang.ms)))


def _by_priority(script: Script, frame: Frame) -> Iterator[tuple[Draft, Samples]]:
    """What the coach says in passing, and when it wants to be said: the most important first, then by time."""
    tones = {tone.start: tone for tone in frame.tones}
    wishes = []
    for moment in script.moments:
        at = frame.moments[moment.draft.id]
        tone = tones.get(at) if moment.tone else None
        wishes.append((moment.draft, Samples(tone.end + AFTER_TONE) if tone else at))
    for step, planned in zip(script.steps, frame.steps, strict=False):
        for draft in step.drafts:
            if CUES[draft.kind].priority > LAST_OF_ITS_STEP:
                wishes.append((draft, Samples(planned.start + to_samples(draft.hang.ms))))
    yield from sorted(wishes, key=lambda wish: (CUES[wish[0].kind].priority, wish[1], wish[0].id))


def _notes(cues: Sequence[PlannedCue], frame: Frame) -> Iterator[Note]:
    """What the author should know of: words of theirs that are not heard, and a count of all else that gave way."""
    names = {step.id: step.name for step in frame.steps}
    for cue in cues:
        if cue.status == "dropped" and cue.kind in ("say", "check-in", "breathe"):
            where = f"{clock(to_ms(cue.start))} in {names[cue.step]}"
            yield Note("warning", f'left out at {where}: "{cue.text}" ({cue.reason})')
    for status in ("moved", "shortened", "dropped"):
        count = sum(cue.status == status for cue in cues)
        if count:
            yield Note("info", f"{count} {'cue was' if count == 1 else 'cues were'} {status}")


def _in_time(cue: PlannedCue) -> tuple[int, int, str]:
    return cue.start, cue.end, cue.id
