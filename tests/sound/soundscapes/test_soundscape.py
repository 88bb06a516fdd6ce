"""Recipes, and the loops that are made of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.audio.loudness import lufs
from audiocoach.conventions import CYCLE
from audiocoach.sound.soundscapes.level import bounded, fold_loss, fold_loudness
from audiocoach.sound.soundscapes.recipe import Event, Recipe
from audiocoach.sound.soundscapes.render import MASTER_FRAMES, composed, event_starts, tile
from audiocoach.sound.soundscapes.soundscape import names, read, source
from audiocoach.sound.textures.synthesis import generator
from audiocoach.sound.textures.texture_table import TEXTURES
from audiocoach.units import SAMPLE_RATE
from support.meters import true_peak

NAMES = (
    *("mountain-lake", "forest-morning", "rain-on-leaves", "ocean-shore", "mountain-stream", "windy-ridge"),
    *("summer-night", "campfire", "deep-focus", "warm-drone", "temple"),
)


def test_the_ones_that_ship():
    assert set(names()) == set(NAMES)
    for name in names():
        recipe = read(name)
        assert recipe.description.endswith(".")
        assert recipe == source(name)
        lengths = [layer.length or TEXTURES[layer.texture].seconds for layer in recipe.layers]
        assert len(set(lengths)) == len(lengths) >= 2  # unlike lengths
        assert all(event.every[0] >= 20 for event in recipe.events)  # sparse


def test_a_loop_is_250_cycles():
    assert MASTER_FRAMES == 320 * SAMPLE_RATE == 250 * CYCLE


def test_a_master_loop(loop):
    assert loop.frames == MASTER_FRAMES
    assert loop.samples.shape == (MASTER_FRAMES, 2)
    assert loop.digest.startswith("bed:")
    assert not loop.samples.flags.writeable
    sound = loop.read(0, loop.frames)
    assert lufs(sound[: 60 * SAMPLE_RATE].mean(axis=1)) == pytest.approx(-26, abs=1)
    assert fold_loudness(sound) == pytest.approx(-26, abs=0.05)
    assert 0 <= fold_loss(sound) <= 4
    assert np.abs(sound.mean(axis=0)).max() < 1e-5
    top = int(np.abs(sound).max(axis=1).argmax())
    near = np.take(sound, range(top - 5000, top + 5000), axis=0, mode="wrap")
    assert max(true_peak(np.ascontiguousarray(ear)) for ear in near.T) < 10 ** (-3 / 20)


def test_the_seam_of_a_master_loop(loop):
    """Step and bend at the seam, and the level across it, within the loop's own distribution."""
    sound = loop.read(0, loop.frames).astype(float)
    usual = sound[: 60 * SAMPLE_RATE]
    around = loop.read(loop.frames - 3, 6).astype(float)
    for order in (1, 2):
        at_seam = np.abs(np.diff(around, order, axis=0))[1:4].max()
        assert at_seam <= np.quantile(np.abs(np.diff(usual, order, axis=0)), 0.999)
    piece = SAMPLE_RATE // 10
    levels = np.sqrt(np.square(usual[:, 0]).reshape(-1, piece).mean(1))
    across = loop.read(loop.frames - piece // 2, piece)[:, 0].astype(float)
    assert levels.min() * 0.8 < np.sqrt(np.square(across).mean()) < levels.max() * 1.2


def test_reading_goes_around(loop):
    whole = loop.read(0, loop.frames)
    for start in (0, 12_345, loop.frames - 10, 5 * loop.frames - 1):
        expected = np.take(whole, range(start, start + 100), axis=0, mode="wrap")
        assert np.array_equal(loop.read(start, 100), expected)
    assert loop.read(loop.frames - 1, 2 * loop.frames).shape == (2 * loop.frames, 2)


def test_joints_keep_the_level():
    """Where a layer does not divide the loop, its joint is as loud as the rest."""
    rng = np.random.default_rng(1)
    layer = rng.standard_normal((2, 50 * 4410)).astype(np.float32)
    loop = np.zeros((2, 320 * 4410), np.float32)
    tile(loop, layer, 100_000)
    level = np.sqrt(np.square(loop).reshape(2, -1, 4410).mean(axis=2))
    assert 0.93 < level.min() < level.max() < 1.07
    whole = np.zeros((2, 4 * layer.shape[1]), np.float32)
    tile(whole, layer, 0)
    assert np.array_equal(whole, np.tile(layer, 4))


def test_the_same_recipe_gives_the_same_loop_and_a_seed_another():
    drips, drops = {"texture": "leaf-drips"}, {"sound": "drip", "every": "3s..9s"}
    one = Recipe.model_validate({"layers": [drips], "events": [drops]})
    seconds = 10 * SAMPLE_RATE
    first = composed(one, seconds)
    assert first.tobytes() == composed(one, seconds).tobytes()
    for part in ({"layers": [{**drips, "seed": 1}]}, {"events": [{**drops, "seed": 1}]}):
        other = Recipe.model_validate({**one.model_dump(), **part})
        assert not np.array_equal(first, composed(other, seconds))


@given(st.floats(0.5, 60), st.floats(1, 3), st.integers(0, 1000))
def test_events_are_as_far_apart_as_the_recipe_says(low, factor, seed):
    event = Event(sound="robin", every=(low, low * factor), pan=(0, 0), distance=(10, 10))
    frames = MASTER_FRAMES
    starts = event_starts(event, frames, generator(seed, "test"))
    assert starts == event_starts(event, frames, generator(seed, "test"))
    assert all(0 <= start < frames for start in starts)
    ordered = np.sort(starts)
    gaps = np.diff(np.append(ordered, ordered[0] + frames)) / SAMPLE_RATE
    count = len(starts)
    if low * count <= 320 <= low * factor * count:
        assert gaps.min() >= low - 0.01
        assert gaps.max() <= low * factor + 0.01


def test_a_lowpass_takes_the_top_and_pan_the_side():
    def power(**layer):
        recipe = Recipe.model_validate({"layers": [{"texture": "white-noise", **layer}]})
        return np.square(np.abs(np.fft.rfft(composed(recipe, 4 * SAMPLE_RATE)))).reshape(2, -1)

    plain, far, left, narrow = power(), power(lowpass=500), power(pan=-0.8), power(width=0)
    assert far[:, 20_000:].sum() < 1e-3 * plain[:, 20_000:].sum()
    assert left[0].sum() > 4 * left[1].sum()
    assert np.allclose(narrow[0], narrow[1], rtol=1e-3)


def test_layers_have_their_level():
    both = {"layers": [{"texture": "white-noise"}]}
    soft = {"layers": [{"texture": "white-noise", "level": -12}]}
    one, other = (composed(Recipe.model_validate(recipe), 10 * SAMPLE_RATE) for recipe in (both, soft))
    assert 20 * np.log10(one.std() / other.std()) == pytest.approx(12, abs=1e-3)


def test_peaks_are_bent_and_the_rest_is_not_touched():
    wave = np.linspace(-3, 3, 10_001, dtype=np.float32)[:, np.newaxis].repeat(2, axis=1)
    bent = bounded(wave)
    assert np.abs(bent).max() < 0.6001
    quiet = np.abs(wave) <= 0.36
    assert np.array_equal(bent[quiet], wave[quiet])
    assert (np.diff(bent[:, 0]) >= 0).all()
    assert np.diff(bent[:, 0]).max() <= np.diff(wave[:, 0]).max() * 1.001


def test_loudness_of_a_loop_is_that_of_the_meter():
    rng = np.random.default_rng(2)
    mono = (0.05 * rng.standard_normal(12 * SAMPLE_RATE)).astype(np.float32)
    mono[: 4 * SAMPLE_RATE] *= 0.01
    frames = np.stack((mono, mono), axis=1)
    around = np.concatenate((mono, mono[: 3 * 4410]))  # the meter's blocks overlap, also at the seam
    assert fold_loudness(frames) == pytest.approx(lufs(around), abs=0.05)
    assert fold_loss(frames) == pytest.approx(0, abs=1e-3)
