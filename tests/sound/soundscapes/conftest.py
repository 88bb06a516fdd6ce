"""A loop that is rendered once for all tests."""

import pytest

from audiocoach.sound.soundscapes.recipe import Recipe
from audiocoach.sound.soundscapes.soundscape import master_loop

RECIPE = Recipe.model_validate(
    {
        "layers": [{"texture": "stream"}, {"texture": "pink-noise", "level": -6, "lowpass": 900}],
        "events": [{"sound": "chickadee", "every": "40s..90s", "level": 6}],
    }
)
"""A real soundscape, whole: two layers that do not divide 320 s, and events."""


@pytest.fixture(scope="session")
def cache_root(once):
    """Where it is kept, rendered by one worker."""
    return once("one loop", lambda folder: master_loop(RECIPE, folder))


@pytest.fixture(scope="session")
def recipe():
    return RECIPE


@pytest.fixture(scope="session")
def loop(recipe, cache_root):
    return master_loop(recipe, cache_root)
