"""Voices to fetch: which one a person means, its licence, and files that are known by their digests."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from audiocoach.errors import InputError, UnknownName, VoiceError
from audiocoach.script.script import VoiceChoice
from audiocoach.voice.engines.kokoro import kokoro_engine
from audiocoach.voice.engines.kokoro.kokoro_engine import KokoroEngine
from audiocoach.voice.engines.piper import piper_catalogue
from audiocoach.voice.engines.piper.piper_catalogue import PiperCatalogue
from audiocoach.voice.engines.piper.piper_engine import PiperEngine
from audiocoach.voice.engines.remote_file import RemoteFile, fetch_file, fetch_text
from audiocoach.voice.fetching import fetchable, find_fetchable, unknown_voice
from audiocoach.voice.offers import Fetched, Offering, VoiceOffer
from audiocoach.voice.registry import find_voice, installed, resolve
from support.servers import answering, moved, tcp_server


def sources() -> dict[str, Offering]:
    """Ours, as on a machine with a Python that Kokoro knows."""
    return {"kokoro": KokoroEngine(), "piper": PiperEngine()}


@pytest.fixture(autouse=True)
def _a_python_that_kokoro_knows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(kokoro_engine, "_IS_TOO_NEW", False)
    monkeypatch.setenv("AUDIOCOACH_VOICES", str(tmp_path / "voices"))


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("de", "piper:de_DE-thorsten-medium"),
        ("nl", "piper:nl_NL-mls-medium"),
        ("nl-BE", "piper:nl_BE-nathalie-medium"),
        ("es", "kokoro:ef_dora"),
        ("es-ES", "piper:es_ES-davefx-medium"),
        ("fr", "kokoro:ff_siwis"),
        ("it", "kokoro:if_sara"),
        ("pt", "kokoro:pf_dora"),
        ("pt_BR", "kokoro:pf_dora"),
        ("pt-PT", "piper:pt_PT-tug\u00e3o-medium"),
        ("en-GB", "kokoro:bf_emma"),
        ("nb", "piper:no_NO-talesyntese-medium"),
        ("amy", "piper:en_US-amy-medium"),
        ("thorsten", "piper:de_DE-thorsten-medium"),
        ("Thorsten", "piper:de_DE-thorsten-medium"),
        ("piper:thorsten", "piper:de_DE-thorsten-medium"),
        ("de_DE-thorsten-high", "piper:de_DE-thorsten-high"),
        ("piper:es", "piper:es_ES-davefx-medium"),
        ("kokoro:ef_dora", "kokoro:ef_dora"),
        ("em_alex", "kokoro:em_alex"),
        ("kokoro", "kokoro:am_michael"),
        ("joe", "piper:en_US-joe-medium"),
    ],
)
def test_a_language_or_a_name_means_one_voice(text: str, reference: str) -> None:
    assert find_fetchable(text, sources()).reference == reference


def test_what_came_with_audiocoach_is_here() -> None:
    found = find_fetchable("joe", sources())
    assert found.is_here
    assert resolve(VoiceChoice("en", engine="piper", name=found.offer.key)).name == found.offer.key
    assert find_voice(VoiceChoice("en", engine="piper", name=found.offer.key)).name == "joe"


def test_without_kokoro_piper_has_the_voices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kokoro_engine, "_IS_TOO_NEW", True)
    references = [find_fetchable(code, sources()).reference for code in ("es", "fr", "it", "pt")]
    assert references == [
        *("piper:es_ES-davefx-medium", "piper:fr_FR-siwis-medium"),
        *("piper:it_IT-serena-medium", "piper:pt_BR-faber-medium"),
    ]


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("mls", "several voices are called `mls`", "name one: de_DE-mls-medium, fr_FR-mls-medium, nl_NL-mls-medium"),
        ("thorstn", "no voice `thorstn` can be fetched", "did you mean `thorsten`?"),
        ("kokoro:thorsten", "no voice `thorsten` can be fetched", "write a language (`de`), or a voice as "),
        ("eo", "no voice of `eo` can be fetched", "`--voice espeak` speaks many languages, offline"),
        ("", "no voice `` can be fetched", "write a language"),
        ("de\x1b[31m\n", "no voice `de\ufffd[31m\ufffd` can be fetched", "write a language"),
    ],
)
def test_what_means_none_or_several_is_told(text: str, message: str, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        find_fetchable(text, sources())
    assert caught.value.message == message
    assert (caught.value.hint or "").startswith(hint)


def test_every_voice_of_the_shipped_catalogue_is_listed_in_full() -> None:
    offers = PiperCatalogue.shipped().offers()
    assert len(offers) == len(json.loads(piper_catalogue.asset("voices", "piper.json").read_bytes())) > 170
    assert len({offer.key for offer in offers}) == len(offers)
    assert all(10_000_000 < offer.size < 150_000_000 for offer in offers)
    thorsten = next(offer for offer in offers if offer.key == "de_DE-thorsten-medium")
    assert thorsten == VoiceOffer(
        "de_DE-thorsten-medium", "thorsten", "de-DE", "German, Germany, medium quality", 63_201_294 + 4_819
    )


@pytest.mark.parametrize(
    ("card", "licence"),
    [
        ("# Model card for x\n\n* Language: de\n\n## Dataset\n\n* URL: http://d\n* License: CC0\n", "CC0"),
        ("* License: See URL\n* URL: http://d/e\n", "see http://d/e"),
        ("licence:   CC BY-NC-SA 4.0 (no trade)  \n", "CC BY-NC-SA 4.0 (no trade)"),
        ("* License: See URL\n", "See URL"),
        ("* License:\n* URL: http://d\n", "not stated"),
        ("", "not stated"),
    ],
)
def test_the_licence_is_what_the_model_card_says(card: str, licence: str) -> None:
    body = card.encode()
    listed = {"size_bytes": len(body), "md5_digest": hashlib.md5(body).hexdigest()}
    with tcp_server(answering("200 OK", body)) as url:
        catalogue = PiperCatalogue(url, {"de_DE-x-low": {"files": {"de/MODEL_CARD": listed}}})
        assert catalogue.licence("de_DE-x-low") == licence


def test_a_card_that_is_another_is_refused_and_none_is_no_fault() -> None:
    listed = {"size_bytes": 3, "md5_digest": "0" * 32}
    with tcp_server(answering("200 OK", b"CC0")) as url:
        catalogue = PiperCatalogue(url, {"a": {"files": {"MODEL_CARD": listed}}, "b": {"files": {}}})
        with pytest.raises(VoiceError, match="MODEL_CARD came damaged"):
            catalogue.licence("a")
        assert catalogue.licence("b") == "not stated"


def test_a_voice_that_is_newer_than_our_catalogue_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = {"size_bytes": 9, "md5_digest": "0" * 32}
    key = "de_DE-newest-medium"
    listed = {key: {"files": {f"de/{key}.onnx": entry, f"de/{key}.onnx.json": entry}}}
    with tcp_server(answering("200 OK", json.dumps(listed).encode())) as url:
        monkeypatch.setattr(piper_catalogue, "_own_root", lambda: url)
        assert find_fetchable(key, sources()).reference == f"piper:{key}"
        with pytest.raises(InputError, match="de_DE-nobody-medium"):
            find_fetchable("de_DE-nobody-medium", sources())


@pytest.mark.parametrize("algorithm", ["md5", "sha256"])
def test_a_file_is_known_by_its_digest(algorithm: str, tmp_path: Path) -> None:
    body = bytes(range(256)) * 40
    with tcp_server(answering("200 OK", body)) as url:
        good = RemoteFile("a.bin", url, len(body), hashlib.new(algorithm, body).hexdigest(), algorithm)  # type: ignore[arg-type]
        assert sum(fetch_file(good, tmp_path / "a.bin")) == len(body)
        assert (tmp_path / "a.bin").read_bytes() == body
        for wrong in (
            RemoteFile("b.bin", url, len(body), "0" * len(good.digest), algorithm),  # type: ignore[arg-type]
            RemoteFile("b.bin", url, len(body) - 1, good.digest, algorithm),  # type: ignore[arg-type]
            RemoteFile("b.bin", url, len(body) + 1, good.digest, algorithm),  # type: ignore[arg-type]
        ):
            with pytest.raises(VoiceError):
                list(fetch_file(wrong, tmp_path / "b.bin"))
    assert [path.name for path in tmp_path.iterdir()] == ["a.bin"]
    assert sum(fetch_file(good, tmp_path / "a.bin")) == len(body), "what is whole asks no server"


def test_nothing_is_fetched_from_another_host_in_the_clear(tmp_path: Path) -> None:
    with tcp_server(answering("200 OK", b"abc")) as there, tcp_server(moved(f"{there}/a.bin")) as url:
        file = RemoteFile("a.bin", url, 3, hashlib.md5(b"abc").hexdigest(), "md5")
        with pytest.raises(VoiceError, match="another address"):
            list(fetch_file(file, tmp_path / "a.bin"))
        with pytest.raises(VoiceError, match="another address"):
            fetch_text(file)
    assert not list(tmp_path.iterdir())


class Odd:
    """An engine of somebody's that offers a voice, and cannot do it."""

    def offers(self) -> Sequence[VoiceOffer]:
        return [VoiceOffer("odd", "odd", "tlh", "", 1)]

    def offer(self, key: str) -> VoiceOffer | None:
        raise RuntimeError("out of tune")

    def is_here(self, offer: VoiceOffer) -> bool:
        raise RuntimeError("out of tune")

    def licence(self, offer: VoiceOffer) -> str:
        return "\x1b[31mmine" * 99

    def fetch(self, offer: VoiceOffer, progress: Fetched) -> None:
        raise SystemExit(3)


def test_an_engine_of_anybodys_cannot_end_the_program() -> None:
    found = find_fetchable("tlh", {"odd": Odd()})
    assert "\x1b" not in found.licence
    assert len(found.licence) <= 200
    with pytest.raises(VoiceError, match="the voice engine `odd` failed: RuntimeError: out of tune"):
        _ = found.is_here
    with pytest.raises(VoiceError, match="the voice engine `odd` failed: SystemExit"):
        found.fetch(lambda *_: None)
    with pytest.raises(VoiceError, match="the voice engine `odd` failed"):
        find_fetchable("somebody else", {"odd": Odd()})


class Broken(Odd):
    """One that cannot even say what it offers."""

    def offers(self) -> Sequence[VoiceOffer]:
        raise RuntimeError("out of tune")


class Rubbish(Odd):
    def offers(self) -> Sequence[VoiceOffer]:
        return ["a voice", None]  # type: ignore[list-item]


def test_an_engine_that_cannot_say_what_it_offers_harms_no_other(caplog: pytest.LogCaptureFixture) -> None:
    every: dict[str, Offering] = {"broken": Broken(), "rubbish": Rubbish(), **sources()}
    assert find_fetchable("de", every).reference == "piper:de_DE-thorsten-medium"
    assert "the voice engine `broken` cannot say what it offers: RuntimeError: out of tune" in caplog.text
    hint = unknown_voice("voice", "thorsten", {"joe"}, every).hint
    assert hint == "`audiocoach voices get thorsten` fetches it"


@pytest.mark.parametrize(
    ("choice", "hint"),
    [
        (VoiceChoice("de", name="thorsten"), "`audiocoach voices get thorsten` fetches it"),
        (VoiceChoice("de", engine="piper", name="thorsten"), "`audiocoach voices get thorsten` fetches it"),
        (VoiceChoice("en", name="en_US-amy-low"), "`audiocoach voices get en_US-amy-low` fetches it"),
        (VoiceChoice("de", name="thorstn"), "did you mean `thorsten`?"),
        (VoiceChoice("de", engine="espeak", name="thorsten"), "known: "),
    ],
)
def test_the_hint_of_an_unknown_voice_is_how_to_get_it(choice: VoiceChoice, hint: str) -> None:
    with pytest.raises(UnknownName) as caught:
        resolve(choice)
    assert (caught.value.hint or "").startswith(hint)
    assert caught.value.exit_code == 2


def test_where_nobody_is_meant_those_who_can_speak_are_named_and_not_all_who_could() -> None:
    with pytest.raises(UnknownName) as caught:
        resolve(VoiceChoice("en", name="nobody"))
    hint = caught.value.hint or ""
    assert {"heart", "joe", "espeak"} <= set(hint.removeprefix("known: ").split("; ")[0].split(", "))
    assert "thorsten" not in hint
    assert hint.endswith("; `audiocoach voices list --all` has more")


def test_an_unknown_voice_comes_whole_out_of_another_process() -> None:
    import pickle

    error = unknown_voice("voice", "thorsten", {"joe"}, sources())
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_the_engines_that_fetch_are_asked_in_the_order_of_their_voices() -> None:
    names = list(installed().sources())
    assert names.index("kokoro") < names.index("piper")
    assert {found.engine for found in fetchable(installed().sources())} == set(names)
