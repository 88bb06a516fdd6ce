"""The figures of a file are those that a player's sound has: read by FFmpeg's meter from the finished MP3."""

from itertools import product

import numpy as np
import pytest

from audiocoach.audio.trimmers import TrimMeter, quiet_in
from audiocoach.deliver.hearing import FileMeter, MeasuredFile
from audiocoach.deliver.mp3_file import write_mp3
from audiocoach.deliver.mpeg import CHUNK
from audiocoach.deliver.quality import QUALITIES
from audiocoach.units import SAMPLE_RATE
from audiocoach.voice.engines.fake.fake_voice import FakeVoice
from audiocoach.voice.mastering import master
from support.ebur128 import by_ffmpeg
from support.mp3 import request
from support.programs import tool


def speech():
    """Sentences with pauses between, the same in both ears."""
    texts = ("Walk briskly, arms loose.", "Run.", "Half a minute, and we run.", "Shoulders down.", "Easy now.")
    pause = np.zeros(SAMPLE_RATE // 2, np.float32)
    mono = np.concatenate([part for text in texts for part in (master(FakeVoice().speak(text)), pause)])
    return np.stack((mono, mono), axis=1)


def wide():
    """Noise that differs in left and right, with loud and soft seconds, all near full scale at times."""
    rng = np.random.default_rng(5)
    walk = np.cumsum(rng.standard_normal((9 * SAMPLE_RATE, 2)), axis=0)
    noise = np.diff(walk, axis=0, prepend=0) + 0.02 * (walk - np.roll(walk, 300, axis=0))
    level = np.repeat(rng.uniform(0.05, 1, 9), SAMPLE_RATE)[:, np.newaxis]
    sound = noise * level
    return (0.7 * sound / np.abs(sound).max()).astype(np.float32)


def bright():
    """High tones, which a peak between samples is high in."""
    time = np.arange(5 * SAMPLE_RATE) / SAMPLE_RATE
    wave = 0.35 * np.sin(2 * np.pi * 14_700 * time + 0.8) + 0.3 * np.sin(2 * np.pi * 997 * time)
    return np.stack((wave, 0.8 * wave), axis=1).astype(np.float32)


FEW = ((speech, "voice"), (wide, "standard"), (bright, "high"))


@pytest.mark.parametrize(
    ("make", "quality"),
    [
        row if row in FEW else pytest.param(*row, marks=pytest.mark.long)
        for row in product((speech, wide, bright), QUALITIES)
    ],
)
def test_the_file_measures_as_told(tmp_path, tags, make, quality):
    sound, meter = make(), FileMeter()
    path = tmp_path / "a.mp3"
    write_mp3(path, [sound], request(len(sound), tags, quality, jobs=2, meter=meter))
    told, heard = meter.finish(len(sound)), by_ffmpeg(path)
    assert told.integrated_lufs == pytest.approx(heard.integrated_lufs, abs=0.1)
    # Of a tone of 14.7 kHz four points a sample may miss 0.3 dB, and FFmpeg's are others than ours.
    assert told.true_peak_dbtp == pytest.approx(heard.true_peak_dbtp, abs=0.15 if make is bright else 0.1)


@pytest.mark.parametrize("length", [1, 17_639, 17_640, CHUNK - 1152, CHUNK, CHUNK + 1, 2 * CHUNK + 441])
def test_any_length_is_told(tmp_path, tags, length):
    """Less than a gating block has no loudness; the last chunk is heard as far as it counts."""
    sound, meter = bright()[:length], FileMeter()
    write_mp3(tmp_path / "a.mp3", [sound], request(length, tags, meter=meter))
    told = meter.finish(length)
    assert np.isfinite(told.integrated_lufs) == (length >= 17_640)
    if length > 17_640:
        assert told.integrated_lufs == pytest.approx(by_ffmpeg(tmp_path / "a.mp3").integrated_lufs, abs=0.1)


def test_silence_has_neither(tmp_path, tags):
    meter = FileMeter()
    write_mp3(tmp_path / "a.mp3", [np.zeros((99_999, 2), np.float32)], request(99_999, tags, meter=meter))
    assert meter.finish(99_999) == MeasuredFile(-np.inf, -np.inf, 99_999 / SAMPLE_RATE)


def test_a_mono_file_reads_three_less_on_a_plain_meter_and_means_the_same(tmp_path, tags):
    sound, told = speech(), {}
    for quality in ("voice", "standard"):
        meter = FileMeter()
        write_mp3(tmp_path / "a.mp3", [sound], request(len(sound), tags, quality, meter=meter))
        told[quality] = meter.finish(len(sound)).integrated_lufs
    assert told["voice"] == pytest.approx(told["standard"], abs=0.1)


def beeps(length, every, level):
    """Short beeps with silence between: what trimmers look for."""
    time = np.arange(length)
    wave = level * np.sin(2 * np.pi * 900 * time / SAMPLE_RATE) * (time % every < 4_000)
    return np.stack((wave, wave), axis=1).astype(np.float32)


LENGTHS = (1, 4_410, CHUNK - 1_152, CHUNK - 600, CHUNK - 40, CHUNK, CHUNK + 1, 3 * CHUNK + 441, 4 * CHUNK - 1_100)
"""In mono and in stereo each with the fewest bits; in the other qualities two of them."""
SOME = (CHUNK - 600, 3 * CHUNK + 441)


@pytest.mark.parametrize(
    ("length", "quality"),
    [
        row if row[1] in ("watch", "standard") or row[0] in SOME else pytest.param(*row, marks=pytest.mark.long)
        for row in product(LENGTHS, QUALITIES)
    ],
)
def test_what_trimmers_cut_is_that_of_the_whole_file_to_the_sample(tmp_path, tags, quality, length):
    """As it is decoded in one piece, whatever of it each chunk tells: also where it ends in the middle of a beep."""
    for every, level in ((9_000, 0.5), (26_000, 0.04), (70_000, 0.5)):
        sound, meter, path = beeps(length, every, level), FileMeter(), tmp_path / "a.mp3"
        write_mp3(path, [sound], request(length, tags, quality, jobs=2, meter=meter))
        pcm = tool("ffmpeg", "-v", "error", "-i", path, "-f", "f32le", "-").stdout
        whole = np.frombuffer(pcm, "<f4").reshape(-1, QUALITIES[quality].channels).T
        assert whole.shape[1] == length
        once = TrimMeter()
        once.add(quiet_in(whole))
        assert meter.finish(length).trim_s == max(once.finish())
