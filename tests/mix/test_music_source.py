"""Music in the mix: exact places, equal power where songs cross, open decoders only while they sound."""

import subprocess
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.audio.loudness import to_lufs
from audiocoach.errors import InputError
from audiocoach.mix.ducking import Envelope
from audiocoach.mix.levels import CutLevels, ducked, least_distance, level, music_depth
from audiocoach.mix.music_source import MusicSource
from audiocoach.mix.track_source import mix
from audiocoach.sound.music.programme import Programme, programme
from audiocoach.sound.music.songs import Song, study
from audiocoach.units import SAMPLE_RATE, Samples, to_gain
from support.meters import k_weighted

LENGTH = Samples(14 * SAMPLE_RATE + 321)


@pytest.fixture(scope="module")
def songs(tmp_path_factory) -> list[Song]:
    """Three short songs of noise in three formats, unlike in loudness and length."""
    folder = tmp_path_factory.mktemp("songs")
    found = []
    for number, (ending, seconds, loud) in enumerate((("flac", 4.1, 0.2), ("mp3", 6.0, 0.02), ("ogg", 3.3, 0.1))):
        noises = [f"anoisesrc=d={seconds}:a={loud}:c=pink:s={number * 2 + side}:r=44100" for side in range(2)]
        inputs = [part for noise in noises for part in ("-f", "lavfi", "-i", noise)]
        path = folder / f"{number}.{ending}"
        merge = ["-filter_complex", "[0][1]amerge=2", "-ac", "2", str(path)]
        subprocess.run(["ffmpeg", "-v", "error", *inputs, *merge], check=True, timeout=60)
        found.append(study(path, folder))
    return found


def store(songs) -> dict[str, Song]:
    return {song.sound: song for song in songs}


def stem(made: Programme, songs, envelopes=(), block=1 << 16) -> np.ndarray:
    source = MusicSource(made, store(songs), envelopes)
    return np.concatenate(list(mix([source], made.end, block)))


def in_both_ears(sound: np.ndarray) -> np.ndarray:
    """The K-weighted power of left and right together, at each sample."""
    return sum(np.square(k_weighted(np.ascontiguousarray(ear))) for ear in sound.T)


def by_hand(made: Programme, songs) -> np.ndarray:
    """The programme in one array, from whole songs."""
    out = np.zeros((made.end, 2))
    for cut in made.cuts:
        sound = np.concatenate(list(store(songs)[cut.sound].blocks()))[: cut.end - cut.start].astype(float)
        sound *= to_gain(cut.gain_db)
        if cut.fade_in:
            sound[: cut.fade_in] *= np.sin(np.pi / 2 * np.arange(cut.fade_in) / cut.fade_in)[:, np.newaxis]
        if cut.fade_out:
            sound[-cut.fade_out :] *= np.cos(np.pi / 2 * np.arange(cut.fade_out) / cut.fade_out)[:, np.newaxis]
        out[cut.start : cut.end] += sound
    out[: made.fade_in] *= np.sin(np.pi / 2 * np.arange(made.fade_in) / made.fade_in)[:, np.newaxis]
    out[made.end - made.fade_out :] *= np.cos(np.pi / 2 * np.arange(made.fade_out) / made.fade_out)[:, np.newaxis]
    return out


def test_every_sample_is_where_it_belongs(songs):
    made = programme(cycle(songs), LENGTH)
    assert len(made.cuts) >= 3
    assert np.abs(stem(made, songs) - by_hand(made, songs)).max() < 1e-5


@given(st.lists(st.integers(2_000, 100_000), min_size=1, max_size=4))
@settings(deadline=None, max_examples=3)
def test_blocks_give_the_same_bits(songs, sizes):
    made = programme(cycle(songs), LENGTH)
    envelopes = [Envelope([(200_000, 300_000)], 15.0 + number) for number in range(len(made.cuts))]
    source, parts, at = MusicSource(made, store(songs), envelopes), [], 0
    for size in cycle(sizes):
        parts.append(np.zeros((min(size, LENGTH - at), 2), np.float32))
        source.add(parts[-1], at)
        at += len(parts[-1])
        if at == LENGTH:
            break
    assert np.concatenate(parts).tobytes() == stem(made, songs, envelopes).tobytes()


def test_a_mix_may_begin_later(songs):
    made = programme(cycle(songs), LENGTH)
    out = np.zeros((1000, 2), np.float32)
    MusicSource(made, store(songs)).add(out, 300_000)
    assert out.tobytes() == stem(made, songs)[300_000:301_000].tobytes()


def test_loudness_of_every_song_and_of_their_crossing_is_the_level(songs):
    made = programme(cycle(songs), Samples(30 * SAMPLE_RATE), -24.0)
    weighted = k_weighted(stem(made, songs).mean(axis=1))
    for before, after in zip(made.cuts[1:], made.cuts[2:-1], strict=False):
        middle = slice(before.start + before.fade_in, before.end - before.fade_out)
        crossing = slice(after.start, before.end)
        for where in (middle, crossing):
            assert to_lufs(2 * float(np.square(weighted[where]).mean())) == pytest.approx(-24, abs=1.0)


def test_decoders_are_open_only_while_their_song_sounds(songs, monkeypatch):
    opened, closed = [], []
    blocks = Song.blocks

    def counted(song):
        opened.append(song.sound)
        try:
            yield from blocks(song)
        finally:
            closed.append(song.sound)

    monkeypatch.setattr(Song, "blocks", counted)
    made = programme(cycle(songs), LENGTH)
    source, block = MusicSource(made, store(songs)), 10_000
    for at in range(0, LENGTH, block):
        stop = min(at + block, LENGTH)
        source.add(np.zeros((stop - at, 2), np.float32), at)
        assert len(opened) == sum(cut.start < stop for cut in made.cuts)
        assert len(closed) == sum(cut.end <= stop for cut in made.cuts)
    assert opened == [cut.sound for cut in made.cuts]


def test_a_mix_that_is_broken_off_closes_its_decoders(songs):
    made = programme(cycle(songs), LENGTH)
    source = MusicSource(made, store(songs))
    source.add(np.zeros((1000, 2), np.float32), 0)
    player = source._open[0]
    source.close()
    assert next(player._blocks, None) is None


def test_a_song_that_became_shorter_is_told(songs, tmp_path):
    path = tmp_path / "song.flac"
    path.write_bytes(songs[0].path.read_bytes())
    song = replace(songs[0], path=path, length=Samples(songs[0].length + 100_000))
    made = programme(cycle([song]), LENGTH)
    with pytest.raises(InputError, match="has changed"):
        stem(made, [song])


@pytest.mark.parametrize(("duck", "least"), [(15, 15), (20, 20), (25, 25)])
def test_music_is_ducked_by_what_was_asked_in_every_range(songs, duck, least):
    """Also where one song gives way to the next, each with a depth of its own."""
    made = programme(cycle(songs), LENGTH)
    crossing = made.cuts[1]
    spans = [(1_000, 40_000), (crossing.start - 9_000, crossing.start + 60_000), (LENGTH - 60_000, LENGTH - 20_000)]
    levels = [CutLevels(cut, store(songs)[cut.sound].energies) for cut in made.cuts]
    envelopes = [Envelope(spans, music_depth(level.loudest, duck)) for level in levels]
    plain, under = (in_both_ears(stem(made, songs, how)) for how in ((), envelopes))
    for start, stop in spans:
        before, after = (to_lufs(float(power[start:stop].mean())) for power in (plain, under))
        assert before - after >= least
        if duck >= 20:
            assert -16 - after >= 20.5
    told, where = least_distance(spans, [ducked(*pair) for pair in zip(levels, envelopes, strict=True)])
    assert where in spans
    assert told > (20 if duck >= 20 else 12)


def test_a_level_is_what_a_meter_reads_in_a_song_and_where_two_cross(songs):
    made = programme(cycle(songs), LENGTH)
    levels = [CutLevels(cut, store(songs)[cut.sound].energies) for cut in made.cuts]
    power = in_both_ears(stem(made, songs))
    cut = made.cuts[1]
    middle = cut.start + cut.fade_in + 1234, cut.end - cut.fade_out - 1234
    for start, stop in (middle, (cut.start + 3_000, cut.start + cut.fade_in - 3_000), (cut.end - 9_000, cut.end)):
        heard = 10 * np.log10(sum(10 ** (level(one, start, stop) / 10) for one in levels))
        assert heard == pytest.approx(to_lufs(float(power[start:stop].mean())), abs=0.3)
    assert level(levels[1], LENGTH, LENGTH + 100) == -np.inf


def test_a_programme_of_nothing_is_silent():
    empty = programme([], Samples(0))
    out = np.zeros((10, 2), np.float32)
    MusicSource(empty, {}).add(out, 0)
    assert not out.any()


def test_the_songs_of_the_tests_are_real_files(songs):
    assert {song.path.suffix for song in songs} == {".flac", ".mp3", ".ogg"}
    assert all(Path(song.path).stat().st_size > 10_000 for song in songs)
