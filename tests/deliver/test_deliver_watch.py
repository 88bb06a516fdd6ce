"""The watch edition: what is lost at 48 kbps in one ear, by ears that share no code with ours.

That words are understood is told by `acceptance/sound/test_snd_understood.py`, that players find no silence to trim and
that peaks stay below -1 dBTP by `test_snd_guard.py`, lengths and tags by the tests of every quality.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from audiocoach.audio.mp3_header import MPEG_1_KBPS
from audiocoach.deliver.mp3_file import write_mp3
from audiocoach.deliver.mpeg import CHUNK, CHUNK_FRAMES
from audiocoach.deliver.quality import QUALITIES, Quality
from audiocoach.deliver.tags import Tags, id3
from audiocoach.sound.tones import tones
from audiocoach.sound.tones.tone_table import TONES
from audiocoach.units import SAMPLE_RATE
from support.ebur128 import by_ffmpeg
from support.mp3 import request
from support.sounds import write_wav

PAUSE = SAMPLE_RATE // 2
THIRDS = 1000 * 2 ** (np.arange(-13, 11) / 3)
"""Middles of thirds of an octave in Hz, 50 to 10,000."""
TAGS = Tags("Tones", "", "", "", "en", 1000)


class Row(NamedTuple):
    """Every tone, one after another with half a second of silence after each."""

    sound: np.ndarray
    """Shape (samples, 2)."""
    cuts: dict[str, slice]


@pytest.fixture(scope="module")
def row() -> Row:
    cuts, at, parts = {}, 0, []
    for name in TONES:
        tone = tones.render(name)
        parts += [tone, np.zeros(PAUSE, np.float32)]
        cuts[name] = slice(at, at := at + len(tone) + PAUSE)
    mono = np.concatenate(parts)
    return Row(np.stack((mono, mono), axis=1), cuts)


@pytest.fixture(scope="module")
def watch(row: Row, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return encoded(row, tmp_path_factory.mktemp("watch"), "watch")


def encoded(row: Row, folder: Path, quality: str) -> Path:
    path = folder / f"{quality}.mp3"
    write_mp3(path, [row.sound], request(len(row.sound), TAGS, quality, jobs=2))
    return path


def thirds(sound: np.ndarray) -> np.ndarray:
    """Energy in each third of an octave."""
    power = np.square(np.abs(np.fft.rfft(sound.astype(float))))
    hz = np.fft.rfftfreq(len(sound), 1 / SAMPLE_RATE)
    return np.array([power[(hz >= middle / 2 ** (1 / 6)) & (hz < middle * 2 ** (1 / 6))].sum() for middle in THIRDS])


@pytest.mark.parametrize(("softest_db", "db"), [(-20, 1.0), (-30, 2.0)])
def test_a_tone_keeps_its_spectrum(row, watch, decoders, softest_db, db):
    """In every third of an octave that has so much of the tone's energy; none has any above 4 kHz."""
    heard, wrong = decoders["ffmpeg"](watch).mean(axis=1), {}
    assert len(heard) == len(row.sound)
    for name, cut in row.cuts.items():
        before, after = thirds(row.sound[cut, 0]), thirds(heard[cut])
        counts = before > 10 ** (softest_db / 10) * before.sum()
        assert counts.any() and not counts[THIRDS > 4000].any()
        off = np.abs(10 * np.log10(after[counts] / before[counts])).max()
        if off > db:
            wrong[name] = off
    assert wrong == {}


def test_a_tone_is_as_loud_as_it_was_made(row, watch, tmp_path):
    meant, heard = by_ffmpeg(write_wav(tmp_path / "a.wav", row.sound, SAMPLE_RATE)), by_ffmpeg(watch)
    assert heard.integrated_lufs == pytest.approx(meant.integrated_lufs, abs=0.05)
    assert heard.true_peak_dbtp < meant.true_peak_dbtp + 0.5


def test_it_takes_three_eighths_of_the_standard(row, watch, tmp_path):
    """But for the tag and the one frame that tells of the others."""
    sizes = [
        path.stat().st_size - len(id3(TAGS)) - QUALITIES[path.stem].info_bytes
        for path in (watch, encoded(row, tmp_path, "standard"))
    ]
    assert sizes[0] / sizes[1] == pytest.approx(3 / 8, abs=1e-4)


@pytest.mark.parametrize("kbps", MPEG_1_KBPS)
def test_of_any_bitrate_a_chunk_is_a_whole_number_of_bytes(kbps):
    """49 frames of 144,000/44,100 bytes for each kbps are 160."""
    assert CHUNK * kbps * 1000 % (8 * SAMPLE_RATE) == 0
    assert CHUNK_FRAMES * 144 * kbps * 1000 / SAMPLE_RATE == pytest.approx(160 * kbps)
    assert Quality("any", 2, kbps, 15_000, 2, 0.95).chunk_bytes == 160 * kbps
