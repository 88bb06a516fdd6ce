"""How long gtts waits, for a turn and for a server that is no use; and how those who wait are sent away."""

import threading
import time
import tracemalloc
from functools import partial
from pathlib import Path

import pytest

from audiocoach.errors import VoiceError
from audiocoach.script.script import Line, VoiceChoice
from audiocoach.voice.engines.deadline import begin
from audiocoach.voice.engines.gtts import gtts_engine as gtts
from audiocoach.voice.engines.gtts.google_speech import speech_parts
from audiocoach.voice.engines.gtts.gtts_engine import GttsEngine
from audiocoach.voice.engines.gtts.turns import Caller, Places
from audiocoach.voice.engines.network import NetworkError
from audiocoach.voice.studio import Studio
from audiocoach.voice.take_store import TakeStore
from support.servers import Talk, dripping, dripping_head, endless, silent, tcp_server

FR = VoiceChoice("fr")
TEXT = "Marchez d'un bon pas, les bras souples."


def _studio(folder: Path, jobs: int = 2) -> Studio:
    return Studio(TakeStore(folder), GttsEngine().voice, jobs)


def test_those_who_wait_can_be_sent_away_and_others_go_on() -> None:
    """Of two builds in one process the one that is ended ends no wait of the other."""
    places = Places(1)
    ended, other = Caller(places), Caller(places)
    inside, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with other.turn(60):
            inside.set()
            leave.wait(60)

    def turn(caller: Caller) -> str:
        with caller.turn(60):
            return "had its turn"

    holder = begin(hold)
    assert inside.wait(60)
    waits = [begin(partial(turn, caller)) for caller in (ended, other)]
    while len(places.changed._waiters) < 2:  # type: ignore[attr-defined]
        time.sleep(0.001)
    ended.interrupt()
    with pytest.raises(VoiceError, match="another line could not be"):
        waits[0].result(60)
    assert not waits[1].done()
    leave.set()
    assert waits[1].result(60) == turn(ended) == "had its turn"
    holder.result(60)


def test_a_request_under_way_is_broken_off_when_its_build_ends() -> None:
    caller, begun, broken = Caller(Places(1)), threading.Event(), threading.Event()

    def speak() -> None:
        with caller.turn(60) as turn:
            turn.call(60, lambda: begun.set() or broken.wait(60), broken.set)  # type: ignore[func-returns-value]

    line = begin(speak)
    assert begun.wait(60)
    caller.interrupt()
    with pytest.raises(VoiceError, match="another line could not be"):
        line.result(60)
    assert broken.is_set()


def test_a_wait_for_a_turn_ends_and_begins_anew_when_a_line_is_heard() -> None:
    caller = Caller(Places(1))
    inside, leave = threading.Event(), threading.Event()

    def speak(seconds: float) -> None:
        with caller.turn(1.5):  # three times as long as a line takes: a slow machine is no failure
            inside.set()
            leave.wait(seconds)

    def busy(times: int) -> None:
        for _ in range(times):
            speak(0.5)

    line = begin(partial(busy, 4))
    assert inside.wait(60)
    speak(0)  # after some of the others
    line.result(60)
    inside.clear()
    line = begin(partial(speak, 60))
    assert inside.wait(60)
    with pytest.raises(VoiceError, match="no turn came"):
        speak(0)
    leave.set()
    line.result(60)


@pytest.mark.parametrize("talk", [silent, dripping, dripping_head], ids=["silent", "body", "head"])
@pytest.mark.parametrize("text", [TEXT, TEXT * 8], ids=["short", "long"])
def test_a_server_that_is_no_use_is_told_in_time(
    talk: Talk, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At a fiftieth of the times that users have: 12 lines, 8 at once, two builds of one process."""
    for name in ("FIRST_WAIT_S", "REQUEST_S", "PATIENCE_S"):
        monkeypatch.setattr(gtts, name, getattr(gtts, name) / 50)
    lines = [Line(FR, f"{i} {text}") for i in range(12)]

    def build(number: int) -> float:
        start = time.monotonic()
        with pytest.raises(VoiceError, match=r"Google does not speak: no answer|no turn came"):
            _studio(tmp_path / str(number), jobs=8).record(lines)
        return time.monotonic() - start

    with tcp_server(talk) as url:
        monkeypatch.setattr("gtts.tts._translate_url", lambda tld, path: url)
        builds = [begin(partial(build, number)) for number in range(2)]
        took = [build.result(60) for build in builds]
    assert max(took) < 60 / 50 + 5, "the lines wait one after another"  # which takes 12 s


def test_an_endless_answer_is_not_kept_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    with tcp_server(endless) as url:
        monkeypatch.setattr("gtts.tts._translate_url", lambda tld, path: url)
        (part,) = speech_parts(TEXT, "fr", "com")
        tracemalloc.start()
        with pytest.raises(NetworkError, match="longer than 880,000 bytes"):
            part.read(part.request())
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert most < 3_000_000
