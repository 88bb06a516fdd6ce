"""Silences in texts: whatever a step takes as a length, and nothing that is only nearly one."""

import pytest

from audiocoach.syntax.amounts import parse_duration
from audiocoach.syntax.invalid import InvalidValue
from audiocoach.syntax.silences import check_silences, fill_silences, split_silences, wrong_silences

DURATIONS = (
    *("4s", "4 s", "4.5s", "800ms", "800 ms", "1m", "1 m", "5 min", "1m30s", "1m 30s", "1 min 30 sec", "1h", "1:00"),
    *("0:05", "1:00:00", "4 seconds", "1 second", "1 minute", "2 minutes", "1 hour", "10 SEC", "1 Minute", "30 secs"),
)


@pytest.mark.parametrize("written", DURATIONS)
def test_a_silence_is_written_as_a_steps_length(written: str) -> None:
    for text in (f"Hold. ({written}) Release.", f"Hold. ( {written} ) Release."):
        assert list(split_silences(text)) == ["Hold.", parse_duration(written), "Release."]
        assert not list(wrong_silences(text))


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("4", "`(4)` has no unit"),
        ("4.5", "`(4.5)` has no unit"),
        ("1:75", "`1:75` is not a time: a minute has 60 seconds, an hour 60 minutes"),
        ("0s", "a duration must be longer than nothing, not `0s`"),
        ("30s 1m", "`30s 1m` is not a duration: the larger unit comes first, and each only once"),
        ("1,5s", "`(1,5s)` has a comma in its number"),
        ("4 secnds", "`(4 secnds)` is no silence"),
        ("4 Sekunden", "`(4 Sekunden)` is no silence"),
        ("2 Minuten", "`(2 Minuten)` is no silence"),
        ("4 segundos", "`(4 segundos)` is no silence"),
        ("1 minuut", "`(1 minuut)` is no silence"),
    ],
)
def test_what_is_nearly_a_silence_is_told_and_not_read_aloud(written: str, message: str) -> None:
    with pytest.raises(InvalidValue) as raised:
        check_silences(f"Hold. ({written}) Release.")
    assert raised.value.message == message
    assert raised.value.hint


@pytest.mark.parametrize(
    "written", ["5 km", "400m", "4 rounds", "8 of 10", "3 sets", "10 reps each", "2-3", "7/10", "5K"]
)
def test_other_words_in_brackets_stay_words(written: str) -> None:
    assert list(split_silences(f"Hold ({written}) on.")) == [f"Hold ({written}) on."]
    assert not list(wrong_silences(f"Hold ({written}) on."))


def test_a_variable_may_be_the_silence() -> None:
    text = fill_silences("Hold. ($hold) Rest. ( $rest ) ($name) $hold", {"hold": "4s", "rest": "1:00"})
    assert text == "Hold. (4s) Rest. (1:00) ($name) $hold"
