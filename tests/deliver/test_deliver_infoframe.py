"""Gapless and exact to the sample, in four decoders, and by the tag's own checksums."""

import json
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.deliver.encoder import frame_count
from audiocoach.deliver.infoframe import Info, MusicCrc, crc16, info_frame, read_info
from audiocoach.deliver.mp3_file import write_mp3
from audiocoach.deliver.quality import QUALITIES
from audiocoach.deliver.tags import Tags, id3
from support.mp3 import request as asked

LENGTHS = (1, 100, 575, 1151, 1152, 1153, 44_100, 441_123)
QUALITY = pytest.mark.parametrize("quality", QUALITIES)
CBR, ABR = 1, 2
FEW = (1, 1152, 44_100)
"""Of each quality; of one all."""


def written(folder, sound, quality, tags):
    path = folder / "session.mp3"
    write_mp3(path, [sound], asked(len(sound), tags, quality, jobs=2))
    return path


def lag(heard, meant):
    """Where the decoded sound lies best on the source, in samples."""
    size = 1 << (2 * len(meant)).bit_length()
    both = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(meant, size)), size)
    best = int(np.argmax(both))
    return best if best < size // 2 else best - size


@pytest.mark.parametrize(
    ("quality", "length"),
    [
        row if row[0] == "standard" or row[1] in FEW else pytest.param(*row, marks=pytest.mark.long)
        for row in product(QUALITIES, LENGTHS)
    ],
)
def test_decoded_length_and_place_are_exact(sound, decoders, tmp_path, tags, quality, length):  # noqa: PLR0917
    meant = sound(length)
    path = written(tmp_path, meant, quality, tags)
    for name, decode in decoders.items():
        heard = decode(path)
        assert len(heard) == length, name
        if length > 500:
            assert lag(heard.mean(axis=1), meant.mean(axis=1)) == 0, name
            rest = heard.mean(axis=1) - meant.mean(axis=1)
            # A lone frame at 128 kbps leaves up to 7 % of error; a sample of displacement would leave over half.
            assert np.square(rest).mean() < 0.1 * np.square(meant.mean(axis=1)).mean(), name


@settings(max_examples=8, deadline=None)
@given(st.integers(1, 70_000), st.sampled_from(list(QUALITIES)))
def test_any_length_is_exact(decoders, length, quality):
    assert 529 <= frame_count(length) * 1152 - length - 576 < 4096  # room for the decoder's delay; 12 bits
    noise = np.random.default_rng(length).normal(0, 0.1, (length, 2)).astype(np.float32)
    with TemporaryDirectory() as folder:
        path = written(Path(folder), noise, quality, Tags("", "", "", "", "en", 0))
        assert len(decoders["ffmpeg"](path)) == len(decoders["av"](path)) == length


@QUALITY
def test_players_see_a_constant_bitrate_and_nothing_to_warn_of(sound, tmp_path, tags, tool, quality):
    path = written(tmp_path, sound(200_000), quality, tags)
    quiet = tool("mpg123", "-q", "-t", path)
    assert quiet.stdout + quiet.stderr == b""
    assert f"cbr{QUALITIES[quality].kbps} 44100".encode() in tool("mpg123", "-v", "-t", path).stderr
    probe = json.loads(tool("ffprobe", "-v", "error", "-of", "json", "-show_streams", path).stdout)["streams"][0]
    # ffmpeg tells the encoder only where the tag's checksum is right.
    assert probe["tags"]["encoder"].startswith("LAME3.100")
    assert probe["channels"] == QUALITIES[quality].channels
    assert int(probe["bit_rate"]) == QUALITIES[quality].kbps * 1000
    assert abs(float(probe["duration"]) - 200_000 / 44_100) < 2 * 1152 / 44_100  # by frames


@QUALITY
def test_the_frame_is_the_one_that_lame_writes(sound, tmp_path, tags, tool, quality):
    """Byte for byte beside the fields that are ours to differ in: seek table, counts, checksums.

    Where a frame has no room for it, LAME writes none but for an average bitrate, and calls that one so.
    """
    kind = QUALITIES[quality]
    path = written(tmp_path, sound(100_000), quality, tags)
    wav, mp3 = tmp_path / "a.wav", tmp_path / "b.mp3"
    noise = ("synth", "100000s", "pinknoise", "gain", "-9")
    tool("sox", "-n", "-r", "44100", "-c", str(kind.channels), "-b", "16", wav, *noise)
    has_room = kind.info_kbps == kind.kbps
    bitrate = ("--cbr", "-b", str(kind.kbps)) if has_room else ("--abr", str(kind.kbps), "--resample", "44.1")
    tool("lame", "--quiet", "--noreplaygain", "--nores", *bitrate, "-q", "3", wav, mp3)
    ours = path.read_bytes()[len(id3(tags)) :]
    theirs = mp3.read_bytes()
    at = 21 if kind.channels == 1 else 36
    assert theirs[at : at + 4] == (b"Info" if has_room else b"Xing")
    assert theirs[at + 129] == (CBR if has_room else ABR)
    assert (ours[at : at + 4], ours[at + 129]) == (b"Info", CBR)
    assert ours[at + 4 : at + 8] == theirs[at + 4 : at + 8]
    assert ours[at + 116 : at + 129] == theirs[at + 116 : at + 129]  # quality, version
    assert ours[at + 130] == theirs[at + 130]  # lowpass
    assert ours[at + 140] == theirs[at + 140] == kind.kbps  # LAME's own number, also in a frame of more
    assert ours[at + 141] == theirs[at + 141]
    assert ours[at + 144 : at + 148] == theirs[at + 144 : at + 148]
    assert int.from_bytes(ours[at + 141 : at + 143]) >> 4 == 576
    assert read_info(theirs[:1000]) is not None  # its checksum is computed as ours


def test_the_checksum_of_the_music_is_that_of_its_bytes(sound, tmp_path, tags):
    path = written(tmp_path, sound(100_000), "standard", tags)
    audio = path.read_bytes()[len(id3(tags)) :]
    size = QUALITIES["standard"].frame_bytes
    assert int.from_bytes(audio[188:190]) == crc16(audio[size:])
    assert read_info(audio[:size]) == Info(88, len(audio), crc16(audio[size:]))


def test_the_seek_table_points_into_the_right_hundredth():
    kind = QUALITIES["standard"]
    frame = info_frame(kind, 1152 * 9999 - 576, 10_000, 10_000 * 418, 0)
    table = frame[52:152]
    assert all(abs(place / 256 - percent / 100) < 0.01 for percent, place in enumerate(table))
    assert list(table) == sorted(table)


def crc16_by_bits(data):
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


def test_the_checksum_is_crc_16_arc():
    assert crc16(b"123456789") == 0xBB3D  # the check value in the catalogue of parametrised CRCs


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=5000))
def test_the_checksum_is_that_of_its_definition(data):
    assert crc16(data) == crc16_by_bits(data)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 80_000), max_size=5), st.integers(0, 99))
def test_the_checksum_of_a_stream_is_that_of_its_parts_in_a_row(sizes, seed):
    parts, crc = [np.random.default_rng((seed, size)).bytes(size) for size in sizes], MusicCrc()
    for part in parts:
        crc.add(part)
    assert (crc.size, crc.value()) == (sum(sizes), crc16(b"".join(parts)))


@given(st.binary(max_size=300))
def test_other_frames_tell_nothing(data):
    assert read_info(data) is None
    assert read_info(b"\xff\xfb\x90\x40" + data) is None
