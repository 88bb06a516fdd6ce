"""Collections: sessions that belong together, read from a file; every mistake at once, each at its place."""

import shutil
from pathlib import Path

import pytest

from audiocoach.build import library
from audiocoach.build.load import load
from audiocoach.build.options import AS_IT_STANDS, BuildOptions
from audiocoach.build.planning import outline
from audiocoach.build.workspace import Workspace
from audiocoach.errors import SpecError, UnknownName
from audiocoach.program.checking import checked
from audiocoach.program.collection import OpenCollection
from audiocoach.program.opening_spec import open_spec
from audiocoach.session.day_words import ProgramPlace
from support.training import SESSION

WHOLE = """title: Small things
author: Anna
sessions:
  - short.yaml
  - {session: short.yaml, name: Longer, notes: Take water., let: {run: 30s}}
  - breathe-5
"""
PLACE = ProgramPlace("one", "All", "1/1")
MENTAL_HEALTH = [
    *("mindful-walk", "mindful-run", "stretch-10", "breathe-5", "angry-run", "grief-run"),
    "one-minute-and-decide",
]
"""As CONTENT.md lists them."""


def opened(spec: str | Path, options: BuildOptions = AS_IT_STANDS) -> OpenCollection:
    found = open_spec(spec, options, Workspace())
    assert isinstance(found, OpenCollection)
    return found


def collection_in(folder: Path, text: str, options: BuildOptions = AS_IT_STANDS) -> OpenCollection:
    (folder / "short.yaml").write_text(SESSION)
    (folder / "c.yaml").write_text(text, "utf-8")
    return opened(folder / "c.yaml", options)


def test_its_sessions_are_whole_and_know_their_place(tmp_path: Path) -> None:
    found = collection_in(tmp_path, WHOLE)
    listed = {item.id: session for item, session in found.all()}
    assert list(listed) == ["short", "short-2", "breathe-5"]
    assert [session.title for session in listed.values()] == ["Short", "Longer", "Breathe 5"]
    assert [session.author for session in listed.values()] == ["Anna"] * 3
    assert listed["short-2"].description == "Take water."
    assert listed["short-2"].extent.ms - listed["short"].extent.ms == 40_000
    places = [session.program_place for session in listed.values()]
    assert [(place.id, place.program, place.track) for place in places if place] == [
        ("short", "Small things", "1/3"),
        ("short-2", "Small things", "2/3"),
        ("breathe-5", "Small things", "3/3"),
    ]


def test_each_is_as_it_is_by_itself(tmp_path: Path) -> None:
    options = BuildOptions(variety=4, ease=0.8, chatter="quiet")
    found = {item.id: session for item, session in collection_in(tmp_path, WHOLE, options).all()}
    alone = load("breathe-5", options=options)
    same = {"title": alone.title, "author": alone.author}
    assert found["breathe-5"].model_copy(update=same).placed(PLACE) == alone.placed(PLACE)


def test_set_replaces_variables_of_the_sessions_that_have_them(tmp_path: Path) -> None:
    found = collection_in(tmp_path, WHOLE, BuildOptions(let=(("run", "15s"),)))
    assert [session.extent.ms for _, session in found.all()][:2] == [110_000, 110_000]
    with pytest.raises(UnknownName, match="unknown variable `rnu`"):
        collection_in(tmp_path, WHOLE, BuildOptions(let=(("rnu", "15s"),)))


def test_its_words_in_another_language_lie_beside_it(tmp_path: Path) -> None:
    german = BuildOptions(language="de")
    plain = collection_in(tmp_path, WHOLE, german)
    assert plain.collection.title == "Small things"
    assert [item.name for item in plain.collection.items] == [None] * 3
    words = "title: Kleines\ntexts: {2: {name: Länger, notes: Nimm Wasser mit.}}\n"
    (tmp_path / "c.de.yaml").write_text(words, "utf-8")
    found = opened(tmp_path / "c.yaml", german).collection
    assert (found.title, found.items[1].name, found.items[1].notes) == ("Kleines", "Länger", "Nimm Wasser mit.")
    (tmp_path / "c.de.yaml").write_text("texts: {2: {name: Länger}, 7: {name: Mehr}}\n", "utf-8")
    with pytest.raises(SpecError) as caught:
        opened(tmp_path / "c.yaml", german)
    assert [diagnostic.message for diagnostic in caught.value.diagnostics] == [
        "the words under `notes` are missing",
        "there is no session `7` in the collection",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sessions: []", "1:11: this is empty (write e.g. `sessions: [mindful-walk, breathe-5]`)"),
        ("sessions: walk-run-20", "1:1: `sessions` is a list (start each session on a line of its own"),
        ("sessions: [walk-run-21]", "1:12: there is no file `walk-run-21` beside this one, and no such session in"),
        ("sessions: [{name: A}]", "1:12: `session` is missing (add `session: ...` here)"),
        ("sessions: [{sesion: short.yaml}]", "1:13: unknown key `sesion` (did you mean `session`?)"),
        ("sessions: [short.yaml]\ntitel: A", "2:1: unknown key `titel` (did you mean `title`?)"),
        ("sessions: [7]", "1:12: a mapping is needed here, not `7`"),
        (
            "sessions: [{session: short.yaml, let: {rum: 5s}}]",
            "1:40: `short.yaml` has no variable `rum` (did you mean `run`?)",
        ),
        ("sessions: [{session: short.yaml, let: {run: 5}}]", "1:45: `5` has no unit"),
        ("sessions: [couch-to-5k.yaml]", "7:1: this is a program, not a session (name one of its sessions"),
        ("sessions: [recovery.yaml]", "1:1: this is a collection, not a session (name one of its sessions"),
    ],
)
def test_every_mistake_is_told_at_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, expected: str
) -> None:
    shutil.copy(str(library.shipped_program("couch-to-5k")), tmp_path / "couch-to-5k.yaml")
    (tmp_path / "recovery.yaml").write_text("sessions: [breathe-5]\n")
    (tmp_path / "short.yaml").write_text(SESSION)
    (tmp_path / "c.yaml").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SpecError) as caught:
        opened("c.yaml")
    found = [
        f"{one.place.line}:{one.place.column}: {one.message} ({one.hint})"
        for one in caught.value.diagnostics
        if one.place is not None
    ]
    assert any(line.startswith(expected) for line in found), found


def test_a_collection_is_no_session(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text("sessions: [breathe-5]\n")
    (tmp_path / "p.yaml").write_text("session: c.yaml\nweeks: [{days: 1}]\n")
    (tmp_path / "s.yaml").write_text("steps: [{include: c.yaml}]\n")
    for spec in ("p.yaml", "s.yaml"):
        with pytest.raises(SpecError, match="this is a collection, not a session"):
            open_spec(tmp_path / spec, AS_IT_STANDS, Workspace())


def test_mental_health_is_what_its_source_lists() -> None:
    assert [item.id for item in opened("mental-health").collection.items] == MENTAL_HEALTH


@pytest.mark.parametrize("name", library.collection_names())
def test_each_that_ships_checks_clean_and_lists_what_ships(name: str) -> None:
    found = checked(name, AS_IT_STANDS, Workspace())
    listed = opened(name).collection
    assert [one.message for one in found.diagnostics if one.severity != "info"] == []
    assert found.days == f"{len(listed.items)} sessions, "
    assert {item.session.name for item in listed.items} <= set(library.names())
    assert listed.description and len(listed.description) <= 105
    lengths = [outline(load(item.id), Workspace()).length for item in listed.items]
    assert abs(found.length - sum(lengths)) <= len(lengths)


def test_no_two_things_in_the_library_have_one_name() -> None:
    assert len(set(library.all_names())) == len(library.all_names())
