"""What an author may write under `music:`, and what a mistake is told."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from audiocoach.session.music_ref import MusicRef

GOOD = [
    "songs/",
    "a b.mp3",
    ["a.mp3", "songs/", "list.m3u8"],
    {"files": "songs", "order": "shuffle", "seed": 7, "level": -24, "duck": 20, "crossfade": "2s"},
    {"files": ["a.mp3"], "level": -18.5, "duck": 17.5},
    "none",
]
BAD = [
    ("", "the path of a file or a folder is needed here, but this is empty"),
    ([], "at least 1 item"),
    ([None], "but this is nothing"),
    ([["a.mp3"]], "but this is a list"),
    (3, "valid dictionary"),
    ("https://example.org/a.mp3", "is an address, and music is played from files"),
    (["none", "a.mp3"], "`none` stands alone"),
    ({"files": "a.mp3", "order": "random"}, "'name' or 'shuffle'"),
    ({"files": "a.mp3", "seed": -1}, "greater than or equal to 0"),
    ({"files": "a.mp3", "seed": "x"}, "valid integer"),
    ({"files": "a.mp3", "level": -6}, "less than or equal to -16"),
    ({"files": "a.mp3", "duck": 6}, "greater than or equal to 15"),
    ({"files": "a.mp3", "crossfade": "1m"}, "a crossfade lasts 30 s at most"),
    ({"files": "a.mp3", "crossfade": 4}, "has no unit"),
    ({"files": "a.mp3", "volume": 3}, "Extra inputs"),
    ({"order": "name"}, "Field required"),
]


@pytest.mark.parametrize("value", GOOD, ids=str)
def test_is_read(value):
    ref = MusicRef.model_validate(value)
    assert ref.files
    assert MusicRef.model_validate(ref.model_dump(exclude={"crossfade"})).files == ref.files


@pytest.mark.parametrize(("value", "why"), BAD, ids=str)
def test_is_refused_and_told(value, why):
    with pytest.raises(ValidationError) as caught:
        MusicRef.model_validate(value)
    assert why in str(caught.value)


def test_defaults():
    ref = MusicRef.model_validate("songs")
    assert (ref.order, ref.seed, ref.level, ref.duck, ref.crossfade) == ("name", 1, -20, 15, 4000)


def test_paths_are_those_of_the_sessions_folder(monkeypatch):
    monkeypatch.setenv("HOME", "/home/runner")
    ref = MusicRef.model_validate(["songs/", "/music/a.mp3", "~/b.mp3", "../c.mp3"])
    expected = ("/sessions/songs", "/music/a.mp3", "/home/runner/b.mp3", "/sessions/../c.mp3")
    assert ref.paths(Path("/sessions")) == tuple(map(Path, expected))
    none = MusicRef.model_validate("none")
    assert none.is_none
    assert none.paths(Path("/sessions")) == ()


def test_the_schema_of_the_mapping_tells_right_from_wrong():
    schema = TypeAdapter(MusicRef).json_schema()
    del schema["properties"]["crossfade"]  # a shared definition of the session's schema
    validator = Draft202012Validator(schema)
    Draft202012Validator.check_schema(schema)
    assert validator.is_valid({"files": ["a.mp3", "b"], "order": "shuffle", "duck": 20})
    for wrong in ({"files": []}, {"files": [" "]}, {"files": ["a"], "order": "x"}, {"files": ["a"], "duck": 3}, {}):
        assert not validator.is_valid(wrong), wrong
