"""Loops in the cache: rendered once, by one process, and whatever happens to them only costs time."""

import multiprocessing
import os

import numpy as np
import pytest

from audiocoach.conventions import CYCLE
from audiocoach.errors import CacheError
from audiocoach.sound.soundscapes import soundscape
from audiocoach.sound.soundscapes.loops import LoopStore, forget
from audiocoach.sound.soundscapes.recipe import Recipe
from audiocoach.sound.soundscapes.soundscape import loop_key, master_loop
from audiocoach.sound.textures.synthesis import generator
from audiocoach.storage.kinds import SOUNDSCAPES
from audiocoach.storage.store import Store
from support.caches import emptied, kept, limited


def small(seed=0):
    return Recipe.model_validate({"layers": [{"texture": "white-noise", "seed": seed}]})


@pytest.fixture
def quick(monkeypatch):
    """Loops of 8 cycles, and how often one was rendered."""
    rendered = []

    def short(recipe):
        rendered.append(recipe)
        rng = generator(recipe.layers[0].seed, "quick")
        return rng.standard_normal((2, 8 * CYCLE), np.float32)

    monkeypatch.setattr(soundscape, "composed", short)
    return rendered


def test_rendered_once(quick, tmp_path):
    first = master_loop(small(), tmp_path)
    forget()
    again = master_loop(small(), tmp_path)
    assert again.digest == first.digest
    assert len(quick) == 1
    assert master_loop(small(1), tmp_path).digest != first.digest
    assert kept(tmp_path, SOUNDSCAPES).number == 2
    assert emptied(tmp_path).number == 2
    # The empty locks stay: a build that holds one must be the only one that renders.
    assert {path.suffix for path in (tmp_path / "soundscapes").glob("*/*")} == {".lock"}


def test_a_cache_that_is_cleared_meanwhile_only_costs_time(quick, tmp_path, monkeypatch):
    cleared = []

    def cleared_at_once(self, key, blocks, store=LoopStore.store):
        store(self, key, blocks)
        if len(cleared) < 2:
            cleared.append(emptied(tmp_path))

    monkeypatch.setattr(LoopStore, "store", cleared_at_once)
    loop = master_loop(small(), tmp_path)
    assert len(cleared) == 2
    emptied(tmp_path)
    assert loop.read(0, 1000).any()  # what is open stays


def test_a_loop_in_use_is_found_whatever_others_do_to_its_time(quick, tmp_path):
    loop = master_loop(small(), tmp_path)
    (path,) = (path for path in (tmp_path / "soundscapes").glob("*/*") if path.suffix != ".lock")
    os.utime(path, (1, 1))
    assert LoopStore(tmp_path).load(loop_key(small())) is loop


def test_loops_that_nobody_uses_make_room(quick, tmp_path, monkeypatch):
    loops = [master_loop(small(seed), tmp_path) for seed in range(4)]
    each = kept(tmp_path, SOUNDSCAPES).bytes // 4
    for age, seed in ((400, 1), (300, 0), (200, 3), (100, 2)):
        path = Store(tmp_path, SOUNDSCAPES).path(loop_key(small(seed)))
        os.utime(path, (path.stat().st_mtime - age,) * 2)
    forget()
    assert master_loop(small(1), tmp_path).digest == loops[1].digest  # used again
    monkeypatch.setattr("audiocoach.sound.soundscapes.loops.SOUNDSCAPES", limited(SOUNDSCAPES, 4 * each))
    cache = LoopStore(tmp_path)
    cache.store("f" * 40, [np.zeros((8 * CYCLE, 2), np.float32)])
    assert [cache.load(loop_key(small(seed))) is not None for seed in range(4)] == [False, True, True, False]
    assert cache.load("f" * 40)


@pytest.mark.parametrize("damage", ["cut", "flip", "header", "empty"])
def test_damage_is_rendered_again(quick, tmp_path, damage):
    first = master_loop(small(), tmp_path)
    (path,) = (path for path in (tmp_path / "soundscapes").glob("*/*") if path.suffix != ".lock")
    content = bytearray(path.read_bytes())
    if damage == "flip":
        content[100_000] ^= 1
    elif damage == "header":
        content[:20] = b"x" * 20
    path.unlink()  # a mapped file must not change under its reader
    path.write_bytes(content[:-4] if damage == "cut" else b"" if damage == "empty" else content)
    forget()
    again = master_loop(small(), tmp_path)
    assert len(quick) == 2
    assert again.digest == first.digest
    assert np.array_equal(again.samples, first.samples)


def test_a_loop_is_kept_by_all_that_it_follows_from():
    base = {"layers": [{"texture": "wind"}], "events": [{"sound": "drip", "every": "30s"}]}
    key = loop_key(Recipe.model_validate(base))
    assert loop_key(Recipe.model_validate({**base, "title": "Another"})) == key
    for change in (
        {"layers": [{"texture": "wind", "level": -1}]},
        {"layers": [{"texture": "wind", "length": "50s"}]},
        {"events": [{"sound": "drip", "every": "31s"}]},
    ):
        assert loop_key(Recipe.model_validate({**base, **change})) != key


def test_a_full_or_closed_cache_is_told(quick, tmp_path):
    (tmp_path / "soundscapes").write_text("in the way")
    with pytest.raises(CacheError, match="cannot write the cache"):
        master_loop(small(), tmp_path)


def test_a_finished_loop_is_found_by_another_process(loop, recipe, cache_root):
    forget()
    again = LoopStore(cache_root).load(loop_key(recipe))
    assert again is not None
    assert again.digest == loop.digest
    assert np.array_equal(again.samples, loop.samples)


def _render(root):
    return master_loop(small(), root).digest


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, to inherit the shortened loop")
def test_processes_share_a_cache(quick, tmp_path):
    with multiprocessing.get_context("fork").Pool(3) as pool:
        digests = pool.map(_render, [tmp_path] * 3)
    assert len(set(digests)) == 1
    assert kept(tmp_path, SOUNDSCAPES).number == 1
