"""Mastering, on a fake voice and on made sounds; the real voice is in test_piper.py."""

import numpy as np
import pyloudnorm
import pytest
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.audio import dynamics, limiter, loudness
from audiocoach.audio.arrays import Mono
from audiocoach.audio.dynamics import compress
from audiocoach.audio.limiter import limit_take
from audiocoach.audio.loudness import CELL, active_part, lufs, momentary_peak
from audiocoach.errors import VoiceError
from audiocoach.units import SAMPLE_RATE
from audiocoach.voice import filters
from audiocoach.voice.engines.fake.fake_voice import FakeVoice
from audiocoach.voice.filters import deess, tone
from audiocoach.voice.mastering import BRIEF_LUFS, gain_needed, master
from audiocoach.voice.voice import RawTake
from support.meters import active_lufs, edge_silence_ms, true_peak

LONG = "Walk briskly with your arms loose and your head up."
SHORT = "Walk on now."


def _sine(hz: float, seconds: float = 1.0, level: float = 0.1) -> Mono:
    wave: Mono = (level * np.sin(2 * np.pi * hz * np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE)).astype(
        np.float32
    )
    return wave


def _gain_db(filtered: Mono, source: Mono) -> float:
    middle = slice(len(source) // 4, -len(source) // 4)
    return float(20 * np.log10(np.std(filtered[middle]) / np.std(source[middle])))


@settings(deadline=None, max_examples=15)
@given(st.lists(st.sampled_from(LONG.split()), min_size=4, max_size=9).map(" ".join), st.floats(-25, 12))
def test_speech_of_any_level_comes_out_at_one_loudness_below_the_ceiling(text: str, gain_db: float) -> None:
    raw = FakeVoice().speak(text)
    out = master(RawTake(raw.samples * np.float32(10 ** (gain_db / 20)), raw.rate), lambda: 0.0)
    if len(active_part(out)) >= SAMPLE_RATE:
        assert active_lufs(out) == pytest.approx(-16, abs=0.3)
    assert 20 * np.log10(true_peak(out)) <= -2.4
    assert abs(out[0]) < 1e-4
    assert abs(out[-1]) < 1e-4
    assert max(edge_silence_ms(out)) <= 30


@settings(max_examples=10)
@given(st.integers(0, 10**6), st.integers(30_000, 70_000), st.floats(0.02, 1.5))
def test_a_long_take_is_mastered_part_by_part_as_a_short_one_in_one(seed: int, part: int, level: float) -> None:
    rng = np.random.default_rng(seed)
    wave = (rng.standard_normal(3 * SAMPLE_RATE) * level * rng.uniform(0, 0.5, 3).repeat(SAMPLE_RATE)).astype(
        np.float32
    )
    whole = tone(wave), compress(wave), lufs(wave), limit_take(wave), deess(wave, 4.0)
    with pytest.MonkeyPatch.context() as patch:
        for room in (filters, dynamics):
            patch.setattr(room, "_PART", part)
        patch.setattr(loudness, "_PART", part // CELL * CELL)
        patch.setattr(limiter, "_TAKE_FRAME", part)
        assert np.abs(tone(wave) - whole[0]).max() < 1e-6
        assert compress(wave).tobytes() == whole[1].tobytes()
        assert lufs(wave) == pytest.approx(whole[2], abs=1e-3)
        assert limit_take(wave).tobytes() == whole[3].tobytes()
        assert np.abs(deess(wave, 4.0) - whole[4]).max() < 1e-6


@pytest.mark.parametrize(("standing", "expected"), [(-30.0, 3.0), (30.0, -3.0)])
def test_a_short_line_stays_near_the_standing_gain_of_its_voice(standing: float, expected: float) -> None:
    raw = FakeVoice().speak(SHORT)
    out = master(raw, lambda: standing)
    # Compression is less where the gain is low, so the figure is taken against the target that follows.
    target = -16 + (standing + expected - gain_needed(raw))
    if standing < 0:
        assert active_lufs(out) == pytest.approx(target, abs=0.3)
    else:
        assert active_lufs(out) > -16  # blown up as asked, and held by the limiter
        assert 20 * np.log10(true_peak(out)) <= -2.4


def test_a_short_line_near_the_standing_gain_is_levelled_like_a_long_one() -> None:
    raw = FakeVoice().speak(SHORT)
    assert active_lufs(master(raw, lambda: gain_needed(raw) + 2.5)) == pytest.approx(-16, abs=0.3)


@pytest.mark.parametrize("text", ["Run.", "Walk on.", "Half way."])
def test_a_word_is_as_loud_to_the_ear_as_a_sentence(text: str) -> None:
    """Its loudest 400 ms, silence around it included, are 1 dB below a sentence's or 4 dB above -16, what is less."""
    raw = FakeVoice().speak(text)
    out = master(raw, lambda: gain_needed(raw))
    assert len(out) < 0.6 * SAMPLE_RATE
    assert momentary_peak(out) == pytest.approx(BRIEF_LUFS, abs=0.2) or active_lufs(out) == pytest.approx(-12, abs=0.5)
    assert 20 * np.log10(true_peak(out)) <= -2.4
    longer = FakeVoice().speak(SHORT)  # from 0.6 s on nothing is lifted
    assert active_lufs(master(longer, lambda: gain_needed(longer))) == pytest.approx(-16, abs=0.3)


def test_the_standing_gain_is_asked_for_short_lines_only() -> None:
    def never() -> float:
        raise AssertionError

    assert len(master(FakeVoice().speak(LONG), never)) > SAMPLE_RATE


def test_silence_around_speech_is_trimmed_and_inside_it_kept() -> None:
    voice = FakeVoice()
    word = voice.speak("Shoulders").samples
    quiet = np.zeros(11_025, np.float32)
    out = master(RawTake(np.concatenate((quiet, word, quiet, word, quiet)), 22_050))
    spoken = len(word) / 22_050 - 0.12
    assert len(out) / SAMPLE_RATE == pytest.approx(2 * spoken + 0.5 + 0.12 + 0.03, abs=0.03)


@pytest.mark.parametrize("samples", [np.zeros(9999), np.zeros(0), np.full(9999, 0.5), np.full(9, np.nan)])
def test_where_nothing_is_heard_it_says_so(samples: Mono) -> None:
    with pytest.raises(VoiceError, match=r"nothing was spoken|no valid sound"):
        master(RawTake(samples.astype(np.float32), 22_050))


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 24_000, 44_100, 48_000])
def test_any_rate_is_taken_and_the_length_stays(rate: int) -> None:
    raw = FakeVoice().speak(LONG)
    other = RawTake(soxr.resample(raw.samples, 22_050, rate).astype(np.float32), rate)
    assert len(master(other)) == pytest.approx(len(master(raw)), abs=SAMPLE_RATE // 50)


def test_it_is_deterministic_and_leaves_the_raw_take_alone() -> None:
    raw = FakeVoice().speak(LONG)
    before = raw.samples.copy()
    raw.samples.flags.writeable = False
    assert master(raw).tobytes() == master(raw).tobytes()
    assert np.array_equal(raw.samples, before)


def test_a_click_shorter_than_a_frame_is_mastered_too() -> None:
    out = master(RawTake(np.array([0.0, 0.5, -0.5, 0.0], np.float32), 44_100))
    assert np.isfinite(out).all()


@pytest.mark.parametrize(("hz", "low", "high"), [(30, -99, -17), (90, -3.3, -2.5), (400, -0.3, 0.3), (3200, 1.7, 2.2)])
def test_the_filters_cut_rumble_and_lift_presence(hz: float, low: float, high: float) -> None:
    source = _sine(hz)
    assert low <= _gain_db(tone(source), source) <= high


def test_compression_is_two_to_one_above_and_nothing_below() -> None:
    soft, loud, louder = (_sine(300, level=level) for level in (0.02, 0.25, 0.5))
    assert _gain_db(compress(soft), soft) == pytest.approx(0, abs=0.05)
    step = _gain_db(compress(louder), louder) - _gain_db(compress(loud), loud)
    assert step == pytest.approx(-3.01, abs=0.1)


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32 - 1), st.floats(-12, -0.5))
def test_the_limiter_holds_its_ceiling_and_touches_only_what_is_near(seed: int, ceiling: float) -> None:
    wave = np.random.default_rng(seed).standard_normal(8_000).astype(np.float32) * 0.01
    wave[4_000:4_010] += 1.5
    out = limit_take(wave, ceiling)
    assert 20 * np.log10(true_peak(out)) <= ceiling + 0.1
    far = np.r_[0:3_500, 4_500:8_000]
    assert np.array_equal(out[far], wave[far])


def test_the_meter_of_the_tests_is_dual_mono() -> None:
    sine = _sine(997, 3.0, 10 ** (-16 / 20))
    assert active_lufs(sine) == pytest.approx(-16.0, abs=0.1)
    assert pyloudnorm.Meter(SAMPLE_RATE).integrated_loudness(sine) == pytest.approx(-19.0, abs=0.1)


@pytest.mark.parametrize(("hz", "low", "high"), [(6708, -4.05, -3.95), (5000, -2.6, -1.3), (9000, -2.6, -1.0)])
@pytest.mark.parametrize("level", [0.5, 0.005])
def test_what_hisses_is_softened_at_any_level(hz: float, low: float, high: float, level: float) -> None:
    hiss = _sine(hz, level=level)
    assert low <= _gain_db(deess(hiss, 4.0), hiss) <= high


@pytest.mark.parametrize("hz", [100, 300, 1000])
def test_what_does_not_hiss_keeps_every_sample(hz: float) -> None:
    voiced = _sine(hz)
    assert deess(voiced, 4.0).tobytes() == voiced.tobytes()
    both = voiced + _sine(6708, level=0.02)
    assert deess(both, 4.0).tobytes() == both.tobytes(), "a vowel has some of it, too"


def test_only_the_hiss_in_a_word_is_softened() -> None:
    vowel, hiss = _sine(300, 0.3), _sine(6708, 0.2)
    word = np.concatenate((vowel, hiss, vowel))
    change = deess(word, 4.0) - word
    edge = SAMPLE_RATE * 3 // 100
    start, end = len(vowel), len(vowel) + len(hiss)
    assert not change[: start - edge].any()
    assert not change[end + edge :].any()
    assert _gain_db(deess(word, 4.0)[start + edge : end - edge], word[start + edge : end - edge]) == pytest.approx(
        -4, abs=0.2
    )
