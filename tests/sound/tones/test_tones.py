"""The figures of DESIGN.md "Sound", measured on each tone it names, and that a tone can be found again."""

import subprocess
import sys
import wave
from itertools import accumulate, combinations, pairwise
from pathlib import Path

import av
import lameenc
import numpy as np
import pytest
from numpy.typing import NDArray

from audiocoach.audio.loudness import momentary_peak
from audiocoach.errors import DeliverError, UnknownName
from audiocoach.sound.tones.tone_table import BELLS, PEAK_DBFS, TICK_PEAK_DBFS, TONES
from audiocoach.sound.tones.tones import digest, render, write_tone
from audiocoach.units import SAMPLE_RATE, to_gain, to_samples
from support.meters import true_peak

TICKS = [f"{direction}-{left}" for direction in ("rise", "fall", "even") for left in (1, 2, 3, 4, 5)]
BOUNDARIES = ["run", "ease", "same", "half", "bell"]
BIG = [*BOUNDARIES, "finish"]
BREATHS = ["inhale", "exhale", "still"]
RINGING_MS = {"bowl": 4000, "chime": 2500, "wood": 1500}
LENGTH_MS = RINGING_MS | dict.fromkeys(TICKS, 80) | dict.fromkeys([*BOUNDARIES, *BREATHS], 350) | {"finish": 900}
Array = NDArray[np.float64]

every_tone = pytest.mark.parametrize("name", TONES)
every_signal = pytest.mark.parametrize("name", [name for name in TONES if name not in RINGING_MS])


def spectrum(samples: Array) -> tuple[Array, Array]:
    """Frequencies (Hz) and energies."""
    size = 1 << 17
    return np.fft.rfftfreq(size, 1 / SAMPLE_RATE), np.abs(np.fft.rfft(samples, size)) ** 2


def share(name: str, low: float, high: float) -> float:
    """How much of the energy, unweighted, lies from `low` to `high` Hz."""
    hz, energy = spectrum(render(name).astype(float))
    return float(energy[(hz >= low) & (hz < high)].sum() / energy.sum())


def envelope(samples: Array) -> Array:
    """The analytic signal's height at each sample."""
    padded = np.pad(samples.astype(float), 500)
    bins = np.fft.fft(padded)
    bins[1 : len(bins) // 2] *= 2
    bins[len(bins) // 2 + 1 :] = 0
    return np.abs(np.fft.ifft(bins))[500:-500]


def onsets_ms(samples: Array) -> list[float]:
    """Where the level of 5 ms doubles from a dip: the strokes as heard."""
    frame = SAMPLE_RATE // 200
    level = np.sqrt(np.square(samples[: len(samples) // frame * frame]).reshape(-1, frame).mean(1))
    level = np.concatenate(([0.0], level))
    rises = [i for i in range(1, len(level)) if level[i] > 2 * level[i - 1] and level[i] > 0.3 * level.max()]
    return [5.0 * (i - 1) for i in rises]


def contour(samples: Array) -> list[int]:
    """Whether the fundamental goes up (1) or down (-1) from stroke to stroke."""
    pitches = []
    for onset in onsets_ms(samples):
        start = to_samples(int(onset))
        hz, energy = spectrum(samples[start : start + to_samples(90)] * np.hanning(to_samples(90)))
        fundamentals = (hz > 480) & (hz < 1020)
        pitches.append(hz[fundamentals][np.argmax(energy[fundamentals])])
    return [int(np.sign(b - a)) for a, b in pairwise(pitches)]


def correlation(one: Array, other: Array) -> Array:
    size = 1 << (len(one) + len(other)).bit_length()
    return np.fft.irfft(np.fft.rfft(one, size) * np.fft.rfft(other, size).conj(), size)


def test_the_table_names_them_all():
    assert set(TONES) == {*BIG, *BREATHS, *TICKS, *RINGING_MS}
    assert tuple(RINGING_MS) == BELLS
    assert all(tone.name == name for name, tone in TONES.items())
    assert all(tone.purpose.endswith(".") for tone in TONES.values())
    assert len({tone.purpose for tone in TONES.values()}) == len(TONES)


def test_the_table_loads_no_numpy():
    check = "import sys, audiocoach.sound.tones.tone_table; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


@every_tone
def test_length_is_exact(name):
    assert TONES[name].length_ms == LENGTH_MS[name]
    assert render(name).shape == (to_samples(LENGTH_MS[name]),)
    assert render(name).dtype == np.float32


@every_tone
def test_loudness(name):
    target = -19.0 if name in TICKS else -22.0 if name in BREATHS else -17.0
    assert TONES[name].lufs == target
    assert momentary_peak(render(name)) == pytest.approx(target, abs=0.1)  # the design allows 1


@every_tone
def test_peaks(name):
    assert (PEAK_DBFS, TICK_PEAK_DBFS) == (-6.0, -4.0)
    limit = to_gain(TICK_PEAK_DBFS if name in TICKS else PEAK_DBFS)
    assert np.abs(render(name)).max() <= limit
    assert true_peak(render(name)) <= limit


@every_signal
def test_energy_lies_where_the_ear_is_keen(name):
    assert share(name, 1000, 3000) >= 0.5
    assert share(name, 4000, SAMPLE_RATE) < 0.05
    assert share(name, 0, 500) < 0.02


@every_signal
def test_fundamentals(name):
    tone = TONES[name]
    for note in tone.notes:
        assert 500 <= note.hz <= 1000
        assert 500 <= note.hz * 2 ** (note.glide / 12) <= 1000
    assert min(partial.ratio for partial in tone.timbre.partials) == 1
    # Not only in the recipe: a good part of the sound is there, and nothing plays below.
    assert 0.2 < share(name, 500, 1000) < 0.5


@every_tone
def test_partials_are_inharmonic(name):
    samples = render(name).astype(float)
    self_alike = correlation(samples, samples)[: len(samples)]
    self_alike /= self_alike[0]
    main_lobe = int(np.argmax(self_alike < 0))
    assert main_lobe < 0.0008 * SAMPLE_RATE
    assert self_alike[main_lobe:].max() <= 0.9


@every_tone
def test_onset_is_sharp_and_immediate(name):
    samples = render(name)
    height = envelope(samples)
    ten, ninety = (int(np.argmax(height >= part * height.max())) for part in (0.1, 0.9))
    assert ninety - ten <= 0.005 * SAMPLE_RATE
    assert ten <= 0.001 * SAMPLE_RATE
    assert samples[0] != 0
    assert abs(samples[0]) < 0.02  # a ramp, no click


@every_signal
def test_every_stroke_dies_away_by_itself(name):
    """No beep that is cut off: before any release has begun it has fallen by 8 dB, the blip of a tick by 5."""
    tone = TONES[name]
    samples = np.square(render(name).astype(float))
    for note in tone.notes:
        start, length = (round(ms * SAMPLE_RATE / 1000) for ms in (note.start_ms, note.length_ms))
        tenths = samples[start : start + length // 10 * 10].reshape(10, -1).mean(axis=1)
        early, late = 10 * np.log10(tenths[:2].max()), 10 * np.log10(tenths[6:8].mean())
        assert note.length_ms - tone.timbre.release_ms >= 0.65 * note.length_ms
        assert early - late >= (5 if note.length_ms < 100 else 8), note
        assert (np.diff(10 * np.log10(tenths)) < 2).all()  # and does not swell again


@every_tone
def test_ends_smoothly_at_zero(name):
    samples = render(name)
    assert samples[-1] == 0
    last_ms = np.abs(samples[-44:]).max()
    assert last_ms < 0.02 * np.abs(samples).max()


@pytest.mark.parametrize("name", RINGING_MS)
def test_a_bell_rings_out(name):
    """It falls from its stroke on, and is 40 dB softer by its end: nothing is cut off."""
    tenths = np.square(render(name).astype(float)).reshape(-1, to_samples(100)).mean(1)
    loud = 10 * np.log10(tenths + 1e-12)
    assert np.argmax(loud) == 0
    assert loud[-1] < loud[0] - 40
    assert loud[len(loud) // 4] > loud[0] - 20  # and it does ring
    assert share(name, 4000, SAMPLE_RATE) < 0.05


def test_contours_and_rhythms_differ_whatever_the_pitch():
    contours = {name: contour(render(name).astype(float)) for name in BIG}
    assert contours == {"run": [1], "ease": [-1], "same": [0], "half": [1, -1], "bell": [], "finish": [1, 1]}
    rhythms = {name: onsets_ms(render(name).astype(float)) for name in BIG}
    for one, other in combinations(BIG, 2):
        a, b = rhythms[one], rhythms[other]
        assert len(a) != len(b) or max(abs(x - y) for x, y in zip(a, b, strict=True)) >= 50


@pytest.mark.parametrize("name", TICKS)
def test_ticks_glide_towards_the_boundary(name):
    samples = render(name).astype(float)
    pitches = []
    for half in np.split(samples[: len(samples) // 2 * 2], 2):
        hz, energy = spectrum(half * np.hanning(len(half)))
        low = (hz > 480) & (hz < 1020)
        pitches.append(hz[low][np.argmax(energy[low])])
    assert np.sign(pitches[1] - pitches[0]) == {"rise": 1, "fall": -1, "even": 0}[name[:-2]]


def test_ticks_step_towards_the_boundary():
    for direction, sign in (("rise", 1), ("fall", -1)):
        pitches = [TONES[f"{direction}-{left}"].notes[0].hz for left in (5, 4, 3, 2, 1)]
        assert all(sign * 12 * np.log2(b / a) > 1.5 for a, b in pairwise(pitches))
    assert len({TONES[f"even-{left}"].notes[0].hz for left in (5, 4, 3, 2, 1)}) == 1


def test_no_tone_is_mistaken_for_another():
    sounds = {name: render(name).astype(float) for name in TONES}
    energies = {name: np.square(sound).sum() for name, sound in sounds.items()}
    for one, other in combinations(TONES, 2):
        alike = np.abs(correlation(sounds[other], sounds[one])).max()
        assert alike < 0.6 * min(energies[one], energies[other]), (one, other)


@pytest.mark.parametrize(
    "names", [("run", "ease", "same", "rise-1", "wood"), pytest.param(tuple(TONES), marks=pytest.mark.long)]
)
def test_each_tone_is_found_in_a_decoded_mp3(names):
    """Within 3 samples (0.07 ms), as the highest point of a matched filter over the whole file."""
    gap = 60_013
    ends = [0, *accumulate(gap + len(render(name)) for name in names)]
    session = np.zeros(ends[-1] + gap, np.float32)
    places = {name: end + gap for name, end in zip(names, ends, strict=False)}
    for name, place in places.items():
        session[place : place + len(render(name))] = render(name)
    decoded = through_mp3(session)
    for name, place in places.items():
        match = correlation(decoded, render(name).astype(float))
        assert abs(int(np.argmax(match)) - 1105 - place) <= 3, name


def through_mp3(samples: NDArray[np.float32]) -> Array:
    """`samples` after 128 kbps joint stereo: 1105 samples later, since the stream has no Info frame."""
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(128)
    encoder.set_in_sample_rate(SAMPLE_RATE)
    encoder.set_channels(2)
    encoder.set_quality(3)
    encoder.silence()
    stereo = np.repeat((samples * 32767).astype("<i2"), 2)
    mp3 = bytes(encoder.encode(stereo.tobytes())) + bytes(encoder.flush())
    decoder = av.CodecContext.create("mp3", "r")
    packets = [*decoder.parse(mp3), *decoder.parse(b"")]
    frames = [frame.to_ndarray() for packet in packets for frame in decoder.decode(packet)]
    return np.concatenate(frames, axis=1)[0].astype(float)


def test_the_same_bits_at_every_call():
    for name in TONES:
        first = render(name)
        render.cache_clear()
        assert render(name).tobytes() == first.tobytes()
        assert not render(name).flags.writeable
        assert render(name) is render(name)


def test_digests_are_of_the_content():
    digests = {digest(name) for name in TONES}
    assert len(digests) == len(TONES)
    assert all(text.startswith("tone:") and len(text) == 5 + 64 for text in digests)


@pytest.mark.parametrize("use", [render, digest, lambda name: write_tone(name, Path("never.wav"))])
def test_an_unknown_name_teaches(use):
    with pytest.raises(UnknownName, match="did you mean `finish`"):
        use("finnish")
    assert not Path("never.wav").exists()


def test_a_wav_holds_the_samples_exactly(tmp_path):
    path = tmp_path / "run.wav"
    write_tone("run", path)
    with wave.open(str(path)) as wav:
        assert (wav.getnchannels(), wav.getsampwidth(), wav.getframerate()) == (1, 2, SAMPLE_RATE)
        samples = np.frombuffer(wav.readframes(wav.getnframes()), "<i2")
    assert np.array_equal(samples / 32768, render("run"))
    assert [file.name for file in tmp_path.iterdir()] == ["run.wav"]


def test_a_wav_that_cannot_be_written(tmp_path):
    with pytest.raises(DeliverError, match="cannot write"):
        write_tone("run", tmp_path / "missing" / "run.wav")
