"""From a session to its script: each step's tones and cues, before anybody knows how long the speech is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from audiocoach.errors import Diagnostic, InputError
from audiocoach.script import coach, good_words
from audiocoach.script.breathing import chimed_breaths, spoken_breaths
from audiocoach.script.cues import CueKind
from audiocoach.script.phrasebook import Phrasebook
from audiocoach.script.script import Draft, Placement, Script, ScriptStep
from audiocoach.script.stage import Estimate, Setting, activity_of, questions, said, stage
from audiocoach.script.wording import Writer, choose
from audiocoach.session.activities import QUIET_COLOUR
from audiocoach.session.extent import MOST_CUES
from audiocoach.session.session import Session
from audiocoach.session.steps import ActivityStep, BreatheStep, CheckInStep, SayStep
from audiocoach.syntax.amounts import format_duration
from audiocoach.units import Millis

SHORTEST_AROUND_TICKS: Final = Millis(2_000)
"""What a step must last beyond its countdown to have one."""
_PLACEMENTS: Final[Mapping[str, Placement]] = {"start": Placement("head"), "end": Placement("tail")}
"""Where cues by these anchors want to be; all others want their time."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What all steps have in common while they are written."""

    turns: coach.Turns
    good_words: Mapping[int, tuple[int, ...]]
    """When on each step (ms) a good word is said, by the step's number."""
    notes: list[Diagnostic]


def compose(session: Session, book: Phrasebook, estimate: Estimate) -> Script:
    """The script of a session, in the words of `book`; `InputError` where it has more cues than a session may have.

    `estimate` is used for nothing but the times that texts name after steps whose length the speech decides.
    """
    writer = Writer(book, choose(session.voice, session.language))
    settings = stage(session, writer, estimate)
    notes: list[Diagnostic] = []
    telling = Telling(coach.Turns(), good_words.placed(settings, coach.spoken_times), notes)
    steps = tuple(_step(setting, settings, telling) for setting in settings)
    if sum(len(step.drafts) for step in steps) > MOST_CUES:
        raise InputError(f"the session has more than {MOST_CUES:,} cues", "build it as several sessions")
    return Script(
        title=session.title,
        description=session.description or "",
        author=session.author or "",
        language=session.language,
        steps=steps,
        moments=tuple(coach.moments(settings, telling.turns)),
        finish=coach.farewell(settings, telling.turns),
        finish_name=writer.book.sentence(writer.book.activities["finish"]),
        notes=tuple(notes),
    )


def _step(setting: Setting, settings: tuple[Setting, ...], telling: Telling) -> ScriptStep:
    placed, row = setting.placed, setting.row
    following = settings[setting.number + 1] if setting.number + 1 < len(settings) else None
    within = isinstance(placed.step, SayStep) and placed.step.within
    return ScriptStep(
        id=coach.step_id(setting),
        name=setting.writer.book.sentence(setting.name),
        activity=activity_of(placed),
        length=setting.amount.ms if setting.amount and (row or within or not said(setting)) else None,
        drafts=tuple(_drafts(setting, telling)),
        pause=getattr(placed.step, "pause", None) or Millis(0) if said(setting) else Millis(0),
        effort=setting.effort,
        round=placed.round if placed.rounds > 1 else None,
        rounds=placed.rounds if placed.rounds > 1 else None,
        colour=row.colour if row else QUIET_COLOUR,
        soundscape=setting.soundscape,
        tone=row.tone if row and setting.number else None,
        chimes=chimed_breaths(setting, placed.step) if isinstance(placed.step, BreatheStep) else (),
        cadence=placed.step.cadence if isinstance(placed.step, ActivityStep) else None,
        countdown=_countdown(setting),
        ticks=_direction(setting, following),
        is_coached=setting.is_coached,
        is_chapter=row is not None or isinstance(placed.step, CheckInStep),
        place=placed.place(),
        must_hold=placed.place("within") if within else None,
    )


def _drafts(setting: Setting, telling: Telling) -> Iterator[Draft]:
    """A step's cues, in the order in which they come at its head."""
    step = setting.placed.step
    words = said(setting)
    if words is not None:
        kind: CueKind = "check-in" if isinstance(step, CheckInStep) else "say"
        place = setting.placed.place(kind)
        yield Draft(f"{coach.step_id(setting)}-{kind}", kind, Placement("head"), words, place=place)
        return
    yield from coach.announcement(setting)
    if isinstance(step, BreatheStep):
        yield from spoken_breaths(setting, step)
    if isinstance(step, (ActivityStep, BreatheStep)):
        yield from _author(setting, step, telling.notes)
    yield from coach.count_in(setting)
    if isinstance(step, ActivityStep) and step.check_in:
        full, short = questions(setting, step.check_in)
        place = setting.placed.place("check-in")
        yield Draft(f"{coach.step_id(setting)}-check-in", "check-in", Placement("head"), full, short, place)
    yield from coach.in_passing(setting, telling.turns, telling.good_words)


def _author(setting: Setting, step: ActivityStep | BreatheStep, notes: list[Diagnostic]) -> Iterator[Draft]:
    """The author's cues; an anchor outside the step, made so by a variable or a list, is told and left out."""
    length = setting.amount.ms if setting.amount else Millis(0)
    for anchor, spoken in (step.say or {}).items():
        times = anchor.times(length)
        if not times:
            text = f"`{anchor}` lies outside {coach.step_id(setting)} ({setting.name}) and is left out"
            hint = f"the step lasts {format_duration(length)} here; `half` and `end` lie inside steps of any length"
            notes.append(Diagnostic.warning(text, setting.placed.place("say", anchor.written, key=True), hint))
        for occurrence, at in enumerate(times):
            turn = occurrence if anchor.kind == "every" else setting.placed.turn
            place = setting.placed.place("say", anchor.written, turn % len(spoken), "file")
            words = setting.writer.author(spoken[turn % len(spoken)], setting.scene(at), place)
            name = f"{coach.step_id(setting)}-{anchor.written or anchor}".replace(" ", "-")
            suffix = f"-{occurrence + 1}" if anchor.kind == "every" else ""
            where = _PLACEMENTS.get(anchor.kind, Placement("at", at))
            place = setting.placed.place("say", anchor.written, turn % len(spoken), "talk")
            yield Draft(f"{name}{suffix}", "say", where, words, place=place)


def _countdown(setting: Setting) -> int:
    """How many ticks lead to the next step: none where they would disturb, or where the step is too short for them."""
    if setting.row is None or setting.amount is None:
        return 0
    asked = setting.coaching.countdown or 0
    own = setting.placed.step.coaching
    if setting.is_calm and not (own and own.countdown):
        return 0
    return asked if setting.amount.ms >= asked * 1000 + SHORTEST_AROUND_TICKS else 0


def _direction(setting: Setting, following: Setting | None) -> Literal["rise", "fall"]:
    """Ticks rise into a harder step, and fall into an easier one, into an equal one, and into the end."""
    return "rise" if following and (following.effort or 0) > (setting.effort or 0) else "fall"
