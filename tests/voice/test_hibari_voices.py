"""Hibari's further voices, from a server on this machine: what it sends as `emma` is heart's own model."""

import json
from collections.abc import Iterator
from pathlib import Path

import hibari.voices
import pytest

from audiocoach.errors import VoiceError
from audiocoach.script.script import VoiceChoice
from audiocoach.voice.engines.hibari import hibari_voices
from audiocoach.voice.engines.hibari.hibari_engine import HibariEngine
from audiocoach.voice.engines.hibari.hibari_model import heart
from audiocoach.voice.fetching import find_fetchable
from audiocoach.voice.registry import installed
from support.servers import answering, tcp_server

EMMA = VoiceChoice("en-GB", name="emma")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where fetched voices go."""
    monkeypatch.setenv("AUDIOCOACH_VOICES", str(tmp_path / "voices"))
    return tmp_path / "voices" / "hibari"


@pytest.fixture
def listing(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The package's list, with a voice that a server has."""
    model = heart().path.read_bytes()
    emma = {"language": "en-GB", "accent": "British", "gender": "female", "file": "bf_emma.onnx", "british": True}
    path = tmp_path / "package" / "assets" / "voices.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"emma": {**emma, "bytes": len(model), "sha256": heart().sha256}}))
    monkeypatch.setattr(hibari_voices, "package_folder", lambda: tmp_path / "package")
    with tcp_server(answering("200 OK", model)) as url:
        monkeypatch.setattr(hibari.voices, "BASE_URL", f"{url}/voices/")
        yield path


def test_the_package_lists_five_voices_of_eight_megabytes(folder: Path) -> None:
    engine = HibariEngine()
    offers = {offer.key: offer for offer in engine.offers()}
    assert list(offers) == ["heart", "emma", "fenrir", "fable", "kore"]
    assert all(7_900_000 < offer.size < 8_100_000 for offer in offers.values())
    assert {name: offer.language for name, offer in offers.items() if offer.language != "en-US"} == {
        "emma": "en-GB",
        "fable": "en-GB",
    }
    assert offers["fable"].description == "British English, a man"
    assert {engine.licence(offer) for offer in offers.values()} == {"Apache-2.0"}
    assert [name for name, offer in offers.items() if engine.is_here(offer)] == ["heart"]
    assert [voice.name for voice in engine.voices() if voice.installed] == ["heart"]
    assert not folder.exists()


def test_english_has_them_before_others() -> None:
    sources = installed().sources()
    found = {code: find_fetchable(code, sources).reference for code in ("en", "en-GB", "emma", "hibari:kore")}
    assert found == {"en": "hibari:heart", "en-GB": "hibari:emma", "emma": "hibari:emma", "hibari:kore": "hibari:kore"}


@pytest.mark.usefixtures("listing")
def test_a_voice_is_fetched_and_speaks_as_the_british_do(folder: Path) -> None:
    engine = HibariEngine()
    with pytest.raises(VoiceError, match="hibari cannot speak as `emma`") as caught:
        engine.voice(EMMA)
    assert caught.value.hint == "`audiocoach voices get hibari:emma` fetches it"
    (offer,) = engine.offers()
    come: list[tuple[int, int]] = []
    engine.fetch(offer, lambda *bytes_: come.append(bytes_))
    assert come[-1] == (offer.size, offer.size)
    assert [path.name for path in folder.iterdir()] == ["bf_emma.onnx"]
    assert engine.is_here(offer)
    assert [voice.name for voice in engine.voices() if voice.installed] == ["heart", "emma"]
    emma, american = engine.voice(EMMA), engine.voice(VoiceChoice("en", name="heart"))
    assert emma.fingerprint != american.fingerprint
    assert emma.model.load().read("After the bath.") != american.model.load().read("After the bath.")
    assert len(emma.speak("After the bath.").samples) > 10_000


@pytest.mark.usefixtures("listing")
def test_another_file_than_the_listed_one_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = heart().path.read_bytes()
    engine = HibariEngine()
    (offer,) = engine.offers()
    for wrong in (model[:-1], model[:-1] + b"x", model + b"x", b""):
        with tcp_server(answering("200 OK", wrong)) as url:
            monkeypatch.setattr(hibari.voices, "BASE_URL", f"{url}/")
            with pytest.raises(VoiceError):
                engine.fetch(offer, lambda *_: None)
        assert not list(folder.iterdir())
        assert not engine.is_here(offer)


def test_a_voice_that_was_damaged_later_is_fetched_again(listing: Path, folder: Path) -> None:
    engine = HibariEngine()
    (offer,) = engine.offers()
    engine.fetch(offer, lambda *_: None)
    path = folder / "bf_emma.onnx"
    path.write_bytes(b"x" * offer.size)
    with pytest.raises(VoiceError, match="damaged") as caught:
        engine.voice(EMMA).speak("Run.")
    assert caught.value.hint == "`audiocoach voices get hibari:emma` fetches it"
    assert not engine.is_here(offer)
    engine.fetch(offer, lambda *_: None)
    assert engine.is_here(offer)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[",
        b"[1]",
        b'{"emma": {}}',
        b'{"emma": {"language": "en-GB", "accent": "British", "gender": "f", "file": "../../x.onnx", "bytes": 9, '
        b'"sha256": "' + b"0" * 64 + b'", "british": true}}',
    ],
)
def test_a_list_that_is_none_leaves_heart(content: bytes, listing: Path) -> None:
    listing.write_bytes(content)
    hibari_voices._listed.cache_clear()
    engine = HibariEngine()
    assert [voice.name for voice in engine.voices()] == ["heart"]
    assert engine.offers() == ()
    hibari_voices._listed.cache_clear()
