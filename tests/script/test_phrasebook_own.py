"""`phrases: my.yaml`: lines of one's own in place of the language's, and mistakes that teach."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from audiocoach.build.load import load
from audiocoach.build.phrasebooks import book_of, own_book, phrasebook
from audiocoach.build.planning import plan as planned
from audiocoach.errors import SpecError
from audiocoach.script.condition import Situation
from audiocoach.session.schema import session_schema
from audiocoach.session.session import Session

SESSION = "title: Mine\nlanguage: de\nphrases: {phrases}\nsteps: [{walk: 1m}, {run: 30s}]\n"


def session_with(folder: Path, own: str, phrases: str = "my.yaml") -> Session:
    (folder / "my.yaml").write_text(own, "utf-8")
    file = folder / "session.yaml"
    file.write_text(SESSION.replace("{phrases}", phrases), "utf-8")
    return load(str(file))


def diagnostics(folder: Path, own: str) -> list[str]:
    """Each diagnostic of a phrasebook as `line:column: message (hint)`."""
    with pytest.raises(SpecError) as caught:
        book_of(session_with(folder, own))
    assert caught.value.exit_code == 2
    found = []
    for diagnostic in caught.value.diagnostics:
        assert diagnostic.place is not None
        assert Path(diagnostic.place.file) == folder / "my.yaml"
        found.append(f"{diagnostic.place.line}:{diagnostic.place.column}: {diagnostic.message} ({diagnostic.hint})")
    return found


def test_a_line_is_overridden_and_all_others_stay(tmp_path: Path) -> None:
    own = """
    activities: {run: Rennen}
    phrases:
      announce: {full: "Jetzt $name, $duration lang!"}
      half: {full: [Mitte., "Halb fertig, Chef."], short: Mitte.}
      next-up: {short: ["Dann $next."]}
    """
    book, shipped = book_of(session_with(tmp_path, own)), phrasebook("de")
    assert book.activities == {**shipped.activities, "run": "Rennen"}
    changed = {name for name, phrase in book.phrases.items() if phrase != shipped.phrases[name]}
    assert changed == {"announce", "half", "next-up"}
    assert book.phrases["announce"].texts("full") == ("Jetzt $name, $duration lang!",)
    assert book.phrases["announce"].short == shipped.phrases["announce"].short
    assert book.phrases["half"].texts("full") == ("Mitte.", "Halb fertig, Chef.")
    assert book.phrases["next-up"].full == shipped.phrases["next-up"].full
    assert book.phrases["next-up"].texts("short") == ("Dann $next.",)
    assert shipped is phrasebook("de"), "the shipped book is shared, and must not change"


def test_lines_of_ones_own_may_have_conditions(tmp_path: Path) -> None:
    own = """
    upcoming: {run: rennen wir los}
    phrases:
      encourage:
        full:
          - Weiter so, Chef.
          - when: {place: run, effort: [easy, steady], moment: late}
            say: [Gleich da., "Nur noch das Stück, Chef."]
          - {when: {activity: [walk, stretch]}, say: Schön locker.}
        short: Gut.
    """
    book = book_of(session_with(tmp_path, own))
    late_run = Situation("run", "easy", "run", frozenset(("late",)))
    walk = Situation("walk", "easy", "walk", frozenset(("late",)))
    ways = {here: [way.name for way in book.ways("encourage", "full", here)] for here in (late_run, walk)}
    assert ways == {late_run: ["encourage 1", "encourage 2", "encourage 3"], walk: ["encourage 1", "encourage 4"]}
    assert book.upcoming == {**phrasebook("de").upcoming, "run": "rennen wir los"}


def test_where_no_line_of_ones_own_fits_nothing_is_said(tmp_path: Path) -> None:
    own = "phrases: {encourage: {full: [{when: {place: gym}, say: [Weiter so.]}]}}"
    plan = planned(session_with(tmp_path, own), estimate=True)
    assert not [cue for cue in plan.cues if cue.kind == "encourage"]


def test_it_is_heard(tmp_path: Path) -> None:
    own = '{activities: {run: Rennen}, phrases: {announce: {full: "Los, $name, $duration!"}}}'
    plan = planned(session_with(tmp_path, own), estimate=True)
    heard = [cue.text for cue in plan.cues]
    assert "Los, Gehen, eine Minute!" in heard
    assert "Los, Rennen, dreißig Sekunden!" in heard
    assert [step.name for step in plan.steps][:2] == ["Gehen", "Rennen"]


def test_every_phrase_can_be_overridden_by_the_shipped_file_itself(tmp_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "assets" / "phrases" / "fr.yaml"
    text = shipped.read_text("utf-8")
    own = tmp_path / "fr.yaml"
    own.write_text(text[text.index("activities:") :], "utf-8")
    french = phrasebook("fr")
    assert own_book(own, french) == french
    assert own_book(own, phrasebook("de")).phrases == french.phrases


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("[a]", "1:1: a phrasebook is a mapping of keys (write e.g. `phrases:"),
        ("phrase: {}", "1:1: unknown key `phrase` (did you mean `phrases`?)"),
        (
            "language: de",
            "1:1: unknown key `language` (known: activities, upcoming, phrases, pronounce; `language` and `paces",
        ),
        ("phrases: {anounce: {full: Go.}}", "1:11: unknown phrase `anounce` (did you mean `announce`?)"),
        ("activities: {runn: Rennen}", "1:14: unknown activity `runn` (did you mean `run`?)"),
        ("activities: {run: null}", "1:19: the words for `run` are needed here, not nothing"),
        ("activities: {run: $name}", "1:19: the words for `run` are needed here, not `$name`"),
        ("activities: [run]", "1:13: a mapping is needed here, not a list (write e.g. `activities:"),
        ("phrases: {half: {ful: Go.}}", "1:18: unknown key `ful` (did you mean `full`?)"),
        ("phrases: {half: Go.}", "1:17: ways of saying it are needed here, not `Go.`"),
        ("phrases: {half: {full: []}}", "1:24: a text is needed here, not a list"),
        ("phrases: {half: {full: [7]}}", "1:25: a text is needed here, not `7`"),
        ("phrases: {half: {full: $naem left.}}", "1:24: unknown variable `$naem` (did you mean `name`?)"),
        ("phrases: {half: {full: $time left.}}", "1:24: unknown variable `$time` ("),
        ("phrases: {half: {full: 5 $ left.}}", "1:24: a lone `$` in a text (write `$$` for the sign)"),
        ("phrases: {half: {full: Stop (4). Go.}}", "1:24: `(4)` has no unit (a silence is written `(4s)` or"),
        ("phrases: {half: {full: [Easy, now go.]}}", "1:25: `Easy` does not end as a sentence does (end each text"),
        (
            "phrases: {half: {full: [{when: {plase: run}, say: Go.}]}}",
            "1:33: unknown condition `plase` (did you mean `place`?)",
        ),
        (
            "phrases: {half: {full: [{when: {place: rum}, say: Go.}]}}",
            "1:40: unknown place `rum` (did you mean `run`?)",
        ),
        (
            "phrases: {half: {full: [{when: {activity: [run, wlak]}, say: Go.}]}}",
            "1:49: unknown activity `wlak` (did you mean `walk`?)",
        ),
        (
            "phrases: {half: {full: [{when: {effort: 3}, say: Go.}]}}",
            "1:41: unknown effort `3` (known: easy, steady, hard, most)",
        ),
        ("phrases: {half: {full: [{when: run, say: Go.}]}}", "1:32: a condition is needed here, not `run` (write e.g."),
        ("phrases: {half: {full: [{when: {}, say: Go.}]}}", "1:32: a condition is needed here, not a mapping"),
        ("phrases: {half: {full: [{when: {place: run}, say: []}]}}", "1:51: a text is needed here, not a list"),
        ("phrases: {half: {full: [{when: {place: run}}]}}", "1:25: a condition without words (write e.g. `{when:"),
        ("phrases: {half: {full: [{say: Go., wen: {}}]}}", "1:36: unknown key `wen` (did you mean `when`?)"),
        ("phrases: {half: {full: [Now: go.]}}", '1:25: a `: ` inside a text that is not quoted (write `"Now: go."`)'),
    ],
)
def test_mistakes_are_told_at_their_place(tmp_path: Path, own: str, expected: str) -> None:
    (found,) = diagnostics(tmp_path, own)
    assert found.startswith(expected)


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    own = "phrases:\n  half: {full: Half}\n  anounce: {}\n  finish: {short: $x.}\nactivities: {ran: x}\n"
    assert [line.split(" (")[0] for line in diagnostics(tmp_path, own)] == [
        "2:16: `Half` does not end as a sentence does",
        "3:3: unknown phrase `anounce`",
        "4:19: unknown variable `$x`",
        "5:14: unknown activity `ran`",
    ]


@pytest.mark.parametrize(
    ("phrases", "message"),
    [
        ("../my.yaml", "lies outside this file's folder"),
        ("/etc/hosts", "is an absolute path"),
        ("~/my.yaml", "is an absolute path"),
        ("link.yaml", "lies outside this file's folder"),
        ("none.yaml", "there is no file `none.yaml`"),
        (".", "`.` cannot be read: it is a folder"),
        ('""', "a text is needed here"),
        ("[my.yaml]", "a text is needed here"),
    ],
)
def test_it_lies_below_the_session(tmp_path: Path, phrases: str, message: str) -> None:
    folder = tmp_path / "sessions"
    folder.mkdir()
    (tmp_path / "my.yaml").write_text("phrases: {}\n", "utf-8")
    (folder / "link.yaml").symlink_to(tmp_path / "my.yaml")
    with pytest.raises(SpecError) as caught:
        session_with(folder, "phrases: {}", phrases)
    (diagnostic,) = caught.value.diagnostics
    assert message in diagnostic.message
    assert diagnostic.place is not None
    assert (diagnostic.place.line, diagnostic.place.column) == (3, 10)


def test_the_schema_knows_the_key() -> None:
    schema = Draft202012Validator(session_schema())
    session = {"steps": [{"walk": "1m"}]}
    assert schema.is_valid({**session, "phrases": "phrases/my.yaml"})
    assert not any(schema.is_valid({**session, "phrases": bad}) for bad in ("/x.yaml", "../x.yaml", "~/x", "", 7, []))
