"""How names sound, wherever it is said: in a session, its phrasebook or the config."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from audiocoach.assets import asset
from audiocoach.build.load import load
from audiocoach.build.planning import plan
from audiocoach.build.workspace import Workspace
from audiocoach.config import Config
from audiocoach.errors import ConfigError, SpecError
from audiocoach.verbalize.pronounced import phonemes, respelled

STEPS = "steps: [{walk: 1m, say: Hello Xoana.}]\n"


def spoken(path: Path | str, **config: Any) -> str:
    workspace = Workspace(Config(**config))
    cues = plan(load(path, workspace=workspace), estimate=True, workspace=workspace).cues
    return next(cue.spoken for cue in cues if cue.kind == "say")


def test_a_session_says_how_a_name_sounds() -> None:
    assert spoken(f"pronounce: {{Xoana: SHWA-na}}\n{STEPS}") == "Hello Shwa-na."
    assert spoken(STEPS) == "Hello Xoana."


def test_a_phrasebook_and_the_config_do_too_and_the_nearer_one_counts(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("pronounce: {Xoana: show-AH-na}\n")
    path = tmp_path / "s.yaml"
    path.write_text(f"phrases: mine.yaml\n{STEPS}")
    assert spoken(STEPS, pronounce={"Xoana": "ZOH-na"}) == "Hello Zoh-na."
    assert spoken(path, pronounce={"Xoana": "ZOH-na"}) == "Hello Show-ah-na."
    path.write_text(f"phrases: mine.yaml\npronounce: {{Xoana: SHWA-na}}\n{STEPS}")
    assert spoken(path, pronounce={"Xoana": "ZOH-na"}) == "Hello Shwa-na."


@pytest.mark.parametrize(
    ("sounds", "message"),
    [
        ('{Xoana: "SH4"}', "`SH4` does not say how `Xoana` sounds"),
        ('{Xoana: ""}', "`` does not say how `Xoana` sounds"),
        ("{Xoana: [a]}", "a list does not say how `Xoana` sounds"),
        ('{Xoana: "/a b"}', "`/a b` does not say how `Xoana` sounds"),
        ('{"12": "twelve"}', "`12` is no name that a text can have"),
        ("Xoana", "names and how they sound are needed here, not `Xoana`"),
    ],
)
def test_what_says_no_sound_is_told_with_its_place(sounds: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(SpecError) as raised:
        load(f"pronounce: {sounds}\n{STEPS}")
    (diagnostic,) = raised.value.diagnostics
    assert (diagnostic.message, diagnostic.place and diagnostic.place.line) == (message, 1)
    assert diagnostic.hint


def test_phrasebook_and_config_are_told_too(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("pronounce: {Xoana: 5}\n")
    (tmp_path / "s.yaml").write_text(f"phrases: mine.yaml\n{STEPS}")
    with pytest.raises(SpecError, match="`5` does not say how `Xoana` sounds"):
        load(tmp_path / "s.yaml")
    with pytest.raises(ConfigError, match=r"`pronounce` in config\.toml: `S4` does not say how `Xoana` sounds"):
        load(STEPS, workspace=Workspace(Config(pronounce={"Xoana": "S4"})))


def test_the_schema_takes_what_the_reader_takes() -> None:
    schema = json.loads(asset("schemas", "session.json").read_text())
    value = {"pronounce": {"Xoana": "SHWA-na", "Siobhan": "/ʃɪˈvɔːn/"}, "steps": [{"walk": "1m"}]}
    jsonschema.validate(value, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**value, "pronounce": {"Xoana": 5}}, schema)


def test_phonemes_stand_behind_the_spelling_or_alone() -> None:
    sounds = {"Xoana": "SHWA-na /ˈʃwɑːnə/", "Siobhan": "/ʃɪˈvɔːn/", "Bob": "bob"}
    text = respelled("Xoana, Siobhan and Bob", sounds)
    assert text == "Shwa-na, Siobhan and Bob"
    assert phonemes(text, sounds) == (("Shwa-na", "ˈʃwɑːnə"), ("Siobhan", "ʃɪˈvɔːn"))
