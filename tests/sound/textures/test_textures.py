"""Every texture is a loop without a seam that may be folded down; and what it sounds like, in figures."""

import math
import subprocess
import sys

import numpy as np
import pytest

from audiocoach.audio.loudness import lufs
from audiocoach.sound.soundscapes.level import fold_loss
from audiocoach.sound.textures.space import placed
from audiocoach.sound.textures.synthesis import SAMPLE_RATE, generator, noise, slope, wrapped
from audiocoach.sound.textures.texture_table import LONGEST_S, SHORTEST_S, SOUNDS, TEXTURES
from audiocoach.sound.textures.water import bubble

every_texture = pytest.mark.parametrize("name", TEXTURES)
every_sound = pytest.mark.parametrize("name", SOUNDS)


def share(mono, low, high):
    """How much of the energy lies between two frequencies."""
    power = np.square(np.abs(np.fft.rfft(mono)))
    hz = np.fft.rfftfreq(len(mono), 1 / SAMPLE_RATE)
    return power[(hz >= low) & (hz < high)].sum() / power.sum()


def levels(mono, seconds):
    """RMS of each piece of so many seconds."""
    piece = round(seconds * SAMPLE_RATE)
    return np.sqrt(np.square(mono[: len(mono) // piece * piece]).reshape(-1, piece).mean(1))


def rhythm_hz(mono, low, high, slowest, fastest):
    """The strongest frequency of the level's ups and downs, of the band from `low` to `high` Hz."""
    bins = np.fft.rfft(mono)
    hz = np.fft.rfftfreq(len(mono), 1 / SAMPLE_RATE)
    band = np.fft.irfft(np.where((hz >= low) & (hz < high), bins, 0), len(mono))
    level = levels(band, 0.005)
    power = np.abs(np.fft.rfft(level - level.mean()))
    beat = np.fft.rfftfreq(len(level), 0.005)
    inside = (beat >= slowest) & (beat <= fastest)
    return beat[inside][np.argmax(power[inside])]


def test_the_table():
    assert {
        *("lake-water", "stream", "light-rain", "heavy-rain", "ocean-waves", "wind", "leaves", "campfire"),
        *("night-insects", "birdsong", "brown-noise", "pink-noise", "white-noise", "warm-drone", "singing-bowl"),
    } <= set(TEXTURES)
    lengths = [texture.seconds for texture in TEXTURES.values()]
    assert len(set(lengths)) == len(lengths)
    assert all(SHORTEST_S <= seconds <= LONGEST_S for seconds in lengths)
    for row in (*TEXTURES.values(), *SOUNDS.values()):
        assert row.purpose.endswith(".")
        assert row.source
    for seconds in lengths:  # factors up to 7: a fast transform
        assert 7**7 % (seconds // math.gcd(seconds, 2**7 * 3**5 * 5**3)) == 0


def test_the_table_loads_no_numpy():
    check = "import sys, audiocoach.sound.textures.texture_table; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_a_whole_texture_has_its_length():
    assert TEXTURES["white-noise"].render(0).shape == (48 * SAMPLE_RATE, 2)


@every_texture
def test_a_shorter_one_has_its_length(name, short_texture):
    one = short_texture(name)
    assert one.dtype == np.float32
    assert one.shape == (16 * SAMPLE_RATE, 2)
    assert np.isfinite(one).all()


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.long) if at % 5 else name for at, name in enumerate(TEXTURES)]
)
def test_the_same_seed_gives_the_same_bits(name):
    first, again, other = (TEXTURES[name].render(seed, 6) for seed in (1, 1, 2))
    assert first.tobytes() == again.tobytes()
    assert not np.array_equal(first, other)


@every_texture
def test_no_dc(name, short_texture):
    loop = short_texture(name).astype(float)
    assert np.abs(loop.mean(axis=0)).max() < 1e-4 * loop.std()


@every_texture
def test_all_textures_are_alike_loud(name, short_texture):
    mono = short_texture(name).mean(axis=1)
    assert lufs(mono) == pytest.approx(-0.69, abs=2.5)  # to the gates, which leave quiet moments out


@every_texture
def test_the_seam_is_like_any_other_place(name, short_texture):
    """The step and the bend from the last sample to the first are within what the texture does elsewhere."""
    loop = short_texture(name).astype(float)
    around = np.concatenate((loop[-3:], loop[:3]))
    for order in (1, 2):
        usual = np.abs(np.diff(loop, order, axis=0))
        at_seam = np.abs(np.diff(around, order, axis=0))[1:4].max()
        assert at_seam <= np.quantile(usual, 0.9999)
    # And neither more nor less happens there than at other places.
    rolled = np.roll(loop.mean(axis=1), SAMPLE_RATE * 4)
    usual = levels(loop.mean(axis=1), 0.4)
    assert 0.5 * usual.min() < levels(rolled[4 * SAMPLE_RATE - 8820 :][:17640], 0.4)[0] < 2 * usual.max()


@every_texture
def test_the_fold_down_keeps_it(name, short_texture):
    loop = short_texture(name)
    assert 0 <= fold_loss(loop) <= 4.0
    left, right = np.square(loop, dtype=np.float64).mean(axis=0)
    assert abs(10 * np.log10(left / right)) < 6


@every_sound
def test_sounds_are_short_and_end_softly(name):
    wave = SOUNDS[name].render(3)
    assert wave.tobytes() == SOUNDS[name].render(3).tobytes()
    assert 0.3 < len(wave) / SAMPLE_RATE <= 20
    assert np.abs(wave).max() == pytest.approx(1)
    assert np.abs(wave[[0, -1]]).max() < 0.02
    assert abs(wave.mean()) < 0.01


@every_sound
def test_nothing_rings_like_a_bell_on_a_handlebar(name):
    """A bicycle bell is one pure tone above 2 kHz that rings for a second or more; birds glide and rest."""
    wave = SOUNDS[name].render(5).astype(float)
    size = SAMPLE_RATE // 2
    wave = np.pad(wave, (0, size))
    for start in range(0, len(wave) - size, size // 4):
        piece = wave[start : start + size]
        power = np.square(np.abs(np.fft.rfft(piece * np.hanning(size))))
        strongest = int(np.argmax(power))
        high = strongest * SAMPLE_RATE / size > 2000
        steady = levels(piece, 0.05).min() > 0.5 * levels(piece, 0.05).max()
        pure = power[max(0, strongest - 10) : strongest + 10].sum() > 0.9 * power.sum()
        assert not (high and steady and pure)


def test_colours_fall_as_they_should():
    for name, per_octave in (("white-noise", 0.0), ("pink-noise", -3.01), ("brown-noise", -6.02)):
        mono = TEXTURES[name].render(0, 16).mean(axis=1)
        fall = 10 * np.log10(share(mono, 2000, 4000) / share(mono, 500, 1000)) / 2
        assert fall - 3.01 == pytest.approx(per_octave, abs=0.3)


def test_bubbles_ring_as_minnaert_found():
    for hz in (300.0, 700.0, 1500.0):
        wave = np.pad(bubble(hz), (0, SAMPLE_RATE))
        power = np.abs(np.fft.rfft(wave))
        assert np.argmax(power) * SAMPLE_RATE / len(wave) == pytest.approx(hz, rel=0.04)
    rising = bubble(500.0, 0.1)
    crossings = np.diff(np.flatnonzero((rising[:-1] <= 0) & (rising[1:] > 0)))
    assert crossings[-1] < crossings[1]


def test_wind_lies_below_the_consonants(short_texture):
    assert share(short_texture("wind").mean(axis=1), 1000, 4000) < 0.1


def test_water_gurgles_and_hisses(short_texture):
    for name in ("lake-water", "stream"):
        mono = short_texture(name).mean(axis=1)
        assert share(mono, 240, 2000) > 0.4, name
        assert 0.05 < share(mono, 4000, 12_000) < 0.25, name


def test_rain_is_broad_and_even(short_texture):
    light, heavy = (short_texture(name).mean(axis=1).astype(float) for name in ("light-rain", "heavy-rain"))
    for mono in (light, heavy):
        assert share(mono, 500, 8000) > 0.6
        assert 20 * np.log10(np.quantile(levels(mono, 0.4), 0.95) / np.quantile(levels(mono, 0.4), 0.05)) < 6
    kurtosis = [((mono / mono.std()) ** 4).mean() for mono in (light, heavy)]
    assert kurtosis[0] > 5 > kurtosis[1] >= 2.9  # single drops; nearly Gaussian


def peaks_s(mono, window_s):
    """Where the level is higher than anywhere within so many seconds to both sides."""
    level = np.convolve(levels(mono, 0.1), np.ones(10) / 10, "same")
    reach = round(window_s * 10)
    near = np.lib.stride_tricks.sliding_window_view(np.pad(level, reach, mode="wrap"), 2 * reach + 1)
    return np.flatnonzero(level == near.max(axis=1)) / 10


@pytest.mark.long
def test_waves_come_when_they_will():
    """4-15 s apart, unlike a clock; each breaks in all bands at once, and hisses for seconds."""
    mono = TEXTURES["ocean-waves"].render(1).mean(axis=1)
    gaps = np.diff(peaks_s(mono, 1.5))
    assert 9 <= len(gaps) <= 18
    assert gaps.max() < 17
    assert gaps.std() > 0.25 * gaps.mean()
    assert 8 < 20 * np.log10(np.quantile(levels(mono, 0.4), 0.95) / np.quantile(levels(mono, 0.4), 0.05)) < 18


@pytest.mark.long
def test_laps_come_when_they_will():
    gaps = np.diff(peaks_s(TEXTURES["lake-water"].render(1).mean(axis=1), 0.6))
    assert gaps.std() > 0.3 * gaps.mean()


def test_gusts_take_seconds(short_texture):
    level = np.log(levels(TEXTURES["wind"].render(1, 24).mean(axis=1), 0.1))
    power = np.square(np.abs(np.fft.rfft(level - level.mean())))
    hz = np.fft.rfftfreq(len(level), 0.1)
    assert power[(hz > 0.02) & (hz < 1)].sum() > 0.8 * power.sum()


def test_crickets_sing_at_their_pitch_and_rhythm(short_texture):
    mono = short_texture("night-insects").mean(axis=1)
    assert share(mono, 2400, 3350) > 0.6
    assert 48 < rhythm_hz(mono, 2400, 3350, 35, 70) < 57  # pulses of tree crickets
    assert 4 < rhythm_hz(mono, 2400, 3350, 1, 12) < 5.1  # their chirps
    assert 25 < rhythm_hz(mono, 4100, 5300, 20, 40) < 35  # pulses of field crickets
    assert share(mono, 1000, 2400) < 0.05


def test_fire_crackles(short_texture):
    mono = short_texture("campfire").mean(axis=1).astype(float)
    bins = np.fft.rfft(mono)
    bins[: int(1000 * len(mono) / SAMPLE_RATE)] = 0
    high = np.fft.irfft(bins)
    assert ((high / high.std()) ** 4).mean() > 15  # cracks, not hiss
    assert share(mono, 0, 700) < 0.2
    # They come in bursts: in some seconds there are many, in others nearly none.
    piece = SAMPLE_RATE // 20
    cracks = np.abs(high[: len(high) // piece * piece]).reshape(-1, 20, piece).max(axis=2) > 12 * np.median(
        np.abs(high)
    )
    a_second = cracks.sum(axis=1)
    assert a_second.var() > 2 * a_second.mean()  # Poisson alone: 1


def test_further_away_is_softer_and_duller():
    wave = SOUNDS["robin"].render(1)
    near, far = placed(wave, 0.5, 10), placed(wave, 0.5, 80)
    assert np.square(far).sum() < 0.3 * np.square(near).sum()
    assert share(far.mean(0), 6000, 20_000) < share(near.mean(0), 6000, 20_000)
    assert np.square(near[1]).sum() > 1.5 * np.square(near[0]).sum()


def test_what_is_longer_than_a_loop_goes_around_it():
    long = np.ones((2, 25), np.float32)
    assert wrapped(long, 10).tolist() == [[3.0] * 5 + [2.0] * 5] * 2


def test_noise_has_no_more_than_its_shape():
    wave = noise(generator(0, "test"), SAMPLE_RATE, lambda hz: slope(hz, 0) * (hz < 1000))
    assert share(wave, 0, 1001) == pytest.approx(1, abs=1e-6)
    assert wave.std() == pytest.approx(1, abs=1e-3)
