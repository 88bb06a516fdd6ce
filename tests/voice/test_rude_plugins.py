"""Plugins that raise, exit, or give rubbish, installed as packages are: told once, and the others go on."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from audiocoach.errors import UnknownName
from audiocoach.script.script import VoiceChoice
from audiocoach.voice import registry
from support import PLUGIN
from support.commands import Cli, run

PLUGINS = """
import sys
from audiocoach.voice.voice import VoiceInfo
from audiocoach.voice.engines.fake.fake_voice import FakeVoice

class Good:
    name = "good"
    def voices(self): return [VoiceInfo("alto", "tlh", "", True)]
    def missing(self): return None
    def voice(self, choice): return FakeVoice("alto")

class Lists(Good):
    def voices(self): raise SystemExit(3)

class Misses(Good):
    def missing(self): raise RecursionError("\\x1b[31mtoo deep")

class Chooses(Good):
    def voice(self, choice): raise BaseException("nobody is in")

class Rubbish(Good):
    def voices(self): return [None, 3]
    def missing(self): return 3
    def voice(self, choice): return None
"""
POINTS = """[audiocoach.engines]
lists = rude:Lists
misses = rude:Misses
chooses = rude:Chooses
rubbish = rude:Rubbish
exits = rude_exit:Engine
nowhere = rude:Nobody
odd value = :::
"""


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cli]:
    """The command line, with all rude plugins and the good `fake` one installed."""
    site = tmp_path / "site"
    (site / "rude-1.dist-info").mkdir(parents=True)
    (site / "rude-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: rude\nVersion: 1\n")
    (site / "rude-1.dist-info" / "entry_points.txt").write_text(POINTS)
    (site / "bare-1.dist-info").mkdir()
    (site / "bare-1.dist-info" / "entry_points.txt").write_text("[audiocoach.engines]\nbare = rude:Good\n")
    (site / "rude.py").write_text(PLUGINS)
    (site / "rude_exit.py").write_text("import sys\nsys.exit('I am off')\n")
    monkeypatch.syspath_prepend(site)
    monkeypatch.syspath_prepend(PLUGIN)
    monkeypatch.setenv("AUDIOCOACH_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    for module in ("rude", "rude_exit"):
        sys.modules.pop(module, None)
    registry.installed.cache_clear()
    yield run
    registry.installed.cache_clear()
    for module in ("rude", "rude_exit"):
        sys.modules.pop(module, None)


def test_lists_go_on(cli: Cli, caplog: pytest.LogCaptureFixture) -> None:
    listed = {row["engine"] for row in cli("voices", "list", "--json").json}
    assert {"piper", "espeak", "fake", "misses", "chooses", "bare"} <= listed
    assert not {"lists", "rubbish", "exits", "nowhere"} & listed
    states = {row["engine"]: row["missing"] for row in cli("voices", "doctor", "--json").json}
    assert states["lists"] is states["fake"] is None
    assert states["exits"] == "SystemExit: I am off"
    assert "RecursionError" in states["misses"]
    assert "\x1b" not in "".join(filter(None, states.values()))
    assert caplog.text.count("`exits`") == caplog.text.count("`lists`") == caplog.text.count("`rubbish`") == 1


def test_sessions_of_others_go_on(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text("voice: fake\nsoundscape: none\nsteps: [{walk: 4s}]\n")
    (tmp_path / "t.yaml").write_text("language: tlh\nsteps: [{say: Qapla.}]\n")
    cli("check", "s.yaml")
    cli("plan", "s.yaml")
    cli("build", "s.yaml")
    cli("voices", "say", "Hello.", "-o", "hello.wav", "--voice", "fake")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("chooses", "the voice engine `chooses` failed: BaseException: nobody is in"),
        ("rubbish", "the voice engine `rubbish` failed: TypeError: it gave no voice"),
        ("exits", "the voice engine `exits` cannot be used: SystemExit: I am off"),
        ("nowhere", "the voice engine `nowhere` cannot be used: AttributeError"),
    ],
)
def test_a_session_that_names_one_is_told(cli: Cli, name: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(f"voice: {name}\nsoundscape: none\nsteps: [{{walk: 4s}}]\n")
    cli("check", "s.yaml")
    assert said in cli("plan", "s.yaml", code=1).err


def test_metadata_that_cannot_be_read_leaves_our_own_engines(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(**_: str) -> None:
        raise ValueError("bad entry point")

    monkeypatch.setattr(registry, "entry_points", broken)
    registry.installed.cache_clear()
    assert registry.resolve(VoiceChoice("en")).name == "heart"
    assert "voice engines of other packages cannot be found: ValueError: bad entry point" in caplog.text
    with pytest.raises(UnknownName):
        registry.resolve(VoiceChoice("en", name="nobody"))
    registry.installed.cache_clear()
