"""The encoder: the same bytes whatever the blocks, the threads and the store; each chunk from its window alone."""

import io
from importlib.metadata import version

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.audio.meter import measure
from audiocoach.deliver import lame
from audiocoach.deliver.encoder import POST, WINDOW, Encoder, encode_chunk, frame_count
from audiocoach.deliver.hearing import FileMeter, HeardChunk
from audiocoach.deliver.mp3_file import write_mp3
from audiocoach.deliver.mpeg import CHUNK, CHUNK_FRAMES, FRAME, PRE
from audiocoach.deliver.quality import QUALITIES
from support.mp3 import Chunks
from support.mp3 import request as asked

VOICE, STANDARD = QUALITIES["voice"], QUALITIES["standard"]
QUALITY = pytest.mark.parametrize("quality", QUALITIES.values(), ids=QUALITIES)


LAME_OF_AV = "3.100" if int(version("av").split(".")[0]) < 19 else "3.101"


def blocks(sound, *sizes):
    at = 0
    for size in sizes:
        yield sound[at : at + size]
        at += size
    yield sound[at:]


def frame_starts(stream, quality):
    at = 0
    while at < len(stream):
        assert stream[at : at + 2] == b"\xff\xfb"
        yield at
        at += quality.frame_bytes + (stream[at + 2] >> 1 & 1)
    assert at == len(stream)


def decoded(stream):
    with av.open(io.BytesIO(stream)) as container:
        return np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)


@QUALITY
def test_a_stream_is_whole_frames_at_the_constant_bitrate_without_reservoir(sound, quality):
    length = 3 * CHUNK + 12_345
    stream = b"".join(Encoder(quality).frames([sound(length)]))
    starts = list(frame_starts(stream, quality))
    assert len(starts) == frame_count(length)
    assert abs(len(stream) - len(starts) * FRAME / 44_100 * quality.kbps * 125) <= 2
    # main_data_begin, the first 9 bits after the header, is how far back a frame's data start.
    assert all(stream[at + 4] == 0 and stream[at + 5] >> 7 == 0 for at in starts)


@QUALITY
def test_threads_blocks_and_store_do_not_change_a_byte(sound, quality):
    mixed = sound(4 * CHUNK + 777)
    once = b"".join(Encoder(quality).frames([mixed]))
    store = Chunks()
    assert b"".join(Encoder(quality, jobs=3).frames(blocks(mixed, 1, 1151, 70_000, 0, 3))) == once
    assert b"".join(Encoder(quality, jobs=2, store=store).frames([mixed])) == once
    assert len(store) == 5
    assert b"".join(Encoder(quality, store=store).frames([mixed])) == once


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2 * CHUNK + 2000), st.lists(st.integers(0, 40_000), max_size=5))
def test_any_blocks_give_the_frames_that_the_length_asks_for(length, sizes):
    mixed = np.random.default_rng(length).normal(0, 0.1, (length, 2)).astype(np.float32)
    stream = b"".join(Encoder(VOICE).frames(blocks(mixed, *sizes)))
    assert len(list(frame_starts(stream, VOICE))) == frame_count(length)
    assert stream == b"".join(Encoder(VOICE, jobs=2).frames([mixed]))


def test_a_chunk_depends_on_its_window_and_on_all_of_it(sound):
    mixed = sound(4 * CHUNK)
    whole = b"".join(Encoder(STANDARD).frames([mixed]))
    size = CHUNK * 128 // 8 * 1000 // 44_100
    window = slice(2 * CHUNK - PRE, 3 * CHUNK + POST)
    assert encode_chunk(mixed[window], STANDARD) == whole[2 * size : 3 * size]
    outside = mixed.copy()
    outside[: window.start], outside[window.stop :] = 0.5, -0.5
    assert b"".join(Encoder(STANDARD).frames([outside]))[2 * size : 3 * size] == whole[2 * size : 3 * size]


@pytest.mark.parametrize("place", [PRE - 300, PRE + CHUNK + 60])
def test_what_is_just_outside_a_chunk_shapes_it(sound, place):
    """So the samples before and after must be the true ones: an attack after the end already changes the last block."""
    window = sound(WINDOW) / 100
    loud = window.copy()
    loud[place : place + 150] *= 90
    assert encode_chunk(window, STANDARD) != encode_chunk(loud, STANDARD)


def test_a_chunk_heard_before_is_not_encoded_again(monkeypatch):
    encoded = []
    by_lame = lame.encode_by_lame
    monkeypatch.setattr(lame, "encode_by_lame", lambda *args: encoded.append(1) or by_lame(*args))
    beat = np.tile(np.sin(2 * np.pi * np.arange(CHUNK) / 128).astype(np.float32)[:, None] / 4, (20, 2))
    list(Encoder(VOICE, store=Chunks()).frames([beat]))
    # The first window has silence before it, the last two the end inside: all others are one, which a few chunks that
    # are under way at the same time do not know yet.
    assert len(encoded) <= 8


def test_a_broken_chunk_in_the_store_is_encoded_anew(sound):
    mixed, store = sound(CHUNK), Chunks()
    once = b"".join(Encoder(VOICE, store=store).frames([mixed]))
    for key in store:
        store[key] = store[key][:-1]
    assert b"".join(Encoder(VOICE, store=store).frames([mixed])) == once
    assert all(len(kept) == HeardChunk.SIZE + 10_240 for kept in store.values())


def test_what_was_heard_in_a_chunk_is_kept_with_it(sound):
    mixed, store = sound(3 * CHUNK + 5000), Chunks()
    meters = [FileMeter(), FileMeter(), FileMeter()]
    for meter, kept in zip(meters, (None, store, store), strict=True):
        list(Encoder(VOICE, 2, kept, meter).frames([mixed]))
    first, *others = [meter.finish(len(mixed)) for meter in meters]
    assert others == [first, first]
    assert first.integrated_lufs == pytest.approx(measure([mixed.mean(axis=1, keepdims=True)]).integrated_lufs, abs=0.3)


@QUALITY
def test_the_stand_in_for_hidden_symbols_gives_the_same_sound(sound, quality, monkeypatch):
    assert lame.library() is not None, "the wheel of lameenc on Linux and macOS shows LAME's symbols"
    loud = 3 * sound(WINDOW)  # with samples beyond full scale
    direct = encode_chunk(loud, quality)
    monkeypatch.setattr(lame, "library", lambda: None)
    stand_in = encode_chunk(loud, quality)
    headers = [stream[at : at + 4] for stream in (direct, stand_in) for at in frame_starts(stream, quality)]
    assert headers[:CHUNK_FRAMES] == headers[CHUNK_FRAMES:]
    heard = decoded(direct)
    assert np.std(decoded(stand_in) - heard) < 1e-4 * np.std(heard)
    if LAME_OF_AV == "3.100":
        assert stand_in == direct


def test_mono_is_the_mean_of_both_sides_and_both_are_clipped(sound):
    window = sound(WINDOW)
    folded = np.repeat(window.mean(axis=1, keepdims=True), 2, axis=1)
    assert encode_chunk(window, VOICE) == encode_chunk(folded, VOICE)
    assert encode_chunk(9 * window, STANDARD) == encode_chunk(np.clip(9 * window, -1, 1), STANDARD)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_samples_that_are_no_numbers_are_refused(value):
    window = np.zeros((WINDOW, 2), np.float32)
    window[5] = value
    if np.isnan(value):
        with pytest.raises(ValueError, match="finite"):
            encode_chunk(window, VOICE)
    else:
        assert encode_chunk(window, VOICE)  # clipped like any sample that is too loud


def test_memory_does_not_grow_with_length(sound):
    taken = 0

    def endless():
        nonlocal taken
        block = sound(CHUNK)
        for _ in range(1000):
            taken += 1
            yield block

    stream = Encoder(VOICE, jobs=2).frames(endless())
    for _ in range(3):
        next(stream)
    stream.close()
    assert taken < 15


@QUALITY
def test_seams_sound_like_the_rest(sound, quality, decoders, tmp_path, tags):
    """The error near the chunks' seams is no larger than elsewhere."""
    mixed = sound(12 * CHUNK)
    mixed[5 * CHUNK - 3000 :] *= 0.01  # a quiet stretch just after a loud one
    path = tmp_path / "a.mp3"
    write_mp3(path, [mixed], asked(len(mixed), tags, quality.name))
    mono = mixed.mean(axis=1)
    error = np.square(decoders["ffmpeg"](path).mean(axis=1) - mono)
    near = np.arange(len(mono)) % CHUNK
    near = (near < 600) | (near > CHUNK - 600)
    for part in (slice(1000, 5 * CHUNK - 4000), slice(5 * CHUNK + 1000, 12 * CHUNK - 1000)):
        assert error[part][near[part]].mean() < 1.3 * error[part][~near[part]].mean()
