"""Stems: the buses to the bit, in a file that others read, or no file at all."""

import shutil
import struct
import subprocess
from dataclasses import replace

import av
import numpy as np
import pytest

from audiocoach.audio.wav import header, write_wav
from audiocoach.errors import DeliverError
from audiocoach.mix.mixer import Mixer
from audiocoach.mix.stems import write_stems
from audiocoach.mix.track_source import blocks
from audiocoach.sound.tones.tones import digest, render
from audiocoach.storage.seal import SEALS
from audiocoach.timeline.timeline import Clip, Timeline, Track
from audiocoach.units import Samples

SPEECH = (1.5 * np.sin(np.arange(30_000) / 20)).astype(np.float32)  # louder than full scale: a float holds it
SOUNDS = {"take:1": SPEECH, digest("run"): render("run"), digest("finish"): render("finish")}
TIMELINE = Timeline(
    Samples(150_001),
    (
        Track("speech", (Clip(Samples(40_000), Samples(len(SPEECH)), "take:1"),)),
        Track(
            "tones",
            (
                Clip(Samples(7), Samples(len(render("run"))), digest("run")),
                Clip(Samples(100_000), Samples(len(render("finish"))), digest("finish")),
            ),
        ),
    ),
    (),
)


def decoded(path):
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        assert (stream.rate, stream.channels, stream.codec_context.name) == (44_100, 2, "pcm_f32le")
        frames = [frame.to_ndarray() for frame in container.decode(stream)]
    return np.concatenate(frames, axis=1).reshape(-1, 2)


def test_stems_are_the_buses_and_add_up_to_the_mix(tmp_path):
    paths = write_stems(Mixer(TIMELINE, SOUNDS.__getitem__), tmp_path / "new" / "stems")
    assert [path.name for path in paths] == ["speech.wav", "tones.wav"]
    assert sorted(path.name for path in paths[0].parent.iterdir()) == ["speech.wav", "tones.wav"]
    stems = [decoded(path) for path in paths]
    for path, stem in zip(paths, stems, strict=True):
        (track,) = (track for track in TIMELINE.tracks if track.name == path.stem)
        alone = replace(TIMELINE, tracks=(track,))
        bus = np.concatenate(list(blocks(alone, SOUNDS.__getitem__)))
        assert stem.tobytes() == bus.tobytes()
    assert np.array_equal(stems[0] + stems[1], np.concatenate(list(blocks(TIMELINE, SOUNDS.__getitem__))))


@pytest.mark.skipif(not shutil.which("sox"), reason="an independent reader, where there is one")
def test_sox_reads_a_stem_without_complaint(tmp_path):
    path, *_ = write_stems(Mixer(TIMELINE, SOUNDS.__getitem__), tmp_path)
    for option, value in (("-s", "150001"), ("-c", "2"), ("-r", "44100"), ("-e", "Floating Point PCM")):
        seen = subprocess.run(["soxi", option, path], capture_output=True, text=True, check=True)
        assert (seen.stdout.strip(), seen.stderr) == (value, "")


def test_the_header_says_how_long_the_file_is(tmp_path):
    path = tmp_path / "a.wav"
    write_wav(path, [np.ones((5, 2), np.float32)], 5)
    data = path.read_bytes()
    assert struct.unpack("<4sI4s", data[:12]) == (b"RIFF", len(data) - 8, b"WAVE")
    samples = len(data) - SEALS[".wav"].size - 5 * 8
    assert data[samples - 8 : samples] == struct.pack("<4sI", b"data", 40)


def test_beyond_4_gib_it_is_rf64(tmp_path):
    hours = 4 * 3600 * 44_100
    assert header(2**29 - 16)[:4] == b"RIFF"  # 128 bytes short of 4 GiB, for 50 of header and 72 of seal
    assert header(2**29 - 15)[:4] == b"RF64"
    path = tmp_path / "long.wav"
    with path.open("wb") as file:
        file.write(header(hours))
        file.truncate(len(header(hours)) + hours * 8)  # sparse: takes no room
    with av.open(str(path)) as container:
        assert container.streams.audio[0].codec_context.name == "pcm_f32le"
        assert container.duration == 4 * 3600 * 1_000_000


def test_a_stem_that_fails_keeps_the_earlier_one(tmp_path):
    path = tmp_path / "speech.wav"
    path.write_bytes(b"earlier")

    def load(sound):
        raise RuntimeError(sound)

    with pytest.raises(RuntimeError):
        write_stems(Mixer(TIMELINE, load), tmp_path)
    assert path.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("length", [4, 6])
def test_another_length_than_announced(tmp_path, length):
    with pytest.raises(ValueError, match="should hold"):
        write_wav(tmp_path / "a.wav", [np.ones((5, 2), np.float32)], length)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be(tmp_path):
    (tmp_path / "file").write_text("here")
    with pytest.raises(DeliverError, match="cannot write"):
        write_stems(Mixer(TIMELINE, SOUNDS.__getitem__), tmp_path / "file")
