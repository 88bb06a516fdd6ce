"""A bed in the mix: in step with the session, faded, ducked, and the same however it is cut."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.mix.bed_source import BedSource, fade
from audiocoach.mix.ducking import Envelope
from audiocoach.mix.track_source import mix
from audiocoach.timeline.timeline import Bed
from audiocoach.units import Samples, to_gain

LENGTH = 5_000


class Counting:
    """A loop whose samples tell their place."""

    frames = 700

    def read(self, start, length):
        turn = (np.arange(start, start + length) % self.frames).astype(np.float32)
        return np.stack((turn + 1, -turn), axis=1)


@st.composite
def beds(draw):
    start, end = sorted(draw(st.tuples(st.integers(0, LENGTH), st.integers(0, LENGTH))))
    half = (end - start) // 2
    fades = draw(st.tuples(st.integers(0, half), st.integers(0, half)))
    return Bed(Samples(start), Samples(end), "loop", draw(st.floats(-60, -16)), *map(Samples, fades))


ENVELOPES = st.sampled_from([Envelope(), Envelope([(2_000, 2_500)], 12.0)])


def stem(bed, envelope, block=LENGTH):
    return np.concatenate(list(mix([BedSource(bed, Counting(), envelope)], LENGTH, block)))


@given(beds(), ENVELOPES, st.integers(1, 2_000))
@settings(deadline=None)
def test_blocks_give_the_same_bits(bed, envelope, block):
    assert stem(bed, envelope, block).tobytes() == stem(bed, envelope).tobytes()


@given(beds())
def test_it_plays_the_loop_in_step_with_the_session(bed):
    sound = stem(bed, Envelope())
    assert not sound[: bed.start].any()
    assert not sound[bed.end :].any()
    full = slice(bed.start + bed.fade_in, bed.end - bed.fade_out)
    expected = Counting().read(0, LENGTH)[full] * to_gain(bed.level + 26)
    assert np.allclose(sound[full], expected, rtol=1e-6)


@given(beds(), ENVELOPES)
def test_fades_and_ducks_multiply(bed, envelope):
    if bed.start == bed.end:
        return
    gains = [fade(bed, bed.start, bed.end), envelope.gain(bed.start, bed.end)]
    expected = stem(Bed(bed.start, bed.end, "loop", bed.level, Samples(0), Samples(0)), Envelope())[bed.start : bed.end]
    for gain in gains:
        expected = expected if gain is None else expected * gain[:, np.newaxis]
    assert np.allclose(stem(bed, envelope)[bed.start : bed.end], expected, rtol=1e-5)


@given(st.integers(1, 2_000), st.integers(0, 3_000))
def test_two_beds_that_cross_keep_the_power(over, at):
    last = Bed(Samples(0), Samples(at + over), "a", -26.0, Samples(0), Samples(over))
    following = Bed(Samples(at), Samples(9_000), "b", -26.0, Samples(over), Samples(0))
    fading, rising = fade(last, at, at + over), fade(following, at, at + over)
    assert np.allclose(np.square(fading) + np.square(rising), 1, atol=1e-5)
    assert fading[0] == pytest.approx(1)
    assert rising[0] == 0


@given(st.integers(1, 2_000), st.integers(0, 3_000))
def test_a_bed_that_crosses_into_itself_keeps_the_amplitude(over, at):
    last = Bed(Samples(0), Samples(at + over), "a", -26.0, Samples(0), Samples(over))
    following = Bed(Samples(at), Samples(9_000), "a", -30.0, Samples(over), Samples(0))
    fading, rising = fade(last, at, at + over, (False, True)), fade(following, at, at + over, (True, False))
    assert np.allclose(fading + rising, 1, atol=1e-5)


def test_a_fade_that_is_over_costs_nothing():
    bed = Bed(Samples(0), Samples(1_000), "a", -26.0, Samples(100), Samples(100))
    assert fade(bed, 100, 900) is None
    assert fade(bed, 99, 900) is not None
    assert fade(bed, 100, 901) is not None
