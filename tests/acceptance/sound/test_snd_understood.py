"""A recogniser hears the key words over every soundscape, and over loud music, as it does over silence.

pocketsphinx with its own English model spots each of some forty words in each cue of a short session, at its strictest:
in silence it finds nearly all, so that whatever a bed takes away shows.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soxr

from audiocoach import load
from audiocoach.mix.music_source import MusicSource
from audiocoach.mix.track_source import mix
from audiocoach.sound.soundscapes.soundscape import names
from support.hearing import RATE, decode, part
from support.listening import ready, whole
from support.programs import audiocoach

LINES = {
    "Breathe slowly through your nose.": "breathe slowly through",
    "Relax your shoulders and elbows.": "relax shoulders elbows",
    "Walk across the little bridge.": "across little bridge",
    "Remember to drink some water.": "remember drink water",
    "Quicken your steps a little.": "quicken little",
    "Another minute until the finish.": "another minute finish",
    "Halfway already, well done.": "halfway already",
    "Imagine a quiet mountain village.": "imagine mountain village",
    "Lift your knees a bit higher.": "knees higher",
    "Keep your fingers loose and warm.": "fingers",
    "Everything is under control.": "everything under control",
    "Look towards the horizon.": "towards horizon",
}
WORDS = sorted({word for words in LINES.values() for word in words.split()})
SPACING_S = 4
HEARS = 16_000
MOST_LOST = 0.05

Heard = Callable[[str], int]


def session(folder: Path, beneath: str) -> Path:
    """Nothing but the lines, one every 4 s, over something."""
    cues = "".join(f"      {2 + SPACING_S * n}s: {line}\n" for n, line in enumerate(LINES))
    path = folder / "words.yaml"
    path.write_text(f"{beneath}\ncoaching: silent\nsteps:\n  - walk: {SPACING_S * len(LINES) + 4}s\n    say:\n{cues}")
    return path


def words_heard(sound: np.ndarray, starts: dict[str, tuple[float, float]], folder: Path) -> tuple[int, int]:
    """How many key words are heard in their cues, and how many in cues that do not hold them; `sound` at 16 kHz."""
    sphinx = pytest.importorskip("pocketsphinx", reason="it has no wheel for this Python")

    listed = folder / "words.txt"
    listed.write_text("".join(f"{word} /1/\n" for word in WORDS))
    decoder = sphinx.Decoder(samprate=HEARS, loglevel="FATAL", lm=None, kws=str(listed))
    right = wrong = 0
    for line, words in LINES.items():
        start_ms, end_ms = starts[line]
        said = sound[round((start_ms / 1000 - 0.3) * HEARS) : round((end_ms / 1000 + 0.3) * HEARS)]
        decoder.start_utt()
        decoder.process_raw((said * 32_767).astype(np.int16).tobytes(), full_utt=True)
        decoder.end_utt()
        found = {segment.word.strip() for segment in decoder.seg()} if decoder.hyp() else set()
        right += len(found & set(words.split()))
        wrong += len(found - set(re.findall("[a-z]+", line.lower())))
    return right, wrong


@pytest.fixture(scope="module")
def heard(once) -> Heard:
    """How many key words are heard over what is named: `none`, a soundscape, or `music` and its duck."""

    def make(beneath: str, folder: Path) -> None:
        made = ready(load(session(folder, beneath)))
        assert [cue.status for cue in made.plan.cues if cue.text in LINES] == ["as-planned"] * len(LINES)
        times = {cue.text: (cue.start_ms, cue.end_ms) for cue in made.plan.cues}
        sound = soxr.resample(whole(made.mixer.master()).mean(axis=1), RATE, HEARS)
        (folder / "heard.json").write_text(json.dumps(words_heard(sound, times, folder)))

    def count(name: str, beneath: str) -> tuple[int, int]:
        folder = once(f"words over {name}", lambda folder: make(beneath, folder))
        return tuple(json.loads((folder / "heard.json").read_text()))

    count("none", "soundscape: none")
    return count


def in_silence(heard: Heard) -> int:
    return clearly(heard("none", "soundscape: none"))


def clearly(counted: tuple[int, int]) -> int:
    right, wrong = counted
    assert right >= 0.9 * sum(len(words.split()) for words in LINES.values())
    assert wrong <= 0.1 * right
    return right


@pytest.mark.long
def test_the_second_coach_is_understood_too(heard):
    clearly(heard("joe", "voice: joe\nsoundscape: none"))


@pytest.mark.parametrize("name", ["mountain-lake", "ocean-shore"])
def test_the_coach_is_understood_over_a_soundscape(heard, name):
    assert heard(name, f"soundscape: {name}")[0] >= 0.85 * in_silence(heard)


@pytest.mark.long
def test_over_all_soundscapes_hardly_a_word_is_lost(heard):
    """With joe, of whom the recogniser keeps most: what is lost, the soundscape has taken."""
    silent = clearly(heard("joe", "voice: joe\nsoundscape: none"))
    table = {name: heard(f"joe over {name}", f"voice: joe\nsoundscape: {name}")[0] for name in names()}
    assert len(table) == 11
    assert min(table.values()) >= 0.85 * silent, table
    assert sum(table.values()) >= (1 - MOST_LOST) * 11 * silent, table


@pytest.mark.parametrize("duck", [15, 20])
def test_the_coach_is_understood_over_loud_dense_music(heard, store, duck):
    right, _ = heard(f"music {duck}", f"soundscape: none\nmusic: {{files: {store}/loud.flac, duck: {duck}}}")
    assert right >= (1 - MOST_LOST) * in_silence(heard)


def test_without_a_duck_the_music_would_drown_words(heard, store, tmp_path):
    """Control: the recogniser is no better than a runner."""
    made = ready(load(session(tmp_path, f"soundscape: none\nmusic: {store}/loud.flac")))
    times = {cue.text: (cue.start_ms, cue.end_ms) for cue in made.plan.cues}
    music = made.mixer._music
    undisturbed = whole(mix([MusicSource(music.programme, music.songs)], made.plan.length))
    sound = soxr.resample((whole(made.mixer.bus("speech")) + undisturbed).mean(axis=1), RATE, HEARS)
    assert words_heard(sound, times, tmp_path)[0] < 0.9 * in_silence(heard)


def test_the_finished_file_is_understood_as_well(heard, tmp_path):
    """Through the encoder at its fewest bits and ffmpeg, in one ear."""
    path = session(tmp_path, "soundscape: ocean-shore")
    told = audiocoach("build", path, "-o", tmp_path / "words.mp3", "--quality", "watch", "--json").json["files"][0]
    times = {cue["text"]: (cue["start_ms"], cue["end_ms"]) for cue in told["cues"]}
    sound = decode(tmp_path / "words.mp3", tmp_path / "words.pcm", HEARS)
    right, _ = words_heard(part(sound, 0, len(sound)), times, tmp_path)
    assert right >= (1 - MOST_LOST) * in_silence(heard)
