"""The last bit of a float decides about nothing that is hashed: takes, chunks, depths and gains lie on grids."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.audio.quantised import PCM_BITS, RAW_BITS, at_least, hundredths, on_grid
from audiocoach.deliver.encoder import Encoder
from audiocoach.deliver.quality import QUALITIES
from audiocoach.mix.ducking import Envelope
from audiocoach.script.script import Line, VoiceChoice
from audiocoach.voice.engines.fake.fake_voice import FakeVoice
from audiocoach.voice.studio import Studio
from audiocoach.voice.take_store import TakeStore
from audiocoach.voice.voice import RawTake

LAST_BIT = np.float32(1 + 2**-23)


class Trembling(FakeVoice):
    """The same voice on another day: each sample may differ in its last bits."""

    def speak(self, text: str) -> RawTake:
        raw = super().speak(text)
        samples = on_grid(raw.samples, RAW_BITS).astype(np.float64)
        trembling = np.random.default_rng(len(self.spoken)).uniform(-(2**-26), 2**-26, len(samples))
        return RawTake((samples + trembling).astype(np.float32), raw.rate)


class Store(dict[str, bytes]):
    put = dict.__setitem__


@given(st.floats(-1.75, 1.75, width=32))
def test_the_grids_are_exact_in_float32_and_the_nearest(value: float) -> None:
    for bits in (PCM_BITS, RAW_BITS):
        (rounded,) = on_grid(np.array([value], np.float32), bits)
        assert rounded * 2 ** (bits - 1) == np.rint(np.float64(value) * 2 ** (bits - 1))


@given(st.integers(-9000, 9000))
def test_hundredths_stay_what_they_are(number: int) -> None:
    assert at_least(number / 100) == hundredths(number / 100) == number / 100
    assert at_least(number / 100 + 0.004) == pytest.approx(number / 100 + 0.01)


def test_takes_are_kept_on_their_grids_and_last_bits_do_not_show(tmp_path: Path) -> None:
    line, digests = Line(VoiceChoice("en"), "Walk briskly, arms loose."), set()
    for number in range(2):
        voice = Trembling()
        voice.spoken = ["once"] * number
        studio = Studio(TakeStore(tmp_path / str(number)), lambda _, voice=voice: voice)
        take = studio.record([line])[line]
        sound = studio.load(take.digest)
        assert np.array_equal(on_grid(sound), sound)
        digests.add(take.digest)
    assert len(digests) == 1


def test_a_chunk_is_known_again_whatever_the_last_bits() -> None:
    mixed = np.random.default_rng(1).normal(0, 0.1, (100_000, 2)).astype(np.float32)
    fine = on_grid(mixed, RAW_BITS)
    store, encoder = Store(), None
    for sound in (fine, fine + np.float32(2**-27), fine * np.float32(1 - 2**-24)):
        encoder = Encoder(QUALITIES["voice"], store=store)
        list(encoder.frames([sound]))
    assert len(store) == 2


def test_a_depth_hangs_on_no_last_bit() -> None:
    one = Envelope([(50_000, 60_000)], 17.126)
    other = Envelope([(50_000, 60_000)], float(np.float32(17.126) * LAST_BIT))
    assert one.depth_db == other.depth_db == 17.13
    assert one.gain(0, 60_000).tobytes() == other.gain(0, 60_000).tobytes()
