"""What the limiter promises: no peak above the ceiling, nothing touched far from one, the same bits however cut."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.audio import limiter
from audiocoach.audio.limiter import CEILING_DBTP, WINDOW, limit
from audiocoach.units import SAMPLE_RATE, to_gain
from support.blocks import cut
from support.meters import true_peak

CEILING = to_gain(CEILING_DBTP)
SMOOTHEST = 1 / 440  # the gain's steepest step: all of it within one moving average


def run(audio, sizes=(1 << 16,), **options):
    parts = list(limit(cut(audio, sizes), **options))
    return np.concatenate([np.zeros((0, 2), np.float32), *parts])


def noise(samples, level, seed=0, top=16_000):
    """Stereo noise with nothing above `top` Hz, at `level` rms."""
    bins = np.fft.rfft(np.random.default_rng(seed).standard_normal((samples, 2)), axis=0)
    bins[int(top / SAMPLE_RATE * samples) :] = 0
    wave = np.fft.irfft(bins, samples, axis=0)
    return (wave * (level / max(wave.std(), 1e-9))).astype(np.float32)


def bursts(samples, seed):
    """Quiet sound with a few loud stretches: where most sessions are."""
    rng = np.random.default_rng(seed)
    audio = noise(samples, 0.05, seed)
    for _ in range(rng.integers(0, 4)):
        start, length = rng.integers(0, samples), rng.integers(1, 4000)
        audio[start : start + length] *= rng.uniform(5, 40)
    return audio


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.lists(st.integers(1, 70_000), min_size=1, max_size=5), st.integers(1, 200_000))
def test_the_same_bits_however_it_is_cut(seed, sizes, samples):
    audio = bursts(samples, seed)
    whole = run(audio)
    assert whole.shape == audio.shape
    assert whole.dtype == np.float32
    assert run(audio, [max(size, len(audio) // 500) for size in sizes]).tobytes() == whole.tobytes()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 60_000), st.integers(1, 100_000))
def test_the_same_bits_wherever_the_stream_began(seed, late, samples):
    audio = bursts(samples, seed)
    later = np.concatenate((np.zeros((late, 2), np.float32), audio))
    assert run(later)[late:].tobytes() == run(audio).tobytes()


@settings(max_examples=20, deadline=None)
@given(st.integers(WINDOW, 60_000), st.integers(0, 10**6))
def test_the_frame_length_is_of_no_account(frame, seed):
    audio = bursts(150_000, seed)
    expected = run(audio)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limiter, "_FRAME", frame)
        assert run(audio).tobytes() == expected.tobytes()


@pytest.mark.parametrize("level", [0.2, 0.5, 1.0, 3.0])
@pytest.mark.parametrize("ceiling", [-1.5, -6.0])
def test_no_true_peak_above_the_ceiling(level, ceiling):
    limited = run(noise(200_000, level, seed=3), ceiling_dbtp=ceiling)
    for channel in limited.T:
        assert 20 * np.log10(true_peak(channel)) <= ceiling + 0.1
    assert np.abs(limited).max() <= to_gain(ceiling) * (1 + 1e-6)


@pytest.mark.parametrize("hz", [50, 997, SAMPLE_RATE / 4, SAMPLE_RATE / 6, 15_000])
@pytest.mark.parametrize("phase", [0.0, 0.25, 0.4])
def test_peaks_between_the_samples_count(hz, phase):
    time = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    wave = np.sin(2 * np.pi * (hz * time + phase / 2)) * np.minimum(1, 20 * np.minimum(time, 1 - time))
    limited = run(np.stack((wave, wave), axis=1).astype(np.float32))
    assert 20 * np.log10(true_peak(limited[:, 0].copy())) <= CEILING_DBTP + 0.05


@pytest.mark.parametrize("pair", [(0.41, 0.83), (0.83, 0.41), (0.7, 0.7), (-0.83, -0.41)])
@pytest.mark.parametrize("at", [5000, 56_447, 56_448])
def test_a_peak_beside_a_single_loud_sample_counts(pair, at):
    audio = np.zeros((120_000, 2), np.float32)
    audio[at : at + 2, 1] = pair
    assert true_peak(audio[:, 1].copy()) > CEILING
    assert true_peak(run(audio)[:, 1].copy()) <= CEILING * 1.001


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 149_999), st.integers(1, 3000), st.floats(1.5, 20), st.sampled_from([0, 1]))
def test_nothing_is_touched_beyond_the_window(start, length, gain, channel):
    audio = np.clip(noise(150_000, 0.05), -0.2, 0.2)
    stop = min(start + length, len(audio))
    audio[start:stop, channel] = 0.9 * gain
    limited = run(audio)
    first, last = max(start - WINDOW, 0), stop + WINDOW
    assert limited[:first].tobytes() == audio[:first].tobytes()
    assert limited[last:].tobytes() == audio[last:].tobytes()
    assert np.abs(limited[start:stop]).max() <= CEILING * (1 + 1e-6)


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10**6))
def test_quiet_sound_passes_to_the_bit(seed):
    audio = noise(130_000, 0.1, seed)
    audio *= 0.8 / np.abs(audio).max()
    audio *= min(1, CEILING * 0.99 / max(true_peak(channel.copy()) for channel in audio.T))
    assert run(audio).tobytes() == audio.tobytes()


def test_the_gain_is_one_for_both_ears_and_smooth():
    audio = np.full((200_000, 2), (0.1, 0.05), np.float32)
    audio[90_000:90_500, 0] = 2.0
    audio[90_000:90_500, 1] = -1.0
    limited = run(audio)
    gains = limited.astype(float) / audio
    assert np.allclose(gains[:, 0], gains[:, 1], rtol=1e-6)
    assert np.abs(np.diff(gains[:, 0])).max() <= SMOOTHEST
    assert gains.min() == pytest.approx(CEILING / 2, rel=0.15)  # the jump's own overshoot is held down too
    assert gains.max() == 1


def test_an_over_at_either_end():
    for at in (0, -1):
        audio = np.full((70_000, 2), 0.1, np.float32)
        audio[at] = 1.5
        limited = run(audio)
        assert np.abs(limited).max() <= CEILING * (1 + 1e-6)
        assert limited[30_000:40_000].tobytes() == audio[30_000:40_000].tobytes()


@pytest.mark.parametrize("samples", [0, 1, 2, 31, 56_448, 56_449, 3 * 56_448])
def test_as_many_samples_come_out(samples):
    for level in (0.1, 2.0):
        assert run(np.full((samples, 2), level, np.float32)).shape == (samples, 2)


def test_it_holds_only_what_it_needs():
    """Two frames on each side at most: a block comes out long before the stream ends."""
    fed = 0

    def endless():
        nonlocal fed
        while True:
            fed += 10_000
            yield np.full((10_000, 2), 1.0, np.float32)

    out = 0
    for block in limit(endless()):
        out += len(block)
        assert fed - out < 4 * 56_448
        if out > 10**6:
            break
