"""Where memory is short, the person is told so, whatever library it was that could not have it."""

import errno
import sys
from pathlib import Path

import numpy as np
import pytest

from audiocoach.cli.failures import in_our_words
from audiocoach.errors import CannotError, InputError, VoiceError
from support.limits import limited
from support.sounds import write_wav

TOLD = "not enough memory\n  hint: close other programs, or raise the limit (`ulimit -v`)\n"
MB = 1 << 20


@pytest.mark.skipif(sys.platform != "linux", reason="limits addresses as Linux does")
@pytest.mark.parametrize(
    "megabytes", [100, 320, 560, *(pytest.param(number, marks=pytest.mark.long) for number in (160, 250, 480))]
)
def test_a_limit_is_told_in_our_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, megabytes: int) -> None:
    monkeypatch.setenv("AUDIOCOACH_CACHE", str(tmp_path / "cache"))
    for args in (("plan", "five-minutes"), ("build", "five-minutes", "-o", str(tmp_path / "x.mp3"))):
        ended = limited(*args, memory=megabytes * MB)
        assert (ended.code, ended.out, ended.err) == (1, "", TOLD)
    assert not (tmp_path / "x.mp3").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="limits addresses as Linux does")
def test_what_makes_no_sound_needs_little() -> None:
    ended = limited("plan", "five-minutes", "--estimate", memory=120 * MB)
    assert (ended.code, ended.err) == (0, "")
    assert limited("--help", memory=60 * MB).code in (0, 1)


@pytest.mark.skipif(sys.platform != "linux", reason="limits addresses as Linux does")
@pytest.mark.parametrize("minutes", [3, pytest.param(10, marks=pytest.mark.long)])
def test_a_long_recording_is_mastered_within_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, minutes: int
) -> None:
    monkeypatch.setenv("AUDIOCOACH_CACHE", str(tmp_path / "cache"))
    rng = np.random.default_rng(3)
    minute = (rng.standard_normal(480_000) * rng.uniform(0, 0.3, 600).repeat(800)).astype(np.float32)
    write_wav(tmp_path / "talk.wav", np.tile(minute, minutes)[:-8_000], rate=8_000)
    (tmp_path / "s.yaml").write_text("steps:\n- say: {file: talk.wav}\n")
    ended = limited("plan", tmp_path / "s.yaml", memory=2_000_000_000, seconds=60)
    assert (ended.code, ended.err) == (0, "")
    assert f"{minutes}:02" in ended.out


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
        ImportError("libonnxruntime.so: failed to map segment from shared object"),
        RuntimeError("can't start new thread"),
        RuntimeError("std::bad_alloc"),
    ],
    ids=repr,
)
def test_libraries_say_it_in_many_ways(error: Exception) -> None:
    wrapped = VoiceError("`joe` cannot speak")
    wrapped.__cause__ = error
    for one in (error, wrapped):
        told = in_our_words(one)
        assert isinstance(told, CannotError)
        assert f"{told}\n" == TOLD


def test_what_a_person_wrote_is_not_taken_for_it() -> None:
    error = InputError("there is no file `out of memory.yaml`")
    assert in_our_words(error) is error
    assert in_our_words(RuntimeError("a fault of ours")) is None
