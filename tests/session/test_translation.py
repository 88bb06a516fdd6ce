"""The words of a session in another language lie beside it, and are held against it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from audiocoach.build import library
from audiocoach.build.load import load
from audiocoach.build.options import BuildOptions
from audiocoach.build.phrasebooks import languages
from audiocoach.build.planning import plan as planned
from audiocoach.cli.app import app
from audiocoach.errors import SpecError
from audiocoach.timeline.plan import Plan

SESSION = """
title: Mine
let: {run: 1m}
steps:
  - warm-up: 2m
    name: Warm-up
    say: {start: Walk briskly., -30s: [Half a minute., Soon.], 1m: {bell: bowl}}
  - repeat: 2
    steps: [{run: $run, say: [Go., Again $run.]}, {walk: 1m}]
    between: [{say: Breathe.}]
  - check-in: {ask: [How are you?], answer: 8s}
  - say: {voice: joe, text: Well done.}
"""
WORDS = """
title: Meine
texts:
  Warm-up: {name: Aufwärmen, say: {start: Geh zügig., -30s: [Halbe Minute., Gleich.]}}
  2.1: {say: [Los., Noch mal $run.]}
  2.3: {say: Atme.}
  3: {check-in: {ask: [Wie geht es dir?]}}
  4: {say: Gut gemacht.}
"""


def plan_of(folder: Path, words: str | None, language: str) -> Plan:
    (folder / "mine.yaml").write_text(SESSION, "utf-8")
    if words is not None:
        (folder / "mine.de.yaml").write_text(words, "utf-8")
    options = BuildOptions(language=language)
    return planned(load(str(folder / "mine.yaml"), options=options), options, estimate=True)


def foreign(plan: Plan) -> list[str]:
    return [f"{note.severity}: {note.message} ({note.hint})" for note in plan.notes if "own words" in note.message]


@pytest.mark.parametrize("language", ["de", "de-AT"])
def test_texts_are_taken_by_the_place_and_by_the_name_of_their_step(tmp_path: Path, language: str) -> None:
    plan = plan_of(tmp_path, WORDS, language)
    assert plan.title == "Meine"
    assert plan.steps[0].name == "Aufwärmen"
    assert [cue.text for cue in plan.cues if cue.kind in ("say", "check-in")] == [
        "Geh zügig.",
        "Halbe Minute.",
        "Los.",
        "Atme.",
        "Noch mal eine Minute.",
        "Wie geht es dir? (8s)",
        "Gut gemacht.",
    ]
    assert [cue.voice for cue in plan.cues if cue.text == "Gut gemacht."] == ["joe"]
    assert "bowl" in {tone.name for tone in plan.tones}
    assert not foreign(plan)


def test_another_language_is_not_concerned(tmp_path: Path) -> None:
    assert "Walk briskly." in [cue.text for cue in plan_of(tmp_path, "nonsense: true", "en").cues]


def test_where_the_words_are_of_another_language_it_is_told(tmp_path: Path) -> None:
    assert foreign(plan_of(tmp_path, None, "fr")) == [
        "warning: the coach speaks `fr`, and the session's own words are written in `en`"
        " (put its words in `fr` into `mine.fr.yaml` beside it)"
    ]
    options = BuildOptions(language="fr")
    wordless = planned(load({"steps": [{"run": "1m"}]}, options=options), options, estimate=True)
    assert not foreign(wordless)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("title: Meine", "titel: Meine", "2:1: unknown key `titel` (did you mean `title`?)"),
        ("  2.1: {say: [Los., Noch mal $run.]}\n", "", "3:1: the words of step 2.1 are missing"),
        ("[Los., Noch mal $run.]", "[Los.]", "5:14: the session has 2 texts here, not 1"),
        ("[Los., Noch mal $run.]", "Los.", "5:14: the session has 2 texts here, not `Los.`"),
        ("[Los., Noch mal $run.]", "[Los., Noch mal $rum.]", "5:21: unknown variable `$rum`"),
        ("[Los., Noch mal $run.]", "[Los., 7]", "5:21: a text is needed here, not `7`"),
        ("start: Geh zügig., ", "", "4:35: the words at `start` are missing"),
        ("start: Geh zügig.", "start: Geh., half: Los.", "4:49: the session says nothing at `half`"),
        ("2.3: {say: Atme.}", "2.4: {say: Atme.}", "6:3: there is no step `2.4` in the session"),
        ("2.3: {say: Atme.}", "2.3: {run: 2m, say: Atme.}", "6:9: unknown key `run` (known here: say)"),
        ("2.3: {say: Atme.}", "2.3: {}", "6:3: the words under `say` are missing"),
        ("2.3: {say: Atme.}", "2.3: Atme.", "6:8: a mapping is needed here, not `Atme.`"),
        ("say: Gut gemacht.", "say: Gut (4) gemacht.", "8:12: `(4)` has no unit"),
    ],
)
def test_what_does_not_match_the_session_is_told_at_its_place(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    assert old in WORDS
    with pytest.raises(SpecError) as caught:
        plan_of(tmp_path, WORDS.replace(old, new), "de")
    found = []
    for diagnostic in caught.value.diagnostics:
        assert diagnostic.place is not None
        assert Path(diagnostic.place.file) == tmp_path / "mine.de.yaml"
        found.append(f"{diagnostic.place.line}:{diagnostic.place.column}: {diagnostic.message} ({diagnostic.hint})")
    assert any(line.startswith(expected) for line in found), found


MAIN = """
title: Outer
language: {language}
steps:
  - include: inner.yaml
  - walk: 2m
"""
INNER = """
title: Inner
{language}
steps:
  - run: 2m
    say: Go.
"""
INNER_WORDS = "texts: {1: {say: Los.}}\n"


def included(folder: Path, main: str, inner: str, spoken: str | None, words: str | None = INNER_WORDS) -> Plan:
    (folder / "outer.yaml").write_text(MAIN.format(language=main), "utf-8")
    (folder / "inner.yaml").write_text(INNER.format(language=inner), "utf-8")
    if words is not None:
        (folder / "inner.de.yaml").write_text(words, "utf-8")
    options = BuildOptions(language=spoken)
    return planned(load(str(folder / "outer.yaml"), options=options), options, estimate=True)


def test_an_included_file_has_words_of_its_own_beside_it(tmp_path: Path) -> None:
    plan = included(tmp_path, "en", "", "de")
    assert [cue.text for cue in plan.cues if cue.kind == "say"] == ["Los."]
    assert not foreign(plan)
    assert [cue.text for cue in included(tmp_path, "en", "", None).cues if cue.kind == "say"] == ["Go."]


def test_an_included_file_without_them_is_told_even_where_the_including_one_has_its_own(tmp_path: Path) -> None:
    (tmp_path / "outer.de.yaml").write_text("title: Aussen\n", "utf-8")
    told = [
        "warning: the coach speaks `de`, and the own words of the included `inner.yaml` are written in `en`"
        " (put its words in `de` into `inner.de.yaml` beside it)"
    ]
    shown = [line.replace(f"{tmp_path}/", "") for line in foreign(included(tmp_path, "en", "", "de", None))]
    assert shown == told
    assert foreign(included(tmp_path, "de", "language: en", None, None))
    assert not foreign(included(tmp_path, "de", "", None, None)), "without a language it is written in the whole's"


def test_what_is_wrong_in_the_words_of_an_included_file_is_told_in_them(tmp_path: Path) -> None:
    with pytest.raises(SpecError) as caught:
        included(tmp_path, "en", "", "de", "texts: {2: {say: Los.}}\n")
    assert {Path(str(one.place and one.place.file)).name for one in caught.value.diagnostics} == {"inner.de.yaml"}


def test_check_takes_a_language_and_tells_of_words_in_another(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(SESSION, "utf-8")
    run = CliRunner().invoke(app, ["check", str(tmp_path / "mine.yaml"), "--language", "fr"])
    assert run.exit_code == 0
    assert "the session's own words are written in `en`" in " ".join(run.output.split())
    (tmp_path / "mine.de.yaml").write_text(WORDS.replace("[Los., Noch mal $run.]", "[Los.]"), "utf-8")
    assert CliRunner().invoke(app, ["check", str(tmp_path / "mine.yaml")]).exit_code == 0
    assert CliRunner().invoke(app, ["check", str(tmp_path / "mine.yaml"), "--language", "de"]).exit_code == 2


IN_EVERY_LANGUAGE = {"walk-run-10", "walk-run-20", "easy-run-20", "five-minutes", "mindful-run"}
"""What a person who speaks no English starts with; the others ship in English."""
OF_PROGRAMS = {"run-walk", "run-walk-run", "rest-day-12"}
"""What the days of a Couch to 5K are, in every language too."""
OF_ANY_LENGTH = {"run-walk", "run-walk-run"}
"""Whose values a program sets, so that the coach has to give way."""


def test_the_most_useful_sessions_speak_every_language() -> None:
    assert all("." not in name for name in library.names())
    beside = {(name, code) for name in library.names() for code in languages() if _words(name, code).is_file()}
    names = IN_EVERY_LANGUAGE | OF_PROGRAMS
    assert beside == {(name, code) for name in names for code in languages() if code != "en"}
    for name, code in beside:
        options = BuildOptions(language=code)
        assert not foreign(planned(load(name, options=options), options, estimate=True))


@pytest.mark.parametrize("code", [code for code in languages() if code != "en"])
@pytest.mark.parametrize("name", sorted((IN_EVERY_LANGUAGE | OF_PROGRAMS) - OF_ANY_LENGTH))
def test_a_session_has_room_for_its_words_in_every_language(name: str, code: str) -> None:
    options = BuildOptions(language=code)
    plan = planned(load(name, options=options), options, estimate=True)
    assert [cue.text for cue in plan.cues if cue.status != "as-planned"] == []


@pytest.mark.parametrize("code", languages())
def test_a_session_asks_for_the_number_in_the_words_of_the_coach(code: str) -> None:
    options = BuildOptions(language=code)
    numbers = [_numbers(name, options) for name in ("walk-run-20", "mindful-run", "rest-day-12")]
    assert [len(asked) for asked in numbers] == [2, 2, 1]
    assert len({*numbers[0], *numbers[1], *numbers[2]}) == 1


def _numbers(name: str, options: BuildOptions) -> list[str]:
    """What is asked first, before and after."""
    plan = planned(load(name, options=options), options, estimate=True)
    return [cue.text.partition(" (6s)")[0] for cue in plan.cues if cue.kind == "check-in"]


def _words(name: str, code: str) -> Path:
    session = library.shipped(name)
    assert session is not None
    return session.with_name(f"{name}.{code}.yaml")
