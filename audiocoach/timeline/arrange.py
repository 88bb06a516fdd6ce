"""Speech laid over the frame: who speaks when, who gives way to whom, and what is said of it.

Priority decides who is placed first (the cue table); a cue may move a little, is then said in short, then dropped.
Speech never overlaps speech or a tone, and never crosses into another step.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Final

from audiocoach.conventions import SENTENCE_GAP
from audiocoach.errors import Diagnostic
from audiocoach.script.cues import CUES
from audiocoach.script.script import Draft, Script
from audiocoach.timeline.beats import step_beats
from audiocoach.timeline.beds import beds
from audiocoach.timeline.budget import Budget
from audiocoach.timeline.chapters import chapters
from audiocoach.timeline.frame import Frame, lay
from audiocoach.timeline.plan import Plan, PlannedCue, PlannedTone
from audiocoach.timeline.slot import TOO_MANY_WORDS, Slot
from audiocoach.timeline.takes import Takes
from audiocoach.units import Samples, clock, to_ms, to_samples

LAST_OF_ITS_STEP: Final = CUES["check-in"].priority
"""Cues of this priority are what a step consists of, placed step by step; all others compete over the whole session."""
_LEFT_OUT: Final = "say less, say it at another time, or give the step more time"
FOR_THE_AUTHOR: Final = "the author's words need the room"
FOR_THE_STEP: Final = "what the step is needs the room"
FOR_SAFETY: Final = "it needs the room to say when to stop"


def arrange(script: Script, takes: Takes) -> Plan:
    """The plan of a session, with the true lengths of its takes; `SpecError` where words do not fit their `within`."""
    frame = lay(script, takes)
    budget = Budget()
    slots = _slots(script, frame, takes, budget)
    for index, step in enumerate(script.steps):
        own = [draft for draft in step.drafts if _is_own(draft)]
        slots[index] = _with_own_cues(slots[index], own)
        budget.spend(slots[index].cues)
    for draft, slot, target in _by_priority(script, frame, slots):
        budget.spend([slot.place(draft, target)])
    _place_in_order(slots[-1], script.finish, slots[-1].head)
    cues = tuple(sorted((cue for slot in slots for cue in slot.cues), key=_in_time))
    return Plan(
        title=script.title,
        language=script.language,
        length=frame.length,
        estimated=takes.estimated,
        steps=frame.steps,
        cues=cues,
        tones=frame.tones,
        chapters=chapters(script, frame),
        notes=(*script.notes, *frame.notes, *_notes(cues, frame, script)),
        beds=beds(script, frame),
        beats=tuple(step_beats(script, frame)),
        variety=script.variety,
    )


def _slots(script: Script, frame: Frame, takes: Takes, budget: Budget) -> list[Slot]:
    """An empty floor for each step, the tail too, with its tones kept clear."""
    tones: dict[str, list[PlannedTone]] = defaultdict(list)
    for tone in frame.tones:
        tones[tone.step].append(tone)
    pairs = zip_longest(frame.steps, script.steps)
    return [Slot(step, takes, budget, tones[step.id], written) for step, written in pairs]


def _is_own(draft: Draft) -> bool:
    """Whether a cue is placed with its step. When to stop is: what later steps are can be told in fewer words."""
    return CUES[draft.kind].priority <= LAST_OF_ITS_STEP or draft.kind == "safety"


def _with_own_cues(slot: Slot, drafts: Sequence[Draft]) -> Slot:
    """The floor with a step's own cues: a session's first words are short or left out where the step would be told in
    fewer words for them, or any of the author's be left out.
    """
    announce = next((draft for draft in drafts if draft.kind == "announce"), None)
    welcome = [draft for draft in drafts if draft.kind == "welcome"]
    rest = sorted((draft for draft in drafts if draft is not announce and draft not in welcome), key=_in_turn)
    alone = _announced(slot, slot.head, announce, rest)
    for draft in welcome:
        why_not_full = ""
        for _ in ("full", "short"):
            opened = slot.copy()
            first = opened.place(draft, slot.head, skip_full=why_not_full)
            whole = _announced(opened, Samples(first.end + SENTENCE_GAP), announce, rest)
            if first.is_heard and whole.owed >= alone.owed and whole.tells >= alone.tells:
                return whole
            why_not_full = FOR_THE_STEP if whole.words_of_author >= alone.words_of_author else FOR_THE_AUTHOR
        alone.drop(draft, slot.head, first.reason if not first.is_heard else why_not_full)
    return alone


def _announced(slot: Slot, head: Samples, announce: Draft | None, rest: Sequence[Draft]) -> Slot:
    """A copy of the slot with the announcement from `head` on and then `rest`: it gives way until all fits that can of
    the author's words and of when to stop.
    """
    alone = slot.copy()
    _place_in_order(alone, rest, head)
    if announce is None:
        return alone
    why_not_full = ""
    for _ in ("full", "short"):
        tried = slot.copy()
        placed = tried.place(announce, head, skip_full=why_not_full)
        if not placed.is_heard:
            why_not_full = placed.reason
            break
        _place_in_order(tried, rest, Samples(placed.end + SENTENCE_GAP))
        if not tried.is_wordy and tried.owed >= alone.owed:
            return tried
        is_for_safety = tried.words_of_author >= alone.words_of_author
        why_not_full = TOO_MANY_WORDS if tried.is_wordy else FOR_SAFETY if is_for_safety else FOR_THE_AUTHOR
    alone.drop(announce, head, why_not_full)
    return alone


def _place_in_order(slot: Slot, drafts: Iterable[Draft], head: Samples) -> Samples:
    """What hangs at the head comes one after another from `head` on, all else where it hangs; gives where that ends.

    What wants the very start waits for the tone there.
    """
    for draft in drafts:
        if draft.placement.where == "head":
            placed = slot.place(draft, head)
            head = Samples(placed.end + SENTENCE_GAP) if placed.is_heard else head
        elif draft.placement.where == "tail":
            slot.place(draft, slot.tail_of(draft.full))
        else:
            at = Samples(slot.step.start + to_samples(draft.placement.ms))
            slot.place(draft, at if draft.placement.ms else slot.head)
    return head


def _by_priority(script: Script, frame: Frame, slots: Sequence[Slot]) -> Iterator[tuple[Draft, Slot, Samples]]:
    """What the coach says in passing, where and when it wants to be said: the most important first, then by time."""
    ends = {tone.start: tone.free_from for tone in frame.tones}
    targets = []
    for moment in script.moments:
        at = frame.moments[moment.draft.id]
        slot = _slot_for(at, to_samples(CUES[moment.draft.kind].slack), frame, slots)
        targets.append((moment.draft, slot, ends.get(at, at) if moment.tone else at))
    for step, slot in zip(script.steps, slots, strict=False):
        passing = (draft for draft in step.drafts if not _is_own(draft))
        targets += [(draft, slot, Samples(slot.step.start + to_samples(draft.placement.ms))) for draft in passing]
    yield from sorted(targets, key=lambda target: (CUES[target[0].kind].priority, target[2], target[0].id))


def _slot_for(at: int, slack: int, frame: Frame, slots: Sequence[Slot]) -> Slot:
    """Where a moment is told: on its step, or within `slack` on a step beside it if the coach may not speak there.

    What falls into a countdown is told after the boundary.
    """
    index = frame.index_at(at)
    index += at > slots[index].last
    near = slots[max(index - 1, 0) : index + 2]
    here = slots[index]
    if not here.is_coached:
        within = (slot for slot in near if slot.is_coached and slot.head - slack <= at <= slot.last + slack)
        return min(within, key=lambda slot: max(slot.head - at, at - slot.last), default=here)
    return here


def _notes(cues: Sequence[PlannedCue], frame: Frame, script: Script) -> Iterator[Diagnostic]:
    """What the author should know of: words of theirs that are not heard, and a count of all else that gave way."""
    names = {step.id: step.name for step in frame.steps}
    places = {draft.id: draft.place for draft in script.drafts()}
    for cue in cues:
        if cue.status == "dropped" and cue.kind in ("say", "check-in", "breathe"):
            where = f"{clock(to_ms(cue.start))} in {names[cue.step]}"
            yield Diagnostic.warning(f'left out at {where}: "{cue.text}" ({cue.reason})', places[cue.id], _LEFT_OUT)
    for status in ("moved", "shortened", "dropped"):
        count = sum(cue.status == status for cue in cues)
        if count:
            message = f"{count} {'cue was' if count == 1 else 'cues were'} {status}"
            yield Diagnostic.info(message, hint="`audiocoach plan` shows which, and why")


def _in_time(cue: PlannedCue) -> tuple[int, int, str]:
    return cue.start, cue.end, cue.id


def _in_turn(draft: Draft) -> tuple[int, int, int]:
    """The author's words first, then breathing and check-ins; each from the head to the tail."""
    return CUES[draft.kind].priority, ("head", "at", "tail").index(draft.placement.where), draft.placement.ms
