"""Free room, the coach's budget and takes, each against the plainest way of finding the same."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.conventions import SENTENCE_GAP
from audiocoach.script.script import Line, Silence, Utterance, VoiceChoice
from audiocoach.timeline.budget import MINUTE, MOST_A_MINUTE, Budget, words_in
from audiocoach.timeline.interval_set import Room
from audiocoach.timeline.plan import PlannedCue
from audiocoach.timeline.takes import Takes
from audiocoach.units import Millis, Samples, to_samples
from audiocoach.voice.voice import Take

RANGES = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 12)).map(lambda pair: (pair[0], sum(pair))), max_size=8)
SLACKS = st.integers(0, 30)
quick = settings(max_examples=150, deadline=None, derandomize=True)


@quick
@given(RANGES, st.integers(-5, 60), st.integers(1, 10), st.tuples(st.integers(0, 30), st.integers(0, 60)), SLACKS)
def test_nearest_is_the_nearest_free_place(taken, target, length, window, slack) -> None:
    room, full = Room(), set()
    for start, end in taken:
        room.take(start, end)
        full |= set(range(start, end))
    free = [
        start
        for start in range(max(window[0], target - slack), min(window[1] - length, target + slack) + 1)
        if not full & set(range(start, start + length))
    ]
    expected = min(free, key=lambda start: (abs(start - target), -start), default=None)
    assert room.nearest(target, length, window, slack) == expected


@quick
@given(RANGES, st.integers(0, 60), st.integers(1, 12))
def test_free_is_what_nobody_took(taken, start, length) -> None:
    room, full = Room(), set()
    for low, high in taken:
        room.take(low, high)
        full |= set(range(low, high))
    assert room.is_free(start, start + length) == (not full & set(range(start, start + length)))


def test_a_copy_of_a_room_is_another_room() -> None:
    room = Room()
    room.copy().take(0, 10)
    assert room.is_free(0, 10)


TENTH = MINUTE // 600


@quick
@given(st.lists(st.tuples(st.integers(0, 2_400), st.integers(1, 80)), max_size=40))
def test_no_minute_is_fuller_than_a_fifth(targets) -> None:
    """In tenths of a second, against every minute that there is; and what is refused would have been too much."""
    budget, allowed = Budget(), list[tuple[int, int]]()
    for start, length in targets:
        end = start + length
        if any(start < high and low < end for low, high in allowed):
            continue
        too_much = fullest_minute([*allowed, (start, end)]) > 120
        assert budget.allows(start * TENTH, end * TENTH) == (not too_much)
        if not too_much:
            allowed.append((start, end))
            budget.spend([cue("encourage", start * TENTH, end * TENTH)])


def fullest_minute(ranges: list[tuple[int, int]]) -> int:
    spoken = np.zeros(3_200, dtype=int)
    for start, end in ranges:
        spoken[start:end] = 1
    return int(np.convolve(spoken, np.ones(600, dtype=int)).max())


def cue(kind: str, start: int, end: int, status: str = "as-planned") -> PlannedCue:
    return PlannedCue("id", kind, Samples(start), Samples(end), "s", status)  # type: ignore[arg-type]


def test_only_what_is_heard_and_unasked_is_counted() -> None:
    budget = Budget()
    budget.spend([cue("say", 0, MINUTE), cue("breathe", 0, MINUTE), cue("encourage", 0, MINUTE, "dropped")])
    assert budget.allows(0, MOST_A_MINUTE)
    assert not budget.allows(0, MOST_A_MINUTE + 1)


def test_words_are_counted_as_they_are_heard() -> None:
    assert words_in("Warm-up, five minutes. 3 - 2!") == 6
    assert words_in("— … !") == 0


JOE = VoiceChoice("en", "joe")
SILENCES = st.integers(1, 900).map(lambda ms: Silence(Millis(ms)))
PARTS = st.lists(st.one_of(SILENCES, st.sampled_from("abcd")), max_size=8)
LENGTHS = {"a": 1, "b": 4_410, "c": 44_100, "d": 100_003}


@quick
@given(PARTS)
def test_takes_come_one_after_another_with_a_breath_between(parts) -> None:
    """A sentence's gap stands between two sentences, unless a silence of the author's does."""
    utterance: Utterance = tuple(Line(JOE, part) if isinstance(part, str) else part for part in parts)
    takes = Takes({Line(JOE, key): Take(f"take {key}", Samples(length), key) for key, length in LENGTHS.items()})
    at, clips = 0, []
    for index, part in enumerate(parts):
        if isinstance(part, Silence):
            at += to_samples(part.length)
            continue
        at += SENTENCE_GAP if index and isinstance(parts[index - 1], str) else 0
        clips.append((1_000 + at, LENGTHS[part], f"take {part}"))
        at += LENGTHS[part]
    assert takes.length(utterance) == at
    said = [part.clip for part in takes.parts(utterance, Samples(1_000)) if part.clip]
    assert [(clip.start, clip.length, clip.sound) for clip in said] == clips
