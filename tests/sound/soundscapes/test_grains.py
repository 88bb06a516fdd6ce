"""A recording of a minute becomes 320 s in which nothing comes back, clicks or fades, and that sound as it does."""

import tracemalloc

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from audiocoach.sound.soundscapes.descriptors import HOP, described
from audiocoach.sound.soundscapes.grains import chosen, grained
from audiocoach.sound.soundscapes.joins import FADE, joined
from audiocoach.sound.soundscapes.own_audio import looped
from audiocoach.sound.soundscapes.render import MASTER_FRAMES
from audiocoach.sound.textures.synthesis import generator
from audiocoach.units import SAMPLE_RATE

SECONDS = 66


def rumble(rng, frames, octave_db):
    """Noise in two ears that have half in common, `octave_db` dB an octave above 50 Hz."""
    hz = np.maximum(np.fft.rfftfreq(frames, 1 / SAMPLE_RATE), 50)
    bins = np.fft.rfft(rng.standard_normal((3, frames))) * (hz / 1000) ** (octave_db / 6.02)
    common, *ears = np.fft.irfft(bins, frames)
    return np.stack([common + ear for ear in ears], axis=1)


def placed(rng, sound, wave):
    """`wave` somewhere in `sound`, from some side."""
    at, side = rng.integers(0, len(sound) - len(wave)), rng.uniform(0.2, 0.8)
    sound[at : at + len(wave)] += wave[:, np.newaxis] * (side, 1 - side)


def shore(rng):
    """Waves that swell for seconds, 7 to 12 s apart."""
    sound = 0.02 * rumble(rng, SECONDS * SAMPLE_RATE, -4)
    seconds = np.arange(len(sound)) / SAMPLE_RATE
    crests = np.cumsum(rng.uniform(7, 12, 12)) - 5
    swell = sum(np.exp(-np.square((seconds - crest) / 1.6)) for crest in crests)
    return sound * (1 + 3 * swell)[:, np.newaxis]


def wood(rng):
    """A breeze, and forty calls of birds."""
    sound = 0.01 * rumble(rng, SECONDS * SAMPLE_RATE, -5)
    for _ in range(40):
        at = np.arange(round(rng.uniform(0.15, 0.5) * SAMPLE_RATE)) / SAMPLE_RATE
        chirp = np.sin(2 * np.pi * rng.uniform(2500, 4500) * at * (1 + 0.1 * at))
        placed(rng, sound, 0.3 * chirp * np.sin(np.pi * at / at[-1]) ** 2)
    return sound


def fire(rng):
    """Hiss, and crackles in their hundreds."""
    sound = 0.004 * rumble(rng, SECONDS * SAMPLE_RATE, -1)
    for _ in range(500):
        fall = np.exp(-np.arange(900) / rng.uniform(60, 250))
        placed(rng, sound, rng.lognormal(-2.5, 0.7) * fall * rng.standard_normal(900))
    return sound


RECORDINGS = {recording.__name__: recording for recording in (shore, wood, fire)}
every_recording = pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name == "wood" else pytest.mark.long) for name in RECORDINGS]
)


class Made(dict):
    """Things by the name of their recording, made when they are first asked for."""

    def __init__(self, make):
        super().__init__()
        self._make = make

    def __missing__(self, name):
        self[name] = self._make(name)
        return self[name]


@pytest.fixture(scope="module")
def recorded():
    return Made(lambda name: RECORDINGS[name](np.random.default_rng(7)).astype(np.float32))


@pytest.fixture(scope="module")
def plans(recorded):
    return Made(lambda name: chosen(recorded[name], described(recorded[name]), generator(0, "test")))


@pytest.fixture(scope="module")
def loops(recorded, plans):
    return Made(lambda name: joined(recorded[name], plans[name]))


def levels(sound, seconds):
    """In dB, of each piece of so many seconds."""
    piece = round(seconds * SAMPLE_RATE)
    return 10 * np.log10(np.square(sound[: len(sound) // piece * piece]).reshape(-1, piece * 2).mean(axis=1) + 1e-12)


def most_alike(levels, shortest_s):
    """The highest autocorrelation of levels of 100 ms of a loop, from a lag on."""
    around = np.fft.rfft(levels - levels.mean())
    alike = np.fft.irfft(np.square(np.abs(around)), len(levels))
    return (alike[round(shortest_s * 10) : len(levels) // 2 + 1] / alike[0]).max()


def spectra(sound):
    """Powers of overlapping windows of the middle of both ears, shape (windows, bins), and their frequencies."""
    pieces = sliding_window_view(sound.mean(axis=1), 8192)[::4096]
    return np.square(np.abs(np.fft.rfft(pieces * np.hanning(8192)))), np.fft.rfftfreq(8192, 1 / SAMPLE_RATE)


def thirds(sound):
    """Levels in dB of thirds of an octave from 63 Hz to 16 kHz, of all of it."""
    powers, hz = spectra(sound)
    centres = 1000 * 2 ** (np.arange(-12, 13) / 3)
    inside = [(hz >= centre * 2 ** (-1 / 6)) & (hz < centre * 2 ** (1 / 6)) for centre in centres]
    return 10 * np.log10([powers.mean(axis=0)[band].sum() for band in inside])


def together(sound):
    """How much the amplitudes of bands go up and down together: the mean of their correlations."""
    powers, hz = spectra(sound)
    bands = [powers[:, (hz >= low) & (hz < 1.5 * low)].sum(axis=1) for low in (300, 800, 1800, 4000, 6000)]
    return np.corrcoef(np.sqrt(bands))[np.triu_indices(5, 1)].mean()


@every_recording
def test_nothing_comes_back(name, recorded, plans, loops):
    """The level is like itself at no lag that a listener could learn, and no stretch is heard again soon."""
    assert loops[name].shape == (MASTER_FRAMES, 2)
    repeated = np.resize(looped(recorded[name].copy()), (MASTER_FRAMES, 2))
    assert most_alike(levels(repeated, 0.1), 20) > 0.5  # as it would be without grains
    own = most_alike(levels(recorded[name], 0.1), 3)
    assert most_alike(levels(loops[name], 0.1), 3) < max(own, 0.2)
    heard = np.concatenate([grain.start // HOP + np.arange(grain.looks) for grain in plans[name]])
    again = [np.abs(heard - np.roll(heard, lag)) <= 1 for lag in range(40, 3201)]
    assert not any(same.any() for same in again[:160])  # within 10 s
    assert max(same.sum() for same in again) * HOP < 10 * SAMPLE_RATE  # of 320 s, at any one lag
    assert all(0.5 <= grain.looks * HOP / SAMPLE_RATE <= 3 for grain in plans[name])


@every_recording
def test_it_sounds_as_the_recording_does(name, recorded, loops):
    one, other = recorded[name], loops[name]
    assert np.abs(thirds(other) - thirds(one)).max() < 1
    assert levels(other, 0.4).std() == pytest.approx(levels(one, 0.4).std(), rel=0.2, abs=0.1)
    assert np.corrcoef(other.T)[0, 1] == pytest.approx(np.corrcoef(one.T)[0, 1], abs=0.05)
    assert together(other) == pytest.approx(together(one), abs=0.1)
    peaked = [np.square(np.square(sound / sound.std())).mean() for sound in (one, other)]
    assert peaked[1] == pytest.approx(peaked[0], rel=0.25)


@every_recording
def test_no_join_is_heard(name, recorded, plans, loops):
    """Steps, bends and levels at the joins, and at the seam, are among those of the recording."""
    one, other = recorded[name], loops[name]
    starts = np.array([grain.at * HOP for grain in plans[name]])
    for order in (1, 2):
        usual = np.abs(np.diff(one[: 30 * SAMPLE_RATE], order, axis=0)).max(axis=1)
        for at in (starts, starts + FADE):
            near = np.abs(np.diff(other[(at + np.arange(-3, 3)[:, np.newaxis]) % len(other)], order, axis=0))
            assert near.max() <= usual.max()
            assert np.median(near.max(axis=(0, 2))) <= 2 * np.median(usual)
    pieces = levels(one, 0.05)
    middles = levels(other, 0.05)[(starts + FADE // 2) // HOP]
    assert np.quantile(pieces, 0.001) - 1 < middles.min()
    assert middles.max() < np.quantile(pieces, 0.999) + 1
    ways = np.diff(levels(other, 0.05), prepend=levels(other, 0.05)[-1])[starts // HOP]
    assert np.abs(ways).max() <= np.abs(np.diff(pieces)).max() + 1


def test_events_are_left_whole():
    """Claps over next to nothing: none is cut by a fade."""
    rng = np.random.default_rng(5)
    sound = 0.001 * rng.standard_normal((70 * SAMPLE_RATE, 2))
    clap = 0.5 * np.exp(-np.arange(8000) / 1500) * np.sin(np.arange(8000) / 5)
    for at in np.cumsum(rng.uniform(0.6, 2.5, 42)):
        sound[round(at * SAMPLE_RATE) :][:8000] += clap[:, np.newaxis]
    loop = grained(sound.astype(np.float32), generator(0, "test"))
    tops = np.abs(loop).max(axis=1).reshape(-1, 2 * HOP).max(axis=1)
    claps = tops[(tops >= np.roll(tops, 1)) & (tops > np.roll(tops, -1)) & (tops > 0.02)]
    assert len(claps) == pytest.approx(320 / 70 * 42, rel=0.1)
    assert claps.min() > 0.9 * np.abs(sound).max()


def test_a_tone_that_goes_on_keeps_its_level():
    """What is alike at both sides of a join neither cancels nor swells."""
    turns = 110 * np.arange(61 * SAMPLE_RATE) / SAMPLE_RATE
    hum = 0.1 * np.sin(2 * np.pi * turns) + 0.03 * np.sin(4 * np.pi * turns + 1)
    sound = hum[:, np.newaxis] + 0.001 * np.random.default_rng(1).standard_normal((len(turns), 2))
    assert np.ptp(levels(grained(sound.astype(np.float32), generator(0, "test")), 0.1)) < 1


def test_fades_and_silence_at_its_ends_are_left_out(recorded):
    sound = recorded["fire"].copy()
    sound[: 5 * SAMPLE_RATE] *= np.linspace(0, 1, 5 * SAMPLE_RATE, dtype=np.float32)[:, np.newaxis] ** 3
    sound[-8 * SAMPLE_RATE :] = 0
    loop = grained(sound, generator(0, "test"))
    assert levels(sound, 0.4).min() < -100
    assert levels(loop, 0.4).min() > np.median(levels(sound, 0.4)) - 14


@pytest.mark.parametrize("sounding", ["left", "middle", "nothing"])
def test_odd_recordings(sounding):
    sound = np.zeros((60 * SAMPLE_RATE, 2), np.float32)
    noise = 0.1 * np.random.default_rng(2).standard_normal(25 * SAMPLE_RATE).astype(np.float32)
    if sounding == "left":
        sound[:, 0] = np.resize(noise, len(sound))
    elif sounding == "middle":
        sound[20 * SAMPLE_RATE :][: len(noise)] = noise[:, np.newaxis]
    loop = grained(sound, generator(0, "test"))
    assert loop.shape == (MASTER_FRAMES, 2)
    assert np.isfinite(loop).all()
    assert loop.std() == pytest.approx(sound.std(), rel=0.05)


def test_the_same_seed_gives_the_same_grains(recorded, plans):
    sound, seen = recorded["wood"], described(recorded["wood"])
    assert chosen(sound, seen, generator(0, "test")) == plans["wood"]
    assert chosen(sound, seen, generator(1, "test")) != plans["wood"]


@pytest.mark.long
def test_six_minutes_take_no_more_memory_than_two(tmp_path):
    """Beside the loop: the recording is a file, read a few seconds at a time."""
    peaks = []
    for minutes in (2, 6):
        path = tmp_path / f"{minutes}"
        sound = np.memmap(path, np.float32, "w+", shape=(minutes * 60 * SAMPLE_RATE, 2))
        tracemalloc.start()
        grained(sound, generator(0, "test"))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[0] < 160e6
    assert peaks[1] < peaks[0] + 40e6
