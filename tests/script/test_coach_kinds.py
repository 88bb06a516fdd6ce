"""Each kind of word that the coach adds: it has a switch, and none crowds out another."""

from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.build.planning import script_of
from audiocoach.script.cues import CUES, CueKind
from audiocoach.session.activities import ACTIVITIES
from support.coached import LANGUAGES, LONG, RUNS, drafts, rounds, script
from support.sessions import session_of

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
@pytest.mark.parametrize(
    "steps", [({"work": "1m"}, {"rest": "1m"}), ({"run": "3m", "effort": 8}, {"jog": "2m"})], ids=["gym", "jogs"]
)
def test_what_the_coach_merely_adds_is_left_out_rather_than_said_again(language: str, steps: tuple[Any, ...]) -> None:
    raw = {"title": "T", "language": language, "coaching": {"chatter": "chatty"}, "steps": [rounds(20, *steps)]}
    added = [str(one.full.phrase) for one in script_of(session_of(raw)).drafts() if CUES[one.kind].yields]
    assert [phrase for phrase, times in Counter(added).items() if times > 1] == []
    assert {"recover", "form"} <= {phrase.split()[0] for phrase in added}


def test_stillness_is_left_alone() -> None:
    written = script({"meditate": "10m"}, {"walk": "1m"}, chatter="chatty")
    on_it = {draft.kind for draft in written.steps[0].drafts}
    assert on_it == {"welcome", "announce"}
    assert not script({"meditate": "20m"}, chatter="chatty").moments


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


def test_nobody_is_told_that_they_walk_where_nothing_says_so() -> None:
    jogged = script({"warm-up": "10m"}, {"run": "1 km @ 4:30/km"}, {"cool-down": "10m"}, chatter="chatty")
    on_it = {draft.kind for step in jogged.steps if step.activity != "run" for draft in step.drafts}
    assert "notice" in on_it
    assert not on_it & {"encourage", "form", "breath"}
