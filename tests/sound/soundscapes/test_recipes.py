"""What is wrong in a recipe is told with its place and a hint; the schema knows what there is."""

import json

import pytest

from audiocoach.errors import InputError, SpecError, UnknownName
from audiocoach.sound.soundscapes.recipe import soundscape_schema
from audiocoach.sound.soundscapes.soundscape import names, read
from audiocoach.sound.textures.texture_table import SOUNDS, TEXTURES


def written(tmp_path, text):
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    return path


def diagnostics(tmp_path, text):
    with pytest.raises(SpecError) as caught:
        read(written(tmp_path, text))
    return str(caught.value)


def test_unknown_names_teach(tmp_path):
    with pytest.raises(UnknownName, match="did you mean `ocean-shore`"):
        read("ocean-shor")
    with pytest.raises(InputError, match="there is no soundscape file"):
        read(tmp_path / "missing.yaml")


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        ("layers:\n  - {texture: ocean-wave}\n", "2:15", "unknown texture `ocean-wave`", "did you mean `ocean-waves`"),
        ("layers:\n  - {texture: wind, levl: -3}\n", "2:21", "unknown key `levl`", "did you mean `level`"),
        ("layers: [{texture: wind}]\nevent: []\n", "2:1", "unknown key `event`", "did you mean `events`"),
        ("layers: [{texture: wind, level: loud}]\n", "1:33", "`loud` is not a level", "level: -6"),
        ("layers: [{texture: wind, level: 40}]\n", "1:33", "out of range", "level: -6"),
        ("layers: [{texture: wind, length: 5s}]\n", "1:34", "48 to 127 s", "leave it out"),
        ("layers: []\n", "1:9", "this is empty", ""),
        ("title: Mine\n", "1:1", "`layers` is missing", ""),
        ("layers: [{level: 0}]\n", "1:10", "`texture` is missing", ""),
        (
            "layers: [{texture: wind}]\nevents: [{sound: robbin, every: 20s}]\n",
            "2:18",
            "unknown sound `robbin`",
            "did you mean `robin`",
        ),
        (
            "layers: [{texture: wind}]\nevents: [{sound: robin, every: 20}]\n",
            "2:32",
            "`20` has no unit",
            "did you mean `20s`",
        ),
        (
            "layers: [{texture: wind}]\nevents: [{sound: robin, every: 60s..20s}]\n",
            "2:32",
            "runs backwards",
            "the shorter gap comes first",
        ),
        (
            "layers: [{texture: wind}]\nevents: [{sound: robin, every: 20s, pan: -2..1}]\n",
            "2:42",
            "out of range",
            "pan: -0.8..0.8",
        ),
        ("- texture: wind\n", "1:3", "a soundscape is a mapping", "start with `layers:`"),
    ],
)
def test_mistakes_have_their_place_and_a_hint(tmp_path, text, place, message, hint):
    told = diagnostics(tmp_path, text)
    assert f"mine.yaml:{place}: " in told
    assert message in told
    assert hint in told


def test_all_mistakes_at_once(tmp_path):
    text = "titel: x\nlayers:\n  - {texture: wnd, levl: 1}\nevents:\n  - {sound: owl, every: 3}\n"
    told = diagnostics(tmp_path, text)
    for part in ("1:1: unknown key `titel`", "3:15: unknown texture `wnd`", "`levl`", "`owl`", "`3` has no unit"):
        assert part in told
    assert told.index("titel") < told.index("wnd") < told.index("owl")


def test_the_schema_accepts_what_ships_and_names_what_there_is():
    jsonschema = pytest.importorskip("jsonschema")
    import yaml

    from audiocoach.assets import asset

    schema = soundscape_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    text = json.dumps(schema)
    assert all(f'"{name}"' in text for name in (*TEXTURES, *SOUNDS))
    for name in names():
        jsonschema.validate(yaml.safe_load(asset("soundscapes", f"{name}.yaml").read_text()), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"layers": [{"texture": "nothing"}]}, schema)
