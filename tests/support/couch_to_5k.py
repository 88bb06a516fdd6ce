"""The 27 runs of a Couch to 5K (the table of the NHS), each between five minutes of walking with questions."""

from collections.abc import Iterator
from typing import Any, Final

from audiocoach.build.planning import script_of
from audiocoach.script.script import Script
from audiocoach.timeline.arrange import arrange
from audiocoach.timeline.plan import Plan, PlannedCue
from support.sessions import paced, session_of

Step = dict[str, Any]
RUN: Final = {"effort": 3}
RUNS_A_WEEK: Final = 3
INFORMATION: Final = frozenset(("announce", "next-up", "time-left", "step-left", "breathe", "check-in", "say"))
"""What may be said in the same words again."""


def _in_turn(*minutes: float) -> list[Step]:
    """A run, a walk, a run and so on."""
    return [
        {"walk": f"{length * 60:g}s"} if index % 2 else {"run": f"{length * 60:g}s", **RUN}
        for index, length in enumerate(minutes)
    ]


def _rounds(count: int, *minutes: float) -> list[Step]:
    return [{"repeat": count, "steps": _in_turn(*minutes)}]


WEEKS: Final[list[list[list[Step]]]] = [
    [_rounds(8, 1, 1.5)] * 3,
    [_rounds(6, 1.5, 2)] * 3,
    [_rounds(2, 1.5, 1.5, 3, 3)] * 3,
    [_in_turn(3, 1.5, 5, 2.5, 3, 1.5, 5)] * 3,
    [_in_turn(5, 3, 5, 3, 5), _in_turn(8, 5, 8), _in_turn(20)],
    [_in_turn(5, 3, 8, 3, 5), _in_turn(10, 3, 10), _in_turn(25)],
    [_in_turn(25)] * 3,
    [_in_turn(28)] * 3,
    [_in_turn(30)] * 3,
]


def plans(language: str, chatter: str) -> Iterator[Plan]:
    """The runs in order, with speech at one pace."""
    return (arrange(script, paced()) for script in scripts(language, chatter))


def scripts(language: str, chatter: str) -> Iterator[Script]:
    """The runs in order, each with a `variety` of its own, as a program numbers its days."""
    days = [day for week in WEEKS for day in week]
    for number, day in enumerate(days, start=1):
        around = ({"warm-up": "5m", "check-in": "before"}, *day, {"cool-down": "5m", "check-in": "after"})
        raw = {"title": "Couch to 5K", "language": language, "variety": number, "coaching": {"chatter": chatter}}
        yield script_of(session_of({**raw, "steps": list(around)}))


def said(plan: Plan) -> list[PlannedCue]:
    """What is heard of the coach's own words, in order."""
    return [cue for cue in plan.cues if cue.is_heard and cue.kind not in INFORMATION]
