"""Each kind of word that the coach adds: when it is said, and when it is not."""

import re
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from audiocoach.build.planning import script_of
from audiocoach.script.cues import CUES, CueKind
from audiocoach.script.script import Draft, Script
from audiocoach.session.activities import ACTIVITIES
from audiocoach.session.day_words import DayWords
from audiocoach.timeline.arrange import arrange
from audiocoach.timeline.budget import WORDS_IN_SHORT_STEP, words_in
from support.sessions import paced, session_of


def script(*steps: Any, **coaching: Any) -> Script:
    return script_of(session_of({"title": "T", "coaching": coaching, "steps": list(steps)}))


def rounds(count: int, *steps: Any, **more: Any) -> dict[str, Any]:
    return {"repeat": count, "steps": list(steps), **more}


def drafts(written: Script, kind: str) -> list[Draft]:
    return [draft for draft in written.drafts() if draft.kind == kind]


def when(written: Script, kind: str) -> list[tuple[str, int | None, float]]:
    """On which steps a kind is said: the activity, the round and the second."""
    return [
        (step.activity, step.round, draft.placement.ms / 1000)
        for step in written.steps
        for draft in step.drafts
        if draft.kind == kind
    ]


LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pt")
RUNS = (rounds(6, {"run": "2m"}, {"walk": "90s"}),)
LONG = ({"warm-up": "5m"}, {"run": "20m", "effort": 3}, {"cool-down": "5m"})


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


def varied(*steps: Any) -> list[Script]:
    return [script_of(session_of({"title": "T", "variety": number, "steps": list(steps)})) for number in range(1, 13)]


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


def test_a_first_run_a_last_round_and_the_round_after_the_middle() -> None:
    written = script(*RUNS, chatter="chatty")
    assert when(written, "first-run") == [("run", 1, 6)]
    assert when(written, "past-half-rounds") == [("run", 5, 6)]
    assert when(written, "last-round") == [("run", 6, 6)]
    assert not when(script(rounds(2, {"run": "2m"}, {"walk": "1m"})), "last-round")
    own = {"run": "2m", "say": "Go."}
    assert not when(script(rounds(6, own, {"walk": "90s"}), chatter="chatty"), "last-round")


def test_rests_are_coached_as_rests() -> None:
    assert when(script(*RUNS), "recover") == [("walk", 1, 15), ("walk", 4, 15)]
    chatty = script(*RUNS, chatter="chatty")
    assert [round_ for _, round_, _ in when(chatty, "recover")] == [1, 2, 3, 4, 5]
    assert when(chatty, "ready-again") == [("walk", round_, 65) for round_ in (2, 3, 4, 5)]
    jogs = script(rounds(4, {"run": "3m", "effort": 8}, {"jog": "2m"}), chatter="chatty")
    assert {activity for activity, _, _ in when(jogs, "recover")} == {"jog"}
    assert {activity for activity, _, _ in when(jogs, "effort")} == {"run"}
    gym = script(rounds(3, {"work": "40s"}, {"rest": "45s"}))
    texts = [draft.full.phrase for draft in drafts(gym, "recover")]
    assert texts
    assert all(int(str(text).split()[-1]) > 11 for text in texts), "words for a gym"


def test_a_longer_run_settles_and_is_given_leave_to_walk() -> None:
    assert when(script(*LONG), "settle") == [("run", None, 75)]
    assert when(script(*LONG), "permission") == [("run", None, 480)]
    assert not when(script({"run": "3m"}, {"walk": "1m"}), "settle")
    assert not when(script({"run": "20m", "say": {"1m": "Say a sentence out loud."}}), "settle")
    assert not when(script({"run": "20m", "effort": 7}), "permission")


def test_the_longest_hard_step_has_a_word_where_it_feels_longest() -> None:
    steps = ({"run": "4m", "effort": 7}, {"walk": "2m"}, {"run": "10m", "effort": 8}, {"walk": "5m"})
    assert when(script(*steps), "hard-moment") == [("run", None, 420)]
    assert not when(script({"run": "20m", "effort": 5}), "hard-moment")


def test_the_first_hill_stride_and_tempo_are_explained() -> None:
    steps = (rounds(3, {"hill": "1m"}, {"walk": "1m"}), {"tempo": "5m"}, {"walk": "2m"}, {"stride": "30s"})
    assert when(script(*steps), "terrain") == [("hill", 1, 6), ("tempo", None, 6), ("stride", None, 6)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("word", ["stride", "hill"])
def test_how_a_step_of_few_words_is_run_is_told_right_before_it(language: str, word: str) -> None:
    steps = [{"warm-up": "10m"}, rounds(4, {word: "20s"}, {"walk": "60s"}), {"walk": "5m"}]
    for variety in range(1, 5):
        raw = {"title": "T", "language": language, "variety": variety, "steps": steps}
        plan = arrange(script_of(session_of(raw)), paced())
        (told,) = [cue for cue in plan.cues if cue.kind == "terrain"]
        before = next(cue for cue in plan.cues if cue.kind == "next-up")
        assert told.is_heard, told.reason
        assert told.step == before.step == "s001"
        assert 0 < told.start_ms - before.end_ms < 2_000
    unasked = session_of({**raw, "coaching": {"next_up": False}})
    assert not drafts(script_of(unasked), "terrain")


@pytest.mark.parametrize("word", ["hill", "stride", "tempo"])
def test_what_is_run_otherwise_than_on_the_level_has_one_word_at_first(word: str) -> None:
    steps = ({"warm-up": "9m"}, rounds(4, {word: "1m"}, {"walk": "2m"}))
    assert when(script(*steps), "terrain") == [(word, 1, 6)]
    assert not drafts(script(*steps), "first-run")
    assert when(script(*steps, terrain=False), "first-run") == [(word, 1, 6)]


EVERYTHING = st.lists(
    st.fixed_dictionaries(
        {
            "word": st.sampled_from(sorted(ACTIVITIES)),
            "ms": st.integers(5, 420),
            "effort": st.sampled_from((None, 3, 9)),
        }
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(EVERYTHING, st.integers(1, 6), st.sampled_from(("normal", "chatty")))
def test_the_coach_makes_one_remark_at_a_time(steps: list[dict[str, Any]], count: int, chatter: str) -> None:
    written = [{one["word"]: f"{one['ms']}s", **({"effort": one["effort"]} if one["effort"] else {})} for one in steps]
    for step in script(rounds(count, *written), {"walk": "3m", "coaching": "silent"}, chatter=chatter).steps:
        made = sorted(
            draft.placement.ms
            for draft in step.drafts
            if CUES[draft.kind].yields or draft.kind in ("effort", "encourage")
        )
        assert all(later - earlier >= 12_000 for earlier, later in pairwise(made))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_silence_is_told_well_before_what_is_to_be_silent(language: str) -> None:
    quiet = {"run": "3m", "coaching": "silent"}
    for variety in range(1, 5):
        steps = [{"run": "5m"}, quiet, {"walk": "1m"}]
        plan = arrange(script_of(session_of({"language": language, "variety": variety, "steps": steps})), paced())
        told, following = (next(cue for cue in plan.cues if cue.kind == kind) for kind in ("quiet-now", "next-up"))
        assert following.start_ms - told.end_ms >= 8_000


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "steps", [({"work": "1m"}, {"rest": "1m"}), ({"run": "3m", "effort": 8}, {"jog": "2m"})], ids=["gym", "jogs"]
)
def test_what_the_coach_merely_adds_is_left_out_rather_than_said_again(language: str, steps: tuple[Any, ...]) -> None:
    raw = {"title": "T", "language": language, "coaching": {"chatter": "chatty"}, "steps": [rounds(20, *steps)]}
    added = [str(one.full.phrase) for one in script_of(session_of(raw)).drafts() if CUES[one.kind].yields]
    assert [phrase for phrase, times in Counter(added).items() if times > 1] == []
    assert {"recover", "form"} <= {phrase.split()[0] for phrase in added}


def test_nobody_goes_all_out_for_minutes() -> None:
    def told(length: str, effort: int) -> set[str]:
        said = drafts(script({"warm-up": "9m"}, rounds(3, {"run": length, "effort": effort}, {"walk": "2m"})), "effort")
        return {str(draft.full.phrase).split()[0] for draft in said}

    assert told("60s", 9) == {"effort-most"}
    assert told("61s", 9) == told("5m", 10) == {"effort-hard"}


def test_time_is_told_in_a_long_run_and_not_twice() -> None:
    written = script(
        {"warm-up": "5m"}, {"run": "25m", "effort": 3}, {"walk": "20m"}, {"run": "5m"}, {"cool-down": "5m"}
    )
    runs = [at for activity, _, at in when(written, "step-left") if activity == "run"]
    assert runs == [20 * 60, 24 * 60, 4 * 60]
    last = script({"run": "20m"}, time_left=["5m"], step_left=["5m"])
    assert not drafts(last, "step-left"), "the last step's end is the session's"
    both = script({"run": "20m"}, {"walk": "20s"}, time_left=["5m"], step_left=["5m"])
    assert not drafts(both, "step-left"), "15:20 and 15:00 say the same"
    assert drafts(both, "time-left")


def test_the_middle_of_a_step_and_of_the_session_are_one_where_they_meet() -> None:
    near, apart = (
        script({"walk": "1m"}, {"run": "20m"}, {"walk": length}, step_left=False) for length in ("90s", "9m")
    )
    assert len(drafts(near, "half")) == 1
    assert len(drafts(apart, "half")) == 2


def test_a_silence_is_told_before_it_comes() -> None:
    quiet = {"run": "3m", "coaching": "silent"}
    assert when(script({"run": "5m"}, quiet, {"walk": "1m"}), "quiet-now") == [("run", None, 270)]
    assert "three minutes" in drafts(script({"run": "5m"}, quiet), "quiet-now")[0].full.text
    assert not drafts(script({"run": "5m"}, {"run": "1m", "coaching": "silent"}, {"walk": "1m"}), "quiet-now")
    assert not drafts(script({"run": "5m"}, {**quiet, "say": {"30s": "Look up."}}), "quiet-now")


def test_a_cool_down_comes_down() -> None:
    assert when(script(*LONG), "cool-down") == [("cool-down", None, 20)]
    assert when(script({"run": "20m"}, {"walk": "5m"}), "cool-down") == [("walk", None, 20)]
    asks = {"cool-down": "5m", "check-in": "after"}
    assert not when(script({"run": "20m"}, asks), "cool-down")
    assert when(script({"run": "20m"}, asks, chatter="chatty"), "cool-down") == [("cool-down", None, 50)]


def test_the_last_words_fit_what_was_last() -> None:
    for steps, kinds in (
        (({"run": "20m"},), {"finish": range(1, 11), "farewell": range(1, 11)}),
        (({"work": "20m"},), {"finish": range(11, 14), "farewell": range(11, 13)}),
        (({"walk": "5m"}, {"meditate": "5m"}), {"finish": range(14, 17), "farewell": range(1, 11)}),
        (({"meditate": "20m"},), {"finish": range(14, 17), "farewell": range(13, 15)}),
    ):
        for written in varied(*steps):
            assert [draft.kind for draft in written.finish] == ["finish", "farewell"]
            for draft in written.finish:
                assert int(str(draft.full.phrase).split()[-1]) in kinds[draft.kind], draft.full.text


def test_stillness_is_left_alone() -> None:
    written = script({"meditate": "10m"}, {"walk": "1m"}, chatter="chatty")
    on_it = {draft.kind for draft in written.steps[0].drafts}
    assert on_it == {"welcome", "announce"}
    assert not script({"meditate": "20m"}, chatter="chatty").moments


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


SHOWN: dict[str, tuple[Any, ...]] = {
    "hard-moment": ({"run": "10m", "effort": 8}, {"walk": "1m"}),
    "terrain": ({"hill": "2m"}, {"walk": "1m"}),
    "quiet-now": ({"run": "5m"}, {"run": "3m", "coaching": "silent"}),
    "recover": RUNS,
    "ready-again": RUNS,
    "last-round": RUNS,
    "past-half-rounds": RUNS,
}
"""Sessions that have a kind, for those that a long easy run has not."""
ADDED: list[CueKind] = [kind for kind, row in CUES.items() if row.key and kind != "milestone"]


@pytest.mark.parametrize("kind", ADDED)
def test_each_kind_has_a_switch(kind: CueKind) -> None:
    steps, key = SHOWN.get(kind, LONG), CUES[kind].key
    assert drafts(script(*steps, chatter="chatty"), kind)
    assert not drafts(script(*steps, chatter="chatty", **{str(key): False}), kind)


def test_good_words_give_way_to_the_body_to_breath_and_to_what_there_is_to_see() -> None:
    walked = ({"walk": "5m"}, *LONG[1:])
    good = ("encourage", "form", "breath", "notice")
    kinds = [draft.kind for draft in script(*walked, chatter="chatty").drafts() if draft.kind in good]
    assert set(kinds) == set(good)
    without = script(*walked, chatter="chatty", form=False, breath=False, notice=False)
    assert [draft.kind for draft in without.drafts() if draft.kind in good] == ["encourage"] * len(kinds)
    assert not [draft for draft in script(*walked, encourage=False).drafts() if draft.kind in good]


def test_a_run_in_turn_with_a_walk_is_easy_unless_its_author_says_otherwise() -> None:
    def efforts(*steps: Any) -> set[int | None]:
        return {step.effort for step in script(*steps).steps if step.activity == "run"}

    assert efforts(rounds(3, {"run": "1m"}, {"walk": "1m"})) == {3}
    assert efforts(rounds(3, {"run": "1m"}, between=[{"walk": "1m"}])) == {3}
    assert efforts(rounds(3, {"run": "1m", "effort": 6}, {"walk": "1m"})) == {6}
    assert efforts(rounds(3, {"run": "1m"}, {"rest": "1m"})) == {5}
    assert efforts({"run": "20m"}, {"walk": "5m"}) == {5}
    assert efforts({"walk": "5m"}, {"run": "20m"}, {"walk": "5m"}) == {5}, "what leads to a run is not in turn with it"
    assert efforts({"run": "5m"}, {"walk": "3m"}, {"run": "8m"}, {"walk": "3m"}, {"run": "5m"}) == {3}
    assert efforts({"run": "5m"}, {"walk": "3m"}, {"check-in": "after"}, {"bell": "bowl"}, {"run": "8m"}) == {3}
    assert efforts(rounds(3, {"run": "1m"}, {"walk": "1m"}), {"run": "5m"}) == {3}
    assert efforts({"run": "5m"}, {"walk": "3m"}, {"run": "5m", "effort": 8}) == {3, 8}
    assert efforts({"run": "5m"}, {"walk": "3m"}, {"stretch": "1m"}, {"run": "5m"}) == {5}
    told = drafts(script(rounds(3, {"run": "2m"}, {"walk": "1m"})), "effort")
    assert {str(draft.full.phrase).split()[0] for draft in told} == {"effort-easy"}


def test_what_comes_next_is_told_by_its_own_name_where_it_has_one() -> None:
    def told(following: dict[str, Any]) -> str:
        return drafts(script({"walk": "2m"}, following), "next-up")[0].full.text

    assert told({"run": "1m"}) == "In ten seconds, we run."
    assert told({"run": "1m", "name": "the long one"}) == "In ten seconds: the long one."


def test_the_scale_is_told_once_where_the_author_tells_a_number() -> None:
    run = {"run": "2m", "effort": 4, "say": "Effort $effort."}
    written = script({"walk": "2m"}, rounds(3, run, {"walk": "1m"}))
    scales = [
        (step.activity, step.round, draft.full.text)
        for step in written.steps
        for draft in step.drafts
        if str(draft.full.phrase).startswith("scale")
    ]
    assert scales == [("run", 1, "Effort four out of ten. One is sitting still, ten is all you have.")]
    assert not [draft for draft in script(*RUNS).drafts() if str(draft.full.phrase).startswith("scale")]


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


@pytest.mark.parametrize(("sets", "count"), [(2, 3), (3, 5), (2, 8), (4, 4)])
def test_rounds_within_rounds_are_neither_the_last_nor_past_the_middle_while_more_come(sets: int, count: int) -> None:
    runs = rounds(count, {"run": "2m"}, {"walk": "90s"})
    steps = script(rounds(sets, runs, {"walk": "3m"}), chatter="chatty").steps
    told = [
        (kind, number, len(work))
        for work in [[step for step in steps if step.activity == "run"]]
        for number, step in enumerate(work)
        for kind in ("last-round", "past-half-rounds")
        if any(draft.kind == kind for draft in step.drafts)
    ]
    done = {kind: (behind, whole) for kind, behind, whole in told}
    assert len(told) == len(done) == 2
    assert done["last-round"] == (sets * count - 1, sets * count)
    behind, whole = done["past-half-rounds"]
    assert behind > whole - behind >= behind - 2


def test_nobody_hears_that_the_most_is_done_before_a_longer_run() -> None:
    runs = rounds(6, {"run": "2m"}, {"walk": "90s"})
    assert drafts(script(runs, {"run": "5m"}, chatter="chatty"), "past-half-rounds")
    assert not drafts(script(runs, {"run": "30m"}, chatter="chatty"), "past-half-rounds")


@pytest.mark.parametrize("count", range(2, 13))
def test_more_rounds_are_behind_one_than_ahead_when_it_is_said(count: int) -> None:
    told = when(script(rounds(count, {"run": "2m"}, {"walk": "90s"}), chatter="chatty"), "past-half-rounds")
    assert len(told) == (count >= 5)
    for _, round_, _ in told:
        assert round_ is not None
        assert round_ - 1 > count - (round_ - 1)
        assert round_ - 2 <= count - (round_ - 2), "no later than it is true"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rest_between_runs_is_coached_as_one_that_is_stood(language: str) -> None:
    def told(*steps: Any) -> list[str]:
        return [str(one.full.phrase) for one in drafts(script_of(session_of({**raw, "steps": [*steps]})), "recover")]

    raw = {"title": "T", "language": language, "coaching": {"chatter": "chatty"}}
    between = told(rounds(4, {"run": "3m", "effort": 8}, {"rest": "1m"}), {"walk": "5m"})
    in_a_gym = told(rounds(5, {"work": "1m"}, {"rest": "1m"}))
    assert len(between) == 4
    assert set(between) <= set(in_a_gym)


@pytest.mark.parametrize("word", [row.word for row in ACTIVITIES.values() if row.intensity != "rest"])
@pytest.mark.parametrize("chatter", ["normal", "chatty"])
def test_the_middle_is_told_on_whatever_is_done(word: str, chatter: str) -> None:
    assert drafts(script({word: "20m"}, chatter=chatter), "half")


def test_the_middle_is_told_on_a_rest_and_not_on_a_step_that_speaks() -> None:
    assert drafts(script({"run": "9m"}, {"rest": "2m"}, {"run": "9m"}), "half")
    assert not drafts(script({"run": "3m"}, {"say": "Sit down.", "within": "9m"}), "half")


def test_a_pace_is_not_contradicted() -> None:
    paced_run = {"run": "1 km @ 4:30/km", "effort": 8}
    assert not drafts(script({"warm-up": "10m"}, rounds(5, paced_run, {"jog": "90s"})), "first-run")
    for written in varied({"walk": "5m"}, paced_run, {"walk": "5m"}):
        assert not [
            one.full.text for one in written.drafts() if re.search("own speed|your speed|Take it slowly", one.full.text)
        ]


def test_who_is_told_the_time_left_by_the_author_is_not_told_the_middle_as_well() -> None:
    counted = {"run": "12m", "say": {"every 3m": "$left to go."}}
    written = script({"walk": "5m"}, counted, {"walk": "20m"})
    assert not [one for one in written.steps[1].drafts if one.kind in ("half", "step-left")]


@pytest.mark.parametrize("minutes", [10, 10.5, 11])
def test_the_middle_of_a_session_and_the_time_left_are_one_where_they_meet(minutes: float) -> None:
    steps = rounds(int(minutes * 2), {"run": "15s"}, {"walk": "15s"})
    written = script(steps)
    assert [moment.draft.id for moment in written.moments] == ["session-half", "session-left-1m"]
    assert len(script(steps, halfway=False).moments) == 1 + (minutes > 10)


def test_of_several_hard_runs_as_long_the_last_but_one_has_the_word() -> None:
    hard = rounds(5, {"run": "4m", "effort": 8}, {"walk": "2m"})
    assert when(script({"warm-up": "9m"}, hard), "hard-moment") == [("run", 4, 168)]
    assert not drafts(script(rounds(10, {"work": "1m"})), "hard-moment"), "who has done the reps rests already"


@pytest.mark.parametrize("language", LANGUAGES)
def test_exercises_hear_words_for_exercises(language: str) -> None:
    raw = {"title": "T", "language": language, "coaching": {"chatter": "chatty", "encourage": "every 1m"}}
    circuit = rounds(12, {"work": "40s", "name": "Plank"}, {"rest": "20s"})
    run, gym = (
        {str(one.full.phrase) for one in script_of(session_of({**raw, "steps": steps})).drafts() if one.kind in good}
        for good in [("encourage", "form", "breath", "notice")]
        for steps in ([{"run": "40m", "effort": 8}], [circuit])
    )
    assert gym
    assert not gym & run
    assert {phrase.split()[0] for phrase in gym} == {"encourage", "form"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_last_round_of_several_exercises_is_not_the_last_of_them(language: str) -> None:
    def told(variety: int, *steps: Any) -> str:
        raw = {"title": "T", "language": language, "variety": variety, "steps": [rounds(3, *steps)]}
        return str(drafts(script_of(session_of(raw)), "last-round")[0].full.phrase)

    circuit = {"work": "40s", "name": "Squats"}, {"rest": "20s"}, {"work": "40s", "name": "Plank"}
    in_a_gym = {told(variety, *circuit) for variety in range(1, 13)}
    of_runs = {told(variety, {"run": "1m", "effort": 8}, {"walk": "1m"}) for variety in range(1, 13)}
    assert len(in_a_gym) > 1
    assert not in_a_gym & of_runs


def test_nobody_is_told_that_they_walk_where_nothing_says_so() -> None:
    jogged = script({"warm-up": "10m"}, {"run": "1 km @ 4:30/km"}, {"cool-down": "10m"}, chatter="chatty")
    on_it = {draft.kind for step in jogged.steps if step.activity != "run" for draft in step.drafts}
    assert "notice" in on_it
    assert not on_it & {"encourage", "form", "breath"}


def test_a_short_session_ends_in_few_words() -> None:
    assert not drafts(script({"run": "5m"}), "farewell")
    assert drafts(script({"run": "5m"}, chatter="chatty"), "farewell")
    session = session_of({"title": "T", "steps": [{"run": "5m"}]})
    assert drafts(script_of(session.on_day(DayWords(farewell="Until Friday."))), "farewell")
    (half,) = drafts(script({"run": "5m"}), "half")
    assert "short" in str(half.full.phrase)


def test_a_short_first_run_and_a_last_one_with_words_of_its_author_are_told_how_hard_they_are() -> None:
    def told(count: int, **more: str) -> tuple[set[str], list[int | None]]:
        steps = rounds(count, {"run": "1m", "effort": 8, **more}, {"jog": "90s"}), {"cool-down": "5m"}
        written = script(*steps)
        kinds = {kind for kind in ("first-run", "last-round") if when(written, kind)}
        return kinds, [round_ for activity, round_, _ in when(written, "effort") if activity == "run"]

    assert told(5) == ({"first-run", "last-round"}, [2])
    assert told(5, say="Strong and smooth.") == (set(), [1, 2, 5])
