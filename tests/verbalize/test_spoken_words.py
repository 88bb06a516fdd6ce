"""Texts and what every voice is given for them: a table for each language, and what holds for any text."""

import random
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.verbalize.languages import LANGUAGES
from audiocoach.verbalize.spoken_words import is_speakable, spoken_words

TABLES = Path(__file__).parent / "tables"
"""A text, a tab, and its words; one a line."""
ROWS = [
    (table.stem, *line.split("\t"))
    for table in sorted(TABLES.glob("*.tsv"))
    for line in table.read_text(encoding="utf-8").splitlines()
]
PIECES = (
    *("5", "12", "1,5", "3.5", "1:30", "5:00", "007", "1.2.3", "10,000", "9" * 12, "٣", "½", "²", "1/2", "2026-11-27"),
    *("km", "m", "s", "h", "min", "km/h", "bpm", "%", "°C", "$", "€", "£", "K", "k", "Std", "Uhr", "am", "o'clock"),
    *("/", "-", "–", "→", "->", "'", '"', "~", "<", ">", "≤", "=", "+", "*", "**", "_", "#", "@", "&", "×", "x", "±"),
    *("(", ")", "[", "]", "...", "…", ".", ",", ":", ";", "!", "?", "¿", "¡", "«", "»", "’", " ", "\n", "\u200d"),
    *("run", "RUN", "RPE", "Z2", "VO2max", "5K", "No.", "e.g.", "1st", "2e", "1º", "I'm", "U.S.", "'s", "A", "de"),
    *("http://a.b/c?d=1", "me@x.com", "😀", "é", "ß", "你好", "\u0301", "ﬁ", "™", "ª", "Ⅳ", "ǅ", "ŉ", "ſ", "pace"),
)


def _is_clean(words: str) -> bool:
    return all(char.isalpha() or char in " .,;:!?'-¿¡" for char in words)


def _has_latin(text: str) -> bool:
    letters = [char for char in unicodedata.normalize("NFKC", text) if char.isalpha()]
    return not letters or any("LATIN" in unicodedata.name(char, "") for char in letters)


@pytest.mark.parametrize(("language", "text", "words"), ROWS)
def test_a_text_is_said_as_it_is_meant(language: str, text: str, words: str) -> None:
    assert spoken_words(text, language) == words


def test_the_tables_are_of_every_language() -> None:
    rows = {language: sum(row[0] == language for row in ROWS) for language in LANGUAGES}
    assert rows.pop("en") >= 250
    assert sum(rows.values()) >= 250
    assert min(rows.values()) >= 50


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)), st.sampled_from(sorted(LANGUAGES)))
def test_no_sign_is_left_and_said_again_it_is_the_same(text: str, language: str) -> None:
    words = spoken_words(text, language)
    assert _is_clean(words) or not _has_latin(text)
    assert spoken_words(words, language) == words


@pytest.mark.long
def test_ten_thousand_random_texts_become_words() -> None:
    chance = random.Random(8)
    languages = sorted(LANGUAGES)
    for number in range(10_000):
        pieces = [chance.choice(PIECES) + chance.choice(("", " ", "")) for _ in range(chance.randint(1, 12))]
        signs = [chr(chance.choice((chance.randint(32, 126), chance.randint(0, 0x3000)))) for _ in range(20)]
        text, language = "".join(pieces if number % 3 else signs), languages[number % len(languages)]
        words = spoken_words(text, language)
        assert _is_clean(words) or not _has_latin(text), (language, text, words)
        assert spoken_words(words, language) == words, (language, text, words)


@pytest.mark.parametrize(
    "piece", ["and run ", "1", "5' ", '5" ', "a", "(", "1/2 ", "1:30 ", "a.b.", "http://", "[a](", "1h"]
)
def test_the_longest_text_is_read_in_bounded_time(piece: str) -> None:
    begun = time.process_time()
    spoken_words((piece * 10_000)[:10_000], "en")
    assert time.process_time() - begun < 10


@pytest.mark.parametrize("language", ["ja", "ru", "zh", "pl"])
def test_a_language_that_is_not_known_keeps_what_its_voice_may_know(language: str) -> None:
    assert spoken_words("5 km … и 10% [[x]] 😀", language) == "5 km, и 10% x"
    assert spoken_words("... 😀", language) == ""


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [("...", "en", False), ("你好", "en", False), ("你好", "zh", True), ("Привет", "ru", True), ("5", "en", True)],
)
def test_what_can_be_spoken(text: str, language: str, expected: bool) -> None:
    assert is_speakable(text, language) is expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Xoana runs.", "Shwa-na runs."),
        ("xoana's run, XOANA", "shwa-na's run, Shwa-na"),
        ("Xoanas run", "Xoanas run"),
        ("Saoirse & Xoana", "Seer-sha and Shwa-na"),
    ],
)
def test_names_are_said_as_they_are_respelled(text: str, words: str) -> None:
    assert spoken_words(text, "en", {"Xoana": "SHWA-na", "Saoirse": "SEER-sha"}) == words
