"""How loud beds and songs are, against a meter; and that speech keeps its distance whatever the bed does."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.audio.loudness import lufs, to_lufs
from audiocoach.mix.bed_source import BedSource
from audiocoach.mix.ducking import Envelope
from audiocoach.mix.levels import SHORTEST, BedLevels, depth_for, ducked, least_distance, level, listen, music_depth
from audiocoach.mix.track_source import mix
from audiocoach.timeline.timeline import Bed
from audiocoach.units import SAMPLE_RATE, Samples
from support.meters import k_weighted


@dataclass
class Turning:
    """A loop from an array."""

    samples: np.ndarray

    @property
    def frames(self):
        return len(self.samples)

    def read(self, start, length):
        return self.samples[np.arange(start, start + length) % len(self.samples)]


def surf(frames: int, seed: int, bursts: float = 30.0) -> Turning:
    """Noise in stereo whose level jumps by up to `bursts` decibels, every 0.1 to 1.5 s."""
    rng = np.random.default_rng(seed)
    gain = np.concatenate(
        [np.full(rng.integers(4_410, 66_150), rng.uniform(-bursts, 0)) for _ in range(frames // 4_410)]
    )
    noise = rng.standard_normal((frames, 2)) * 0.2 * 10 ** (gain[:frames, np.newaxis] / 20)
    fold = noise.mean(axis=1).astype(np.float32)
    return Turning((noise * 10 ** ((-26 - lufs(fold)) / 20)).astype(np.float32))


def bed(length: int, db: float = -26.0, **fades: int) -> Bed:
    return Bed(
        Samples(0), Samples(length), "surf", db, Samples(fades.get("fade_in", 0)), Samples(fades.get("fade_out", 0))
    )


def heard(wave: np.ndarray, start: int, stop: int) -> float:
    """The loudness in both ears, from the finished sound."""
    near = slice(max(start - 44_100, 0), stop)  # the weighting looks back 100 ms
    ears = (k_weighted(np.ascontiguousarray(ear))[start - near.start :] for ear in wave[near].T)
    return to_lufs(sum(float(np.square(ear).mean()) for ear in ears))


def stem(source, length: int) -> np.ndarray:
    return np.concatenate(list(mix([source], length)))


@given(st.integers(0, 10_000), st.integers(0, 400_000), st.integers(20_000, 200_000), st.sampled_from([-26.0, -40.0]))
@settings(deadline=None, max_examples=8)
def test_a_beds_level_is_what_a_meter_reads_and_never_less(seed, start, span, db):
    loop, length = surf(3 * SAMPLE_RATE + 77, seed), 700_000
    lies = bed(length, db)
    levels = BedLevels(lies, listen(loop))
    sound = stem(BedSource(lies, loop, Envelope()), length)
    measured = heard(sound, start, start + span)
    assert measured - 0.01 <= level(levels, start, start + span)
    # Two cells of 10 ms more than the range, and those may be bursts of 30 dB.
    around = heard(sound, max(start - 441, 0), start + span + 441) + 10 * np.log10((span + 882) / span)
    assert level(levels, start, start + span) <= around + 0.05


@given(st.integers(0, 10_000), st.integers(20_000, 2 * SAMPLE_RATE), st.integers(0, 400_000))
@settings(deadline=None, max_examples=8)
def test_no_word_anywhere_meets_more_than_the_loudest(seed, frames, more):
    """Of 200 ms or more, and of any length: across the seam too, in loops that are no whole number of cells."""
    loop = surf(frames, seed)
    loudest = BedLevels(bed(500_000), listen(loop)).loudest
    ears = stem(BedSource(bed(500_000), loop, Envelope()), 500_000).T
    power = sum(np.square(k_weighted(np.ascontiguousarray(ear))) for ear in ears)
    energy = np.cumsum(power[44_100:])
    worst = []
    for span in (SHORTEST * 441, 9_000, 13_230, 17_640, 30_000, 40_000 + more // 2):
        worst.append(to_lufs(float((energy[span:] - energy[:-span]).max()) / span))
        assert worst[-1] <= loudest + 0.01
    assert loudest <= worst[0] + 1.0


@given(
    st.integers(0, 10_000),
    st.lists(st.tuples(st.integers(0, 900_000), st.integers(9_000, 130_000)), min_size=1, max_size=7),
    st.sampled_from([-16.0, -26.0, -33.0, -60.0]),
    st.booleans(),
)
@settings(deadline=None, max_examples=12)
def test_every_range_of_speech_is_20_db_above_the_wildest_bed(seed, spoken, db, fading):
    loop, length = surf(4 * SAMPLE_RATE + 123, seed), 1_100_000
    spans = [(at, at + span) for at, span in spoken]
    fades = {"fade_in": 132_300, "fade_out": 264_600} if fading else {}
    lies = bed(length, db, **fades)
    levels = BedLevels(lies, listen(loop))
    envelope = Envelope(spans, depth_for(levels.loudest))
    sound = stem(BedSource(lies, loop, envelope), length)
    distances = [-16 - heard(sound, *span) for span in spans]
    assert min(distances) >= 20.5
    told, where = least_distance(spans, [ducked(levels, envelope)])
    assert where in spans
    assert 20.5 <= told <= min(distances) + 0.01


@given(st.integers(0, 10_000), st.integers(0, 264_600), st.integers(13_230, 100_000), st.booleans())
@settings(deadline=None, max_examples=12)
def test_where_two_beds_cross_they_keep_their_distance_together(seed, at, span, is_same):
    """Strangers by their powers, a bed and itself at another level by its amplitude."""
    loops = [surf(3 * SAMPLE_RATE, seed), surf(2 * SAMPLE_RATE + 50, seed + 1)]
    loops = loops[:1] * 2 if is_same else loops
    fade, length = 176_400, 500_000
    first = Bed(Samples(0), Samples(300_000), "a", -26.0, Samples(0), Samples(fade))
    second = Bed(Samples(300_000 - fade), Samples(length), "b", -20.0, Samples(fade), Samples(0))
    spans = [(123_600 - 20_000 + at, 123_600 - 20_000 + at + span)]
    cells = [BedLevels(lies, listen(loop)) for lies, loop in zip((first, second), loops, strict=True)]
    ways = [Envelope(spans, depth_for(levels.loudest)) for levels in cells]
    joined = ((False, is_same), (is_same, False))
    sources = [BedSource(*each) for each in zip((first, second), loops, ways, joined, strict=True)]
    distance = -16 - heard(np.concatenate(list(mix(sources, length))), *spans[0])
    told, _ = least_distance(spans, [ducked(*pair) for pair in zip(cells, ways, strict=True)])
    assert told <= distance + (0.01 if is_same else 0.4)  # strangers are not quite unlike
    assert told >= 20.5
    assert distance >= 20.5


def test_a_quiet_bed_is_not_ducked():
    loop = surf(4 * SAMPLE_RATE, 1, bursts=1.0)
    assert depth_for(BedLevels(bed(900_000, -45.0), listen(loop)).loudest) == 0


def test_a_steady_bed_goes_down_no_deeper_than_it_must():
    loop = surf(4 * SAMPLE_RATE, 1, bursts=0.0)
    assert 13.5 < depth_for(BedLevels(bed(900_000), listen(loop)).loudest) < 15.5


def test_the_depth_is_the_beds_whatever_is_said_and_follows_its_level():
    loop = surf(4 * SAMPLE_RATE, 2)
    cells = listen(loop)
    depths = [
        depth_for(BedLevels(Bed(Samples(at), Samples(at + 500_000), "surf", db, Samples(0), Samples(0)), cells).loudest)
        for at, db in ((0, -26.0), (12_345, -26.0), (0, -23.0))
    ]
    assert depths[0] == depths[1]
    assert depths[2] == pytest.approx(depths[0] + 3)


def test_outside_of_its_stretch_a_bed_is_silent():
    loop = surf(2 * SAMPLE_RATE, 3)
    lies = Bed(Samples(100_000), Samples(200_000), "surf", -26.0, Samples(0), Samples(0))
    levels = BedLevels(lies, listen(loop))
    assert level(levels, 0, 100_000) == level(levels, 200_000, 300_000) == -np.inf
    assert least_distance([(0, 100_000)], [ducked(levels, Envelope())]) == (np.inf, None)
    assert level(levels, 50_000, 150_000) == pytest.approx(level(levels, 100_000, 150_000) - 3.01, abs=0.01)


def test_distance_without_ducks():
    loop = surf(2 * SAMPLE_RATE, 3, bursts=0.0)
    levels = BedLevels(bed(900_000), listen(loop))
    told, where = least_distance([(0, 44_100), (88_200, 176_400)], [ducked(levels, Envelope())])
    assert told == pytest.approx(7, abs=0.5)  # its ears are unlike: 3 dB more than its fold-down
    assert where is not None


def test_music_goes_down_by_its_duck_and_from_20_on_below_speech_too():
    loud, soft = -13.0, -27.0
    assert 15 <= music_depth(loud, 15) <= 16
    assert music_depth(loud, 20) == depth_for(loud) > 23
    assert 20 <= music_depth(soft, 20) <= 21


def test_listening_does_not_depend_on_where_blocks_end(monkeypatch):
    loop = surf(3 * SAMPLE_RATE + 5, 9)
    once = listen(loop)
    monkeypatch.setattr("audiocoach.mix.levels._BLOCK", 12_345)
    again = listen(loop)
    assert once.energies.tobytes() == again.energies.tobytes()
    assert len(once.energies) == -(-loop.frames // 441)
