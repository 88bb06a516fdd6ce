"""A person's own bell: what becomes of a file, and what no file may be."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from audiocoach.audio.loudness import momentary_peak
from audiocoach.audio.wav import write_wav
from audiocoach.errors import InputError
from audiocoach.sound.tones.own_bell import measured, sound
from audiocoach.sound.tones.tones import render
from audiocoach.units import SAMPLE_RATE
from support.meters import true_peak


def gong(path: Path, samples: NDArray[np.float32]) -> Path:
    write_wav(path, [samples], len(samples))
    return path


def stereo(left: NDArray[np.float64], right: NDArray[np.float64] | None = None) -> NDArray[np.float32]:
    return np.stack((left, left if right is None else right), axis=1).astype(np.float32)


@pytest.mark.parametrize("gain", [0.02, 0.3, 1.0])
def test_it_is_as_loud_as_a_tone_whatever_it_was(gain, tmp_path):
    bell = measured(gong(tmp_path / "gong.wav", stereo(render("bowl") * gain)))
    samples = sound(bell)
    assert momentary_peak(samples) == pytest.approx(-17, abs=0.1)
    assert true_peak(samples) <= 10 ** (-6 / 20)
    assert bell.length == len(samples)
    assert not np.any(samples * 32768 % 1)  # on the grid of 16 bits


def test_it_begins_with_its_stroke_and_ends_at_nothing(tmp_path):
    late = np.concatenate((np.zeros(SAMPLE_RATE), render("chime")))
    samples = sound(measured(gong(tmp_path / "late.wav", stereo(late))))
    assert len(samples) == pytest.approx(len(render("chime")), abs=100)
    assert np.argmax(np.abs(samples) > 0.01) < 100
    assert abs(samples[0]) < 0.01
    assert samples[-1] == 0


def test_a_sound_of_short_peaks_is_kept_from_clipping(tmp_path):
    click = np.zeros(SAMPLE_RATE)
    click[100:110] = 0.9
    samples = sound(measured(gong(tmp_path / "click.wav", stereo(click))))
    assert true_peak(samples) <= 10 ** (-6 / 20)


def test_one_ear_may_be_the_other_turned_over(tmp_path):
    samples = sound(measured(gong(tmp_path / "turned.wav", stereo(render("bowl"), -render("bowl")))))
    assert momentary_peak(samples) == pytest.approx(-17, abs=0.1)


def test_equal_sounds_are_one_bell_and_a_changed_one_is_refused(tmp_path):
    first = measured(gong(tmp_path / "a.wav", stereo(render("bowl"))))
    assert measured(gong(tmp_path / "b.wav", stereo(render("bowl")))).digest == first.digest
    gong(first.path, stereo(render("wood")))
    with pytest.raises(InputError, match=r"cannot use .*a\.wav as a bell: it has changed"):
        sound(first)


@pytest.mark.parametrize(
    ("samples", "why"),
    [
        (np.zeros(SAMPLE_RATE), "it is silent"),
        (render("wood")[:1000], "shorter than 50 ms"),
        (np.tile(render("bowl"), 31), "it is longer than 2 minutes"),
    ],
)
def test_what_cannot_be_a_bell_says_why(samples, why, tmp_path):
    with pytest.raises(InputError, match=why):
        measured(gong(tmp_path / "gong.wav", stereo(samples)))
