"""How a session is opened: the welcome, when to stop, the first run, a day's own words."""

from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from audiocoach.build.planning import script_of
from audiocoach.session.day_words import DayWords
from audiocoach.timeline.arrange import arrange
from audiocoach.timeline.budget import WORDS_IN_SHORT_STEP, words_in
from support.coached import LANGUAGES, drafts, rounds, script, varied, when
from support.sessions import paced, session_of


def test_a_session_without_own_words_is_opened_before_its_first_step_is_told() -> None:
    plan = arrange(script({"warm-up": "5m"}, {"run": "20m"}), paced())
    assert [cue.kind for cue in plan.cues[:2]] == ["welcome", "announce"]
    assert "twenty-five minutes" in plan.cues[0].text
    assert not drafts(script({"warm-up": "5m", "say": "Hello."}, {"run": "20m"}), "welcome")
    assert not drafts(script({"warm-up": "5m"}, {"run": "20m"}, chatter="quiet"), "welcome")


@pytest.mark.parametrize("chatter", ["quiet", "normal", "chatty"])
@pytest.mark.parametrize("effort", [3, 8])
@pytest.mark.parametrize(
    "steps",
    [
        ({"warm-up": "5m", "check-in": "before"},),
        ({"walk": "20s"}, {"walk": "40s"}),
        ({"walk": "2m", "say": {"start": "Hello.", "30s": "Look up.", "45s": "And down.", "1m": "Fine."}},),
        (),
    ],
)
def test_it_is_said_once_when_to_stop_by_the_second_minute(chatter: str, effort: int, steps: tuple[Any, ...]) -> None:
    written = script(*steps, {"run": "5m", "effort": effort}, {"walk": "1m"}, chatter=chatter)
    (cue,) = [cue for cue in arrange(written, paced()).cues if cue.kind == "safety" and cue.is_heard]
    assert cue.end_ms <= 120_000
    assert ("short" in str(cue.phrase)) == (chatter == "quiet")


def test_how_hard_it_becomes_decides_what_is_said_of_safety() -> None:
    easy = {drafts(session, "safety")[0].full.text for session in varied({"run": "5m", "effort": 3})}
    hard = {drafts(session, "safety")[0].full.text for session in varied({"run": "5m", "effort": 9})}
    assert len(easy) == 6
    assert len(hard) == 4
    assert not easy & hard


@pytest.mark.parametrize("coaching", ["silent", "still", {"safety": False}])
def test_nobody_is_warned_in_silence(coaching: Any) -> None:
    assert not drafts(script_of(session_of({"coaching": coaching, "steps": [{"run": "5m"}]})), "safety")


HOLDS: dict[str, Any] = {
    "box": "box",
    "4-7-8": "4-7-8",
    "long": {"in": "5s", "hold": "12s", "out": "10s"},
    "short": {"in": "2s", "hold": "2s", "out": "4s"},
    "rest": {"in": "4s", "out": "4s", "rest": "4s"},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("around", [(), ({"walk": "5m"},), ({"run": "10m"},)], ids=["alone", "walk", "run"])
@pytest.mark.parametrize("breathe", HOLDS.values(), ids=HOLDS)
def test_where_breath_is_first_held_it_is_said_that_one_may_let_go(
    breathe: Any, around: tuple[Any, ...], language: str
) -> None:
    for variety in range(1, 4):
        raw = {"language": language, "variety": variety, "steps": [*around, {"breathe": breathe, "for": "3m"}]}
        written = script_of(session_of(raw))
        here = written.steps[-1]
        plan = arrange(written, paced())
        (cue,) = [cue for cue in plan.cues if cue.kind == "safety" and cue.step == here.id]
        breath = session_of(raw).steps[-1].breathe  # type: ignore[union-attr]
        phases = breath.phases
        held = next(at for at, (phase, _) in enumerate(phases) if phase in ("hold", "rest"))
        start = next(one.start for one in plan.steps if one.id == here.id) / 44.1
        assert cue.is_heard
        # A hold of two seconds is full of its own word.
        by = sum(length for _, length in phases[: held + 1]) if phases[held][1] >= 4_000 else 2 * breath.length
        assert cue.end_ms - start <= by
        assert str(cue.phrase) in {"safety 14", "safety 15", "safety 16", "safety short 2"}
        assert len([other for other in plan.cues if other.kind == "safety"]) == 1 + bool(around)


@pytest.mark.parametrize("coaching", ["silent", {"chatter": "quiet"}, {"safety": False}])
def test_that_one_may_let_go_is_short_in_quiet_and_left_unsaid_in_silence(coaching: Any) -> None:
    written = script_of(session_of({"coaching": coaching, "steps": [{"breathe": "4-7-8", "for": "3m"}]}))
    said = [draft.full.text for draft in drafts(written, "safety")]
    assert said == (["Let go whenever you like."] if coaching == {"chatter": "quiet"} else [])
    for free in ({"in": "4s", "out": "6s"}, {"in": "1s", "hold": "1s", "out": "2s"}):
        assert not drafts(script({"breathe": free, "for": "3m"}), "safety")


def test_a_program_has_words_of_its_own_for_a_day() -> None:
    session = session_of({"title": "T", "steps": [{"warm-up": "5m"}, {"run": "10m"}, {"walk": "3m"}, {"run": "5m"}]})
    assert not drafts(script_of(session), "milestone")
    told = script_of(session.on_day(DayWords(milestone=True)))
    assert when(told, "milestone") == [("walk", None, 20)]
    own = DayWords("Longer runs today.", "Here it is.", "Two days of rest.", "Ten minutes!")
    written = script_of(session.on_day(own))
    said = {kind: drafts(written, kind)[0].full for kind in ("welcome", "first-run", "farewell", "milestone")}
    assert {kind: words.text for kind, words in said.items()} == {
        "welcome": "Longer runs today.",
        "first-run": "Here it is.",
        "farewell": "Two days of rest.",
        "milestone": "Ten minutes!",
    }
    assert {words.phrase for words in said.values()} == {None}


@pytest.mark.parametrize(
    ("length", "told"),
    [("20m8s", "twenty minutes"), ("39m40s", "forty minutes"), ("44s", "thirty seconds"), ("4m20s", "four and a half")],
)
def test_how_long_it_is_is_told_roughly(length: str, told: str) -> None:
    (welcome,) = drafts(script({"walk": length}), "welcome")
    assert told in welcome.full.text.lower()
    assert "second" not in welcome.full.text or told == "thirty seconds"


def test_a_session_that_begins_with_questions_is_opened_before_them() -> None:
    plan = arrange(script({"check-in": "before"}, {"run": "10m"}), paced())
    kinds = [(cue.kind, cue.step, cue.status) for cue in plan.cues[:3]]
    assert kinds == [
        ("welcome", "s001", "as-planned"),
        ("check-in", "s001", "as-planned"),
        ("announce", "s002", "as-planned"),
    ]
    assert not drafts(script({"check-in": "before"}, {"run": "10m"}, welcome=False), "welcome")


SHORT_STEPS: dict[str, tuple[Any, ...]] = {
    "20 s": (rounds(20, {"run": "20s", "effort": 9}, {"walk": "20s"}),),
    "20 s and 10 s": (rounds(8, {"work": "20s", "name": "Mountain climbers, left and right"}, {"rest": "10s"}),),
    "10 s": (rounds(30, {"sprint": "10s"}, {"walk": "10s"}),),
    "own words": (rounds(9, {"run": "20s", "say": "Eyes up, chin up, and count your steps."}, {"walk": "15s"}),),
    "own words everywhere": (rounds(9, {"run": "20s", "say": "Go."}),),
}


@pytest.mark.parametrize("steps", SHORT_STEPS.values(), ids=SHORT_STEPS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_when_to_stop_where_all_steps_are_short(language: str, steps: tuple[Any, ...]) -> None:
    written = script_of(session_of({"title": "T", "language": language, "steps": list(steps)}))
    plan = arrange(written, paced())
    (cue,) = [cue for cue in plan.cues if cue.kind == "safety" and cue.is_heard]
    assert cue.end_ms <= 120_000
    beside = [other for other in plan.cues if other.step == cue.step and other.is_heard]
    assert sum(words_in(other.heard) for other in beside) <= WORDS_IN_SHORT_STEP


NAMES = (None, "Squats", "Mountain climbers, left and right")


INTERVALS = st.lists(
    st.fixed_dictionaries(
        {
            "word": st.sampled_from(("work", "rest", "run", "walk", "hill", "jog")),
            "s": st.integers(10, 90),
            "name": st.sampled_from(NAMES),
        }
    ),
    min_size=2,
    max_size=5,
)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(INTERVALS, st.sampled_from(LANGUAGES), st.sampled_from(("quiet", "normal", "chatty")), st.integers(1, 9))
@example([{"word": "work", "s": 40, "name": "Squats"}, {"word": "rest", "s": 20, "name": None}] * 2, "en", "normal", 1)
def test_it_is_said_when_to_stop_however_much_else_there_is_to_say(
    steps: list[dict[str, Any]], language: str, chatter: str, variety: int
) -> None:
    written = [{one["word"]: f"{one['s']}s", **({"name": one["name"]} if one["name"] else {})} for one in steps]
    assume(any(one["word"] != "rest" for one in steps))
    coaching = {"chatter": chatter}
    circuit = rounds(9, *written, name="Circuit")
    raw = {"language": language, "variety": variety, "coaching": coaching, "steps": [circuit]}
    (cue,) = [cue for cue in arrange(script_of(session_of(raw)), paced()).cues if cue.kind == "safety"]
    assert cue.is_heard, cue.reason
    assert cue.end_ms <= 120_000


@pytest.mark.parametrize("first", [[{"bell": "bowl"}], [{"pause": "5s"}], [{"pause": "5s"}, {"bell": "bowl"}]])
@pytest.mark.parametrize("then", [{"warm-up": "5m"}, {"check-in": "before"}])
def test_a_session_is_opened_after_a_bell_or_a_pause(first: list[Any], then: Any) -> None:
    written = script(*first, then, {"run": "20m"})
    assert len(drafts(written, "welcome")) == 1
    here = written.steps[len(first)].id
    assert next(cue.kind for cue in arrange(written, paced()).cues if cue.step == here) == "welcome"


def test_a_bell_at_the_start_is_no_word_and_a_step_that_speaks_is() -> None:
    rung = {"warm-up": "5m", "say": {"start": {"bell": "bowl"}}}
    assert drafts(script(rung, {"run": "20m"}), "welcome")
    for first in ({"say": "Hello."}, {"pause": "5s"}), ({"bell": "bowl"}, {"say": "Hello."}):
        assert not drafts(script(*first, {"warm-up": "5m"}, {"run": "20m"}), "welcome")
