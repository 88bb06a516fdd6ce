"""What goes wrong while takes are made: nothing that is finished is lost, and nobody waits."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from audiocoach.errors import CacheError, InputError, UnknownName, VoiceError
from audiocoach.script.script import Line, Recording, VoiceChoice
from audiocoach.storage.kinds import RAW_TAKES
from audiocoach.voice.engines.fake.fake_voice import FakeVoice
from audiocoach.voice.studio import Counts, Studio
from audiocoach.voice.take_store import TakeStore
from audiocoach.voice.voice import RawTake
from support.caches import emptied, kept
from support.sounds import write_wav

EN = VoiceChoice("en")


def _lines(number: int) -> list[Line]:
    return [Line(EN, f"Round {i}, keep your shoulders low.") for i in range(number)]


class _Troubled(FakeVoice):
    """Fails at one text."""

    def speak(self, text: str) -> RawTake:
        if text == "Fail.":
            raise VoiceError("the network is gone")
        return super().speak(text)


def test_damaged_takes_lead_to_the_same_build(tmp_path: Path) -> None:
    takes = Studio(TakeStore(tmp_path), lambda _: FakeVoice()).record(_lines(3))
    for number, path in enumerate(sorted(path for path in tmp_path.rglob("*") if path.is_file())):
        content = bytearray(path.read_bytes())
        content[-40] ^= 1
        path.write_bytes(content[: len(content) - number * 1000])
    studio = Studio(TakeStore(tmp_path), lambda _: FakeVoice())
    assert studio.record(_lines(3)) == takes
    assert studio.counts == Counts(3, 0)


def test_a_take_that_vanishes_between_record_and_load_is_made_again(tmp_path: Path) -> None:
    studio = Studio(TakeStore(tmp_path), lambda _: FakeVoice())
    (take,) = studio.record(_lines(1)).values()
    before = studio.load(take.digest)
    shutil.rmtree(tmp_path)
    assert studio.load(take.digest).tobytes() == before.tobytes()


def test_a_cache_that_is_cleared_all_the_time_gives_the_same_sound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = Studio(TakeStore(tmp_path), lambda _: FakeVoice())
    (take,) = studio.record(_lines(1)).values()
    before = studio.load(take.digest).tobytes()
    store = TakeStore.store

    def gone_at_once(*args: Any) -> Any:
        stored = store(*args)
        emptied(tmp_path)
        return stored

    monkeypatch.setattr(TakeStore, "store", gone_at_once)
    emptied(tmp_path)
    assert studio.load(take.digest).tobytes() == before
    assert Studio(TakeStore(tmp_path), lambda _: FakeVoice()).record(_lines(1)) == {_lines(1)[0]: take}


def test_a_take_that_cannot_come_back_is_an_error(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "hello.wav", FakeVoice().speak("Hello there my friends").samples)
    cache = TakeStore(tmp_path / "cache")
    studio = Studio(cache)
    (take,) = studio.record([Recording(path)]).values()
    emptied(tmp_path / "cache")
    write_wav(path, FakeVoice().speak("Something else").samples)
    with pytest.raises(InputError, match=r"hello\.wav: it has changed"):
        studio.load(take.digest)
    with pytest.raises(CacheError, match="no take"):
        studio.load("0" * 64)


def test_finished_takes_outlive_a_failure(tmp_path: Path) -> None:
    lines = [*_lines(3), Line(EN, "Fail."), *[Line(EN, f"After {i}.") for i in range(20)]]
    with pytest.raises(VoiceError, match=r'"Fail\.": the network is gone'):
        Studio(TakeStore(tmp_path), lambda _: _Troubled(), jobs=1).record(lines)
    studio = Studio(TakeStore(tmp_path), lambda _: FakeVoice())
    studio.record(_lines(3))
    assert studio.counts == Counts(0, 3)
    assert kept(tmp_path, RAW_TAKES).number < 15, "what waited was not begun"


def test_an_unknown_voice_is_told_before_anything_is_spoken(tmp_path: Path) -> None:
    voice = FakeVoice()

    def find(choice: VoiceChoice) -> FakeVoice:
        if choice.name:
            raise UnknownName("voice", choice.name, ["fake"])
        return voice

    with pytest.raises(UnknownName):
        Studio(TakeStore(tmp_path), find).record([*_lines(2), Line(VoiceChoice("en", name="fakr"), "Run.")])
    assert voice.spoken == []


def test_a_failure_waits_for_no_one_who_waits(tmp_path: Path) -> None:
    """Whoever takes its turn in the moment of the failure is sent away too."""

    class Queueing(FakeVoice):
        gone = threading.Event()

        def speak(self, text: str) -> RawTake:
            if text == "Fail.":
                raise VoiceError("the network is gone")
            self.gone.clear()  # as a wait that begins after all were sent away
            assert self.gone.wait(60)
            raise VoiceError("sent away")

        def interrupt(self) -> None:
            self.gone.set()

    lines = [Line(EN, "Fail."), *_lines(20)]
    start = time.perf_counter()
    with pytest.raises(VoiceError, match="the network is gone"):
        Studio(TakeStore(tmp_path), lambda _: Queueing(), jobs=4).record(lines)
    assert time.perf_counter() - start < 50


def test_silence_from_an_engine_is_an_error_and_not_kept(tmp_path: Path) -> None:
    class Mute(FakeVoice):
        def speak(self, text: str) -> RawTake:
            return RawTake(np.zeros(20_000, np.float32), 22_050)

    with pytest.raises(VoiceError, match="nothing was spoken"):
        Studio(TakeStore(tmp_path), lambda _: Mute()).record(_lines(1))
    assert kept(tmp_path, RAW_TAKES).number == 0


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT")
def test_ctrl_c_ends_promptly_and_keeps_what_is_finished(tmp_path: Path) -> None:
    code = f"""
import time; from pathlib import Path
from audiocoach.script.script import Line, VoiceChoice
from audiocoach.voice.take_store import TakeStore
from audiocoach.voice.engines.fake.fake_voice import FakeVoice
from audiocoach.voice.studio import Studio
class Slow(FakeVoice):
    def speak(self, text): time.sleep(0.2); return super().speak(text)
lines = [Line(VoiceChoice("en"), f"Round {{i}}, keep your shoulders low.") for i in range(100)]
studio = Studio(TakeStore(Path({str(tmp_path)!r})), lambda _: Slow(), jobs=2)
try: studio.record(lines, lambda done, total: print(done, flush=True))
except KeyboardInterrupt: raise SystemExit(130)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line == "3\n":
                break
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(timeout=120) == 130
    studio = Studio(TakeStore(tmp_path), lambda _: FakeVoice())
    studio.record(_lines(3))
    assert studio.counts.cached >= 2
    assert kept(tmp_path, RAW_TAKES).number < 60, "all of them would take 10 s more"
