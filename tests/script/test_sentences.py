import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.script.sentences import sentences

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


@given(st.one_of(st.text(alphabet=st.characters(exclude_characters="。！？｡")), st.lists(_PIECES).map(" ".join)))
def test_joined_they_are_the_text(text: str) -> None:
    assert " ".join(sentences(text)) == " ".join(text.split())


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
