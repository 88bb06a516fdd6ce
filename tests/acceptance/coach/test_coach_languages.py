"""Each language from a file to an MP3: the plan names the times in its words, and espeak says them at the level."""

from pathlib import Path
from typing import Any

import pytest

import audiocoach
from audiocoach.build.options import BuildOptions
from audiocoach.build.phrasebooks import languages
from support.coach_ears import Wave, active, at, decoded, lufs

SESSION = """
title: Everything said
language: {language}
voice: {{engine: espeak}}
coaching: {{chatter: chatty, time_left: [30s]}}
steps:
  - warm-up: 60s
  - repeat: 2
    steps: [{{run: 30s}}]
  - walk: 1m30s
"""
TOLERANCE = 0.5
"""LU: what speech is held to."""
TIMES = {
    # one minute, thirty seconds, ninety seconds, ten seconds
    "de": ("eine Minute", "dreißig Sekunden", "anderthalb Minuten", "zehn Sekunden"),
    "en": ("one minute", "thirty seconds", "ninety seconds", "ten seconds"),
    "es": ("un minuto", "treinta segundos", "un minuto y medio", "diez segundos"),
    "fr": ("une minute", "trente secondes", "une minute trente", "dix secondes"),
    "it": ("un minuto", "trenta secondi", "un minuto e mezzo", "dieci secondi"),
    "nl": ("één minuut", "dertig seconden", "anderhalve minuut", "tien seconden"),
    "pt": ("um minuto", "trinta segundos", "um minuto e meio", "dez segundos"),
}
ROUNDS = {
    "de": ("Runde eins von zwei", "Runde zwei von zwei"),
    "en": ("round one of two", "round two of two"),
    "es": ("serie uno de dos", "serie dos de dos"),
    "fr": ("tour un sur deux", "tour deux sur deux"),
    "it": ("giro uno di due", "giro due di due"),
    "nl": ("ronde één van twee", "ronde twee van twee"),
    "pt": ("série um de dois", "série dois de dois"),
}


def test_all_languages_are_tried() -> None:
    assert set(TIMES) == set(ROUNDS) == set(languages())


@pytest.mark.parametrize("language", TIMES)
def test_it_is_built_and_spoken(language: str, tmp_path: Path) -> None:
    file, mp3 = tmp_path / "session.yaml", tmp_path / "session.mp3"
    file.write_text(SESSION.format(language=language), "utf-8")
    plan = audiocoach.build(audiocoach.load(str(file)), mp3, BuildOptions(extras=("vtt",))).plan.as_json()
    heard = [cue for cue in plan["cues"] if cue["status"] != "dropped"]
    names_its_times(heard, language)
    transcript = (tmp_path / "session.vtt").read_text("utf-8").replace("\n", " ")
    assert heard[0]["text"] in transcript
    is_spoken_at_the_level(heard, decoded(mp3))


def names_its_times(heard: list[dict[str, Any]], language: str) -> None:
    minute, half, ninety, ten = TIMES[language]
    announced = [cue["text"] for cue in heard if cue["kind"] == "announce"]
    assert len(announced) == 4
    assert announced[0].endswith(f", {minute}.")
    for text, round_ in zip(announced[1:3], ROUNDS[language], strict=True):
        assert half in text
        assert text.endswith(f"{round_}.")
    assert announced[3].endswith(f", {ninety}.")
    kinds = {cue["kind"]: cue["text"] for cue in heard}
    assert ten in kinds["next-up"]
    assert half.lower() in kinds["time-left"].lower()
    assert not any(char.isdigit() or char == "$" for cue in heard for char in cue["spoken"])


def is_spoken_at_the_level(heard: list[dict[str, Any]], sound: Wave) -> None:
    levels = {}
    for cue in heard:
        speech = active(sound[at(cue["start_ms"]) : at(cue["end_ms"])])
        if len(speech) >= at(1_000):
            levels[cue["text"]] = lufs(speech)
    assert len(levels) >= 5
    assert {text: level for text, level in levels.items() if abs(level + 16) > TOLERANCE} == {}
