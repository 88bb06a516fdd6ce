"""Loops that several tests look at, rendered once."""

from functools import cache

import pytest

from audiocoach.sound.textures.texture_table import TEXTURES


@pytest.fixture(scope="session")
def short_texture():
    """Textures by name as loops of 16 s, shape (frames, 2)."""
    return cache(lambda name, seed=1: TEXTURES[name].render(seed, 16))
