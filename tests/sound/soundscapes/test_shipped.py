"""Every soundscape that ships: its end goes on into its start, nothing clicks, and one ear misses little."""

import numpy as np
import pytest

from audiocoach.audio.folding import MOST_LOSS_DB
from audiocoach.sound.soundscapes.level import fold_loss, fold_loudness
from audiocoach.sound.soundscapes.render import MASTER_FRAMES
from audiocoach.sound.soundscapes.soundscape import master_loop, names, source
from audiocoach.units import SAMPLE_RATE
from support.listening import clicks

BURSTS = ("campfire", "rain-on-leaves")
"""What crackles and drips has edges as sharp as a click's, by nature."""
RENDERED = ("mountain-lake", "ocean-shore", "deep-focus")
"""Those that other tests render too; a loop takes 5 s, and `scripts/prove` looks at them all."""
AROUND = 10 * SAMPLE_RATE


@pytest.fixture(
    scope="module",
    params=[name if name in RENDERED else pytest.param(name, marks=pytest.mark.long) for name in names()],
)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def sound(name, run_cache):
    return master_loop(source(name), run_cache).read(0, MASTER_FRAMES)


def rms(pieces):
    return np.sqrt(np.square(pieces).mean(axis=(1, 2)))


def test_its_level_and_what_is_left_of_it_in_one_ear(sound):
    assert fold_loudness(sound) == pytest.approx(-26, abs=0.05)
    assert 0 <= fold_loss(sound) <= MOST_LOSS_DB
    assert np.abs(sound).max() < 0.6
    assert np.abs(sound.mean(axis=0)).max() < 1e-4


@pytest.mark.parametrize("seconds", [0.1, 0.4, 3])
def test_across_the_seam_it_is_as_loud_as_elsewhere(sound, seconds):
    """Within the spread of all stretches so long and a decibel, since one of them is the loudest; its highs too."""
    piece = round(seconds * SAMPLE_RATE) // 2 * 2
    rolled = np.roll(sound, piece // 2, axis=0)  # the seam lies in the middle of the first
    for wave in (rolled, np.diff(rolled, axis=0, append=rolled[:1])):
        levels = rms(wave[: len(wave) // piece * piece].reshape(-1, piece, 2))
        assert 0.9 * levels[1:].min() <= levels[0] <= 1.12 * levels[1:].max()


def test_the_seam_is_like_any_other_place(sound):
    """The step and the bend from the last sample to the first."""
    around = np.concatenate((sound[-3:], sound[:3])).astype(float)
    for order in (1, 2):
        usual = np.abs(np.diff(sound[: 60 * SAMPLE_RATE], order, axis=0)).max(axis=1)
        assert np.abs(np.diff(around, order, axis=0))[1:4].max() <= np.quantile(usual, 0.9999)


def test_nothing_clicks(name, sound):
    """In the 20 s around the seam; what crackles or drips has only the tests of the seam itself."""
    if name not in BURSTS:
        assert clicks(np.roll(sound, AROUND, axis=0)[: 2 * AROUND]) == []
