"""What the coach says unasked while a step goes on: previews, the middle, the time left, effort, a good word, the end.

Phrases rotate by position in the session, never by content: one edit leaves all other lines alone. Nothing is said
twice within ten minutes where the phrasebook has another way.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from audiocoach.script.announcements import FULL_ROUNDS, is_known
from audiocoach.script.cues import CueKind
from audiocoach.script.encouragement import NEAR_MS, is_near, own_times
from audiocoach.script.script import Draft, Moment, Placement, Words
from audiocoach.script.step_context import StepContext
from audiocoach.session.steps import ActivityStep
from audiocoach.syntax.amounts import format_duration
from audiocoach.units import Millis

NOT_AGAIN_MS: Final = 10 * 60_000
"""For so long nothing is said again that can be said otherwise."""
SHORTEST_WITH_MIDDLE_MS: Final = 4 * 60_000
"""Sessions and steps below this length are not told their middle."""
SHORTEST_WITH_NEXT_MS: Final = 45_000
"""The same for a preview of the next step: in shorter ones there is hardly time to forget it."""
LONGEST_WITH_BRIEF_NEXT_MS: Final = 60_000
"""In steps up to this length the preview is short once one knows the rounds."""
SHORTEST_WITH_EFFORT_MS: Final = 40_000
"""Steps below this length are not told how hard they should feel."""
EFFORT_AFTER_MS: Final = 25_000
"""After so long a runner has found a pace, and can be asked about it."""
EFFORT_EVERY: Final = 3
"""Rounds, once one knows how they feel."""

WORK: Final = "work"
_TALK_TEST: Final[Mapping[int, str]] = {3: "effort-easy", 6: "effort-steady", 8: "effort-hard", 10: "effort-most"}
"""The phrase for efforts up to a number: by how much one can still speak (the talk test, e.g. Foster et al. 2008)."""


@dataclass(slots=True)
class PhraseRotation:
    """Whose turn each phrase is, and what has been said when."""

    _said: dict[str, int] = field(default_factory=dict)

    def take(self, context: StepContext, phrase: str, at: int, turn: int = 0, **more: str) -> tuple[Words, Words]:
        """A phrase in full and in short, `at` ms into the step: whose turn it is, or the next one not said lately.

        `turn` counts how often the step has had a phrase of its kind. Where all have been said lately, whose turn it is
        says it again, unless it was the last.
        """
        now, scope = context.start + at, context.scope(at)
        ways = list(context.writer.ways(phrase, context.number + turn))
        since = {full.text: abs(now - self._said.get(full.text, -NOT_AGAIN_MS)) for full, _ in ways}
        fresh = (way for way in ways if since[way[0].text] >= NOT_AGAIN_MS)
        others = (way for way in ways if since[way[0].text] > min(since.values()))
        full, short = next(fresh, None) or next(others, ways[0])
        self._said[full.text] = now
        return context.writer.say(full, scope, **more), context.writer.say(short, scope, **more)


def in_passing(
    context: StepContext, rotation: PhraseRotation, encouragements: Mapping[int, tuple[int, ...]]
) -> Iterator[Draft]:
    """What the coach says while a step goes on; `encouragements` is what `encouragement.times_of_all` gives."""
    if not context.is_coached:
        return
    passing: dict[CueKind, list[Said]] = {kind: list(say(context)) for kind, say in _IN_PASSING.items()}
    passing["encourage"] = [("encourage", at, {}) for at in encouragements.get(context.number, ())]
    for kind, all_said in passing.items():
        for number, (phrase, at, more) in enumerate(all_said):
            full, short = rotation.take(context, phrase, at, number, **more)
            is_brief = kind == "next-up" and is_known(context) and context.length <= LONGEST_WITH_BRIEF_NEXT_MS
            suffix = f"-{number + 1}" if number else ""
            words = (short, None) if is_brief else (full, short)
            yield Draft(f"{context.id}-{kind}{suffix}", kind, Placement("at", Millis(at)), *words)


def spoken_times(context: StepContext) -> Iterator[int]:
    """When the coach has something better to say on the step than a good word."""
    for say in _IN_PASSING.values():
        yield from (at for _, at, _ in say(context))
    yield context.session_end // 2 - context.start
    yield from (context.session_end - left - context.start for left in context.coaching.time_left or ())


Said = tuple[str, int, dict[str, str]]
"""A phrase, when on the step (ms), and what it needs to know beside the scope."""


def _next_up(context: StepContext) -> Iterator[Said]:
    """What comes next, shortly before it comes."""
    length, before = context.length, context.coaching.next_up or 0
    follows = context.next is not None and context.next.number == context.number + 1
    if before and follows and length >= max(SHORTEST_WITH_NEXT_MS, 2 * before):
        yield "next-up", length - before, {"in": context.writer.book.duration(before)}


def _middle(context: StepContext) -> Iterator[Said]:
    """The middle of a long step, where its author does not speak there."""
    step = context.expanded.step
    own = isinstance(step, ActivityStep) and any(anchor.kind == "half" for anchor in step.say or {})
    is_middle_of_all = abs(context.start + context.end - context.session_end) < 2 * NEAR_MS
    if context.coaching.halfway and context.length >= SHORTEST_WITH_MIDDLE_MS and not own and not is_middle_of_all:
        yield "half-step", context.length // 2, {}


def _effort(context: StepContext) -> Iterator[Said]:
    """How hard it should feel, and how to tell, on whatever is run: in rounds 1 and 2, in every third one from there,
    and where it is harder or easier than in the round before. `work` may be push-ups, where quick feet say nothing.
    """
    is_run = context.row is not None and context.row.intensity == "vigorous" and context.row.word != WORK
    if context.coaching.effort and is_run and context.length >= SHORTEST_WITH_EFFORT_MS and context.effort:
        phrase, round_ = _talk_test(context.effort), context.expanded.round
        is_new = round_ <= FULL_ROUNDS or phrase != _talk_test(context.effort_before)
        if is_new or (round_ - FULL_ROUNDS) % EFFORT_EVERY == 0:
            yield phrase, EFFORT_AFTER_MS, {}


def _talk_test(effort: int | None) -> str:
    return next(name for most, name in _TALK_TEST.items() if (effort or 0) <= most)


_IN_PASSING: Final[Mapping[CueKind, Callable[[StepContext], Iterator[Said]]]] = {
    "next-up": _next_up,
    "half": _middle,
    "effort": _effort,
}


def moments(contexts: tuple[StepContext, ...], rotation: PhraseRotation) -> Iterator[Moment]:
    """What is told about the session as a whole: its middle, and the time left."""
    end = contexts[-1].session_end
    if end >= SHORTEST_WITH_MIDDLE_MS:
        middle = _at(contexts, end // 2)
        if middle.coaching.halfway and not middle.coaching.silent:
            full, short = rotation.take(middle, "half", end // 2 - middle.start)
            yield Moment(Draft("session-half", "half", Placement("at"), full, short), tone="half")
    asked = {left for context in contexts for left in context.coaching.time_left or ()}
    for left in sorted(asked, reverse=True):
        context = _at(contexts, max(end - left, 0))
        at = end - left - context.start
        wanted = not context.coaching.silent and left in (context.coaching.time_left or ())
        if wanted and 2 * left < end and not _is_announced(context, at) and not is_near(at, own_times(context)):
            duration = context.writer.book.duration(left)
            full, short = rotation.take(context, "time-left", at, time=duration)
            name = f"session-left-{format_duration(left)}"
            yield Moment(Draft(name, "time-left", Placement("at"), full, short), before_end=left)


def _is_announced(context: StepContext, at: int) -> bool:
    """Whether the time left `at` ms into a step is what its announcement has just said: its own length."""
    is_last = context.end == context.session_end and context.is_coached
    return is_last and at < NEAR_MS and bool(context.coaching.announce)


def farewell(contexts: tuple[StepContext, ...], rotation: PhraseRotation) -> Draft | None:
    """What is said after the finish tone; a quiet coach leaves it at the tone."""
    last = contexts[-1]
    if last.coaching.silent or last.coaching.chatter == "quiet":
        return None
    full, short = rotation.take(last, "finish", last.end - last.start)
    return Draft("finish-finish", "finish", Placement("head"), full, short)


def _at(contexts: tuple[StepContext, ...], ms: int) -> StepContext:
    return next((context for context in contexts if context.end > ms), contexts[-1])
