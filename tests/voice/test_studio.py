"""Each distinct line becomes a take, once."""

import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from audiocoach.errors import InputError
from audiocoach.script.script import Line, Phonemes, Recording, VoiceChoice
from audiocoach.storage.kinds import MASTERED_TAKES
from audiocoach.storage.store import Store
from audiocoach.voice.engines.fake.fake_voice import FakeVoice
from audiocoach.voice.studio import CALIBRATION, Counts, Studio, Take
from audiocoach.voice.take_store import TakeStore
from audiocoach.voice.voice import RawTake
from support.caches import emptied
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


def test_a_take_is_read_once_to_be_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    studio = Studio(TakeStore(tmp_path), lambda _: FakeVoice())
    takes = studio.record(_lines(3))
    reads: list[str] = []
    get = Store.get
    monkeypatch.setattr(Store, "get", lambda store, key: reads.append(key) or get(store, key))  # type: ignore[func-returns-value]
    for take in takes.values():
        studio.load(take.digest)
    assert len(reads) == len(set(reads)) == 3


def test_progress_counts_to_the_end(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    Studio(TakeStore(tmp_path), lambda _: FakeVoice()).record(
        _lines(5) * 2, lambda done, total: seen.append((done, total))
    )
    assert seen == [(done, 5) for done in range(1, 6)]


def test_several_are_spoken_at_once(tmp_path: Path) -> None:
    together = threading.Barrier(3, timeout=60)

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


def test_many_cached_lines_are_not_spoken_again(tmp_path: Path) -> None:
    lines = [Line(EN, f"Round {i}.") for i in range(30)]
    Studio(TakeStore(tmp_path), lambda _: FakeVoice()).record(lines)
    studio = Studio(TakeStore(tmp_path), lambda _: FakeVoice())
    studio.record(lines)
    assert studio.counts == Counts(0, 30)


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
