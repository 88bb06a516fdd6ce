"""Which voice a name means, and which engines are found."""

import logging
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from audiocoach.errors import UnknownName, VoiceError
from audiocoach.script.script import VoiceChoice
from audiocoach.voice.engines.fake.fake_voice import RATE
from audiocoach.voice.registry import Registry, find_voice, installed, resolve
from audiocoach.voice.voice import VoiceInfo
from support.choir import PIPER, Choir, point


class Grumpy(Choir):
    """One that loads, and cannot list its voices."""

    name = "grumpy"

    def voices(self) -> Sequence[VoiceInfo]:
        raise RuntimeError("no server")


@pytest.fixture(autouse=True)
def _no_voices_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("AUDIOCOACH_VOICES", str(tmp_path_factory.mktemp("voices")))
    monkeypatch.setenv("AUDIOCOACH_KOKORO", str(tmp_path_factory.mktemp("kokoro")))


class Broken:
    def __init__(self) -> None:
        raise RuntimeError("its model is gone")


CHOIR = point("choir", "support.choir:Choir")
GRUMPY = point("grumpy", f"{__name__}:Grumpy")
BROKEN = point("broken", f"{__name__}:Broken")
GONE = point("gone", "no_such_module:Engine")


def test_what_is_installed_has_hibari_first_and_english_gets_heart() -> None:
    assert next(iter(installed().plugins())).name == "hibari"
    for choice in (VoiceChoice("en"), VoiceChoice("en-GB"), VoiceChoice("de", name="heart")):
        found = resolve(choice)
        assert (found.engine, found.name) == ("hibari", "heart")
        assert resolve(found) == found
    assert find_voice(VoiceChoice("en")).name == "heart"
    assert find_voice(VoiceChoice("en", name="joe")).name == "joe"


@pytest.mark.parametrize(
    ("choice", "engine", "name"),
    [
        (VoiceChoice("en"), "piper", "joe"),
        (VoiceChoice("de"), "choir", "anna"),
        (VoiceChoice("pt"), "choir", "ana"),
        (VoiceChoice("pt-BR"), "choir", "bia"),
        (VoiceChoice("pt_AO"), "choir", "ana"),
        (VoiceChoice("en", name="emma"), "choir", "emma"),
        (VoiceChoice("en", engine="choir"), "choir", "emma"),
        (VoiceChoice("pt-BR", name="choir"), "choir", "bia"),
        (VoiceChoice("xx", engine="choir"), "choir", None),
        (VoiceChoice("nl"), "hibari", None),
    ],
)
def test_engine_then_name_then_language_decide(choice: VoiceChoice, engine: str, name: str | None) -> None:
    found = Registry([CHOIR, PIPER]).resolve(choice)
    assert (found.engine, found.name) == (engine, name)


@pytest.mark.parametrize(
    ("choice", "hint"),
    [
        (VoiceChoice("en", name="ema"), "emma"),
        (VoiceChoice("en", engine="pipr"), "piper"),
        (VoiceChoice("en", engine="piper", name="jo"), "joe"),
        (VoiceChoice("en", engine="choir", name="joe"), "anna"),
    ],
)
def test_an_unknown_name_comes_with_one_that_is_there(choice: VoiceChoice, hint: str) -> None:
    with pytest.raises(UnknownName) as caught:
        Registry([PIPER, CHOIR]).find_voice(choice)
    assert caught.value.exit_code == 2
    assert hint in (caught.value.hint or "")


def test_a_language_that_nobody_speaks_says_what_to_do() -> None:
    with pytest.raises(VoiceError, match=r"nobody here speaks `fi`(.|\n)*`audiocoach voices get fi` fetches one"):
        Registry([PIPER]).find_voice(VoiceChoice("fi"))
    with pytest.raises(VoiceError, match=r"nobody here speaks `tlh`(.|\n)*`audiocoach voices doctor` tells how"):
        Registry([PIPER]).find_voice(VoiceChoice("tlh"))


def test_a_broken_engine_warns_and_harms_nothing(caplog: pytest.LogCaptureFixture) -> None:
    registry = Registry([BROKEN, GONE, GRUMPY, CHOIR, PIPER])
    with caplog.at_level(logging.WARNING):
        assert registry.find_voice(VoiceChoice("de")).name == "anna"
        assert registry.resolve(VoiceChoice("en")).name == "joe"
        with pytest.raises(UnknownName):
            registry.resolve(VoiceChoice("en", name="nobody"))
    assert "its model is gone" in caplog.text
    assert caplog.text.count("`broken`") == 1
    problems = {plugin.name: plugin.problem for plugin in registry.plugins()}
    assert problems["piper"] is problems["choir"] is None
    assert problems["broken"] == "RuntimeError: its model is gone"
    assert "no_such_module" in str(problems["gone"])
    with pytest.raises(VoiceError, match="its model is gone"):
        registry.find_voice(VoiceChoice("en", engine="broken"))


def test_an_engine_is_loaded_only_when_it_is_used(caplog: pytest.LogCaptureFixture) -> None:
    Registry([BROKEN, PIPER]).find_voice(VoiceChoice("en"))
    assert caplog.text == ""


def test_only_the_named_ones_of_others_load() -> None:
    registry = Registry([PIPER, CHOIR, BROKEN], frozenset())
    assert registry.resolve(VoiceChoice("en")).engine == "piper"
    with pytest.raises(VoiceError, match="AUDIOCOACH_LOAD_PLUGINS"):
        registry.engine("choir")
    assert Registry([PIPER, CHOIR, BROKEN], frozenset({"choir"})).resolve(VoiceChoice("de")).name == "anna"


def test_the_environment_names_which_load(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audiocoach.voice.registry.entry_points", lambda group: [PIPER, CHOIR, GRUMPY])
    for value, left_out in ((None, set()), ("", {"choir", "grumpy"}), (" choir ,", {"grumpy"})):
        installed.cache_clear()
        if value is not None:
            monkeypatch.setenv("AUDIOCOACH_LOAD_PLUGINS", value)
        assert {plugin.name for plugin in installed().plugins() if plugin.problem} == left_out
    installed.cache_clear()


def test_nobody_takes_the_name_of_ours() -> None:
    usurper = point("piper", "support.choir:Choir")
    for points in ([usurper, PIPER], [PIPER, usurper]):
        assert Registry(points).find_voice(VoiceChoice("en")).name == "joe"


def test_a_plugin_of_another_package_is_found_and_a_broken_one_harms_nothing(tmp_path: Path) -> None:
    """For real: a package on the path, with its entry points."""
    info = tmp_path / "choir-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: choir\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[audiocoach.engines]\nchoir = choir:Choir\nbroken = choir:Broken\n"
        "gone = no_such_module:Engine\npiper = choir:Choir\n"
    )
    (tmp_path / "choir.py").write_text(
        "from audiocoach.voice.engines.fake.fake_voice import FakeVoice\n"
        "from audiocoach.voice.voice import VoiceInfo\n"
        "class Choir:\n"
        "    name = 'choir'\n"
        "    def voices(self): return [VoiceInfo('alto', 'tlh', '', True)]\n"
        "    def missing(self): return None\n"
        "    def voice(self, choice): return FakeVoice(choice.name, choice.rate)\n"
        "class Broken:\n"
        "    def __init__(self): raise RuntimeError('out of tune')\n"
    )
    code = (
        "from audiocoach.voice.registry import find_voice, installed, resolve\n"
        "from audiocoach.script.script import VoiceChoice as C\n"
        "print(find_voice(C('en', 'alto')).speak('Run.').rate, resolve(C('tlh')).engine, resolve(C('en')).engine)\n"
        "print({p.name: p.problem for p in installed().plugins() if p.problem})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin", "HOME": str(tmp_path)},
    )
    first, second = done.stdout.splitlines()
    assert first == f"{RATE} choir hibari"
    assert "out of tune" in second
    assert "no_such_module" in second
    assert "out of tune" in done.stderr
