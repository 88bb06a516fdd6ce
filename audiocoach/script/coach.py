"""What the coach says unasked: announcements, previews, the middle, the time left, effort, a good word, the end.

Phrases rotate by position in the session, never by content: one edit leaves all other lines alone. Nothing is said
twice within ten minutes where the phrasebook has another way.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from audiocoach.script.cues import CueKind
from audiocoach.script.good_words import NEAR_MS, is_near, own_times
from audiocoach.script.script import Draft, Moment, Placement, Words
from audiocoach.script.stage import Setting
from audiocoach.session.steps import ActivityStep
from audiocoach.syntax.amounts import format_duration
from audiocoach.units import Millis

FULL_ROUNDS: Final = 2
"""So many rounds are announced in full, and the last one."""
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

_TALK_TEST: Final[Mapping[int, str]] = {3: "effort-easy", 6: "effort-steady", 8: "effort-hard", 10: "effort-most"}
"""The phrase for efforts up to a number: by how much one can still speak (the talk test, e.g. Foster et al. 2008)."""


@dataclass(slots=True)
class Turns:
    """Whose turn each phrase is, and what has been said when."""

    _said: dict[str, int] = field(default_factory=dict)

    def take(self, setting: Setting, phrase: str, at: int, turn: int = 0, **more: str) -> tuple[Words, Words]:
        """A phrase in full and in short, `at` ms into the step: whose turn it is, or the next one not said lately.

        `turn` counts how often the step has had a phrase of its kind. Where all have been said lately, whose turn it is
        says it again, unless it was the last.
        """
        now, scene = setting.start + at, setting.scene(at)
        ways = list(setting.writer.ways(phrase, setting.number + turn))
        since = {full.text: abs(now - self._said.get(full.text, -NOT_AGAIN_MS)) for full, _ in ways}
        fresh = (way for way in ways if since[way[0].text] >= NOT_AGAIN_MS)
        others = (way for way in ways if since[way[0].text] > min(since.values()))
        full, short = next(fresh, None) or next(others, ways[0])
        self._said[full.text] = now
        return setting.writer.say(full, scene, **more), setting.writer.say(short, scene, **more)


def announcement(setting: Setting) -> Iterator[Draft]:
    """What the step is, how long, and which round: in full in rounds 1, 2 and the last, else in short."""
    if not setting.is_coached or not setting.coaching.announce:
        return
    phrase = "announce-round" if setting.placed.first else "announce"
    full, short = setting.writer.phrase(phrase, setting.number, setting.scene())
    if _is_known(setting):
        full = short
    yield Draft(f"{step_id(setting)}-announce", "announce", Placement("head"), full, short if short != full else None)


def count_in(setting: Setting) -> Iterator[Draft]:
    """The metronome's cadence, and a count to find its beat: in full in round 1, in short in round 2, then no more."""
    cadence, round_ = getattr(setting.placed.step, "cadence", None), setting.placed.round
    if cadence is None or setting.coaching.silent or round_ > FULL_ROUNDS:
        return
    book = setting.writer.book
    count = ", ".join(book.number(number) for number in range(1, 5))
    steps, scene = book.number(cadence.first), setting.scene()
    ways = book.phrases["cadence"].turn("cadence", setting.number)
    counted = (way._replace(text=f"{way.text} {count}.") for way in ways)
    full, short = (setting.writer.say(way, scene, cadence=steps) for way in counted)
    name = f"{step_id(setting)}-cadence"
    yield Draft(name, "announce", Placement("head"), *((full, short) if round_ == 1 else (short, None)))


def in_passing(setting: Setting, turns: Turns, good_words: Mapping[int, tuple[int, ...]]) -> Iterator[Draft]:
    """What the coach says while a step goes on; `good_words` is what `good_words.placed` gives for the session."""
    if not setting.is_coached:
        return
    passing: dict[CueKind, list[Said]] = {kind: list(say(setting)) for kind, say in _IN_PASSING.items()}
    passing["encourage"] = [("encourage", at, {}) for at in good_words.get(setting.number, ())]
    for kind, all_said in passing.items():
        for number, (phrase, at, more) in enumerate(all_said):
            full, short = turns.take(setting, phrase, at, number, **more)
            is_brief = kind == "next-up" and _is_known(setting) and setting.length <= LONGEST_WITH_BRIEF_NEXT_MS
            suffix = f"-{number + 1}" if number else ""
            words = (short, None) if is_brief else (full, short)
            yield Draft(f"{step_id(setting)}-{kind}{suffix}", kind, Placement("at", Millis(at)), *words)


def spoken_times(setting: Setting) -> Iterator[int]:
    """When the coach has something better to say on the step than a good word."""
    for say in _IN_PASSING.values():
        yield from (at for _, at, _ in say(setting))
    yield setting.session_end // 2 - setting.start
    yield from (setting.session_end - left - setting.start for left in setting.coaching.time_left or ())


Said = tuple[str, int, dict[str, str]]
"""A phrase, when on the step (ms), and what it needs to know beside the scene."""


def _next_up(setting: Setting) -> Iterator[Said]:
    """What comes next, shortly before it comes."""
    length, before = setting.length, setting.coaching.next_up or 0
    follows = setting.next is not None and setting.next.number == setting.number + 1
    if before and follows and length >= max(SHORTEST_WITH_NEXT_MS, 2 * before):
        yield "next-up", length - before, {"in": setting.writer.book.duration(before)}


def _middle(setting: Setting) -> Iterator[Said]:
    """The middle of a long step, where its author does not speak there."""
    step = setting.placed.step
    own = isinstance(step, ActivityStep) and any(anchor.kind == "half" for anchor in step.say or {})
    is_middle_of_all = abs(setting.start + setting.end - setting.session_end) < 2 * NEAR_MS
    if setting.coaching.halfway and setting.length >= SHORTEST_WITH_MIDDLE_MS and not own and not is_middle_of_all:
        yield "half-step", setting.length // 2, {}


def _effort(setting: Setting) -> Iterator[Said]:
    """How hard it should feel, and how to tell, on whatever is run: in rounds 1 and 2, in every third one from there,
    and where it is harder or easier than in the round before.
    """
    is_run = setting.row is not None and setting.row.tone == "run"
    if setting.coaching.effort and is_run and setting.length >= SHORTEST_WITH_EFFORT_MS and setting.effort:
        phrase, round_ = _talk_test(setting.effort), setting.placed.round
        is_new = round_ <= FULL_ROUNDS or phrase != _talk_test(setting.effort_before)
        if is_new or (round_ - FULL_ROUNDS) % EFFORT_EVERY == 0:
            yield phrase, EFFORT_AFTER_MS, {}


def _talk_test(effort: int | None) -> str:
    return next(name for most, name in _TALK_TEST.items() if (effort or 0) <= most)


_IN_PASSING: Final[Mapping[CueKind, Callable[[Setting], Iterator[Said]]]] = {
    "next-up": _next_up,
    "half": _middle,
    "effort": _effort,
}


def _is_known(setting: Setting) -> bool:
    """Whether the rounds are known by now, and the last one has not come."""
    return FULL_ROUNDS < setting.placed.round < setting.placed.rounds


def moments(settings: tuple[Setting, ...], turns: Turns) -> Iterator[Moment]:
    """What is told about the session as a whole: its middle, and the time left."""
    end = settings[-1].session_end
    if end >= SHORTEST_WITH_MIDDLE_MS:
        middle = _at(settings, end // 2)
        if middle.coaching.halfway and not middle.coaching.silent:
            full, short = turns.take(middle, "half", end // 2 - middle.start)
            yield Moment(Draft("session-half", "half", Placement("at"), full, short), tone="half")
    asked = {left for setting in settings for left in setting.coaching.time_left or ()}
    for left in sorted(asked, reverse=True):
        setting = _at(settings, max(end - left, 0))
        at = end - left - setting.start
        wanted = not setting.coaching.silent and left in (setting.coaching.time_left or ())
        if wanted and 2 * left < end and not _is_announced(setting, at) and not is_near(at, own_times(setting)):
            duration = setting.writer.book.duration(left)
            full, short = turns.take(setting, "time-left", at, time=duration)
            name = f"session-left-{format_duration(left)}"
            yield Moment(Draft(name, "time-left", Placement("at"), full, short), before_end=left)


def _is_announced(setting: Setting, at: int) -> bool:
    """Whether the time left `at` ms into a step is what its announcement has just said: its own length."""
    is_last = setting.end == setting.session_end and setting.is_coached
    return is_last and at < NEAR_MS and bool(setting.coaching.announce)


def farewell(settings: tuple[Setting, ...], turns: Turns) -> Draft | None:
    """What is said after the finish tone; a quiet coach leaves it at the tone."""
    last = settings[-1]
    if last.coaching.silent or last.coaching.chatter == "quiet":
        return None
    full, short = turns.take(last, "finish", last.end - last.start)
    return Draft("finish-finish", "finish", Placement("head"), full, short)


def step_id(setting: Setting) -> str:
    """A step's id, unique in its session."""
    return f"s{setting.number + 1:03}"


def _at(settings: tuple[Setting, ...], ms: int) -> Setting:
    return next((setting for setting in settings if setting.end > ms), settings[-1])
