"""Sessions to test with: random ones as raw values, what a file would say, and takes of any length."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml
from hypothesis import strategies as st

from audiocoach.build import library
from audiocoach.build.planning import script_of
from audiocoach.script.script import Script, Spoken
from audiocoach.session.reader import Reader
from audiocoach.session.session import Session
from audiocoach.syntax.yaml_text import parse
from audiocoach.timeline.arrange import arrange
from audiocoach.timeline.plan import Plan
from audiocoach.timeline.takes import Takes
from audiocoach.units import Samples
from audiocoach.voice.estimate import estimate
from audiocoach.voice.voice import Take

Raw = dict[str, Any]

WORK = ("run", "jog", "sprint", "hill", "tempo")
EASE = ("walk", "rest", "recover", "warm-up", "cool-down", "stretch", "meditate")
BELLS = ("bowl", "chime", "wood")
TEXTS = (
    "Go.",
    "Shoulders down.",
    "Easy. You should be able to talk.",
    "Round $round of $rounds, $name for $duration. $left left, $session_left in all, then $next.",
    "Breathe out. (2s) And in. (800ms) Good.",
    "Tall back, quick feet, soft hands, and eyes on the horizon, for as long as it feels light and easy to you.",
    "That costs $$5, at effort $effort.",
)


def session_of(raw: Mapping[str, Any]) -> Session:
    """The session that a file with these values is."""
    return read(yaml.safe_dump(dict(raw), sort_keys=False, width=10_000))


def read(text: str, let: Mapping[str, str] | None = None) -> Session:
    """The session that a file `test.yaml` with this text is, `let` as with `--set`."""
    return Reader(library.shipped, let).compile(parse(text, "test.yaml"), "test")


class _Paced(dict[Spoken, Take]):
    """A take for everything: as long as it is guessed to be, times a factor."""

    def __init__(self, factor: float) -> None:
        super().__init__()
        self._factor = factor

    def __missing__(self, spoken: Spoken) -> Take:
        take = self[spoken] = Take(f"take {len(self)}", Samples(round(estimate(spoken) * self._factor)), str(spoken))
        return take


def paced(factor: float = 1.0) -> Takes:
    """Takes of a voice that is slower than the guesses by `factor`."""
    return Takes(_Paced(factor))


@dataclass(frozen=True)
class Case:
    """A session on its way to a plan."""

    raw: Raw
    factor: float = 1.0
    """How much slower the voice is than guessed."""

    @cached_property
    def script(self) -> Script:
        return script_of(session_of(self.raw))

    @cached_property
    def takes(self) -> Takes:
        return paced(self.factor)

    @cached_property
    def plan(self) -> Plan:
        return arrange(self.script, self.takes)


def millis() -> st.SearchStrategy[int]:
    """Lengths of steps: mostly of seconds and minutes, now and then odd and very short."""
    seconds = st.sampled_from((1, 2, 3, 5, 8, 10, 15, 20, 21, 30, 45, 60, 90, 120, 300, 301, 900, 2400))
    return st.one_of(seconds.map(lambda s: s * 1000), seconds.map(lambda s: s * 1000), st.integers(50, 90_000))


def spoken() -> st.SearchStrategy[Any]:
    """A text, a list of texts, another voice, or a dialogue."""
    text = st.sampled_from(TEXTS)
    voiced = text.map(lambda words: {"voice": "amy", "text": words})
    dialogue = st.tuples(text, text).map(lambda two: {"talk": [{"joe": two[0]}, {"amy": two[1]}]})
    return st.one_of(text, text, voiced, dialogue, st.lists(text, min_size=1, max_size=3))


@st.composite
def cues(draw: st.DrawFn, length: int) -> Any:
    """What an author says on a step of `length` ms: at any kind of anchor that lies inside."""
    if draw(st.booleans()):
        return draw(spoken())
    inside = st.one_of(st.integers(1, max(length - 1, 1)), st.integers(1, max(length - 1, 1000) // 1000).map(_whole))
    anchors = st.one_of(
        st.sampled_from(("start", "half", "end")),
        inside.filter(lambda ms: ms < length).map(lambda ms: f"{ms}ms"),
        inside.filter(lambda ms: ms <= length).map(lambda ms: f"-{ms}ms"),
        st.integers(max(length // 8, 1), max(length - 1, 1)).filter(lambda ms: ms < length).map(_every),
    )
    bells = st.sampled_from(BELLS).map(lambda name: {"bell": name})
    heard = st.one_of(spoken(), spoken(), spoken(), bells, bells.map(lambda bell: ["Go.", bell]))
    return draw(st.dictionaries(anchors, heard, min_size=1, max_size=4))


def _whole(seconds: int) -> int:
    return seconds * 1000


def _every(ms: int) -> str:
    return f"every {ms}ms"


def check_ins() -> st.SearchStrategy[Any]:
    own = st.fixed_dictionaries({"ask": st.just(["How are you?", "And why?"])}, optional={"answer": st.just("2s")})
    return st.one_of(st.sampled_from(("before", "after")), own)


def coaching() -> st.SearchStrategy[Raw]:
    """Every key of the coach."""
    return st.fixed_dictionaries(
        {},
        optional={
            "chatter": st.sampled_from(("quiet", "normal", "chatty")),
            "silent": st.booleans(),
            "still": st.booleans(),
            "announce": st.booleans(),
            "countdown": st.one_of(st.integers(0, 5), st.just(False)),
            "effort": st.booleans(),
            "halfway": st.booleans(),
            "next_up": st.sampled_from((False, "5s", "10s", "30s")),
            "time_left": st.sampled_from((False, "1m", ["5m", "1m"], ["10m", "90s", "1500ms", "1700ms"])),
            "encourage": st.sampled_from((False, "every 20s", "every 2m")),
        },
    )


@st.composite
def activity(draw: st.DrawFn, rounds: int) -> Raw:
    """One activity, in a repeat of `rounds`."""
    word = draw(st.sampled_from((*WORK, *EASE)))
    length = draw(millis())
    step: Raw = {word: f"{length}ms"}
    if rounds > 1 and draw(st.integers(0, 4)) == 0:
        step[word] = [f"{length + 1000 * number}ms" for number in range(rounds)]
        step["effort"] = [draw(st.integers(1, 10)) for _ in range(rounds)]
    optional = {
        "name": st.sampled_from(("Warm-up", "Hard part")),
        "say": cues(length),
        "check-in": check_ins(),
        "coaching": st.one_of(st.just("silent"), coaching()),
        "voice": st.just("amy"),
    }
    for key, values in optional.items():
        if draw(st.integers(0, 2)) == 0:
            step[key] = draw(values)
    return step


@st.composite
def other(draw: st.DrawFn) -> Raw:
    """One step that is no activity."""
    kind = draw(st.sampled_from(("say", "within", "pause", "check-in", "bell", "breathe")))
    if kind == "say":
        return {"say": draw(spoken())} | draw(st.sampled_from(({}, {"pause": "1234ms"}, {"pause": "20s"})))
    if kind == "within":
        return {"say": draw(st.sampled_from(TEXTS)), "within": draw(st.sampled_from(("45s", "61234ms")))}
    if kind == "pause":
        return {"pause": f"{draw(st.integers(10, 40_000))}ms"}
    if kind == "bell":
        return {"bell": draw(st.sampled_from(BELLS))}
    if kind == "check-in":
        return {"check-in": draw(check_ins())}
    phases = {phase: f"{draw(st.integers(2, 6))}s" for phase in draw(st.sampled_from((("in", "out"), _FOUR)))}
    step: Raw = {"breathe": phases, "for": f"{draw(st.integers(24, 100))}s"}
    return step | ({"say": "Breathe with me."} if draw(st.booleans()) else {})


_FOUR = ("in", "hold", "out", "rest")


@st.composite
def steps(draw: st.DrawFn, rounds: int = 1, depth: int = 0) -> list[Raw]:
    """A few steps of every kind."""
    found = []
    for _ in range(draw(st.integers(1, 4 if depth == 0 else 2))):
        kind = draw(st.integers(0, 9))
        if kind < 5 or depth == 2:
            found.append(draw(activity(rounds)))
        elif kind < 7:
            found.append(draw(other()))
        else:
            inner = draw(st.integers(1, 4))
            repeat: Raw = {"repeat": inner, "steps": draw(steps(rounds=inner, depth=depth + 1))}
            if inner > 1 and draw(st.booleans()):
                repeat["between"] = draw(steps(rounds=1, depth=2))
            found.append(repeat)
    return found


def raws() -> st.SearchStrategy[Raw]:
    """Whole sessions."""
    return st.fixed_dictionaries({"title": st.just("Random"), "steps": steps()}, optional={"coaching": coaching()})


def cases() -> st.SearchStrategy[Case]:
    """Whole sessions, with voices that are quicker and slower than guessed."""
    return st.builds(Case, raws(), st.sampled_from((1.0, 0.6, 1.7)))
