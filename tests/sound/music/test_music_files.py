"""Music from real files of every format: decoded exactly, measured like beds, kept by content."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from audiocoach.audio.decoder import decode
from audiocoach.audio.folding import UNCHANGED
from audiocoach.audio.loudness import lufs
from audiocoach.errors import InputError
from audiocoach.sound.music.songs import study
from audiocoach.storage.kinds import SONGS
from audiocoach.units import SAMPLE_RATE
from support.caches import emptied, kept
from support.meters import true_peak
from support.sounds import decoded

FORMATS = {
    "mp3": ("-c:a", "libmp3lame", "-b:a", "192k"),
    "flac": ("-c:a", "flac"),
    "ogg": ("-c:a", "libvorbis", "-q:a", "6"),
    "opus": ("-c:a", "libopus", "-b:a", "160k"),
    "m4a": ("-c:a", "aac", "-b:a", "192k"),
    "wav": ("-c:a", "pcm_s24le"),
}
SECONDS = 4
LEFT = "sin(2*PI*330*t)*0.3*(1-0.5*gt(t\\,2))"
RIGHT = "sin(2*PI*550*t)*0.2"


def ffmpeg(path: Path, *more: str, left: str = LEFT, right: str = RIGHT, rate: int = 44_100, seconds=SECONDS) -> Path:
    source = f"aevalsrc={left}|{right}:d={seconds}:s={rate}:c=stereo"
    command = ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", source, *more, str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return path


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("shelf")
    tags = ("-metadata", "title=Slow  Train é", "-metadata", "artist=The Testers", "-metadata", "album=First")
    for ending, codec in FORMATS.items():
        ffmpeg(folder / f"song.{ending}", *codec, *tags)
    return folder


@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_is_decoded_to_its_samples(store, ending):
    sound = decoded(store / f"song.{ending}")
    assert sound.dtype == np.float32
    assert sound.shape[1] == 2
    padded = 1024 if ending == "m4a" else 0  # AAC fills its last frame
    assert SECONDS * SAMPLE_RATE <= len(sound) <= SECONDS * SAMPLE_RATE + padded
    time = np.arange(SECONDS * SAMPLE_RATE) / SAMPLE_RATE
    left = np.sin(2 * np.pi * 330 * time) * 0.3 * np.where(time > 2, 0.5, 1)
    right = np.sin(2 * np.pi * 550 * time) * 0.2
    error = sound[: len(time)] - np.stack((left, right), axis=1)
    assert np.sqrt(np.mean(np.square(error[2_000:-2_000]))) < 0.01
    assert decoded(store / f"song.{ending}").tobytes() == sound.tobytes()


@pytest.mark.parametrize("ending", FORMATS)
def test_a_song_is_measured_and_kept(store, tmp_path, ending):
    path = store / f"song.{ending}"
    song = study(path, tmp_path)
    sound = decoded(path)
    assert song.length == len(sound)
    assert song.lufs == pytest.approx(lufs(sound.mean(axis=1)), abs=0.02)
    peak = max(true_peak(np.ascontiguousarray(wave)) for wave in sound.T)
    assert song.peak_db == pytest.approx(20 * np.log10(peak), abs=0.3)
    assert (song.about.title, song.about.artist, song.about.album) == ("Slow Train é", "The Testers", "First")
    assert len(song.energies) == -(-len(sound) // 441)
    again = study(path, tmp_path)
    assert again == song
    assert again.energies.tobytes() == song.energies.tobytes()
    assert kept(tmp_path, SONGS).number == 1


def test_a_song_from_the_cache_is_not_decoded(store, tmp_path, monkeypatch):
    path = store / "song.mp3"
    song = study(path, tmp_path)
    moved = shutil.copy(path, tmp_path / "another name.mp3")
    monkeypatch.setattr("audiocoach.sound.music.songs.decode", lambda *_: pytest.fail("decoded again"))
    assert study(Path(moved), tmp_path) == song


@pytest.mark.parametrize("damage", [b"", b"x" * 50, b"flip", b"cut"])
def test_a_damaged_entry_is_measured_again(store, tmp_path, damage):
    song = study(store / "song.wav", tmp_path)
    (entry,) = (tmp_path / "music").glob("??/*")
    whole_entry = entry.read_bytes()
    flipped = bytearray(whole_entry)
    flipped[-7] ^= 1
    entry.write_bytes({b"flip": bytes(flipped), b"cut": whole_entry[:-4]}.get(damage, damage))
    again = study(store / "song.wav", tmp_path)
    assert again.energies.tobytes() == song.energies.tobytes()
    assert entry.read_bytes() == whole_entry
    assert emptied(tmp_path, SONGS).number == 1


def test_another_decoder_measures_anew(store, tmp_path, monkeypatch):
    first = study(store / "song.ogg", tmp_path)
    monkeypatch.setattr("audiocoach.sound.music.songs.SONGS", replace(SONGS, libraries=("numpy",)))
    heard = []
    monkeypatch.setattr("audiocoach.sound.music.songs.decode", lambda *of: heard.append(of) or decode(*of))
    second = study(store / "song.ogg", tmp_path)
    assert heard
    assert second == first, "an MP3 names what was played, and no version of a library"


def test_mono_sounds_in_both_ears_and_surround_is_folded(tmp_path):
    mono = decoded(ffmpeg(tmp_path / "mono.flac", "-ac", "1", rate=22_050))
    assert np.array_equal(mono[:, 0], mono[:, 1])
    assert abs(len(mono) - SECONDS * SAMPLE_RATE) <= 64
    pan = "pan=5.1|FL=c0|FR=c1|FC=0.5*c0|LFE=0*c0|BL=0*c0|BR=0*c1"
    wide = decoded(ffmpeg(tmp_path / "surround.flac", "-filter_complex", f"[0]{pan}"))
    assert wide.shape == (SECONDS * SAMPLE_RATE, 2)
    assert wide.std() > 0.01


def test_a_wide_song_is_narrowed_to_lose_4_db_at_most(tmp_path):
    wide = ffmpeg(tmp_path / "wide.wav", left="0.3*sin(700*t)+0.1*sin(3000*t)", right="-0.3*sin(700*t)+0.1*sin(3000*t)")
    song = study(wide, tmp_path)
    assert 0 < song.width.side < 1
    sound = np.concatenate(list(song.blocks()))
    stereo = 10 * np.log10(sum(10 ** (lufs(np.ascontiguousarray(wave)) / 10) for wave in sound.T) / 2)
    assert 3 < stereo - lufs(sound.mean(axis=1)) <= 4
    assert lufs(sound.mean(axis=1)) == pytest.approx(song.lufs, abs=0.02)


def test_a_song_of_which_nothing_is_left_in_mono_is_heard_from_one_side(tmp_path):
    turned = ffmpeg(tmp_path / "turned.wav", left="0.3*sin(700*t)", right="-0.3*sin(700*t)")
    song = study(turned, tmp_path)
    sound = np.concatenate(list(song.blocks()))
    assert np.array_equal(sound[:, 0], sound[:, 1])
    assert np.array_equal(sound[:, 0], decoded(turned)[:, 0])
    assert lufs(sound.mean(axis=1)) == pytest.approx(song.lufs, abs=0.02)


def test_what_is_as_it_should_be_is_not_touched():
    block = np.ones((5, 2), np.float32)
    assert UNCHANGED.narrowed(block) is block


def hls(path: Path) -> None:
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1:9/a.ts\n")


BROKEN = {
    "empty": (lambda path: path.touch(), "it is empty"),
    "text": (lambda path: path.write_text("These are notes about running.\n" * 20), "it is a text, and no sound"),
    "noise": (
        lambda path: path.write_bytes(np.random.default_rng(1).bytes(30_000)),
        "it is no sound that is known here, or its start is damaged",
    ),
    "stream": (hls, "it is a text, and no sound"),
    "missing": (lambda path: None, "there is no such file"),
    "folder": (lambda path: path.mkdir(), "it is a folder"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_no_sound_is_named(tmp_path, case):
    make, why = BROKEN[case]
    path = tmp_path / f"{case}.mp3"
    make(path)
    with pytest.raises(InputError) as caught:
        study(path, tmp_path)
    assert caught.value.message == f"{path} cannot be played: {why}"
    assert caught.value.hint


def test_a_picture_has_no_sound(tmp_path):
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=red:s=64x64:d=1", str(tmp_path / "video.mp4")]
    subprocess.run(command, check=True, timeout=60)
    with pytest.raises(InputError, match="there is no sound in it"):
        study(tmp_path / "video.mp4", tmp_path)


@pytest.mark.parametrize(
    ("left", "seconds", "why"), [("0", SECONDS, "it is silent"), (LEFT, 0.9, "it is shorter than 1 s")]
)
def test_silent_and_short_files_are_no_songs(tmp_path, left, seconds, why):
    path = ffmpeg(tmp_path / "nothing.wav", left=left, right=left, seconds=seconds)
    with pytest.raises(InputError, match=f"nothing.wav cannot be played: {why}"):
        study(path, tmp_path)


def test_a_damaged_file_plays_what_can_be_read_each_time_the_same(store, tmp_path):
    data = bytearray((store / "song.mp3").read_bytes())
    data[30_000:34_000] = bytes(number * 7919 % 256 for number in range(4_000))
    damaged = tmp_path / "damaged.mp3"
    damaged.write_bytes(data[:80_000])
    song = study(damaged, tmp_path)
    assert SAMPLE_RATE < song.length < SECONDS * SAMPLE_RATE
    assert sum(map(len, song.blocks())) == song.length


def test_numbers_that_are_no_sound_are_silenced(tmp_path):
    samples = np.full(3 * SAMPLE_RATE, 0.1, "<f4") * np.sin(np.arange(3 * SAMPLE_RATE) / 20).astype("<f4")
    samples[[500, 600, 700]] = np.nan, np.inf, -1e30
    (tmp_path / "raw").write_bytes(samples.tobytes())
    raw = ["-f", "f32le", "-ar", "44100", "-ac", "1", "-i", str(tmp_path / "raw"), "-c:a", "pcm_f32le"]
    subprocess.run(["ffmpeg", "-v", "error", *raw, str(tmp_path / "wild.wav")], check=True, timeout=60)
    sound = decoded(tmp_path / "wild.wav")
    assert np.isfinite(sound).all()
    assert np.abs(sound).max() <= 4
    assert np.isfinite(study(tmp_path / "wild.wav", tmp_path).lufs)


def test_a_file_that_changes_is_noticed(store, tmp_path):
    path = tmp_path / "song.wav"
    shutil.copy(store / "song.wav", path)
    song = study(path, tmp_path)
    path.write_bytes(path.read_bytes()[:-60_000])
    with pytest.raises(InputError, match="has changed while it was being read"):
        list(song.blocks())


def test_a_cache_that_cannot_be_written_costs_only_time(store, tmp_path):
    (tmp_path / "music").write_text("in the way")
    assert study(store / "song.wav", tmp_path) == study(store / "song.wav", tmp_path)
