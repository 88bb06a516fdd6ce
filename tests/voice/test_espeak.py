"""espeak-ng itself, by its library."""

import hashlib
import os
import shutil
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from audiocoach.errors import InputError, UnknownName, VoiceError
from audiocoach.script.script import VoiceChoice
from audiocoach.voice.engines.espeak import espeak_child
from audiocoach.voice.engines.espeak import espeak_engine as espeak
from audiocoach.voice.engines.espeak.espeak_engine import EspeakEngine
from audiocoach.voice.engines.piper.piper_engine import PiperEngine
from audiocoach.voice.mastering import master
from audiocoach.voice.registry import installed
from audiocoach.voice.voice import Voice

EN = VoiceChoice("en")
LINES = ("Walk briskly, arms loose.", "Run.", "Half a minute, and we run.")


@pytest.fixture(scope="module")
def engine() -> EspeakEngine:
    return EspeakEngine()


def _digest(voice: Voice, text: str) -> str:
    return hashlib.sha256(voice.speak(text).samples.tobytes()).hexdigest()


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "en-us"),
        ("en-GB", "en-us"),
        ("de", "de"),
        ("fr", "fr-fr"),
        ("fr-BE", "fr-be"),
        ("pt-BR", "pt-br"),
        ("pt", "pt"),
        ("zh", "cmn"),
        ("zh-HK", "yue"),
        ("no", "nb"),
        ("es-MX", "es"),
        ("vi", "vi"),
    ],
)
def test_each_language_has_its_voice(engine: EspeakEngine, language: str, name: str) -> None:
    assert engine.voice(VoiceChoice(language)).name == name


def test_there_are_many_languages_and_each_can_speak(engine: EspeakEngine) -> None:
    voices = engine.voices()
    assert len(voices) > 120
    assert len({voice.name for voice in voices}) == len(voices)
    for name in ("en-gb", "en-gb-scotland", "fr-fr", "cy", "eo", "hi", "ru"):
        assert len(engine.voice(VoiceChoice("xx", name=name)).speak("1, 2, 3.").samples) > 10_000


def test_the_same_text_sounds_the_same_in_any_order_and_beside_piper(engine: EspeakEngine) -> None:
    """The library itself carries state from text to text, and Piper brings another espeak into this process."""
    ours, joe = engine.voice(EN), PiperEngine().voice(EN)
    alone = [_digest(ours, text) for text in LINES], [_digest(joe, text) for text in LINES]
    pairs = [(voice, text) for text in LINES for voice in (joe, ours)] * 2
    with ThreadPoolExecutor(4) as pool:
        mixed = list(pool.map(lambda pair: _digest(*pair), pairs))
    assert mixed == [digest for row in zip(*reversed(alone), strict=True) for digest in row] * 2
    assert len(set(alone[0])) == len(LINES)


def test_the_rate_changes_the_pace_and_the_fingerprint(engine: EspeakEngine) -> None:
    voices = [engine.voice(replace(EN, rate=rate)) for rate in (0.75, 1.0, 1.5)]
    lengths = [len(voice.speak(LINES[0]).samples) for voice in voices]
    assert lengths[0] / lengths[1] == pytest.approx(1 / 0.75, rel=0.15)
    assert lengths[1] / lengths[2] == pytest.approx(1.5, rel=0.15)
    assert len({voice.fingerprint for voice in voices}) == 3
    with pytest.raises(InputError, match="rate"):
        engine.voice(replace(EN, rate=3.0))


def test_it_speaks_as_fast_as_joe(engine: EspeakEngine) -> None:
    lines = (
        "Walk briskly, arms loose.",
        "Halfway through the warm-up.",
        "Keep your eyes on the horizon, and run tall.",
    )
    ours, joes = ([voice.speak(line) for line in lines] for voice in (engine.voice(EN), PiperEngine().voice(EN)))
    lengths = [sum(len(master(take)) for take in takes) for takes in (ours, joes)]
    assert lengths[0] == pytest.approx(lengths[1], rel=0.1)


@pytest.mark.parametrize("text", ["...", "😀", "", "\x00"])
def test_what_has_no_sound_is_a_clear_error(engine: EspeakEngine, text: str) -> None:
    with pytest.raises(VoiceError, match="nothing to say"):
        engine.voice(EN).speak(text)


@pytest.mark.parametrize(
    "text", ["-v de", "--help", "<speak>run</speak>", "$(reboot)", "a\x00b", "é" * 50, "run " * 300]
)
def test_odd_texts_are_only_texts(engine: EspeakEngine, text: str) -> None:
    assert len(engine.voice(EN).speak(text).samples) > 3000


def test_unknown_names_come_with_near_ones(engine: EspeakEngine) -> None:
    with pytest.raises(UnknownName) as caught:
        engine.voice(VoiceChoice("en", name="en-gb-scotlan"))
    assert "en-gb-scotland" in str(caught.value)
    with pytest.raises(UnknownName):
        engine.voice(VoiceChoice("tlh"))
    with pytest.raises(UnknownName, match="option"):
        engine.voice(VoiceChoice("en", options=(("tld", "com"),)))


def test_it_works_in_a_folder_with_a_long_path(engine: EspeakEngine, tmp_path: Path) -> None:
    """The library cuts paths at 160 bytes."""
    program = engine.voice(EN).program
    deep = tmp_path / ("d" * 100) / ("e" * 100)
    deep.mkdir(parents=True)
    data = deep / "espeak-ng-data"
    data.symlink_to(program.arguments[-1])
    moved = replace(program, arguments=(*program.arguments[:-1], str(data)))
    voice = engine.voice(EN)
    assert _digest(replace(voice, program=moved), LINES[1]) == _digest(voice, LINES[1])


def test_without_data_it_says_so(engine: EspeakEngine, tmp_path: Path) -> None:
    voice = engine.voice(EN)
    empty = replace(voice.program, arguments=(*voice.program.arguments[:-1], str(tmp_path / "gone")))
    with pytest.raises(VoiceError, match="finds no data"):
        replace(voice, program=empty).speak("Run.")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_the_systems_program_serves_where_the_wheel_is_missing(
    engine: EspeakEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that has the command line of espeak-ng, and the library behind it."""
    prefix = " ".join(f"'{part}'" for part in engine.voice(EN).program.arguments)
    system = tmp_path / "espeak-ng"
    system.write_text(f'#!/bin/sh\n[ "$1" = --stdin ] && [ "$2" = --stdout ] && shift 2\nexec {prefix} "$@"\n')
    system.chmod(system.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/usr/bin:/bin")
    monkeypatch.setattr(espeak, "find_spec", lambda _: None)
    other = EspeakEngine()
    assert other.missing() is None
    assert other.voices() == engine.voices()
    voice = other.voice(VoiceChoice("fr"))
    assert voice.program.arguments[0] == str(system)
    assert "1.5" in voice.program.version
    assert "/" not in voice.program.version
    assert _digest(voice, "Courez.") == _digest(engine.voice(VoiceChoice("fr")), "Courez.")


def test_where_neither_is_there_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(espeak, "find_spec", lambda _: None)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert (EspeakEngine().missing() or "").endswith("pip install espeakng-loader")
    assert EspeakEngine().voices() == ()
    with pytest.raises(VoiceError, match="espeakng-loader"):
        EspeakEngine().voice(EN)


def test_the_child_needs_nothing_but_the_standard_library() -> None:
    source = Path(espeak_child.__file__).read_text()
    imported = {line.split()[1].split(".")[0] for line in source.splitlines() if line.startswith(("import ", "from "))}
    assert imported <= sys.stdlib_module_names


@pytest.mark.parametrize("name", ["en-gb-scotlandq", "en-gb-scotlan", "xx", "de-at-wien"])
def test_a_name_that_is_nearly_a_voices_is_nobodys(name: str) -> None:
    with pytest.raises(UnknownName) as caught:
        installed().resolve(VoiceChoice("en", name, "espeak"))
    assert caught.value.hint
