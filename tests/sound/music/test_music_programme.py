"""Which song sounds when: no gap, never three at once, every song whole; and the way there from real files."""

import subprocess
from itertools import cycle, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.audio.decoder import About
from audiocoach.audio.folding import Width
from audiocoach.conventions import CROSSFADE, FADE_IN, FADE_OUT
from audiocoach.errors import InputError
from audiocoach.session.music_ref import MusicRef
from audiocoach.sound.music.programme import programme
from audiocoach.sound.music.session_music import credit, music
from audiocoach.sound.music.songs import SHORTEST, Song
from audiocoach.units import SAMPLE_RATE, Samples


def song(length: int, loud: float = -14.0, peak: float = -1.0, name: str = "a", **tags: str) -> Song:
    energies = np.zeros(-(-length // 441), np.float32)
    about, width = About(**tags), Width()
    return Song(Path(f"{name}.mp3"), f"{name}{length}", Samples(length), loud, peak, width, about, energies)


SONGS = st.lists(st.integers(SHORTEST, 400 * SAMPLE_RATE).map(song), min_size=1, max_size=6)


@given(SONGS, st.integers(1, 1800 * SAMPLE_RATE), st.integers(1, 30 * SAMPLE_RATE))
def test_the_session_is_covered_song_by_song(songs, length, crossfade):
    made = programme(cycle(songs), Samples(length), crossfade=Samples(crossfade))
    cuts, by_sound = made.cuts, {one.sound: one for one in songs}
    assert cuts[0].start == made.start == 0
    assert cuts[-1].end == made.end == length
    assert cuts[0].fade_in == cuts[-1].fade_out == 0
    assert [cut.sound for cut in cuts] == [one.sound for one, _ in zip(cycle(songs), cuts, strict=False)]
    for before, after in pairwise(cuts):
        assert before.end - after.start == before.fade_out == after.fade_in
        assert 0 < after.fade_in <= crossfade
        assert before.end - before.start == by_sound[before.sound].length
        assert before.end < length
    for before, _, later in zip(cuts, cuts[1:], cuts[2:], strict=False):
        assert before.end <= later.start
    assert cuts[-1].end - cuts[-1].start <= by_sound[cuts[-1].sound].length
    assert all(cut.fade_in + cut.fade_out <= cut.end - cut.start for cut in cuts)
    assert made.fade_in + made.fade_out <= length


def test_the_usual_lengths():
    made = programme(cycle([song(60 * SAMPLE_RATE)]), Samples(200 * SAMPLE_RATE))
    assert [cut.fade_in for cut in made.cuts] == [0, CROSSFADE, CROSSFADE, CROSSFADE]
    assert (made.fade_in, made.fade_out) == (FADE_IN, FADE_OUT)
    assert (CROSSFADE, FADE_IN, FADE_OUT) == (4 * SAMPLE_RATE, 3 * SAMPLE_RATE, 6 * SAMPLE_RATE)


def test_songs_are_taken_only_as_they_are_needed():
    taken = []

    def songs():
        for number in range(100):
            taken.append(number)
            yield song(60 * SAMPLE_RATE, name=str(number))

    programme(songs(), Samples(120 * SAMPLE_RATE))
    assert taken == [0, 1, 2]


def test_songs_that_end_too_soon():
    with pytest.raises(ValueError, match="end before"):
        programme([song(SHORTEST)], Samples(2 * SHORTEST))
    with pytest.raises(ValueError, match="end before"):
        programme([], Samples(1))
    assert programme([], Samples(0)).cuts == ()


def hundredths(low: int, high: int) -> st.SearchStrategy[float]:
    """As levels are kept."""
    return st.integers(low * 100, high * 100).map(lambda number: number / 100)


@given(hundredths(-60, -3), hundredths(-40, 3), hundredths(-60, -16))
def test_every_song_comes_to_the_level_unless_its_peak_forbids(loud, peak, level):
    (cut,) = programme([song(2 * SHORTEST, loud, peak)], Samples(SHORTEST), level).cuts
    expected = min(level - loud, -1.5 - peak)
    assert abs(cut.gain_db - expected) <= 0.005 + 1e-9
    assert cut.gain_db == round(cut.gain_db, 2)  # no last bit of a measurement decides about the mix


def test_credit():
    tagged = song(SHORTEST, title="Run", artist="The Testers", album="First")
    assert credit([tagged, song(SHORTEST, name="plain"), tagged]) == "Music:\nThe Testers: Run (First)\nplain"
    assert credit([song(SHORTEST, title="Run", album="First")]) == "Music:\nRun (First)"
    assert credit([]) == ""


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    """Three songs of 3 s, unlike in loudness, and what is none."""
    folder = tmp_path_factory.mktemp("shelf")
    for number, gain in enumerate((0.5, 0.05, 0.2)):
        source = f"aevalsrc={gain}*sin({300 + 100 * number}*2*PI*t)|{gain}*sin({310 + 100 * number}*2*PI*t):d=3:s=44100"
        title = ["-metadata", f"title=Song {number}"]
        path = str(folder / f"{number}.mp3")
        subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", source, *title, path], check=True, timeout=60)
    (folder / "empty.mp3").touch()
    (folder / "zz.mp3").write_text("no music")
    return folder


@pytest.mark.parametrize("seconds", [2, 30])
def test_from_a_folder_to_a_programme(store, tmp_path, seconds):
    ref = MusicRef.model_validate(store.name)
    made = music(ref, store.parent, Samples(seconds * SAMPLE_RATE), tmp_path)
    assert made.programme.end == seconds * SAMPLE_RATE
    assert list(made.songs) == list(dict.fromkeys(cut.sound for cut in made.programme.cuts))
    assert len(made.songs) == (1 if seconds == 2 else 3)
    told = "\n".join(note.message for note in made.notes)
    assert "empty.mp3 cannot be played: it is empty" in told
    assert "zz.mp3 cannot be played: it is a text, and no sound" in told
    assert len(made.notes) == 2
    assert credit(made.songs.values()).splitlines()[:2] == ["Music:", "Song 0"]
    for cut in made.programme.cuts:
        assert made.songs[cut.sound].lufs + cut.gain_db == pytest.approx(-20)


def test_shuffled_rounds_differ_and_builds_do_not(store, tmp_path):
    def order(seed: int) -> list[str]:
        ref = MusicRef.model_validate({"files": str(store), "order": "shuffle", "seed": seed, "level": -24})
        made = music(ref, Path("/nowhere"), Samples(60 * SAMPLE_RATE), tmp_path)
        return [cut.sound for cut in made.programme.cuts]

    assert order(1) == order(1)
    assert len({tuple(order(seed)) for seed in range(4)}) > 1
    rounds = [tuple(order(1)[at : at + 3]) for at in range(0, 18, 3)]
    assert all(len(set(round_)) == 3 for round_ in rounds)
    assert len(set(rounds)) > 1


def test_none_left_is_an_error_that_names_them_all(store, tmp_path):
    files = ["empty.mp3", "zz.mp3", "gone.mp3"]
    with pytest.raises(InputError) as caught:
        music(MusicRef.model_validate(files), store, Samples(SAMPLE_RATE), tmp_path)
    assert "there is no music to play" in caught.value.message
    assert all(name in caught.value.message for name in files)
    assert caught.value.exit_code == 2


def test_silent_songs_alone_are_an_error_too(store, tmp_path):
    source = ["-f", "lavfi", "-i", "anullsrc=d=3:r=44100", str(tmp_path / "silent.wav")]
    subprocess.run(["ffmpeg", "-v", "error", *source], check=True, timeout=60)
    ref = MusicRef.model_validate("silent.wav")
    with pytest.raises(InputError, match=r"silent.wav cannot be played: it is silent"):
        music(ref, tmp_path, Samples(SAMPLE_RATE), tmp_path)
    both = MusicRef.model_validate([str(tmp_path / "silent.wav"), "0.mp3"])
    made = music(both, store, Samples(20 * SAMPLE_RATE), tmp_path)
    assert [note.message.count("silent.wav") for note in made.notes] == [1]
    assert len(made.songs) == 1
