"""The loudness report tells what the file has: held against FFmpeg's meter, for every quality, voice and music."""

import shutil
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from audiocoach.build.build import build
from audiocoach.build.built import Built
from audiocoach.build.load import load
from audiocoach.build.options import BuildOptions
from audiocoach.build.workspace import Workspace
from audiocoach.deliver.quality import QUALITIES
from audiocoach.units import SAMPLE_RATE
from audiocoach.voice.engines.fake.fake_voice import fake_voice
from support.ebur128 import by_ffmpeg
from support.hearing import active_mask, speech_lufs
from support.listening import ready
from support.players import DECODERS
from support.sounds import write_wav

FEW = (("nothing", "standard"), ("both", "watch"), ("both", "high"))
SESSION = """
soundscape: {soundscape}
music: {music}
steps:
  - walk: 12s
    say: {{start: "Walk briskly, with your arms loose.", 8s: Shoulders down.}}
  - run: 10s
    cadence: 165
"""


def sound(folder: Path, name: str, seed: int, level: float) -> Path:
    """Twenty seconds of soft noise that is wide, and loud by turns."""
    rng = np.random.default_rng(seed)
    frames = 20 * SAMPLE_RATE
    bins = np.fft.rfft(rng.standard_normal((frames, 2)), axis=0)
    hz = np.fft.rfftfreq(frames, 1 / SAMPLE_RATE)[:, np.newaxis]
    noise = np.fft.irfft(bins / np.sqrt(1 + (hz / 400) ** 2), frames, axis=0)
    swell = 0.6 + 0.4 * np.sin(np.arange(frames) / 9000)[:, np.newaxis]
    both = noise[:, :1] + 0.5 * noise
    return write_wav(folder / name, (level * swell * both / both.std()).astype(np.float32), SAMPLE_RATE)


def built(folder: Path, quality: str, soundscape: str = "none", music: str = "none") -> Built:
    path = folder / "session.yaml"
    path.write_text(SESSION.format(soundscape=soundscape, music=music))
    workspace = Workspace(cache=folder / "cache", find_voice=fake_voice)
    session = load(path, workspace=workspace)
    return build(session, folder / f"{quality}.mp3", BuildOptions(quality=quality), workspace=workspace)


@pytest.mark.parametrize(
    ("beneath", "quality"),
    [
        row if row in FEW else pytest.param(*row, marks=pytest.mark.long)
        for row in product(("nothing", "both", "a bed", "music"), QUALITIES)
    ],
)
def test_the_file_has_what_the_report_tells(tmp_path: Path, beneath: str, quality: str) -> None:
    bed = str(sound(tmp_path, "bed.wav", 1, 0.1)) if beneath in ("a bed", "both") else "none"
    music = str(sound(tmp_path, "song.wav", 2, 0.25)) if beneath in ("music", "both") else "none"
    made = built(tmp_path, quality, bed, music)
    heard = by_ffmpeg(made.path)
    assert made.loudness.integrated_lufs == pytest.approx(heard.integrated_lufs, abs=0.1)
    assert made.loudness.true_peak_dbtp == pytest.approx(heard.true_peak_dbtp, abs=0.1)
    assert heard.true_peak_dbtp <= -1
    assert (made.loudness.speech_to_bed_db is None) == (beneath == "nothing")


@pytest.mark.parametrize(
    ("beneath", "quality"), [("nothing", "voice"), pytest.param("a bed", "standard", marks=pytest.mark.long)]
)
def test_speech_in_the_file_is_as_loud_as_in_the_mix(tmp_path: Path, beneath: str, quality: str) -> None:
    """Each take once, where it lies in the decoded file, without the pauses in it."""
    bed = str(sound(tmp_path, "bed.wav", 1, 0.1)) if beneath == "a bed" else "none"
    made = built(tmp_path, quality, bed)
    heard = DECODERS["ffmpeg"](made.path, QUALITIES[quality].channels).mean(axis=0)
    mixer = ready(load(tmp_path / "session.yaml"), fake=True).mixer
    (spoken,) = (track for track in mixer.timeline.tracks if track.name == "speech")
    takes = {clip.sound: clip for clip in spoken.clips}
    parts = [heard[clip.start : clip.end][active_mask(mixer.load(sound))] for sound, clip in takes.items()]
    assert made.loudness.speech_lufs == pytest.approx(speech_lufs(np.concatenate(parts)), abs=0.1)


def test_music_that_goes_down_by_15_db_has_a_distance_too(tmp_path: Path) -> None:
    song = sound(tmp_path, "song.wav", 2, 0.25)
    made = built(tmp_path, "standard", music=f"{{files: {song}, level: -20, duck: 15}}")
    assert made.loudness.speech_to_bed_db == pytest.approx(-16 + 20 + 15, abs=4)


def test_the_report_is_the_same_when_it_has_to_be_made_again(tmp_path: Path) -> None:
    """An unchanged file is heard from its chunks, and where they are gone from new ones."""
    first = built(tmp_path, "voice")
    for lost in (("reports",), ("reports", "chunks")):
        for part in lost:
            shutil.rmtree(tmp_path / "cache" / part)
        again = built(tmp_path, "voice")
        assert again.unchanged
        assert again.loudness == first.loudness
