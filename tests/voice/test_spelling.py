import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.voice.engines.spelling import is_speakable, respell


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Run 5 km at 5:00/km.", "Run 5 kilometers at 5 minutes per kilometer."),
        ("3.5 km, 400 m, 1 min, 1,000 m", "3.5 kilometers, 400 meters, 1 minute, 1,000 meters"),
        ("zone 2-3, 8x400, #3, run/walk", "zone 2 to 3, 8 times 400, number 3, run walk"),
        ("Wait... then go...", "Wait, then go..."),
        ("Great 😀 run ❤️", "Great run"),
        ("10°C, it's 5 o'clock", "10°C, it's 5 o'clock"),
        ("I'm, 5K, 10-minute walk", "I'm, 5K, 10-minute walk"),
        ("[[x]] a\x00b\nc", "x a b c"),
    ],
)
def test_english_is_told_as_a_person_reads_it(written: str, told: str) -> None:
    assert respell(written, "en-US") == told


def test_units_of_other_languages_are_left_to_their_voice() -> None:
    assert respell("5 km … und los", "de") == "5 km, und los"


@given(st.text())
def test_any_text_becomes_one_clean_line(text: str) -> None:
    told = respell(text, "en")
    assert told == " ".join(told.split())
    assert "\x00" not in told
    assert "[[" not in told


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [("...", "en", False), ("你好", "en", False), ("你好", "zh", True), ("Привет", "ru", True), ("5", "en", True)],
)
def test_what_can_be_spoken(text: str, language: str, expected: bool) -> None:
    assert is_speakable(text, language) is expected
