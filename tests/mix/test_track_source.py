"""The mixer against a whole-session sum, and that it holds no more than it must."""

import tracemalloc
import weakref

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.mix.track_source import blocks
from audiocoach.timeline.timeline import Clip, Timeline, Track
from audiocoach.units import Samples


def sound(name: str) -> np.ndarray:
    """A sound of the length that its name says, unlike any other."""
    length = int(name.partition("x")[2])
    return np.random.default_rng(list(name.encode())).uniform(-1, 1, length).astype(np.float32)


def clip(start: int, length: int, label: str = "s") -> Clip:
    return Clip(Samples(start), Samples(length), f"{label}x{length}")


@st.composite
def tracks(draw, name):
    """Clips with gaps between them, some touching, some empty, some longer than a block."""
    clips, at = [], 0
    for gap, length in draw(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 90)), max_size=8)):
        clips.append(clip(at + gap, length, f"{name}{len(clips)}"))
        at = clips[-1].end
    return Track(name, tuple(clips))


@st.composite
def timelines(draw):
    names = draw(st.sampled_from([(), ("speech",), ("speech", "tones"), ("speech", "tones", "more")]))
    buses = tuple(draw(tracks(name)) for name in names)
    longest = max((c.end for track in buses for c in track.clips), default=0)
    return Timeline(Samples(longest + draw(st.integers(0, 50))), buses, ())


def whole(track: Track, length: int) -> np.ndarray:
    out = np.zeros((length, 2), np.float32)
    for c in track.clips:
        out[c.start : c.end] = sound(c.sound)[:, np.newaxis]
    return out


def joined(parts) -> np.ndarray:
    return np.concatenate([np.zeros((0, 2), np.float32), *parts])


@given(timelines(), st.integers(1, 200))
def test_the_mix_is_the_sum_of_its_tracks(timeline, block):
    expected = np.zeros((timeline.length, 2), np.float32)
    for track in timeline.tracks:
        expected += whole(track, timeline.length)
    parts = list(blocks(timeline, sound, block=block))
    assert all(len(part) == block for part in parts[:-1])
    mixed = joined(parts)
    assert mixed.dtype == np.float32
    assert mixed.tobytes() == expected.tobytes()


@given(timelines(), st.integers(1, 200))
def test_each_clip_is_loaded_once_and_none_early(timeline, block):
    loaded = []

    def load(name):
        loaded.append((name, at + block))
        return sound(name)

    at = 0
    for part in blocks(timeline, load, block=block):
        at += len(part)
    sounding = [c for track in timeline.tracks for c in track.clips if c.length]
    assert sorted(name for name, _ in loaded) == sorted(c.sound for c in sounding)
    starts = {c.sound: c.start for c in sounding}
    assert all(starts[name] < stop for name, stop in loaded)


def test_a_sound_is_let_go_after_its_clip():
    timeline = Timeline(Samples(1000), (Track("speech", (clip(10, 150),)),), ())
    kept = []

    def load(name):
        kept.append(weakref.ref(samples := sound(name)))
        return samples

    held = [kept[0]() is not None for _ in blocks(timeline, load, block=100)]
    assert held == [True] + [False] * 9


def peak_bytes(minutes: int) -> int:
    every = 44_100 * 5
    clips = tuple(clip(every * i, 44_100) for i in range(12 * minutes))
    timeline = Timeline(Samples(every * 12 * minutes), (Track("speech", clips),), ())
    tracemalloc.start()
    try:
        for _ in blocks(timeline, sound):
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_length():
    peak_bytes(1)
    short, long = peak_bytes(2), peak_bytes(20)
    assert long < short + 200_000
    assert long < 5_000_000


@pytest.mark.parametrize(
    "clips",
    [
        [clip(95, 6)],
        [clip(-1, 6)],
        [clip(0, 6), clip(5, 6)],
        [clip(20, 6), clip(5, 6)],
    ],
    ids=["beyond the end", "before the start", "overlapping", "unsorted"],
)
def test_a_timeline_that_contradicts_itself(clips):
    timeline = Timeline(Samples(100), (Track("speech", tuple(clips)),), ())
    with pytest.raises(ValueError, match="Clip"):
        blocks(timeline, sound)


@pytest.mark.parametrize("wrong", [np.zeros(5, np.float32), np.zeros((6, 1), np.float32)])
def test_a_sound_unlike_its_clip(wrong):
    timeline = Timeline(Samples(100), (Track("speech", (clip(3, 6),)),), ())
    with pytest.raises(ValueError, match="shape"):
        list(blocks(timeline, lambda _: wrong))
