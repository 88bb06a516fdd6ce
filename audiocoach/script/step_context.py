"""Each step in its surroundings: who speaks on it, what comes next, and about when it comes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Final

from audiocoach.script.chatter import PRESETS
from audiocoach.script.condition import Phase, Situation, Speed, Terrain, band_of
from audiocoach.script.expand import RUN, ExpandedStep, activity_of, expand
from audiocoach.script.phrasebook import Phrasebook
from audiocoach.script.places import place_of
from audiocoach.script.script import Utterance, Words
from audiocoach.script.wording import TextScope, Writer
from audiocoach.session.activities import ACTIVITIES, LEAD_IN, STILL, Activity
from audiocoach.session.anchors import Anchor
from audiocoach.session.check_in import CheckIn
from audiocoach.session.coaching import Coaching
from audiocoach.session.session import Session
from audiocoach.session.steps import ActivityStep, BellStep, BreatheStep, CheckInStep, PauseStep, SayStep
from audiocoach.session.values import NO_SOUNDSCAPE, SoundscapeRef, in_round
from audiocoach.syntax.amounts import Amount
from audiocoach.units import Millis

_ROWS: Final = {**ACTIVITIES, LEAD_IN.word: LEAD_IN}

EASY_RUN: Final = 3
"""The effort of a `run` in turn with a `walk` whose author gives none: at first one runs so that one can still talk."""
LONGEST_RECOVERY_MS: Final = 5 * 60_000
"""What is run more easily for no longer than this before something harder is a rest from it."""

Estimate = Callable[[Utterance], Millis]
"""How long an utterance is to hear, about."""

BELL: Final = "bell"
"""The tone that opens stillness, and what a step of a bell is called."""
ABOUT_A_BELL: Final = Millis(4_000)
"""How long a bell rings, for times that texts name after it."""
LEAD: Final = Millis(300)
"""Silence on either side of speech that makes up a step."""


@dataclass(frozen=True, slots=True)
class StepContext:
    """A step in its surroundings."""

    number: int
    """0-based, in the order of the session."""
    expanded: ExpandedStep
    row: Activity | None
    """Its row of the activity table; None for what is no activity."""
    name: str
    """As inside a sentence."""
    amount: Amount | None
    """Its length where that is fixed."""
    coaching: Coaching
    """Everything decided."""
    writer: Writer
    soundscape: SoundscapeRef | None = None
    """What sounds beneath; None for nothing."""
    start: Millis = Millis(0)
    """About when it starts."""
    end: Millis = Millis(0)
    session_end: Millis = Millis(0)
    next: "StepContext | None" = field(default=None, repr=False)
    """The next one that is an activity."""
    effort_until: int = 0
    """How hard the last activity before it is; 0 before the first."""
    differs: bool = False
    """Whether its name, length or effort is another than in the round before."""
    check_ins_before: int = 0
    """How many check-ins come before it."""
    place: Terrain | None = None
    """What kind of movement it is."""
    worked: str | None = None
    """What the last step before it was called that was harder than this one."""

    @property
    def id(self) -> str:
        """Unique in its session."""
        return f"s{self.number + 1:03}"

    @property
    def length(self) -> Millis:
        """About how long it lasts; exactly, where that is fixed."""
        return Millis(self.end - self.start)

    def times_of(self, anchor: Anchor) -> tuple[Millis, ...]:
        """When on the step (ms) its author's cues at an anchor are."""
        return anchor.times(self.length, self.amount.pace if self.amount else None)

    @property
    def is_coached(self) -> bool:
        """Whether the coach may speak on it unasked."""
        return isinstance(self.expanded.step, ActivityStep) and not self.coaching.silent

    @property
    def is_recovery(self) -> bool:
        """Whether it is a rest from harder work: walked, stood, or run more easily before the next."""
        if self.worked is None or self.row is None:
            return False
        harder_comes = self.next is not None and (self.next.effort or 0) > (self.effort or 0)
        return self.row.intensity != "vigorous" or (harder_comes and self.length <= LONGEST_RECOVERY_MS)

    @property
    def is_work(self) -> bool:
        """Whether it is what the session is about: run or worked, and no rest from something harder."""
        return self.row is not None and self.row.intensity == "vigorous" and not self.is_recovery

    @property
    def is_left_alone(self) -> bool:
        """Whether it is stillness, in which nothing is told but what it is."""
        return self.row is not None and self.row.tone == BELL and self.row.effort == 0

    @property
    def leads_on(self) -> bool:
        """Whether the next activity follows at once."""
        return self.next is not None and self.next.number == self.number + 1

    @property
    def is_calm(self) -> bool:
        """Whether ticks would disturb it."""
        return self.coaching.still or (self.row is not None and self.row.tone == BELL)

    def scope(self, at: Millis | int = 0) -> TextScope:
        """What a text may ask for, `at` milliseconds after the step's start."""
        return TextScope(
            name=self.name,
            amount=self.amount,
            left=Millis(max(self.end - self.start - at, 0)),
            session_left=Millis(max(self.session_end - self.start - at, 0)),
            next_name=self.next.name if self.next else self.writer.book.activities["finish"],
            next_amount=self.next.amount if self.next else None,
            effort=self.effort,
            pace=self.amount.pace if self.amount else None,
            round=self.expanded.round,
            rounds=self.expanded.rounds,
            let=self.expanded.let or {},
            here=self.situation(at),
        )

    def situation(self, at: Millis | int = 0) -> Situation:
        """What decides which words fit, `at` milliseconds after the step's start."""
        now, whole = self.start + at, max(self.session_end, 1)
        moments: list[Phase] = ["first" if 4 * now < whole else "late" if 4 * now >= 3 * whole else "middle"]
        moments += ["last-round"] if self.expanded.round == self.expanded.rounds > 1 else []
        moments += ["after-work"] if self.row is not None and (self.effort or 0) < self.effort_until else []
        band = None if self.effort is None else band_of(self.effort)
        return Situation(activity_of(self.expanded), band, self.place, frozenset(moments), self.pace)

    @property
    def pace(self) -> Speed:
        """Whether its author says how fast it is."""
        if self.amount is None or self.amount.pace is None:
            return "own"
        is_timed = self.amount.metres is None
        return "own" if is_timed and self.amount.pace.is_usual else "set"

    @property
    def effort(self) -> int | None:
        """How hard, as written or as the activity has it."""
        return self._effort_at(self.expanded.entry)

    @property
    def effort_before(self) -> int | None:
        """How hard the same step was in the round before; in the first round, what it is."""
        return self._effort_at(max(self.expanded.entry - 1, 1))

    def _effort_at(self, entry: int) -> int | None:
        own = getattr(self.expanded.step, "effort", None)
        if self.row is None:
            return None
        usual = EASY_RUN if self.row.word == RUN and self.expanded.is_beside_walk else self.row.effort
        return usual if own is None else in_round(own, entry)


def step_contexts(session: Session, writer: Writer, estimate: Estimate) -> tuple[StepContext, ...]:
    """Every step of `session`, in order.

    `estimate` decides nothing but about when a step starts that comes after one whose length the speech decides.
    """
    base = session.coaching.over(PRESETS[session.coaching.chatter or "normal"])
    laid_out = (_alone(*step, base, writer) for step in enumerate(expand(session)))
    known = _with_places(_with_check_ins(_with_soundscapes(session, laid_out)))
    alone = list(_with_work(_with_changes(known)))
    ends = list(accumulate(_length(context, estimate) for context in alone))
    efforts = accumulate((context.effort for context in alone), _held, initial=0)
    contexts: list[StepContext] = []
    following: StepContext | None = None
    steps = zip(alone, [0, *ends[:-1]], ends, list(efforts)[:-1], strict=True)
    for context, start, end, effort in reversed(list(steps)):
        at = (Millis(start), Millis(end), Millis(ends[-1]))
        placed = replace(context, start=at[0], end=at[1], session_end=at[2], next=following, effort_until=effort)
        contexts.append(placed)
        following = placed if placed.row else following
    return tuple(reversed(contexts))


def _held(effort: int, own: int | None) -> int:
    """How hard it is from a step on: what is no activity leaves it as it was."""
    return effort if own is None else own


def _with_soundscapes(session: Session, contexts: Iterable[StepContext]) -> Iterator[StepContext]:
    """A soundscape holds until a step names another; `none` is silence."""
    now = session.soundscape
    for context in contexts:
        now = context.expanded.step.soundscape or now
        yield replace(context, soundscape=now if now and now.name != NO_SOUNDSCAPE else None)


def _with_check_ins(contexts: Iterable[StepContext]) -> Iterator[StepContext]:
    """Each check-in's words are another one's than those before it."""
    before = 0
    for context in contexts:
        yield replace(context, check_ins_before=before)
        step = context.expanded.step
        before += isinstance(step, CheckInStep) or bool(getattr(step, "check_in", None))


def _with_places(contexts: Iterable[StepContext]) -> Iterator[StepContext]:
    """Each step knows what kind of movement it is; in a session of exercises all that is no walk is of them."""
    steps = list(contexts)
    words = {activity_of(step.expanded) for step in steps if step.row}
    yield from (replace(step, place=place_of(activity_of(step.expanded), words)) for step in steps)


def _with_changes(contexts: Iterable[StepContext]) -> Iterator[StepContext]:
    """Each step is held against the same one in the round before."""
    before: dict[int, StepContext] = {}
    for context in contexts:
        last = before.get(id(context.expanded.step))
        before[id(context.expanded.step)] = context
        follows = last is not None and last.expanded.round == context.expanded.round - 1
        yield replace(context, differs=True) if last and follows and _essence(last) != _essence(context) else context


def _essence(context: StepContext) -> tuple[str, Amount | None, int | None]:
    """What an announcement in full is about."""
    return context.name, context.amount, context.effort


def _with_work(contexts: Iterable[StepContext]) -> Iterator[StepContext]:
    """Each rest knows what it is a rest from."""
    last: StepContext | None = None
    for context in contexts:
        is_rest = last is not None and context.row is not None and (context.effort or 0) < (last.effort or 0)
        yield replace(context, worked=last.name) if last and is_rest else context
        last = context if context.row and not is_rest else last


def _alone(number: int, expanded: ExpandedStep, base: Coaching, writer: Writer) -> StepContext:
    step, entry = expanded.step, expanded.entry
    row = _ROWS[step.activity] if isinstance(step, ActivityStep) else None
    row = STILL if isinstance(step, BreatheStep) else row
    amount = in_round(step.length, entry) if isinstance(step, ActivityStep) else None
    fixed = {BreatheStep: "for_", PauseStep: "pause", SayStep: "within"}.get(type(step))
    if fixed and (ms := getattr(step, fixed)):
        amount = Amount(ms)
    own = step.coaching
    if own is not None and own.chatter:
        own = own.over(PRESETS[own.chatter])
    coaching = own.over(base) if own else base
    if coaching.still:
        coaching = coaching.model_copy(update={"silent": True})
    context = StepContext(number, expanded, row, "", amount, coaching, writer.speaking(step.voice))
    return replace(context, name=_name(context))


def _name(context: StepContext) -> str:
    """What a step is called, by its author or by the phrasebook."""
    own = context.expanded.step.name
    if own is None:
        return word_of(context.expanded, context.writer.book)
    return context.writer.named(in_round(own, context.expanded.entry), context.scope())


def word_of(expanded: ExpandedStep, book: Phrasebook) -> str:
    """How a step without a name is called inside a sentence."""
    return book.activities[activity_of(expanded)]


def said(context: StepContext) -> Words | None:
    """What a step consists of whose length the speech decides."""
    step, expanded = context.expanded.step, context.expanded
    if isinstance(step, SayStep):
        turn = expanded.turn % len(step.say)
        return context.writer.author(step.say[turn], context.scope(), expanded.place("say", turn, "file"))
    if isinstance(step, CheckInStep):
        return questions(context, step.check_in)[0]
    return None


def questions(context: StepContext, check_in: CheckIn) -> tuple[Words, Words | None]:
    """A check-in in full and in short; the author's own questions have no short form."""
    if check_in.ask:
        return context.writer.questions(check_in.ask, check_in.answer, context.scope()), None
    answer = f"{check_in.answer}ms"
    key = f"check-in-{check_in.when}"
    return context.writer.phrase(key, context.scope(), {"answer": answer}, context.check_ins_before)


def _length(context: StepContext, estimate: Estimate) -> int:
    if context.amount is not None:
        return context.amount.ms
    if isinstance(context.expanded.step, BellStep):
        return ABOUT_A_BELL
    words = said(context)
    pause = getattr(context.expanded.step, "pause", None) or 0
    return (estimate(words.utterance) if words else 0) + 2 * LEAD + pause
