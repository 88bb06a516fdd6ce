"""From a session to its script: each step's tones and cues, before anybody knows how long the speech is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from audiocoach.errors import Diagnostic, InputError
from audiocoach.script import announcements, boundary, coach, encouragement, ending, remaining
from audiocoach.script.bells import placement_of, rings, turn_of
from audiocoach.script.breathing import chimed_breaths, spoken_breaths
from audiocoach.script.cues import CueKind
from audiocoach.script.expand import activity_of
from audiocoach.script.landmarks import Landmarks, landmarks_of
from audiocoach.script.phrasebook import Phrasebook
from audiocoach.script.rotation import PhraseRotation
from audiocoach.script.script import Draft, Placement, Script, ScriptStep
from audiocoach.script.step_context import Estimate, StepContext, questions, said, step_contexts
from audiocoach.script.warm_up import cold_starts
from audiocoach.script.wording import Writer, choose
from audiocoach.session.activities import QUIET_COLOUR
from audiocoach.session.bell import BellCue
from audiocoach.session.extent import MOST_CUES
from audiocoach.session.session import Session
from audiocoach.session.steps import ActivityStep, BreatheStep, CheckInStep, SayStep
from audiocoach.syntax.amounts import format_duration
from audiocoach.units import Millis


@dataclass(frozen=True, slots=True)
class SessionContext:
    """What all steps have in common while they are written."""

    rotation: PhraseRotation
    marks: Landmarks
    good_words: Mapping[int, tuple[encouragement.GoodWord, ...]]
    """By the step's number."""
    notes: list[Diagnostic]


def compose(session: Session, book: Phrasebook, estimate: Estimate) -> Script:
    """The script of a session, in the words of `book`; `InputError` where it has more cues than a session may have.

    `estimate` is used for nothing but the times that texts name after steps whose length the speech decides.
    """
    writer = Writer(book, choose(session.voice, session.language), session.variety)
    contexts = step_contexts(session, writer, estimate)
    notes = [*_lists_that_do_not_come_out(contexts), *cold_starts(contexts)]
    end = contexts[-1].session_end
    marks = landmarks_of(contexts, (end - left for left, _ in remaining.lefts_of(contexts)), session.day_words)
    good = encouragement.good_words(contexts, coach.spoken_times(contexts, marks))
    shared = SessionContext(PhraseRotation(session.day_words.by_phrase), marks, good, notes)
    steps = tuple(_step(context, contexts, shared) for context in contexts)
    if sum(len(step.drafts) for step in steps) > MOST_CUES:
        raise InputError(f"the session has more than {MOST_CUES:,} cues", "build it as several sessions")
    return Script(
        title=session.title,
        description=session.description or "",
        author=session.author or "",
        language=session.language,
        steps=steps,
        moments=tuple(coach.moments(contexts, shared.rotation)),
        finish=tuple(ending.last_words(contexts, shared.rotation, marks)),
        finish_name=writer.book.sentence(writer.book.activities["finish"]),
        finish_tone=boundary.finish_tone(contexts[-1]),
        variety=session.variety,
        notes=(*(session.source.notes if session.source else ()), *notes),
    )


def _lists_that_do_not_come_out(contexts: Iterable[StepContext]) -> Iterator[Diagnostic]:
    """A note for each list whose entries rounds do not take equally often."""
    noted: set[int] = set()
    for context in contexts:
        step, rounds = context.expanded.step, context.expanded.rounds
        if id(step) in noted:
            continue
        noted.add(id(step))
        for key in ("name", "length", "effort"):
            value = getattr(step, key, None)
            if isinstance(value, tuple) and rounds % len(value):
                entries = "1 entry" if len(value) == 1 else f"{len(value)} entries"
                message = f"this list has {entries} for {rounds} {'round' if rounds == 1 else 'rounds'}"
                hint = "rounds take its entries in turn, and start again after the last"
                yield Diagnostic.info(message, context.expanded.place(key), hint)


def _step(context: StepContext, contexts: tuple[StepContext, ...], shared: SessionContext) -> ScriptStep:
    expanded, row = context.expanded, context.row
    following = contexts[context.number + 1] if context.number + 1 < len(contexts) else None
    within = isinstance(expanded.step, SayStep) and expanded.step.within
    return ScriptStep(
        id=context.id,
        name=context.writer.book.sentence(context.name),
        activity=activity_of(expanded),
        length=context.amount.ms if context.amount and (row or within or not said(context)) else None,
        drafts=tuple(_drafts(context, shared)),
        pause=getattr(expanded.step, "pause", None) or Millis(0) if said(context) else Millis(0),
        effort=context.effort,
        round=expanded.round if expanded.rounds > 1 else None,
        rounds=expanded.rounds if expanded.rounds > 1 else None,
        colour=row.colour if row else QUIET_COLOUR,
        soundscape=context.soundscape,
        tone=boundary.opening_tone(context),
        rings=tuple(rings(context)),
        chimes=chimed_breaths(context, expanded.step) if isinstance(expanded.step, BreatheStep) else (),
        cadence=expanded.step.cadence if isinstance(expanded.step, ActivityStep) else None,
        countdown=boundary.countdown(context),
        ticks=boundary.ticks(context, following),
        is_coached=context.is_coached,
        is_chapter=row is not None or isinstance(expanded.step, CheckInStep),
        place=expanded.place(),
        must_hold=expanded.place("within") if within else None,
    )


def _drafts(context: StepContext, shared: SessionContext) -> Iterator[Draft]:
    """A step's cues, in the order in which they come at its head."""
    step = context.expanded.step
    words = said(context)
    passing = coach.in_passing(context, shared.rotation, shared.marks, shared.good_words[context.number])
    if words is not None:
        if isinstance(step, CheckInStep):
            yield from passing
        kind: CueKind = "check-in" if isinstance(step, CheckInStep) else "say"
        place = context.expanded.place(kind)
        yield Draft(f"{context.id}-{kind}", kind, Placement("head"), words, place=place)
        return
    yield from announcements.announcement(context)
    if isinstance(step, BreatheStep):
        yield from spoken_breaths(context, step)
    if isinstance(step, (ActivityStep, BreatheStep)):
        yield from _author(context, step, shared.notes)
    yield from announcements.count_in(context)
    if isinstance(step, ActivityStep) and step.check_in:
        full, short = questions(context, step.check_in)
        place = context.expanded.place("check-in")
        yield Draft(f"{context.id}-check-in", "check-in", Placement("head"), full, short, place)
    yield from passing


def _author(context: StepContext, step: ActivityStep | BreatheStep, notes: list[Diagnostic]) -> Iterator[Draft]:
    """The author's cues; an anchor outside the step, made so by a variable or a list, is told and left out."""
    length = context.amount.ms if context.amount else Millis(0)
    for anchor, spoken in (step.say or {}).items():
        times = context.times_of(anchor)
        if not times:
            text = f"`{anchor}` lies outside {context.id} ({context.name}) and is left out"
            hint = f"the step lasts {format_duration(length)} here; `half` and `end` lie inside steps of any length"
            notes.append(Diagnostic.warning(text, context.expanded.place("say", anchor.written, key=True), hint))
        for occurrence, at in enumerate(times):
            turn = turn_of(context, anchor, occurrence)
            said_there = spoken[turn % len(spoken)]
            if isinstance(said_there, BellCue):
                continue
            place = context.expanded.place("say", anchor.written, turn % len(spoken), "file")
            words = context.writer.author(said_there, context.scope(at), place)
            name = f"{context.id}-{anchor.written or anchor}".replace(" ", "-")
            suffix = f"-{occurrence + 1}" if anchor.kind == "every" else ""
            where = placement_of(anchor, at)
            place = context.expanded.place("say", anchor.written, turn % len(spoken), "talk")
            yield Draft(f"{name}{suffix}", "say", where, words, place=place)
