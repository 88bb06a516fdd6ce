"""Soundscapes measure what recordings of the real thing measure."""

from importlib import import_module

import numpy as np
import pytest

from audiocoach.sound.soundscapes.soundscape import master_loop, names, source
from support import ROOT

LIKE_RECORDINGS = (
    *("rain-on-leaves", "campfire", "mountain-lake", "ocean-shore", "mountain-stream"),
    *("forest-morning", "summer-night"),
)
"""Those that have targets."""
RENDERED = ("mountain-lake", "ocean-shore")
"""Those that other tests render too; a loop takes 5 s."""


@pytest.fixture
def figures(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    return import_module("_soundscape_figures")


@pytest.fixture
def targets(figures):
    return import_module("_soundscape_targets")


@pytest.fixture
def hiss():
    return np.random.default_rng(1).standard_normal(20 * 44_100).astype(np.float32)


def falling(wave, db_per_octave):
    bins = np.fft.rfft(wave)
    hz = np.maximum(np.fft.rfftfreq(len(wave), 1 / 44_100), 20)
    return np.fft.irfft(bins * (hz / 1000) ** (db_per_octave / 6.0206), len(wave)).astype(np.float32)


def test_even_noise(figures, hiss):
    found = figures.measured(hiss + np.float32(0.2))
    assert found.centroid_hz == pytest.approx(11_025, rel=0.01)
    assert found.slope == pytest.approx(0, abs=0.1)
    assert found.kurtosis == pytest.approx(0, abs=0.05)
    assert found.correlation == pytest.approx(0, abs=0.03)
    assert found.share_db(0, 11_025) == pytest.approx(-3.01, abs=0.1)


@pytest.mark.parametrize("slope", [-9.0, -3.6])
def test_a_slope_is_that_of_the_density(figures, hiss, slope):
    found = figures.measured(falling(hiss, slope))
    assert found.slope == pytest.approx(slope, abs=0.1)
    low, high = (found.share_db(*figures.octave(hz)) for hz in (1000, 2000))
    assert high - low == pytest.approx(slope + 3.01, abs=0.2)


def test_bands_that_move_together(figures, hiss):
    waves = (1 + np.sin(np.arange(len(hiss)) * (2 * np.pi / 44_100))).astype(np.float32) / 2
    assert figures.measured(hiss * waves).correlation > 0.6
    assert figures.measured(hiss * waves).kurtosis == pytest.approx(3 * 35 / 18 - 3, abs=0.2)  # E(g^4) / E(g^2)^2 x 3


def test_chirps_are_told_from_a_line(figures, hiss):
    def swinging(hz, depth=1.0):
        return figures.measured(
            hiss * (1 + depth * np.sin(np.arange(len(hiss)) * (2 * np.pi * hz / 44_100)))
        ).modulation

    assert figures.measured(hiss).modulation < 0.15
    assert swinging(5.3) == pytest.approx(1, abs=0.05)
    assert swinging(7, 0.5) == pytest.approx(0.5, abs=0.05)
    assert swinging(2) < 0.15
    assert swinging(20) < 0.15
    chirps = hiss * (np.arange(len(hiss)) * 5 / 44_100 % 1 < 0.5)
    assert figures.measured(chirps).modulation == pytest.approx(4 / np.pi, abs=0.08)


def test_a_target_says_what_is_off(figures, targets, hiss):
    found = figures.measured(hiss)
    even = targets.Target(11_025, 0.2, None, 0.05, shares_db={(0, 11_025): -2})
    assert targets.off(found, even) == []
    assert targets.off(found, targets.Target(8000, kurtosis=1, shares_db={(0, 11_025): 1})) == [
        f"centroid: {found.centroid_hz:.5g} is not 5600 to 10400",
        f"kurtosis: {found.kurtosis:.5g} is not 0.5 to 2",
        f"0-11025 Hz: {found.share_db(0, 11_025):.5g} is not -2 to 4",
    ]


def test_targets_are_of_soundscapes_that_ship(targets):
    assert set(LIKE_RECORDINGS) == set(targets.TARGETS) <= set(names())


@pytest.mark.parametrize(
    "name", [name if name in RENDERED else pytest.param(name, marks=pytest.mark.long) for name in LIKE_RECORDINGS]
)
def test_a_soundscape_measures_what_a_recording_does(figures, targets, run_cache, name):
    loop = master_loop(source(name), run_cache)
    found = figures.measured(loop.read(0, loop.frames).mean(axis=1))
    assert targets.off(found, targets.TARGETS[name]) == []
