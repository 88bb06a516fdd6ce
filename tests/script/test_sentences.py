import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.script.sentences import LONGEST_SENTENCE, capitalised, sentences
from audiocoach.verbalize.spoken_words import spoken_words

_PIECES = st.sampled_from(
    [
        "run",
        "Run",
        "Dr.",
        "J.",
        "a.m.",
        "3.5",
        "No.",
        "e.g.",
        "Go!",
        "Why?",
        "And...",
        "…",
        '"Go."',
        "(easy)",
        "5",
        "·",
        " ",
    ]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Go. Run!", ("Go.", "Run!")),
        ("It is 3.5 km. Walk.", ("It is 3.5 km.", "Walk.")),
        ("Dr. Smith ran. J. Doe too.", ("Dr. Smith ran.", "J. Doe too.")),
        ("At 5 a.m. we go.", ("At 5 a.m. we go.",)),
        ("Take it slow, e.g. this way.", ("Take it slow, e.g. this way.",)),
        ("No. 5 is up. No. Not yet.", ("No. 5 is up.", "No.", "Not yet.")),
        ("Wait... then go. And... Run!", ("Wait... then go.", "And...", "Run!")),
        ('He said "Go!" and left. "Really?" Yes.', ('He said "Go!" and left.', '"Really?"', "Yes.")),
        ("Run, thirty seconds. 3 of 8.", ("Run, thirty seconds.", "3 of 8.")),
        ("So did I. Now you.", ("So did I.", "Now you.")),
        ("Round 3. Go.", ("Round 3.", "Go.")),
        ("你好。我们走！走吧？「好。」走", ("你好。", "我们走！", "走吧？", "「好。」", "走")),
        ("¿Listo? ¡Vamos! Éxito.", ("¿Listo?", "¡Vamos!", "Éxito.")),
        ("Great! 😀", ("Great! 😀",)),
        ("...", ("...",)),
        (" \n ", ()),
    ],
)
def test_ends_are_where_a_reader_sees_them(text: str, expected: tuple[str, ...]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Jog easy\nWalk\n\nRest, then\ngo", "en", ("Jog easy", "Walk", "Rest, then", "go")),
        ("1. Run. Go.\n2. Walk", "en", ("1. Run.", "Go.", "2. Walk")),
        ("Jetzt die 3. Runde. Los!", "de", ("Jetzt die 3. Runde.", "Los!")),
        ("30 Sek. Pause. Los!", "de", ("30 Sek. Pause.", "Los!")),
        ("In Runde 3. Los!", "de", ("In Runde 3.", "Los!")),
        ("See you at the 3. Go.", "en", ("See you at the 3.", "Go.")),
    ],
)
def test_lines_end_sentences_and_counting_numbers_do_not(text: str, language: str, expected: tuple[str, ...]) -> None:
    assert sentences(text, language) == expected


@pytest.mark.parametrize(
    "text",
    [
        "and run " * 1250,
        "easy, slow and long, " * 500,
        "x" * 10_000,
        "1" * 10_000,
        "123 " * 2500,
        "\u4f60\u597d" * 5000,
    ],
)
def test_no_sentence_is_longer_than_an_engine_can_take(text: str) -> None:
    found = sentences(text)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(len(spoken_words(sentence, "en")) < 2 * LONGEST_SENTENCE for sentence in found)
    assert all(len(sentence) <= LONGEST_SENTENCE for sentence in found)


def test_a_long_sentence_is_cut_at_a_comma_where_it_has_one() -> None:
    text = "Run easy and look around you, " * 20 + "and breathe."
    assert all(sentence.endswith(("you,", "breathe.")) for sentence in sentences(text))


@given(st.one_of(st.text(alphabet=st.characters(exclude_characters="。！？｡")), st.lists(_PIECES).map(" ".join)))
def test_joined_they_are_the_text(text: str) -> None:
    assert " ".join(sentences(text)) == " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("run. walk! go? ¿listo? done", "Run. Walk! Go? ¿Listo? Done"),
        ("in 30 Sek. geht es los. los!", "In 30 Sek. geht es los. Los!"),
        ("e.g. hills. then go.", "E.g. hills. Then go."),
        ("Rest 2 min. easy. now go", "Rest 2 min. easy. Now go"),
        ("Läufe, Sprünge usw. und dann Pause. gut", "Läufe, Sprünge usw. und dann Pause. Gut"),
        ("no! go on", "No! Go on"),
        ("", ""),
    ],
)
def test_a_sentence_begins_with_a_capital_letter_and_an_abbreviation_ends_none(text: str, written: str) -> None:
    assert capitalised(text) == written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Puls max. 150 heute.", ("Puls max. 150 heute.",)),
        ("Evtl. Gehen. Ggf. Pause.", ("Evtl. Gehen.", "Ggf. Pause.")),
        ("La Sra. López corre. Sig. Rossi.", ("La Sra. López corre.", "Sig. Rossi.")),
    ],
)
def test_titles_and_short_words_end_no_sentence(text: str, expected: tuple[str, ...]) -> None:
    assert sentences(text) == expected


@given(st.text())
def test_nothing_is_lost_in_any_script(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@given(st.lists(_PIECES).map(" ".join))
def test_splitting_again_changes_nothing_and_each_has_a_word(text: str) -> None:
    found = sentences(text)
    if len(found) > 1:
        assert all(any(char.isalnum() for char in sentence) for sentence in found)
    # An abbreviation is one only where something follows, so a piece alone never splits further.
    assert all(sentences(sentence) == (sentence,) for sentence in found)
