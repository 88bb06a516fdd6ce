"""Every language says everything, for every moment, with every variable, in a short form that is shorter."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from audiocoach.build.phrasebooks import languages, phrasebook
from audiocoach.errors import UnknownName
from audiocoach.script.condition import Situation
from audiocoach.script.phrase import FORMS
from audiocoach.script.phrasebook import MODEL, Phrasebook, variables
from audiocoach.script.sentences import sentences
from audiocoach.session.activities import ACTIVITIES
from audiocoach.syntax.silences import split_silences
from audiocoach.syntax.template import SPOKEN, names_in
from audiocoach.syntax.variables import fill

LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pt")
NOT_IN_THE_TABLE = ("lead-in", "breathe", "say", "pause", "bell", "check-in", "finish")
NEVER_NEXT = {"say", "pause", "bell", "check-in", "finish"}
MOST_WORDS = 14
"""A sentence that a runner follows."""
MOST_WORDS_ON_THE_RUN = 12
"""The same while one runs or works."""
MOST_WORDS_AT_REST = 18
"""A question that is answered in peace."""
SAID_AT_REST = ("check-in-before", "check-in-after", "welcome", "cool-down", "finish", "farewell", "quiet-now")
"""Phrases that nobody hears who is out of breath."""
SHORT_SAFETY = 5
"""Words of what is said of safety on a step that has room for eight, in any language."""

each_language = pytest.mark.parametrize("language", LANGUAGES)


def run(effort: str = "easy", moment: str = "middle", activity: str = "run") -> Situation:
    return Situation(activity, effort, "run", frozenset((moment,)))  # type: ignore[arg-type]


def on(place: str, effort: str = "easy", activity: str = "") -> Situation:
    return Situation(activity, effort, place, frozenset(("middle",)))  # type: ignore[arg-type]


def paced(here: Situation) -> Situation:
    return replace(here, pace="set")


EFFORTS = ("easy", "steady", "hard", "most")
ENOUGH: dict[str, list[tuple[Situation, int]]] = {
    **{key: [(run(), 1)] for key in ("announce", "announce-round", "announce-next", "announce-set", "lead-in")},
    **{key: [(run(), 1)] for key in ("announce-set-named", "cadence")},
    **{f"breathe-{phase}": [(on("still"), 1)] for phase in ("in", "hold", "out", "rest")},
    "next-up": [(run(), 5)],
    "next-up-named": [(run(), 5)],
    "half": [(run(effort), 4) for effort in EFFORTS] + [(on("walk"), 4)],
    "half-step": [(run(), 6), (on("walk"), 6), (on("gym"), 4)],
    "time-left": [(run(), 6)],
    "step-left": [(run(), 6), (on("gym"), 3)],
    "effort-easy": [(run("easy"), 12)],
    "effort-steady": [(run("steady"), 12)],
    "effort-hard": [(run("hard"), 12)],
    "effort-most": [(run("most"), 8)],
    "scale": [(run(), 3)],
    "encourage": [
        *((run(effort, "first"), 12) for effort in EFFORTS),
        *((run(effort, "middle"), 12) for effort in EFFORTS),
        *((run(effort, "late"), 12) for effort in EFFORTS),
        *((paced(run(effort, moment)), 10) for effort in EFFORTS for moment in ("first", "middle", "late")),
        (on("walk"), 12),
        (on("gym", "hard"), 8),
    ],
    "form": [
        (run("easy"), 10),
        (run("steady"), 10),
        (run("hard"), 6),
        (run("most"), 6),
        (on("walk"), 4),
        (on("gym"), 4),
    ],
    "breath": [(run(), 6), (on("walk"), 4)],
    "welcome": [
        (run(), 9),
        (paced(run()), 7),
        (on("walk"), 2),
        (paced(on("walk")), 1),
        (on("gym"), 2),
        (on("still"), 2),
    ],
    "greeting": [(on("gym", activity="lead-in"), 3)],
    "safety": [
        *((run(effort), 6) for effort in ("easy", "steady")),
        *((run(effort), 4) for effort in ("hard", "most")),
        (on("walk"), 6),
        (on("gym", "hard"), 3),
        (on("still"), 3),
    ],
    "first-run": [(run(), 6)],
    "settle": [(run(), 10), (paced(run()), 8)],
    "last-round": [(run("easy"), 4), (run("steady"), 4), (run("hard"), 4), (run("most"), 4), (on("gym", "hard"), 3)],
    "past-half-rounds": [(run(), 5)],
    "recover": [(on("walk"), 8), (run(activity="jog"), 3), (on("gym"), 4)],
    "ready-again": [(on("walk"), 6)],
    "hard-moment": [(run("hard"), 8)],
    "permission": [(run(), 6)],
    "notice": [(run(), 16), (on("walk"), 16)],
    "quiet-now": [(run(), 4)],
    "terrain": [
        *((run("hard", activity=word), 4) for word in ("hill", "stride", "tempo")),
        (paced(run("hard", activity="tempo")), 3),
    ],
    "cool-down": [(on("walk"), 8)],
    "milestone": [(on("walk"), 4)],
    "finish": [(run(), 10), (on("walk"), 10), (on("gym"), 3), (on("still"), 3)],
    "farewell": [(run(), 9), (on("walk"), 6), (on("gym"), 2), (on("still"), 2)],
    "check-in-before": [(on("walk"), 10)],
    "check-in-after": [(on("walk"), 10)],
}
"""How many ways each phrase has at least, where it is said."""
NEEDED = {
    "announce": {"name", "duration"},
    "announce-round": {"name", "duration", "round", "rounds"},
    "announce-next": {"name", "duration", "next"},
    "announce-set": {"round", "rounds"},
    "announce-set-named": {"name", "round", "rounds"},
    "lead-in": {"next"},
    "next-up": {"in", "next"},
    "next-up-named": {"in", "next"},
    "time-left": {"time"},
    "step-left": {"time"},
    "scale": {"effort"},
    "welcome": {"duration"},
    "quiet-now": {"silence"},
    "cadence": {"cadence"},
    "check-in-before": {"answer"},
    "check-in-after": {"answer"},
}
"""What every full way asks for; of all others none asks for anything."""


def texts(book: Phrasebook) -> Iterator[tuple[str, str, str]]:
    """Each text of the coach: its phrase, its form, and what it says with its variables filled in."""
    for name, phrase in book.phrases.items():
        for form in FORMS:
            for text in phrase.texts(form):
                yield name, form, heard(book, name, text)


def heard(book: Phrasebook, name: str, text: str) -> str:
    """`text` as in a session: `Laufen, dreißig Sekunden, Runde drei von acht.`; its silences are left out."""
    values = {
        "name": book.activities["run"],
        "next": book.upcoming["walk"] if name == "next-up" else book.activities["walk"],
        "duration": book.duration(30_000),
        "effort": book.number(3),
        "silence": book.duration(120_000),
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
    assert set(book.upcoming) == set(book.activities) - NEVER_NEXT
    # An announcement names the step, and so an activity cannot be another's namesake.
    assert [word for word, times in Counter(book.activities[name] for name in ACTIVITIES).items() if times > 1] == []


@each_language
def test_each_way_asks_for_what_it_needs_and_for_nothing_else(language: str) -> None:
    for name, phrase in phrasebook(language).phrases.items():
        needed = NEEDED.get(name, set())
        for text in phrase.texts("full"):
            assert names_in(text) == needed, (name, text)
        for text in phrase.texts("short"):
            assert names_in(text) <= needed, (name, text)


def test_a_phrase_may_ask_for_what_it_is_told() -> None:
    model = phrasebook(MODEL).phrases
    assert variables(model["half"]) == SPOKEN
    assert variables(model["step-left"]) == SPOKEN | {"time"}
    assert variables(model["quiet-now"]) == SPOKEN | {"silence"}
    assert variables(model["time-left"]) == SPOKEN | {"time"}
    assert variables(model["next-up"]) == SPOKEN | {"in"}
    assert variables(model["check-in-after"]) == SPOKEN | {"answer"}


@each_language
def test_there_are_enough_ways_for_each_moment(language: str) -> None:
    book = phrasebook(language)
    assert set(ENOUGH) == set(book.phrases)
    few = {
        (name, here): len(book.ways(name, "full", here))
        for name, moments in ENOUGH.items()
        for here, count in moments
        if len(book.ways(name, "full", here)) < count
    }
    assert not few


@each_language
def test_where_there_is_a_full_way_there_is_a_short_one(language: str) -> None:
    book = phrasebook(language)
    for name, moments in ENOUGH.items():
        assert 1 <= len(book.phrases[name].texts("short")) <= 3, name
        assert all(book.ways(name, "short", here) for here, _ in moments), name


@each_language
def test_no_way_is_said_nowhere(language: str) -> None:
    """A condition that nothing fulfils is a slip of the pen."""
    for name, phrase in phrasebook(language).phrases.items():
        reached = {way.name for here, _ in ENOUGH[name] for way in phrase.fitting(name, "full", here)}
        assert reached == {way.name for way in phrase.ways(name, "full")}, name


@each_language
def test_neighbours_do_not_sound_like_a_list(language: str) -> None:
    """Two lines that follow one another start with other words; questions for a number are the same on purpose."""
    for name, phrase in phrasebook(language).phrases.items():
        if NEEDED.get(name) is None:
            starts = [text.split()[:2] for text in phrase.texts("full")]
            assert [(one, two) for one, two in pairwise(starts) if one == two] == [], name


@each_language
def test_the_number_is_asked_for_in_the_same_words_each_time(language: str) -> None:
    book = phrasebook(language)
    ways = [text for key in ("check-in-before", "check-in-after") for text in book.phrases[key].texts("full")]
    assert len({text.split("($answer)")[0] for text in ways}) == 1
    assert all(text.count("($answer)") == 2 for text in ways)


@each_language
def test_no_two_phrases_share_a_line(language: str) -> None:
    full = [text for phrase in phrasebook(language).phrases.values() for text in phrase.texts("full")]
    assert [text for text, times in Counter(full).items() if times > 1] == []


@each_language
def test_each_short_form_is_shorter(language: str) -> None:
    spoken = list(texts(phrasebook(language)))
    for name in phrasebook(language).phrases:
        full = [letters(text) for phrase, form, text in spoken if (phrase, form) == (name, "full")]
        short = [letters(text) for phrase, form, text in spoken if (phrase, form) == (name, "short")]
        assert max(short) < min(full), name


AT_ONES_OWN_SPEED = {
    "de": "deinem Tempo|dein Tempo|langsam|Tempo raus|wie es dir passt|Such dir ein",
    "en": "own speed|your speed|slowly|slow down|went out fast|Find a speed",
    "es": "ritmo lo pones|despacio|deprisa|a lo tuyo|Encuentra un paso",
    "fr": "doucement|ralentir|vitesse|d'aller vite|à ton pas|Choisis une allure",
    "it": "più piano|con calma|rallentare|Forte o piano|al tuo passo|Scegli un ritmo",
    "nl": "jouw tempo|rustig aan|langzaam|langzamer|gas terug|Zoek een stevig tempo",
    "pt": "ritmo é seu|Vá com calma|devagar|no seu tempo|rápido demais|Ache um passo",
}


@each_language
def test_who_has_a_pace_to_keep_is_not_told_to_choose_one(language: str) -> None:
    book = phrasebook(language)
    told = {
        way.text
        for name in ("settle", "terrain", "encourage")
        for here, _ in (*ENOUGH[name], (run(activity="tempo"), 4))
        for way in book.ways(name, "full", paced(here))
        if here.place == "run" and here.effort in ("easy", "steady")
    } | {way.text for way in book.ways("welcome", "full", paced(run()))}
    said = [text for text in sorted(told) if re.search(AT_ONES_OWN_SPEED[language], text, re.IGNORECASE)]
    assert said == []
    free = {
        way.text
        for here in (run(), run("hard", activity="tempo"))
        for name in ("welcome", "settle", "terrain")
        for way in book.ways(name, "full", here)
    }
    assert any(re.search(AT_ONES_OWN_SPEED[language], text, re.IGNORECASE) for text in free)


EXERCISE = {
    "de": "Übung",
    "en": "exercise",
    "es": "ejercicio",
    "fr": "mouvement|exercice",
    "it": "movimento|esercizio",
    "nl": "oefening",
    "pt": "exercício|movimento",
}


@each_language
def test_who_has_cooled_down_does_not_hear_that_the_last_exercise_was_just_now(language: str) -> None:
    book = phrasebook(language)
    last = [way.text for word in ("work", "cool-down") for way in book.ways("finish", "full", on("gym", activity=word))]
    assert len(last) == 6
    assert not [text for text in last if re.search(EXERCISE[language], text)]


@each_language
def test_when_to_stop_is_said_in_a_few_words_where_there_are_few(language: str) -> None:
    short = [
        way.text for place in ("run", "walk", "gym") for way in phrasebook(language).ways("safety", "short", on(place))
    ]
    assert all(len(text.split()) <= SHORT_SAFETY for text in short), short


@each_language
def test_texts_are_sentences_that_a_voice_can_speak(language: str) -> None:
    for name, _, text in texts(phrasebook(language)):
        assert re.search(r"[.!?]$", text), (name, text)
        assert not re.search(r"[\d$_{}()\[\]…]|\s\s|,\.|\.\.|!!|\s[,.]", text), (name, text)
        most = MOST_WORDS_AT_REST if name.startswith("check-in") else MOST_WORDS
        most = most if name in SAID_AT_REST else MOST_WORDS_ON_THE_RUN
        for sentence in sentences(text):
            assert len(sentence.split()) <= most, sentence
            assert sentence.lstrip("¿¡")[0].isupper(), sentence


@each_language
def test_signs_are_set_as_the_language_sets_them(language: str) -> None:
    for name, _, text in texts(phrasebook(language)):
        assert text.count("¿") == (text.count("?") if language == "es" else 0), (name, text)
        assert text.count("¡") == (text.count("!") if language == "es" else 0), (name, text)
        spaced = re.search(r"\s[?!:;]" if language != "fr" else r"[^\s][?!:;]", text)
        assert not spaced, (name, text)
        assert "Éé" not in text, (name, text)


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
