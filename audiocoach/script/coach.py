"""What the coach says unasked: announcements, previews, the middle, the time left, effort, a good word, the end.

Phrases rotate by position in the session, never by content: one edit leaves all other lines alone. Nothing is said
twice within ten minutes where the phrasebook has another way.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from audiocoach.script.cues import CueKind
from audiocoach.script.model import Draft, Hang, Moment, Words
from audiocoach.script.stage import Setting
from audiocoach.spec.amounts import format_duration
from audiocoach.spec.steps import ActivityStep
from audiocoach.units import Millis

FULL_ROUNDS: Final = 2
"""So many rounds are announced in full, and the last one."""
NOT_AGAIN_MS: Final = 10 * 60_000
"""For so long nothing is said again that can be said otherwise."""
SHORTEST_WITH_MIDDLE_MS: Final = 4 * 60_000
"""Sessions and steps below this length are not told their middle."""
SHORTEST_WITH_NEXT_MS: Final = 45_000
"""The same for a preview of the next step: in shorter ones there is hardly time to forget it."""
SHORTEST_WITH_EFFORT_MS: Final = 40_000
"""The same for how hard it should feel."""
EFFORT_AFTER_MS: Final = 25_000
"""After so long a runner has found a pace, and can be asked about it."""
NEAR_MS: Final = 12_000
"""What is told so near to a step's start has just been told by its announcement."""

_TALK_TEST: Final[Mapping[int, str]] = {3: "effort-easy", 6: "effort-steady", 8: "effort-hard", 10: "effort-most"}
"""The phrase for efforts up to a number: by how much one can still speak (the talk test, e.g. Foster et al. 2008)."""


@dataclass(slots=True)
class Turns:
    """Whose turn each phrase is, and what has been said when."""

    _said: dict[str, int] = field(default_factory=dict)

    def take(self, setting: Setting, phrase: str, at: int, **more: str) -> tuple[Words, Words]:
        """A phrase in full and in short, `at` ms into the step: whose turn it is, or the next one not said lately."""
        now, scene = setting.start + at, setting.scene(at)
        ways = list(setting.writer.ways(phrase, setting.number))
        full, short = next((way for way in ways if not self._lately(way[0], now)), ways[0])
        self._said[full] = now
        return setting.writer.text(full, scene, **more), setting.writer.text(short, scene, **more)

    def _lately(self, text: str, now: int) -> bool:
        return abs(now - self._said.get(text, -NOT_AGAIN_MS)) < NOT_AGAIN_MS


def announcement(setting: Setting) -> Iterator[Draft]:
    """What the step is, how long, and which round: in full in rounds 1, 2 and the last, else in short."""
    placed = setting.placed
    if not setting.is_coached or not setting.coaching.announce:
        return
    phrase = "announce-round" if placed.first else "announce"
    full, short = setting.writer.phrase(phrase, setting.number, setting.scene())
    if FULL_ROUNDS < placed.round < placed.rounds:
        full = short
    yield Draft(f"{step_id(setting)}-announce", "announce", Hang("head"), full, short if short != full else None)


def count_in(setting: Setting) -> Iterator[Draft]:
    """The metronome's cadence, and a count to find its beat."""
    cadence = getattr(setting.placed.step, "cadence", None)
    if cadence is None or setting.coaching.silent:
        return
    book = setting.writer.book
    count = ", ".join(book.number(number) for number in range(1, 5))
    steps = book.number(cadence.first)
    full, short = book.phrases["cadence"].turn(setting.number)
    scene = setting.scene()
    counted, brief = (setting.writer.text(f"{text} {count}.", scene, cadence=steps) for text in (full, short))
    yield Draft(f"{step_id(setting)}-cadence", "announce", Hang("head"), counted, brief)


def in_passing(setting: Setting, turns: Turns) -> Iterator[Draft]:
    """What the coach says while a step goes on."""
    if not setting.is_coached:
        return
    for kind, moments in _IN_PASSING.items():
        for number, (phrase, at, more) in enumerate(moments(setting)):
            full, short = turns.take(setting, phrase, at, **more)
            suffix = f"-{number + 1}" if number else ""
            yield Draft(f"{step_id(setting)}-{kind}{suffix}", kind, Hang("at", Millis(at)), full, short)


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
    """How hard it should feel, and how to tell, on whatever is run."""
    is_run = setting.row is not None and setting.row.tone == "run"
    if setting.coaching.effort and is_run and setting.length >= SHORTEST_WITH_EFFORT_MS and setting.effort:
        phrase = next(name for most, name in _TALK_TEST.items() if setting.effort <= most)
        yield phrase, EFFORT_AFTER_MS, {}


def _encourage(setting: Setting) -> Iterator[Said]:
    """A good word every so often of the session, where somebody is on the move."""
    every = setting.coaching.encourage or 0
    is_moving = setting.row is not None and setting.row.intensity in ("moderate", "vigorous")
    if every and is_moving:
        taken = sorted((*_own_times(setting), *_told_times(setting)))
        for at in range(-(-setting.start // every) * every, setting.end - NEAR_MS, every):
            if at - setting.start >= NEAR_MS and not _is_near(at - setting.start, taken):
                yield "encourage", at - setting.start, {}


def _told_times(setting: Setting) -> Iterator[int]:
    """When the coach has something better to say on the step than a good word."""
    for told in (_next_up, _middle, _effort):
        yield from (at for _, at, _ in told(setting))
    yield setting.session_end // 2 - setting.start
    yield from (setting.session_end - left - setting.start for left in setting.coaching.time_left or ())


_IN_PASSING: Final[Mapping[CueKind, Callable[[Setting], Iterator[Said]]]] = {
    "next-up": _next_up,
    "half": _middle,
    "effort": _effort,
    "encourage": _encourage,
}


def moments(settings: tuple[Setting, ...], turns: Turns) -> Iterator[Moment]:
    """What is told about the session as a whole: its middle, and the time left."""
    end = settings[-1].session_end
    if end >= SHORTEST_WITH_MIDDLE_MS:
        middle = _at(settings, end // 2)
        if middle.is_coached and middle.coaching.halfway:
            full, short = turns.take(middle, "half", end // 2 - middle.start)
            yield Moment(Draft("session-half", "half", Hang("at"), full, short), tone="half")
    asked = {left for setting in settings for left in setting.coaching.time_left or ()}
    for left in sorted(asked, reverse=True):
        setting = _at(settings, max(end - left, 0))
        at = end - left - setting.start
        wanted = setting.is_coached and left in (setting.coaching.time_left or ())
        if wanted and 2 * left < end and at >= NEAR_MS and not _is_near(at, _own_times(setting)):
            told = setting.writer.book.duration(left)
            full, short = turns.take(setting, "time-left", at, time=told)
            name = f"session-left-{format_duration(left)}"
            yield Moment(Draft(name, "time-left", Hang("at"), full, short), before_end=left)


def farewell(settings: tuple[Setting, ...], turns: Turns) -> Draft | None:
    """What is said after the finish tone."""
    last = settings[-1]
    if last.coaching.silent:
        return None
    full, short = turns.take(last, "finish", last.end - last.start)
    return Draft("finish-finish", "finish", Hang("head"), full, short)


def step_id(setting: Setting) -> str:
    """A step's id, unique in its session."""
    return f"s{setting.number + 1:03}"


def _own_times(setting: Setting) -> list[Millis]:
    """When the author speaks on a step, sorted."""
    say = getattr(setting.placed.step, "say", None)
    anchors = say if isinstance(say, dict) else ()
    return sorted(time for anchor in anchors for time in anchor.times(setting.length))


def _is_near(at: int, times: Sequence[int]) -> bool:
    """Whether one of `times` is so near that the coach had better be quiet."""
    index = bisect_right(times, at - NEAR_MS)
    return index < len(times) and times[index] < at + NEAR_MS


def _at(settings: tuple[Setting, ...], ms: int) -> Setting:
    return next((setting for setting in settings if setting.end > ms), settings[-1])
