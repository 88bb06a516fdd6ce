"""Music of one's own: which songs are heard when, how far they make room, and what is said of those that are not."""

import json
from pathlib import Path

import numpy as np
import pytest

from audiocoach import build, load
from audiocoach.build.options import BuildOptions
from audiocoach.build.workspace import Workspace
from audiocoach.errors import InputError
from audiocoach.mix.music_source import MusicSource
from audiocoach.mix.track_source import mix
from audiocoach.voice.engines.fake.fake_voice import fake_voice
from support.hearing import RATE, decode
from support.listening import MOMENT, ebur128, gains, levels, ready, spoken, whole
from support.orchestra import LOUD, dense, loudness, pitch
from support.programs import audiocoach, environment, tool

SPEC = "soundscape: none\ncoaching: silent\nmusic: {{files: {files}, crossfade: 1s{more}}}\nsteps: [{{pause: 24s}}]\n"
LATER = (4_000, 11_000, 18_000)
"""When the first, second and third song of 8 s sound alone, in ms."""


def play(folder: Path, files: str, more: str = "") -> list[str]:
    """Build a session of 24 s and a finish with this music; gives the warnings."""
    (folder / "s.yaml").write_text(SPEC.format(files=files, more=more))
    workspace = Workspace(find_voice=fake_voice)
    built = build(load(folder / "s.yaml"), folder / "s.mp3", BuildOptions(quality="voice"), workspace=workspace)
    return [note.message for note in built.plan.notes if note.severity == "warning"]


def heard(folder: Path) -> list[int]:
    sound = decode(folder / "s.mp3", folder / "s.pcm")
    return [pitch(sound, at) for at in LATER]


def test_a_folder_is_played_in_a_persons_order_and_says_what_it_skips(store, tmp_path):
    notes = play(tmp_path, f"{store}/few")
    assert heard(tmp_path) == [300, 500, 1100]
    assert any("3 broken.mp3" in note and "skipped" in note for note in notes)
    assert any("4 empty.ogg" in note and "skipped" in note for note in notes)
    assert not any("cover.jpg" in note for note in notes)


def test_a_playlist_is_played_as_it_stands(store, tmp_path):
    notes = " ".join(play(tmp_path, f"{store}/few/list.m3u"))
    assert heard(tmp_path) == [1100, 300, 1100]
    assert "lost.mp3" in notes
    assert "3 broken.mp3" in notes


def test_a_list_is_played_as_it_stands_and_the_comment_names_the_songs(store, tmp_path):
    few = store / "few"
    play(tmp_path, f'["{few}/2 song.flac", "{few}/10 song.flac", "{few}/1 song.flac"]')
    assert heard(tmp_path) == [500, 1100, 300]
    args = ("-v", "error", "-show_entries", "format_tags", "-of", "json", tmp_path / "s.mp3")
    tags = json.loads(tool("ffprobe", *args).stdout)["format"]["tags"]
    assert tags["comment"] == "Music:\nOne Note: At 500 Hz\nOne Note: At 1100 Hz\nOne Note: At 300 Hz"


def test_shuffling_follows_the_seed(store, tmp_path):
    orders = {}
    for seed in (1, 2, 1):
        play(tmp_path, f"{store}/few", f", order: shuffle, seed: {seed}")
        order = heard(tmp_path)
        assert sorted(order) == [300, 500, 1100]
        assert orders.setdefault(seed, order) == order
    assert len({tuple(order) for order in orders.values()}) > 1


@pytest.mark.parametrize("files", ["3 broken.mp3", "not there.mp3", "cover.jpg"])
def test_nothing_to_play_is_told_and_writes_nothing(store, tmp_path, files):
    with pytest.raises(InputError, match="there is no music") as told:
        play(tmp_path, f'"{store}/few/{files}"')
    assert files in str(told.value)
    assert not (tmp_path / "s.mp3").exists()


def test_the_song_of_the_tests_is_loud_and_dense():
    song = dense(10)
    assert loudness(song) == pytest.approx(LOUD, abs=0.5)
    power = np.square(song[: 9 * RATE]).reshape(-1, RATE // 10 * 2).mean(axis=1)
    assert 10 * np.log10(power.max() / power.min()) < 10


@pytest.mark.parametrize(
    ("duck", "beneath"),
    [
        (15, "none"),
        (20, "ocean-shore"),
        *(pytest.param(*row, marks=pytest.mark.long) for row in ((15, "ocean-shore"), (20, "none"))),
    ],
)
def test_loud_music_makes_room(store, tmp_path, duck, beneath):
    """Down by what was asked in every stretch of speech; from 20 on everything together stays 20 dB below it."""
    says = "".join(f"      {at}s: Number {at}, and on we go.\n" for at in range(4, 120, 14))
    path = tmp_path / "s.yaml"
    path.write_text(
        f"soundscape: {beneath}\nmusic: {{files: {store}/loud.flac, duck: {duck}}}\ncoaching: {{safety: false}}\n"
        f"steps:\n  - run: 2m\n    say:\n{says}"
    )
    made = ready(load(path), fake=True)
    ranges = spoken(made.mixer)
    assert len(ranges) > 7
    music = made.mixer._music
    raw = mix([MusicSource(music.programme, music.songs)], made.plan.length)
    gain = 20 * np.log10(gains(made.mixer.bus("music"), raw))
    assert max(gain[start // MOMENT + 1 : stop // MOMENT].max() for start, stop in ranges) <= -duck
    assert np.abs(np.diff(gain)).max() <= 0.5
    assert gain.max() == pytest.approx(0, abs=0.01)
    buses = [made.mixer.bus(bus) for bus in made.mixer.buses if bus in ("bed", "music")]
    together = levels((sum(parts) for parts in zip(*buses, strict=True)), ranges)
    assert made.mixer.distance[0] == pytest.approx(-16 - max(together), abs=0.8)
    if duck >= 20:
        assert max(together) <= -36
        assert made.mixer.distance[0] >= 20
    folded = whole(made.mixer.bus("music"))[20 * RATE : 90 * RATE].mean(axis=1, keepdims=True).repeat(2, axis=1)
    assert loudness(folded.astype(float)) == pytest.approx(-20, abs=0.7)  # the gate leaves out what is ducked


def test_a_file_with_loud_music_has_no_peak(store, tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(f"music: {{files: {store}/loud.flac, level: -16}}\nsteps: [{{run: 60s, cadence: 165}}]\n")
    audiocoach("build", path, "--voice", "fake", "-o", tmp_path / "s.mp3", env=environment())
    assert ebur128(tmp_path / "s.mp3") <= -1
