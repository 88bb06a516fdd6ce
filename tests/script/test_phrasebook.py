"""Every language says everything, with every variable, in a short form that is shorter, and in sentences."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from audiocoach.build.phrasebooks import languages, phrasebook
from audiocoach.errors import UnknownName
from audiocoach.script.phrasebook import MODEL, Phrasebook, variables
from audiocoach.script.sentences import sentences
from audiocoach.session.activities import ACTIVITIES
from audiocoach.syntax.silences import split_silences
from audiocoach.syntax.template import SPOKEN, names_in
from audiocoach.syntax.variables import fill

LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pt")
NOT_IN_THE_TABLE = ("lead-in", "breathe", "say", "pause", "bell", "check-in", "finish")
MOST_WORDS = 16
"""A sentence that a runner follows."""
FORMS = ("full", "short")

each_language = pytest.mark.parametrize("language", LANGUAGES)


def texts(book: Phrasebook) -> Iterator[tuple[str, str, str]]:
    """Each text of the coach: its phrase, its form, and what it says with its variables filled in."""
    for name, phrase in book.phrases.items():
        for form in FORMS:
            for text in getattr(phrase, form):
                yield name, form, heard(book, text)


def heard(book: Phrasebook, text: str) -> str:
    """`text` as in a session: `Laufen, dreißig Sekunden, Runde drei von acht.`; its silences are left out."""
    values = {
        "name": book.activities["run"],
        "next": book.activities["walk"],
        "duration": book.duration(30_000),
        "in": book.duration(10_000),
        "time": book.duration(300_000),
        "round": book.number(3),
        "rounds": book.number(8),
        "cadence": book.number(165),
        "answer": "6s",
    }
    parts = split_silences(fill(text, values))
    return " ".join(book.sentence(part) for part in parts if isinstance(part, str))


def letters(text: str) -> int:
    return sum(char.isalpha() for char in text)


def test_these_languages_ship() -> None:
    assert languages() == LANGUAGES


@each_language
def test_everything_has_its_words(language: str) -> None:
    book, model = phrasebook(language), phrasebook(MODEL)
    assert book.language == language
    assert set(book.activities) == {*ACTIVITIES, *NOT_IN_THE_TABLE}
    assert all(word.strip() and "$" not in word for word in book.activities.values())
    assert set(book.phrases) == set(model.phrases)
    # An announcement names the step, and so an activity cannot be another's namesake.
    assert [word for word, times in Counter(book.activities[name] for name in ACTIVITIES).items() if times > 1] == []


@each_language
def test_each_way_asks_for_what_the_english_one_asks_for(language: str) -> None:
    book, model = phrasebook(language), phrasebook(MODEL)
    for name, phrase in book.phrases.items():
        for form in FORMS:
            (wanted,) = {names_in(text) for text in getattr(model.phrases[name], form)}
            assert {names_in(text) for text in getattr(phrase, form)} == {wanted}, (name, form)


def test_a_phrase_may_ask_for_what_it_is_told() -> None:
    model = phrasebook(MODEL).phrases
    assert variables(model["half"]) == SPOKEN
    assert variables(model["time-left"]) == SPOKEN | {"time"}
    assert variables(model["next-up"]) == SPOKEN | {"in"}
    assert variables(model["check-in-after"]) == SPOKEN | {"answer"}


@each_language
def test_there_are_as_many_ways_as_in_english_and_none_twice(language: str) -> None:
    model = phrasebook(MODEL)
    for name, phrase in phrasebook(language).phrases.items():
        ways = len(phrase.full)
        # An odd number, since steps mostly alternate: an even one would give the runs half of the ways.
        assert ways % 2 == 1, name
        assert ways >= len(model.phrases[name].full), name
        assert len(set(phrase.full)) == ways, name
        assert not set(phrase.full) & set(phrase.short), name


@each_language
def test_no_two_phrases_share_a_line(language: str) -> None:
    full = [text for phrase in phrasebook(language).phrases.values() for text in phrase.full]
    assert [text for text, times in Counter(full).items() if times > 1] == []


@each_language
def test_each_short_form_is_shorter(language: str) -> None:
    spoken = list(texts(phrasebook(language)))
    for name in phrasebook(language).phrases:
        full = [letters(text) for phrase, form, text in spoken if (phrase, form) == (name, "full")]
        short = [letters(text) for phrase, form, text in spoken if (phrase, form) == (name, "short")]
        assert max(short) < min(full), name


@each_language
def test_texts_are_sentences_that_a_voice_can_speak(language: str) -> None:
    for name, _, text in texts(phrasebook(language)):
        assert re.search(r"[.!?]$", text), (name, text)
        assert not re.search(r"[\d$_{}()\[\]]|\s\s|,\.|\.\.", text), (name, text)
        for sentence in sentences(text):
            assert len(sentence.split()) <= MOST_WORDS, sentence
            assert sentence.lstrip("¿¡")[0].isupper(), sentence


@pytest.mark.parametrize("region", ["de-AT", "en-GB", "en_US", "es-419", "es-MX", "fr-CA", "it-CH", "nl-BE", "pt-PT"])
def test_a_region_is_served_by_its_language(region: str) -> None:
    assert phrasebook(region).language == region[:2]


@pytest.mark.parametrize("language", ["tlh", "xx", "en-Foo-Bar-Baz", "ja"])
def test_a_language_without_a_book_is_unknown(language: str) -> None:
    with pytest.raises(UnknownName, match="unknown language"):
        phrasebook(language)


@each_language
def test_its_numbers_are_words_of_its_own(language: str) -> None:
    book = phrasebook(language)
    said = [book.number(number) for number in range(1, 201)]
    assert len(set(said)) == len(said)
    assert not any(re.search(r"\d", words) for words in said)


def test_sentences_start_with_a_capital() -> None:
    assert phrasebook("es").sentence("antes: ¿listo? ¡vamos! ya") == "Antes: ¿listo? ¡Vamos! Ya"
    assert phrasebook("de").sentence("übrigens. äpfel") == "Übrigens. Äpfel"
