"""A Couch to 5K, run by run, in each language: a coach worth coming back to says no two runs alike."""

from collections import Counter
from functools import cache
from itertools import combinations, pairwise

import pytest

from audiocoach.build.phrasebooks import languages
from audiocoach.script.cues import CUES
from audiocoach.timeline.plan import Plan
from audiocoach.units import to_ms
from support.couch_to_5k import RUNS_A_WEEK, plans, said

MOST_OF_A_GOOD_WORD = 5
"""In all 27 runs."""
ALL_DIFFERENT = 9
"""Runs in a row that neither open nor praise nor end alike."""
SAME_PLACE_MS = 20_000
MOST_SAFE_MS = 120_000

MOST_SPEECH_S = {"normal": 78, "chatty": 106}
"""Of half an hour."""
HALF_HOUR_MS = 30 * 60_000
MINUTE_MS = 60_000

each_coach = pytest.mark.parametrize(
    ("language", "chatter"), [(language, chatter) for language in languages() for chatter in ("normal", "chatty")]
)


@cache
def runs(language: str, chatter: str) -> tuple[Plan, ...]:
    return tuple(plans(language, chatter))


@each_coach
def test_nothing_is_said_twice_in_a_run(language: str, chatter: str) -> None:
    for plan in runs(language, chatter):
        twice = {text: times for text, times in Counter(cue.text for cue in said(plan)).items() if times > 1}
        assert not twice


@each_coach
def test_nothing_is_said_at_the_same_place_in_two_runs_of_a_week(language: str, chatter: str) -> None:
    all_runs = runs(language, chatter)
    for first in range(0, len(all_runs), RUNS_A_WEEK):
        for one, other in combinations(all_runs[first : first + RUNS_A_WEEK], 2):
            same = [
                (cue.id, cue.text)
                for cue in said(one)
                for again in said(other)
                if cue.text == again.text and (cue.id == again.id or abs(cue.start_ms - again.start_ms) < SAME_PLACE_MS)
            ]
            assert not same, first


@each_coach
def test_no_good_word_is_worn_out(language: str, chatter: str) -> None:
    words = Counter(cue.text for plan in runs(language, chatter) for cue in said(plan) if cue.kind == "encourage")
    assert words.most_common(1)[0][1] <= MOST_OF_A_GOOD_WORD
    assert len(words) >= 30


@each_coach
def test_nine_runs_in_a_row_neither_open_nor_praise_nor_end_alike(language: str, chatter: str) -> None:
    for kind, which in (("welcome", 0), ("encourage", 0), ("finish", -1), ("farewell", -1)):
        # By the line of the book: another length of the session makes no other welcome.
        heard = [[cue.phrase for cue in said(plan) if cue.kind == kind] for plan in runs(language, chatter)]
        lines = [phrases[which] for phrases in heard if phrases]
        assert len(lines) == len(heard), kind
        for start in range(len(lines) - ALL_DIFFERENT + 1):
            in_a_row = lines[start : start + ALL_DIFFERENT]
            assert len(set(in_a_row)) == ALL_DIFFERENT, (kind, start)


@each_coach
def test_it_is_said_once_when_to_stop_within_two_minutes(language: str, chatter: str) -> None:
    for plan in runs(language, chatter):
        (safety,) = (cue for cue in said(plan) if cue.kind == "safety")
        assert safety.end_ms <= MOST_SAFE_MS


@each_coach
def test_the_next_step_is_told_in_one_way_in_a_run_and_in_another_in_the_next(language: str, chatter: str) -> None:
    ways = [
        {cue.phrase for cue in plan.cues if cue.kind == "next-up" and cue.is_heard and "short" not in str(cue.phrase)}
        for plan in runs(language, chatter)
    ]
    assert all(len(one) == 1 for one in ways)
    assert all(one != other for one, other in pairwise(ways))


@each_coach
def test_nothing_fills_over_a_fifth_of_any_minute(language: str, chatter: str) -> None:
    for plan in runs(language, chatter):
        spoken = [(cue.start_ms, cue.end_ms) for cue in plan.cues if cue.is_heard and CUES[cue.kind].automatic]
        minutes = [start for start, _ in spoken] + [end - MINUTE_MS for _, end in spoken]
        for low in minutes:
            filled = sum(max(0, min(end, low + MINUTE_MS) - max(start, low)) for start, end in spoken)
            assert filled <= MINUTE_MS / 5 + 1


@each_coach
def test_there_is_more_silence_than_speech(language: str, chatter: str) -> None:
    all_runs = runs(language, chatter)
    spoken = sum(to_ms(clip.length) for plan in all_runs for cue in plan.cues for clip in cue.clips) / 1000
    whole = sum(to_ms(plan.length) for plan in all_runs)
    assert spoken * HALF_HOUR_MS / whole <= MOST_SPEECH_S[chatter]
