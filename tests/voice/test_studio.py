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
from audiocoach.script.script import Line, Phonemes, Recording, VoiceChoice
from audiocoach.storage.kinds import MASTERED_TAKES, RAW_TAKES
from audiocoach.storage.store import Store
from audiocoach.voice.engines.fake.fake_voice import FakeVoice
from audiocoach.voice.studio import CALIBRATION, Counts, Studio, Take
from audiocoach.voice.take_store import TakeStore
from audiocoach.voice.voice import RawTake
from support.caches import emptied, kept
from support.sounds import write_wav

EN = VoiceChoice("en")


def _lines(number: int) -> list[Line]:
    return [Line(EN, f"Round {i}, keep your shoulders low.") for i in range(number)]


class _Hissing(FakeVoice):
    """Every sound of it is a sibilant; it may ask to be softened."""

    def __init__(self, deessing_db: float) -> None:
        super().__init__()
        self.deessing_db = deessing_db

    def speak(self, text: str) -> RawTake:
        take = super().speak(text)
        hiss = np.sin(2 * np.pi * 6708 / take.rate * np.arange(len(take.samples)))
        return RawTake((take.samples + 0.1 * np.abs(take.samples) + 0.1 * hiss).astype(np.float32), take.rate)


class _Troubled(FakeVoice):
    """Fails at one text."""

    def speak(self, text: str) -> RawTake:
        if text == "Fail.":
            raise VoiceError("the network is gone")
        return super().speak(text)


def test_each_distinct_line_is_spoken_once_and_never_again(tmp_path: Path) -> None:
    voice = FakeVoice()
    studio = Studio(TakeStore(tmp_path), lambda _: voice)
    takes = studio.record(_lines(4) * 3)
    assert sorted(voice.spoken) == sorted(line.text for line in _lines(4))
    assert list(takes) == _lines(4)
    assert studio.counts == Counts(4, 0)
    assert {take.text for take in takes.values()} == {line.text for line in _lines(4)}

    again = Studio(TakeStore(tmp_path), lambda _: voice)
    assert again.record(_lines(4)) == takes
    assert again.record(_lines(2)) == {line: takes[line] for line in _lines(2)}
    assert again.counts == Counts(0, 4)
    assert len(voice.spoken) == 4


def test_a_sibilant_voice_is_softened_and_that_is_another_take(tmp_path: Path) -> None:
    softer, harder = _Hissing(6.0), _Hissing(0.0)
    digests = []
    for voice in (harder, softer):
        studio = Studio(TakeStore(tmp_path), lambda _, voice=voice: voice)
        (take,) = studio.record(_lines(1)).values()
        digests.append(take.digest)
    assert digests[0] != digests[1]
    assert len(softer.spoken) == 0, "it is spoken once, and mastered twice"


def test_lengths_and_digests_are_those_of_the_samples(tmp_path: Path) -> None:
    studio = Studio(TakeStore(tmp_path), lambda _: FakeVoice())
    takes = studio.record([*_lines(3), Line(EN, "Run."), Line(VoiceChoice("en", name="fake"), "Run.")])
    sounds = {take.digest: studio.load(take.digest) for take in takes.values()}
    assert len(sounds) == 4  # two choices of one voice
    for take in takes.values():
        assert len(sounds[take.digest]) == take.length
    assert len({sound.tobytes() for sound in sounds.values()}) == 4


def test_takes_do_not_depend_on_jobs_or_order(tmp_path: Path) -> None:
    one = Studio(TakeStore(tmp_path / "1"), lambda _: FakeVoice(), jobs=1).record(_lines(6))
    four = Studio(TakeStore(tmp_path / "4"), lambda _: FakeVoice(), jobs=4).record(reversed(_lines(6)))
    assert one == four


def test_a_short_line_calibrates_its_voice_once(tmp_path: Path) -> None:
    voice = FakeVoice()
    studio = Studio(TakeStore(tmp_path), lambda _: voice)
    studio.record([Line(EN, "Run."), Line(EN, "Go."), Line(EN, "Stop.")])
    assert voice.spoken.count(CALIBRATION) == 1
    assert studio.counts == Counts(3, 0)


def test_new_mastering_asks_no_engine(tmp_path: Path) -> None:
    voice = FakeVoice()
    takes = Studio(TakeStore(tmp_path), lambda _: voice).record(_lines(3))
    emptied(tmp_path, MASTERED_TAKES)
    studio = Studio(TakeStore(tmp_path), lambda _: voice)
    assert studio.record(_lines(3)) == takes
    assert studio.counts == Counts(0, 3)
    assert len(voice.spoken) == 3


def test_damaged_takes_lead_to_the_same_build(tmp_path: Path) -> None:
    takes = Studio(TakeStore(tmp_path), lambda _: FakeVoice()).record(_lines(3))
    for number, path in enumerate(sorted(path for path in tmp_path.rglob("*") if path.is_file())):
        content = bytearray(path.read_bytes())
        content[-40] ^= 1
        path.write_bytes(content[: len(content) - number * 1000])
    studio = Studio(TakeStore(tmp_path), lambda _: FakeVoice())
    assert studio.record(_lines(3)) == takes
    assert studio.counts == Counts(3, 0)


def test_a_take_is_read_once_to_be_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    studio = Studio(TakeStore(tmp_path), lambda _: FakeVoice())
    takes = studio.record(_lines(3))
    reads: list[str] = []
    get = Store.get
    monkeypatch.setattr(Store, "get", lambda store, key: reads.append(key) or get(store, key))  # type: ignore[func-returns-value]
    for take in takes.values():
        studio.load(take.digest)
    assert len(reads) == len(set(reads)) == 3


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
            assert self.gone.wait(20)
            raise VoiceError("sent away")

        def interrupt(self) -> None:
            self.gone.set()

    lines = [Line(EN, "Fail."), *_lines(20)]
    start = time.perf_counter()
    with pytest.raises(VoiceError, match="the network is gone"):
        Studio(TakeStore(tmp_path), lambda _: Queueing(), jobs=4).record(lines)
    assert time.perf_counter() - start < 10


def test_silence_from_an_engine_is_an_error_and_not_kept(tmp_path: Path) -> None:
    class Mute(FakeVoice):
        def speak(self, text: str) -> RawTake:
            return RawTake(np.zeros(20_000, np.float32), 22_050)

    with pytest.raises(VoiceError, match="nothing was spoken"):
        Studio(TakeStore(tmp_path), lambda _: Mute()).record(_lines(1))
    assert kept(tmp_path, RAW_TAKES).number == 0


def test_progress_counts_to_the_end(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    Studio(TakeStore(tmp_path), lambda _: FakeVoice()).record(
        _lines(5) * 2, lambda done, total: seen.append((done, total))
    )
    assert seen == [(done, 5) for done in range(1, 6)]


def test_several_are_spoken_at_once(tmp_path: Path) -> None:
    together = threading.Barrier(3, timeout=20)

    class Meeting(FakeVoice):
        def speak(self, text: str) -> RawTake:
            together.wait()
            return super().speak(text)

    takes = Studio(TakeStore(tmp_path), lambda _: Meeting(), jobs=3).record(_lines(3))
    assert len(takes) == 3


def test_recordings_are_takes_like_others(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "hello.wav", FakeVoice().speak("Hello there, my friends of the hills").samples)
    studio = Studio(TakeStore(tmp_path / "cache"))
    take = studio.record([Recording(path)])[Recording(path)]
    assert take == Take(take.digest, take.length, None)
    assert len(studio.load(take.digest)) == take.length
    assert studio.counts == Counts(0, 1)
    with pytest.raises(InputError, match="missing"):
        studio.record([Recording(tmp_path / "missing.wav")])


def test_a_hundred_cached_lines_are_not_spoken_again(tmp_path: Path) -> None:
    lines = [Line(EN, f"Round {i}.") for i in range(100)]
    Studio(TakeStore(tmp_path), lambda _: FakeVoice()).record(lines)
    studio = Studio(TakeStore(tmp_path), lambda _: FakeVoice())
    studio.record(lines)
    assert studio.counts == Counts(0, 100)


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
        start = time.perf_counter()
        assert process.wait(timeout=20) == 130
    assert time.perf_counter() - start < 3
    studio = Studio(TakeStore(tmp_path), lambda _: FakeVoice())
    studio.record(_lines(3))
    assert studio.counts.cached >= 2
    assert kept(tmp_path, RAW_TAKES).number < 20


def test_it_loads_no_numpy_before_it_records() -> None:
    code = (
        "import sys, audiocoach.voice.studio, audiocoach.voice.estimate, audiocoach.voice.registry as r\n"
        "from audiocoach.script.script import VoiceChoice\n"
        "r.find_voice(VoiceChoice('en')).fingerprint\n"
        "print([m for m in ('numpy', 'onnxruntime', 'piper', 'soxr', 'av') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"


class _Reader(FakeVoice):
    """A voice that reads phonemes."""

    def speak_phonemes(self, text: str, phonemes: Phonemes) -> RawTake:
        return self.speak(f"{text} {phonemes}")


def test_phonemes_are_for_voices_that_read_them_and_decide_their_takes(tmp_path: Path) -> None:
    plain, told = Line(EN, "Hello Siobhan."), Line(EN, "Hello Siobhan.", phonemes=(("Siobhan", "x"),))
    reader, other = _Reader(), FakeVoice()
    takes = Studio(TakeStore(tmp_path / "a"), lambda _: reader).record([plain, told])
    assert takes[plain].digest != takes[told].digest
    takes = Studio(TakeStore(tmp_path / "b"), lambda _: other).record([plain, told])
    assert takes[plain].digest == takes[told].digest


def test_what_is_spoken_decides_a_take_and_not_how_it_is_written(tmp_path: Path) -> None:
    voice = FakeVoice()
    lines = [Line(EN, "Run 5m.", "Run five minutes."), Line(EN, "Run five minutes.")]
    takes = Studio(TakeStore(tmp_path), lambda _: voice).record(lines)
    assert voice.spoken.count("Run five minutes.") == 1
    assert "Run 5m." not in voice.spoken
    assert takes[lines[0]].digest == takes[lines[1]].digest
    assert [take.text for take in takes.values()] == ["Run 5m.", "Run five minutes."]
