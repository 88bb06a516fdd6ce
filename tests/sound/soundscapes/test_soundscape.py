"""Recipes, and the loops that are made of them."""

import json
import multiprocessing
import os

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.audio.loudness import lufs
from audiocoach.conventions import CYCLE
from audiocoach.errors import CacheError, InputError, SpecError, UnknownName
from audiocoach.sound.soundscapes import soundscape
from audiocoach.sound.soundscapes.level import bounded, fold_loss, fold_loudness
from audiocoach.sound.soundscapes.loops import LoopStore, forget
from audiocoach.sound.soundscapes.recipe import Event, Recipe, soundscape_schema
from audiocoach.sound.soundscapes.render import MASTER_FRAMES, composed, event_starts, tile
from audiocoach.sound.soundscapes.soundscape import loop_key, master_loop, names, read, source
from audiocoach.sound.textures.synthesis import generator
from audiocoach.sound.textures.texture_table import SOUNDS, TEXTURES
from audiocoach.storage.kinds import SOUNDSCAPES
from audiocoach.storage.store import Store
from audiocoach.units import SAMPLE_RATE
from support.caches import emptied, kept, limited
from support.meters import true_peak

NAMES = (
    *("mountain-lake", "forest-morning", "rain-on-leaves", "ocean-shore", "mountain-stream", "windy-ridge"),
    *("summer-night", "campfire", "deep-focus", "warm-drone", "temple"),
)
RECIPE = Recipe.model_validate(
    {
        "layers": [{"texture": "stream"}, {"texture": "pink-noise", "level": -6, "lowpass": 900}],
        "events": [{"sound": "chickadee", "every": "40s..90s", "level": 6}],
    }
)
"""A real soundscape, whole: two layers that do not divide 320 s, and events."""


@pytest.fixture(scope="session")
def cache_root(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def loop(cache_root):
    return master_loop(RECIPE, cache_root)


def written(tmp_path, text):
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    return path


def complaints(tmp_path, text):
    with pytest.raises(SpecError) as caught:
        read(written(tmp_path, text))
    return str(caught.value)


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
    seconds = 20 * SAMPLE_RATE
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
        return np.square(np.abs(np.fft.rfft(composed(recipe, 10 * SAMPLE_RATE)))).reshape(2, -1)

    plain, far, left, narrow = power(), power(lowpass=500), power(pan=-0.8), power(width=0)
    assert far[:, 50_000:].sum() < 1e-3 * plain[:, 50_000:].sum()
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


# The cache


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


def test_a_finished_loop_is_found_by_another_process(loop, cache_root):
    forget()
    again = LoopStore(cache_root).load(loop_key(RECIPE))
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


# A user's own audio


def audio(path, samples, rate=SAMPLE_RATE, codec="pcm_s16le"):
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout="stereo")
        pcm = (samples * 32767).astype("<i2").reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(pcm, format="s16", layout="stereo")
        frame.sample_rate = rate
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    return path


def hum(seconds, rate=SAMPLE_RATE):
    rng = np.random.default_rng(3)
    return 0.02 * rng.standard_normal((int(seconds * rate), 2))


@pytest.mark.parametrize("rate", [22_050, 48_000])
def test_an_audio_file_becomes_a_loop_of_its_own_length(tmp_path, rate):
    path = audio(tmp_path / "mine.wav", hum(20, rate), rate)
    made = master_loop(source(path), tmp_path)
    assert made.frames % CYCLE == 0
    assert 15 * SAMPLE_RATE < made.frames <= 20 * SAMPLE_RATE
    sound = made.read(0, made.frames).astype(float)
    assert fold_loudness(sound.astype(np.float32)) == pytest.approx(-26, abs=0.1)
    around = made.read(made.frames - 2, 4).astype(float)
    assert np.abs(np.diff(around, axis=0)).max() <= np.abs(np.diff(sound, axis=0)).max()
    level = np.sqrt(np.square(sound[: made.frames // 4410 * 4410, 0]).reshape(-1, 4410).mean(1))
    assert level.max() < 1.4 * level.min()  # the fade too
    assert list((tmp_path / "soundscapes").glob("tmp*")) == []


def test_a_short_audio_file(tmp_path):
    made = master_loop(audio(tmp_path / "mine.wav", hum(4)), tmp_path)
    assert made.frames == 3 * SAMPLE_RATE


def test_ears_that_cancel_are_made_to_fold(tmp_path):
    noise = hum(6)
    for number, right in enumerate((-noise[:, 0], 0.3 * noise[:, 1] - 0.6 * noise[:, 0])):
        path = audio(tmp_path / f"{number}.wav", np.stack((noise[:, 0], right), axis=1))
        made = master_loop(path, tmp_path)
        sound = made.read(0, made.frames)
        assert fold_loss(sound) <= 4
        assert fold_loudness(sound) == pytest.approx(-26, abs=0.1)


@pytest.mark.parametrize(("samples", "why"), [(np.zeros((SAMPLE_RATE * 4, 2)), "silent"), (hum(1), "shorter than 2 s")])
def test_audio_that_cannot_be_used(tmp_path, samples, why):
    with pytest.raises(InputError, match=why):
        master_loop(audio(tmp_path / "mine.wav", samples), tmp_path)


def test_what_is_no_audio(tmp_path):
    path = tmp_path / "mine.mp3"
    path.write_text("not a sound")
    with pytest.raises(InputError, match=r"cannot use .*mine\.mp3 as a soundscape: it is a text, and no sound"):
        master_loop(source(path), tmp_path)


# InvalidValues


def test_unknown_names_teach(tmp_path):
    with pytest.raises(UnknownName, match="did you mean `ocean-shore`"):
        read("ocean-shor")
    with pytest.raises(InputError, match="there is no soundscape file"):
        read(tmp_path / "missing.yaml")


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        ("layers:\n  - {texture: ocean-wave}\n", "2:15", "unknown texture `ocean-wave`", "did you mean `ocean-waves`"),
        ("layers:\n  - {texture: wind, levl: -3}\n", "2:21", "unknown key `levl`", "did you mean `level`"),
        ("layers: [{texture: wind}]\nevent: []\n", "2:1", "unknown key `event`", "did you mean `events`"),
        ("layers: [{texture: wind, level: loud}]\n", "1:33", "`loud` is not a level", "level: -6"),
        ("layers: [{texture: wind, level: 40}]\n", "1:33", "out of range", "level: -6"),
        ("layers: [{texture: wind, length: 5s}]\n", "1:34", "48 to 127 s", "leave it out"),
        ("layers: []\n", "1:9", "this is empty", ""),
        ("title: Mine\n", "1:1", "`layers` is missing", ""),
        ("layers: [{level: 0}]\n", "1:10", "`texture` is missing", ""),
        (
            "layers: [{texture: wind}]\nevents: [{sound: robbin, every: 20s}]\n",
            "2:18",
            "unknown sound `robbin`",
            "did you mean `robin`",
        ),
        (
            "layers: [{texture: wind}]\nevents: [{sound: robin, every: 20}]\n",
            "2:32",
            "`20` has no unit",
            "did you mean `20s`",
        ),
        (
            "layers: [{texture: wind}]\nevents: [{sound: robin, every: 60s..20s}]\n",
            "2:32",
            "runs backwards",
            "the shorter gap comes first",
        ),
        (
            "layers: [{texture: wind}]\nevents: [{sound: robin, every: 20s, pan: -2..1}]\n",
            "2:42",
            "out of range",
            "pan: -0.8..0.8",
        ),
        ("- texture: wind\n", "1:3", "a soundscape is a mapping", "start with `layers:`"),
    ],
)
def test_mistakes_have_their_place_and_a_hint(tmp_path, text, place, message, hint):
    told = complaints(tmp_path, text)
    assert f"mine.yaml:{place}: " in told
    assert message in told
    assert hint in told


def test_all_mistakes_at_once(tmp_path):
    text = "titel: x\nlayers:\n  - {texture: wnd, levl: 1}\nevents:\n  - {sound: owl, every: 3}\n"
    told = complaints(tmp_path, text)
    for part in ("1:1: unknown key `titel`", "3:15: unknown texture `wnd`", "`levl`", "`owl`", "`3` has no unit"):
        assert part in told
    assert told.index("titel") < told.index("wnd") < told.index("owl")


def test_the_schema_accepts_what_ships_and_names_what_there_is():
    jsonschema = pytest.importorskip("jsonschema")
    import yaml

    from audiocoach.assets import asset

    schema = soundscape_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    text = json.dumps(schema)
    assert all(f'"{name}"' in text for name in (*TEXTURES, *SOUNDS))
    for name in names():
        jsonschema.validate(yaml.safe_load(asset("soundscapes", f"{name}.yaml").read_text()), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"layers": [{"texture": "nothing"}]}, schema)
