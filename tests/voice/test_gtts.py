"""gTTS itself, asking a stand-in for Google on this machine."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from audiocoach.errors import InputError, UnknownName, VoiceError
from audiocoach.script.script import Line, VoiceChoice
from audiocoach.storage.kinds import RAW_TAKES
from audiocoach.voice.engines.gtts import gtts_engine as gtts
from audiocoach.voice.engines.gtts.gtts_engine import GttsEngine
from audiocoach.voice.studio import Counts, Studio
from audiocoach.voice.take_store import TakeStore
from support.caches import kept
from support.commands import run
from support.google import Answer, Asked, Google, google, mp3_of, wrapped
from support.servers import moved, tcp_server

FR = VoiceChoice("fr")
TEXT = "Marchez d'un bon pas, les bras souples."


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Google]:
    monkeypatch.setattr(gtts, "FIRST_WAIT_S", 0.01)
    with google(monkeypatch) as server:
        yield server


@pytest.fixture
def dead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens there."""
    monkeypatch.setattr(gtts, "FIRST_WAIT_S", 0.01)
    monkeypatch.setattr("gtts.tts._translate_url", lambda tld, path: "http://127.0.0.1:9/")


def _lines(number: int) -> list[Line]:
    return [Line(FR, f"Ligne {i}, et les bras souples s'il vous plaît.") for i in range(number)]


def _studio(folder: Path, jobs: int = 2) -> Studio:
    return Studio(TakeStore(folder), GttsEngine().voice, jobs)


def test_it_speaks_what_google_sends(server: Google) -> None:
    raw = GttsEngine().voice(FR).speak(TEXT)
    assert raw.rate == 24_000
    assert 1 < len(raw.samples) / raw.rate < 5
    assert np.abs(raw.samples).max() > 0.05
    assert server.asked == [Asked(TEXT, "fr", "com")]


def test_accents_and_languages_reach_google(server: Google) -> None:
    GttsEngine().voice(VoiceChoice("en-GB", options=(("tld", "co.uk"),))).speak("Run.")
    assert server.asked == [Asked("Run.", "en", "co.uk")]


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("pt-BR", "pt"),
        ("pt-PT", "pt-PT"),
        ("fr-CA", "fr-CA"),
        ("zh-TW", "zh-TW"),
        ("he", "iw"),
        ("nb", "no"),
        ("fil", "tl"),
    ],
)
def test_languages_are_called_as_google_does(language: str, code: str) -> None:
    assert GttsEngine().voice(VoiceChoice(language)).language == code


def test_what_it_does_not_know_is_an_error_of_the_input() -> None:
    engine = GttsEngine()
    for choice in (
        VoiceChoice("tlh"),
        VoiceChoice("fr", name="frr"),
        VoiceChoice("en", options=(("tld", "co.ukk"),)),
        VoiceChoice("en", options=(("speaker", "1"),)),
    ):
        with pytest.raises(UnknownName):
            engine.voice(choice)
    with pytest.raises(InputError, match="one speed"):
        engine.voice(VoiceChoice("fr", rate=0.9))


def test_the_fingerprint_is_the_language_and_the_accent() -> None:
    engine = GttsEngine()
    choices = [FR, VoiceChoice("fr-CA"), VoiceChoice("fr", options=(("tld", "ca"),))]
    assert len({engine.voice(choice).fingerprint for choice in choices}) == 3
    assert engine.voice(FR).fingerprint == GttsEngine().voice(FR).fingerprint


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_is_asked_again(server: Google, status: int) -> None:
    server.answer = lambda asked, number: Answer(status if number < 2 else 200)
    assert len(GttsEngine().voice(FR).speak(TEXT).samples) > 24_000
    assert len(server.asked) == 3


def test_waits_grow_and_differ_from_line_to_line() -> None:
    first, second = ([gtts._wait_s(number, text) for number in range(4)] for text in (b"one", b"two"))
    assert first != second
    for number, wait in enumerate(first):
        assert 2**number / 2 <= wait <= 2**number


def test_google_says_how_long_to_wait(server: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    server.answer = lambda asked, number: Answer(429, headers={"Retry-After": "1"}) if number == 0 else Answer()
    start = time.monotonic()
    GttsEngine().voice(FR).speak(TEXT)
    assert time.monotonic() - start >= 1
    server.answer = lambda asked, number: Answer(429, headers={"Retry-After": "3600"})
    with pytest.raises(VoiceError, match="429"):
        GttsEngine().voice(FR).speak("Courez.")
    assert server.texts().count("Courez.") == 1, "an hour is beyond any patience"


def test_what_google_refuses_is_not_asked_again(server: Google) -> None:
    server.answer = lambda asked, number: Answer(403)
    with pytest.raises(VoiceError, match="403") as caught:
        GttsEngine().voice(FR).speak(TEXT)
    assert len(server.asked) == 1
    assert "--voice espeak" in str(caught.value)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(mp3=mp3_of(TEXT)[:-100]),
        Answer(mp3=mp3_of(TEXT)[:2000]),
        Answer(mp3=b""),
        Answer(mp3=b"no sound at all"),
        Answer(body=b""),
        Answer(body=b"<html>captcha</html>"),
        Answer(body=wrapped(mp3_of(TEXT))[:3000]),
        Answer(body=wrapped(mp3_of(TEXT))[:3000], headers={"Content-Length": "9000"}),
    ],
    ids=["cut", "half", "empty", "text", "nothing", "page", "cut envelope", "broken off"],
)
def test_half_an_answer_is_refused_and_not_kept(server: Google, tmp_path: Path, answer: Answer) -> None:
    server.answer = lambda asked, number: answer
    with pytest.raises(VoiceError, match="Google"):
        _studio(tmp_path).record([Line(FR, TEXT)])
    assert len(server.asked) == gtts.TRIES
    assert kept(tmp_path, RAW_TAKES).number == 0
    server.answer = lambda asked, number: Answer()
    assert _studio(tmp_path).record([Line(FR, TEXT)])


def test_a_long_text_is_asked_for_in_parts_that_must_all_come(server: Google) -> None:
    text = "Marchez d'un bon pas, les bras souples, et regardez loin devant vous. " * 3
    raw = GttsEngine().voice(FR).speak(text)
    assert len(server.asked) >= 3
    assert len(raw.samples) / raw.rate > 8
    last = server.asked[-1].text
    server.answer = lambda asked, number: Answer(mp3=b"") if asked.text == last else Answer()
    with pytest.raises(VoiceError, match="incomplete"):
        GttsEngine().voice(FR).speak(text)


@pytest.mark.usefixtures("dead")
def test_a_dead_network_is_told_with_what_to_do() -> None:
    with pytest.raises(VoiceError, match=r"no connection \(.*refused\)\n") as caught:
        GttsEngine().voice(FR).speak(TEXT)
    assert caught.value.exit_code == 1
    assert "--voice espeak" in str(caught.value)


def test_takes_outlive_a_dead_network_and_only_the_others_are_asked_for(
    server: Google, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = _lines(6)
    _studio(tmp_path).record(lines[:2])
    studio, url = _studio(tmp_path), server.url
    server.asked.clear()
    monkeypatch.setattr(server, "url", "http://127.0.0.1:9")
    with pytest.raises(VoiceError, match="no connection"):
        studio.record(lines)
    assert kept(tmp_path, RAW_TAKES).number == 2
    monkeypatch.setattr(server, "url", url)
    assert len(studio.record(lines)) == 6
    assert sorted(server.texts()) == sorted(line.text for line in lines[2:])
    assert studio.counts == Counts(4, 2)


def test_all_is_told_within_a_minute() -> None:
    assert gtts.PATIENCE_S + gtts.REQUEST_S <= 60, "as it is set for users"


def test_at_most_two_are_asked_for_at_once(server: Google, tmp_path: Path) -> None:
    two = threading.Event()

    def answer(asked: Asked, number: int) -> Answer:
        if server.most_at_once >= 2:
            two.set()
        assert two.wait(60)
        time.sleep(0.03)  # for a third one to come
        return Answer()

    server.answer = answer
    _studio(tmp_path, jobs=6).record(_lines(8))
    assert server.most_at_once == gtts.AT_ONCE == 2


def test_it_says_once_that_google_hears_the_text(server: Google, tmp_path: Path) -> None:
    for studio in (_studio(tmp_path), _studio(tmp_path)):
        studio.record(_lines(3))
        assert studio.notices_of(_lines(3)) == ("gtts sends every text that it speaks to Google",)
        assert studio.notices_of(()) == ()


def test_nothing_to_say_asks_nobody(server: Google) -> None:
    for text in ("...", "😀"):
        with pytest.raises(VoiceError, match="nothing to say"):
            GttsEngine().voice(FR).speak(text)
    assert server.asked == []


def test_what_is_missing_is_said_as_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    assert GttsEngine().missing() is None
    monkeypatch.setattr(gtts, "find_spec", lambda _: None)
    assert (GttsEngine().missing() or "").endswith("pip install gTTS")
    assert GttsEngine().voices() == ()
    with pytest.raises(VoiceError, match="pip install gTTS"):
        GttsEngine().voice(FR)


def test_the_text_goes_to_nobody_else(server: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    with tcp_server(moved(server.url)) as url:
        monkeypatch.setattr("gtts.tts._translate_url", lambda tld, path: url)
        with pytest.raises(VoiceError, match="sends us to another address: http://127"):
            GttsEngine().voice(FR).speak(TEXT)
    assert server.asked == []


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, 0),
        ("", 0),
        ("7", 7),
        ("Fri, 27 Nov 2026 18:00:30 GMT", 30),
        ("Fri, 27 Nov 2026 17:00:00 GMT", 0),
        ("Fri, 99 Nov 2026", 0),
        ("-5", 0),
        ("1e9", 0),
        ("9" * 5000, float("9" * 20)),
        ("\u0667", 0),
        ("soon", 0),
    ],
)
def test_how_long_google_asks_to_wait(header: str | None, seconds: float) -> None:
    assert gtts._seconds(header, datetime(2026, 11, 27, 18, tzinfo=UTC).timestamp()) == seconds


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b'[["wrb.fr","jQ1olc",null]]',
        b'[["wrb.fr","jQ1olc","[' + b"[" * 100_000 + b'"]]',
        b'[["wrb.fr","jQ1olc","[3]"]]',
        b'[["wrb.fr","jQ1olc",{"a":1}]]',
        b'[["wrb.fr","jQ1olc","[\\"\xff\\"]"]]',
        b"[1" * 3 + b"\n[3]\n" + b"[null]\n[[]]",
        b"[" + b"9" * 9000 + b"]",
    ],
)
def test_an_odd_envelope_has_no_sound(server: Google, body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    server.answer = lambda asked, number: Answer(body=body)
    with pytest.raises(VoiceError, match="Google does not speak: the"):
        GttsEngine().voice(FR).speak(TEXT)


@pytest.mark.usefixtures("server")
def test_a_build_says_the_same_of_its_voices_when_all_is_cached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOCOACH_CACHE", str(tmp_path / "cache"))
    (tmp_path / "s.yaml").write_text("voice: {engine: gtts}\nsoundscape: none\nsteps: [{say: Let us walk along.}]\n")
    texts = []
    for _ in range(2):
        run("build", "s.yaml", "--with", "json", "--force")
        texts.append((tmp_path / "s.json").read_text())
    assert texts[0] == texts[1]
    assert texts[0].count("gtts sends every text that it speaks to Google") == 1
    for flags in ((), ("--estimate",)):  # a person is told before anything is sent
        planned = [note["message"] for note in run("plan", "s.yaml", "--json", *flags).json["notes"]]
        assert "gtts sends every text that it speaks to Google" in planned
