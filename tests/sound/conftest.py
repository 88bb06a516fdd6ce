"""Loops that several tests look at, rendered once."""

from functools import cache

import numpy as np
import pytest

from audiocoach.sound.textures.texture_table import TEXTURES


@pytest.fixture(scope="session")
def short_texture(once):
    """Textures by name as loops of 16 s, shape (frames, 2)."""

    def short(name):
        rendered = once(f"textures/{name}", lambda folder: np.save(folder / "loop", TEXTURES[name].render(1, 16)))
        return np.load(rendered / "loop.npy")

    return cache(short)
