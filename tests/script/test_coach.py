"""What the coach says unasked, and how often: one small session for each rule, and long random ones."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audiocoach.build import library
from audiocoach.build.phrasebooks import phrasebook
from audiocoach.build.planning import script_of
from audiocoach.script.chatter import PRESETS
from audiocoach.script.encouragement import AFTER_MS, IN_PLACE
from audiocoach.script.own_words import NEAR_MS
from audiocoach.script.script import Draft, Script, ScriptStep
from audiocoach.session.reader import Reader
from support.sessions import raws, session_of

LEVELS = ("quiet", "normal", "chatty")
BOOK = phrasebook("en")
GOOD = ("encourage", *IN_PLACE)
TALK_TEST = ("effort-easy", "effort-steady", "effort-hard", "effort-most")


def script(*steps: Any, **coaching: Any) -> Script:
    return script_of(session_of({"title": "T", "coaching": coaching, "steps": list(steps)}))


def rounds(count: int, *steps: Any) -> dict[str, Any]:
    return {"repeat": count, "steps": list(steps)}


def drafts(written: Script, kind: str) -> list[Draft]:
    return [draft for draft in written.drafts() if draft.kind == kind]


def told(written: Script, activity: str, kind: str) -> list[tuple[int | None, str]]:
    """Round and text of each cue of a kind on an activity's steps."""
    steps = (step for step in written.steps if step.activity == activity)
    return [(step.round, draft.full.text) for step in steps for draft in step.drafts if draft.kind == kind]


def placed(written: Script) -> Iterator[tuple[int, ScriptStep, Draft]]:
    """When in the session each cue of a step wants to be, in ms."""
    at = 0
    for step in written.steps:
        assert step.length is not None
        yield from ((at + draft.placement.ms, step, draft) for draft in step.drafts)
        at += step.length


def kinds(raw: dict[str, Any], chatter: str) -> set[str]:
    return {draft.kind for draft in script_of(session_of(raw | {"coaching": {"chatter": chatter}})).drafts()}


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(raws())
def test_each_level_of_chatter_has_the_kinds_of_the_one_below(raw: dict[str, Any]) -> None:
    quiet, normal, chatty = (kinds(raw, level) for level in LEVELS)
    assert quiet <= normal <= chatty


def test_quiet_is_announcements_and_when_to_stop() -> None:
    steps = ({"walk": "6m"}, rounds(3, {"run": "2m"}, {"walk": "2m"}), {"cool-down": "9m"})
    quiet, normal, chatty = (script(*steps, chatter=level) for level in LEVELS)
    assert {draft.kind for draft in quiet.drafts()} == {"announce", "safety"}
    assert all(step.countdown == 3 for step in quiet.steps)
    spoken = {"announce", "next-up", "half", "time-left", "effort", "encourage", "finish"}
    assert spoken <= {draft.kind for draft in normal.drafts()} < {draft.kind for draft in chatty.drafts()}
    assert len(list(chatty.drafts())) > len(list(normal.drafts())) + 4


SWITCHES = {
    "announce": ("announce", False),
    "halfway": ("half", False),
    "next_up": ("next-up", False),
    "time_left": ("time-left", False),
    "effort": ("effort", False),
    "step_left": ("step-left", False),
}


@pytest.mark.parametrize("key", SWITCHES)
@pytest.mark.parametrize("step_only", [False, True], ids=["session", "step"])
def test_each_key_switches_its_kind_and_nothing_else(key: str, step_only: bool) -> None:
    kind, off = SWITCHES[key]
    with_it = script({"run": "20m"}, {"walk": "20m"}, chatter="chatty")
    if step_only:
        steps = [{word: "20m", "coaching": {key: off}} for word in ("run", "walk")]
        without = script(*steps, chatter="chatty")
    else:
        without = script({"run": "20m"}, {"walk": "20m"}, chatter="chatty", **{key: off})
    assert drafts(with_it, kind)
    assert not drafts(without, kind)
    others = {draft.kind for draft in with_it.drafts()} - {kind}
    assert {draft.kind for draft in without.drafts()} == others


def test_the_countdown_has_its_key() -> None:
    written = script({"run": "1m"}, {"walk": "1m", "coaching": {"countdown": 5}}, countdown=False)
    assert [step.countdown for step in written.steps] == [0, 5]


def test_quiet_can_have_single_things_added() -> None:
    written = script({"run": "20m"}, chatter="quiet", encourage="every 5m", time_left="2m")
    assert {draft.kind for draft in written.drafts()} == {"announce", "safety", "encourage", "time-left"}


def test_rounds_are_announced_in_full_at_first_and_at_last() -> None:
    written = script(rounds(5, {"run": "30s"}, {"walk": "90s"}))
    assert told(written, "run", "announce") == [
        (1, "Run, thirty seconds, round one of five."),
        (2, "Run, thirty seconds, round two of five."),
        (3, "Run, round three."),
        (4, "Run, round four."),
        (5, "Run, thirty seconds, round five of five."),
    ]
    texts = [text for _, text in told(written, "walk", "announce")]
    assert texts == [
        "Walk, ninety seconds.",
        "Walk, ninety seconds.",
        "Walk now.",
        "Walk now.",
        "Walk, ninety seconds.",
    ]


def test_the_next_step_is_told_briefly_once_short_rounds_are_known() -> None:
    short, long = (script(rounds(5, {"run": "1m"}, {"walk": length})) for length in ("60s", "61s"))
    assert told(short, "walk", "next-up") == [
        (1, "In ten seconds, we run."),
        (2, "In ten seconds, we run."),
        (3, "Next, we run."),
        (4, "Next, we run."),
    ]
    assert [text for _, text in told(long, "walk", "next-up")] == ["In ten seconds, we run."] * 4


def test_effort_is_told_in_the_first_rounds_then_now_and_then() -> None:
    steps = rounds(10, {"run": "1m"}, {"walk": "1m"})
    written = script(steps, first_run=False)
    assert [round_ for round_, _ in told(written, "run", "effort")] == [1, 2, 5, 8]
    assert [round_ for round_, _ in told(script(steps), "run", "effort")] == [2, 5, 8]
    assert [round_ for round_, _ in told(script(steps), "run", "first-run")] == [1]


def test_nothing_is_said_of_feet_and_talking_in_a_plank() -> None:
    steps = ({"work": "40s", "name": "Plank", "effort": 8}, {"run": "40s", "effort": 8})
    written = script(rounds(3, *steps), chatter="chatty", last_round=False, first_run=False)
    assert told(written, "work", "effort") == []
    assert [round_ for round_, _ in told(written, "run", "effort")] == [1, 2]


def test_effort_is_told_where_it_changes() -> None:
    run = {"run": ["1m"] * 6, "effort": [3, 3, 3, 9, 9, 3]}
    assert [round_ for round_, _ in told(script(rounds(6, run)), "run", "effort")] == [2, 4, 5, 6]


def test_a_metronome_is_counted_in_once_and_once_more_briefly() -> None:
    written = script(rounds(10, {"run": "1m", "cadence": "160..175"}, {"walk": "1m"}))
    counted = [(round_, text) for round_, text in told(written, "run", "announce") if "four" in text and "beat" in text]
    assert counted == [
        (1, "Step with the beat, one hundred and sixty steps a minute. One, two, three, four."),
        (2, "Step with the beat. One, two, three, four."),
    ]


def test_a_silent_step_is_not_counted_in() -> None:
    written = script({"run": "1m", "cadence": 165, "coaching": "silent"})
    assert not written.steps[0].drafts
    assert written.steps[0].cadence is not None


def test_time_left_is_told_at_boundaries_too_unless_the_announcement_says_it() -> None:
    on_boundary = script(rounds(20, {"run": "30s"}, {"walk": "30s"}), time_left=["5m", "1m"])
    assert [draft.full.text for draft in drafts(on_boundary, "time-left")] == [
        "You have five minutes left.",
        "One minute still to go.",
    ]
    told_already = script({"run": "20m"}, {"walk": "5m"}, time_left=["5m", "1m"])
    assert [draft.id for draft in drafts(told_already, "time-left")] == ["session-left-1m"]


LONG = st.fixed_dictionaries(
    {
        "warm": st.integers(1, 20),
        "count": st.integers(1, 20),
        "run": st.integers(4, 120).map(lambda tens: 10 * tens),
        "walk": st.integers(1, 30).map(lambda tens: 10 * tens),
        "effort": st.integers(1, 10),
        "chatter": st.sampled_from(("normal", "chatty")),
        "encourage": st.sampled_from((None, "every 1m", "every 90s", "every 3m")),
    }
)


def long_script(values: dict[str, Any]) -> Script:
    run = {"run": f"{values['run']}s", "effort": values["effort"], "say": {"half": "Own words."}}
    steps = ({"walk": f"{values['warm']}m"}, rounds(values["count"], run, {"walk": f"{values['walk']}s"}))
    coaching = {"chatter": values["chatter"]}
    if values["encourage"]:
        coaching["encourage"] = values["encourage"]
    return script(*steps, {"jog": "25m"}, **coaching)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(LONG)
def test_nothing_is_said_twice_while_there_is_another_way(values: dict[str, Any]) -> None:
    written = long_script(values)
    for name in ("notice", "settle", "permission", *TALK_TEST):
        ways = {way.name for way in BOOK.phrases[name].ways(name, "full")}
        said = [draft.full.phrase for draft in written.drafts() if draft.full.phrase in ways]
        for start in range(0, len(said), len(ways)):
            round_ = said[start : start + len(ways)]
            assert len(set(round_)) == len(round_), (name, round_)
    for one, following in pairwise(drafts(written, "encourage")):
        assert one.full.text != following.full.text


@settings(max_examples=30, deadline=None, derandomize=True)
@given(LONG)
def test_good_words_come_regularly_and_next_to_nothing_else(values: dict[str, Any]) -> None:
    written = long_script(values)
    every = {"every 1m": 60, "every 90s": 90, "every 3m": 180, None: 300 if values["chatter"] == "normal" else 120}
    period = every[values["encourage"]] * 1000
    cues = list(placed(written))
    good = [at for at, _, draft in cues if draft.kind in GOOD]
    assert all(later - at >= period * 3 // 4 - NEAR_MS for at, later in pairwise(good))
    others = [
        at for at, _, draft in cues if draft.kind not in (*GOOD, "announce", "safety") and draft.placement.where == "at"
    ]
    assert not [(at, other) for at in good for other in others if abs(at - other) < NEAR_MS]
    for _, step, draft in cues:
        if draft.kind in GOOD:
            assert AFTER_MS <= draft.placement.ms < (step.length or 0) - NEAR_MS
    # The last 25 minutes have room for nearly all.
    jog = sum(step.length or 0 for step in written.steps[:-1])
    assert len([at for at in good if at > jog]) >= 25 * 60_000 // period - 3 * period // 60_000 - 3


def test_one_edit_of_words_leaves_all_other_lines_alone() -> None:
    steps = [{"walk": "5m"}, rounds(8, {"run": "1m", "say": "Go."}, {"walk": "1m"}), {"jog": "20m"}]
    before = script(*steps, chatter="chatty")
    steps[1]["steps"][0]["say"] = "Off you go, tall and light."
    after = script(*steps, chatter="chatty")
    changed = [
        (one.full.text, other.full.text)
        for one, other in zip(before.drafts(), after.drafts(), strict=True)
        if one.full.text != other.full.text
    ]
    assert changed == [("Go.", "Off you go, tall and light.")] * 8


def test_presets_decide_every_key() -> None:
    for level, preset in PRESETS.items():
        undecided = [key for key in type(preset).model_fields if getattr(preset, key) is None]
        assert (level, undecided) == (level, [])


def included(tmp_path: Path, part: str, steps: str) -> Script:
    (tmp_path / "part.yaml").write_text(part)
    (tmp_path / "whole.yaml").write_text(steps)
    return script_of(Reader(library.shipped).read(tmp_path / "whole.yaml", "whole.yaml"))


def test_an_included_session_is_in_the_rounds_of_the_repeat_that_includes_it(tmp_path: Path) -> None:
    part = "steps: [{run: 30s, say: ['Round $round of $rounds.', 'Again, $round.']}]"
    written = included(tmp_path, part, "steps: [{repeat: 3, steps: [{include: part.yaml}, {walk: 1m}]}]")
    runs = [step for step in written.steps if step.activity == "run"]
    assert [(step.round, step.rounds) for step in runs] == [(1, 3), (2, 3), (3, 3)]
    assert [text for _, text in told(written, "run", "announce")] == [
        "Run, thirty seconds, round one of three.",
        "Run, thirty seconds, round two of three.",
        "Run, thirty seconds, round three of three.",
    ]
    assert [text for _, text in told(written, "run", "say")] == [
        "Round one of three.",
        "Again, two.",
        "Round three of three.",
    ]
    assert [text for _, text in told(written, "walk", "announce")] == ["Walk, one minute."] * 3


def test_a_repeat_of_its_own_counts_its_own_rounds(tmp_path: Path) -> None:
    part = "steps: [{repeat: 2, steps: [{run: 30s, say: '$round of $rounds.'}]}]"
    written = included(tmp_path, part, "steps: [{repeat: 3, steps: [{include: part.yaml}, {walk: 1m}]}]")
    assert [text for _, text in told(written, "run", "say")] == ["One of two.", "Two of two."] * 3
    assert [text for _, text in told(written, "run", "announce")][:3] == [
        "Set number one of three. Run, thirty seconds, round one of two.",
        "Run, thirty seconds, round two of two.",
        "Set number two of three. Run, thirty seconds, round one of two.",
    ]
    assert [text for _, text in told(written, "walk", "announce")] == ["Walk, one minute."] * 3


def test_lists_of_one_entry_in_an_included_session_hold_in_every_round(tmp_path: Path) -> None:
    part = "steps: [{run: [30s], effort: [7]}]"
    written = included(tmp_path, part, "steps: [{repeat: 3, steps: [{include: part.yaml}]}]")
    assert [(step.length, step.effort) for step in written.steps] == [(30_000, 7)] * 3


def test_words_alone_in_an_included_session_leave_the_round_to_be_told_by_the_next(tmp_path: Path) -> None:
    written = included(
        tmp_path, "steps: [{say: Ready?}]", "steps: [{repeat: 2, steps: [{include: part.yaml}, {walk: 1m}]}]"
    )
    assert [text for _, text in told(written, "walk", "announce")] == [
        "Walk, one minute, round one of two.",
        "Walk, one minute, round two of two.",
    ]
