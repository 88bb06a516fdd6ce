from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.audio.mp3_header import is_whole
from audiocoach.voice.engines.fake.fake_voice import FakeVoice
from support.google import mp3_of
from support.sounds import write_wav

PLAIN = mp3_of("Walk briskly, arms loose.")


@pytest.mark.parametrize(("rate", "stereo"), [(16_000, False), (24_000, True), (44_100, False), (48_000, True)])
def test_whole_files_of_every_kind_pass_and_lose_no_frame_unseen(tmp_path: Path, rate: int, stereo: bool) -> None:
    samples = np.resize(FakeVoice().speak("Walk briskly, arms loose.").samples, rate * 2)
    sound = np.stack((samples, samples), axis=1) if stereo else samples
    whole = write_wav(tmp_path / "a.mp3", sound, rate, "mp3").read_bytes()
    assert b"Xing" in whole or b"Info" in whole
    assert is_whole(whole)
    assert is_whole(whole + b"TAG" + bytes(125))
    for kept in (0.2, 0.5, 0.8, 0.95):
        assert not is_whole(whole[: round(len(whole) * kept)]), kept


@settings(deadline=None, max_examples=50)
@given(st.integers(1, len(PLAIN) - 1))
def test_without_a_count_every_cut_inside_a_frame_is_seen(at: int) -> None:
    size = 192  # 72 * 64000 / 24000
    assert is_whole(PLAIN[:at]) == (at % size < 4 and at >= size)


@given(st.binary(max_size=300))
def test_what_follows_the_last_frame_is_judged_only_if_it_is_a_frame(data: bytes) -> None:
    assert not is_whole(b"\x00" + data)
    assert is_whole(PLAIN + b"\x00" + data)
