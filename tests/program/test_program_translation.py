"""A program's own words in another language: beside its file, held against it, and said on its days."""

import re
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from audiocoach.build import library
from audiocoach.build.options import BuildOptions
from audiocoach.build.phrasebooks import languages
from audiocoach.build.planning import outline, script_of
from audiocoach.build.workspace import Workspace
from audiocoach.errors import SpecError
from audiocoach.program.opening_spec import OpenProgram
from audiocoach.program.selection import Selection
from audiocoach.script.sentences import sentences
from audiocoach.timeline.arrange import arrange
from support.sessions import paced
from support.training import opened, program_in

PROGRAM = """title: Builder
description: Two weeks.
session: short.yaml
easier: {session: short.yaml, name: Less}
weeks:
  - {name: Easy does it, notes: Three days., days: 2}
  - name: More
    days:
      - {say: {welcome: "Runs of $run today.", milestone: true}}
      - {rest: short.yaml}
      - {rest: short.yaml, name: Sit down, say: {farewell: Sleep well.}}
      - {name: The last, instead: {session: short.yaml, notes: Without a run.}}
"""
WORDS = """title: Aufbau
description: Zwei Wochen.
texts:
  easier: {name: Weniger}
  w01: {name: Ganz ruhig, notes: Drei Tage.}
  More: {name: Mehr}
  w02d1: {say: {welcome: "Heute Läufe von $run."}}
  w02d1-rest-2: {name: Setz dich, say: {farewell: Schlaf gut.}}
  w02d2: {name: Der letzte}
  w02d2-instead: {notes: Ohne Lauf.}
"""
GERMAN = BuildOptions(language="de")


def in_german(folder: Path, words: str = WORDS, language: str = "de") -> OpenProgram:
    (folder / "p.de.yaml").write_text(words, "utf-8")
    return program_in(folder, PROGRAM, BuildOptions(language=language))


@pytest.mark.parametrize("language", ["de", "de-AT"])
def test_words_stand_for_weeks_days_and_what_is_beside_them(tmp_path: Path, language: str) -> None:
    program = in_german(tmp_path, language=language).program
    assert (program.title, program.description, program.notes) == ("Aufbau", "Zwei Wochen.", ())
    assert [week.name for week in program.weeks] == ["Ganz ruhig", "Mehr"]
    assert [(one.id, one.title) for one in program.episodes()] == [
        ("w01d1", "Woche 1, Tag 1: Ganz ruhig"),
        ("w01d1-easier", "Woche 1, Tag 1, leichter: Weniger"),
        ("w01d2", "Woche 1, Tag 2: Ganz ruhig"),
        ("w01d2-easier", "Woche 1, Tag 2, leichter: Weniger"),
        ("w02d1", "Woche 2, Tag 1: Mehr"),
        ("w02d1-easier", "Woche 2, Tag 1, leichter: Weniger"),
        ("w02d1-rest", "Woche 2, Ruhetag: Short"),
        ("w02d1-rest-2", "Woche 2, Ruhetag: Setz dich"),
        ("w02d2", "Woche 2, Tag 2: Der letzte"),
        ("w02d2-easier", "Woche 2, Tag 2, leichter: Weniger"),
        ("w02d2-instead", "Woche 2, Tag 2, stattdessen: Short"),
    ]
    by_id = {one.id: one for one in program.episodes()}
    assert (by_id["w02d1"].words.welcome, by_id["w02d1"].words.milestone) == ("Heute Läufe von $run.", True)
    assert by_id["w02d1-rest-2"].words.farewell == "Schlaf gut."
    assert (by_id["w01d1"].notes, by_id["w02d2-instead"].notes) == ("Drei Tage.", "Ohne Lauf.")


def test_without_the_language_they_are_not_read(tmp_path: Path) -> None:
    assert in_german(tmp_path, "nonsense: true", "en").program.title == "Builder"


def test_where_there_are_none_it_is_told_where_they_belong(tmp_path: Path) -> None:
    (note,) = in_german(tmp_path, language="fr").program.notes
    assert note.message == "the program's own words are written in `en`, and are left out"
    assert note.hint == "put its words in `fr` into `p.fr.yaml` beside it"
    (note,) = opened("weeks: [{days: 1, session: walk-run-20}]\n", BuildOptions(language="fr")).program.notes
    assert note.hint == "the coach's own words are said in their place"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("w02d2: {", "w02d3: {", "9:3: there is no part `w02d3` in the program"),
        ("  w02d2: {name: Der letzte}\n", "", "3:1: the words of part w02d2 are missing"),
        ("  More: {name: Mehr}\n", "", "3:1: the words of part w02 are missing"),
        (", notes: Drei Tage.", "", "5:3: the words under `notes` are missing"),
        ("name: Mehr", "name: Mehr, days: 3", "6:22: unknown key `days` (known here: name)"),
        ("farewell: Schlaf gut.", "welcome: Hallo.", "8:41: the program says nothing at `welcome`"),
        ("von $run", "von $rum", "7:26: unknown variable `$rum` (did you mean `run`?)"),
        ("Schlaf gut.", "Schlaf (4) gut.", "8:51: `(4)` has no unit"),
        ("title: Aufbau", "titel: Aufbau", "1:1: unknown key `titel` (did you mean `title`?)"),
        ("title: Aufbau", "title: [Aufbau]", "1:8: a text is needed here, not a list"),
    ],
)
def test_what_does_not_match_the_program_is_told_in_its_file(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert old in WORDS
    with pytest.raises(SpecError) as caught:
        in_german(tmp_path, WORDS.replace(old, new))
    found = []
    for diagnostic in caught.value.diagnostics:
        assert diagnostic.place is not None
        assert Path(diagnostic.place.file) == tmp_path / "p.de.yaml"
        found.append(f"{diagnostic.place.line}:{diagnostic.place.column}: {diagnostic.message} ({diagnostic.hint})")
    assert any(line.startswith(expected) for line in found), found


def test_where_a_days_session_has_none_its_own_file_is_named(tmp_path: Path) -> None:
    program = program_in(tmp_path, "session: walk-30\nweeks: [{days: 1}]\n", GERMAN)
    (day,) = program.program.episodes()
    (note,) = [one for one in outline(program.session(day), Workspace()).warnings if "own words" in one.message]
    assert note.message == "the coach speaks `de`, and the session's own words are written in `en`"
    assert note.hint == "put its words in `de` into `walk-30.de.yaml` beside it"


OTHERS: Final = tuple(code for code in languages() if code != "en")
MOST_WORDS: Final = 14
TYPOGRAPHY: Final = {
    "": re.compile(r"[’“”„«»…–—\u00a0\u202f]|\.\.|  | [.,]| $"),
    "fr": re.compile(r"\S[?!:]|\d"),
    "es": re.compile(r"(?:^|[.?!] )[^¿?]*\?|\s[?!:]|\d"),
}
"""What no text has, in any language and in one: signs that the phrasebooks do not use either."""
TIGHT: Final = re.compile(r"\s[?!:]|\d(?!K)")
each_language = pytest.mark.parametrize("language", languages())
in_another = pytest.mark.parametrize("language", OTHERS)


@cache
def couch(language: str) -> OpenProgram:
    return opened("couch-to-5k", BuildOptions(language=language))


def test_the_words_of_couch_to_5k_ship_in_every_language() -> None:
    beside = {path.name for path in Path(str(library.shipped_program("couch-to-5k"))).parent.glob("*.*.yaml")}
    assert beside == {f"couch-to-5k.{code}.yaml" for code in OTHERS}


@in_another
def test_it_has_the_same_days_and_words_at_the_same_places(language: str) -> None:
    ours, english = couch(language).program, couch("en").program
    assert ours.notes == ()
    assert {ours.title, ours.description} & {english.title, english.description, None} == set()
    names = [week.name for week in ours.weeks]
    assert all(names)
    assert len(set(names)) == len(english.weeks)
    assert not set(names) & {week.name for week in english.weeks}
    for own, other in zip(ours.episodes(), english.episodes(), strict=True):
        assert (own.id, own.session, own.let) == (other.id, other.session, other.let)
        assert own.words.by_phrase.keys() == other.words.by_phrase.keys()
        assert own.words.milestone == other.words.milestone
        assert (own.notes is None) == (other.notes is None)
        assert not set(own.words.by_phrase.values()) & set(other.words.by_phrase.values())


@each_language
def test_a_person_who_hears_all_days_hears_each_days_own_intro_first_and_none_twice(language: str) -> None:
    """Also those of the days that `--bridge` puts before a jump, which have words of their own."""
    program = Selection(bridge=True).of(couch(language))
    first = {}
    for day in (one for one in program.program.episodes() if one.role == "main"):
        first[day.id] = arrange(script_of(program.session(day)), paced()).cues[0].heard
        assert first[day.id] == day.words.welcome
    assert len(set(first.values())) == len(first) == 31
    for text in (text for id_, text in first.items() if id_.endswith("-bridge")):
        assert_set_as_phrasebooks_are(text, language)


@each_language
def test_titles_are_set_as_the_language_sets_them(language: str) -> None:
    program = Selection(bridge=True).of(couch(language)).program
    colon = " : " if language == "fr" else ": "
    for episode in program.episodes():
        before, _, after = episode.title.partition(colon)
        assert after
        assert before[-1].isalnum()


@each_language
def test_its_sentences_are_short_and_set_as_those_of_the_phrasebooks(language: str) -> None:
    program = couch(language).program
    texts = [text for one in program.episodes() for text in one.words.by_phrase.values() if isinstance(text, str)]
    shown = [program.title, program.description or "", *(week.name for week in program.weeks)]
    for text in texts:
        assert_set_as_phrasebooks_are(text, language)
    for text in shown:
        assert not TYPOGRAPHY[""].search(text), text


def assert_set_as_phrasebooks_are(text: str, language: str) -> None:
    """Short sentences, and no sign that no phrasebook of the language has."""
    assert [one for one in sentences(text) if len(one.split()) > MOST_WORDS] == []
    assert text[-1] in ".?!"
    assert not TYPOGRAPHY[""].search(text), text
    assert not TYPOGRAPHY.get(language, TIGHT).search(text), text
