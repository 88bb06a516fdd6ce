"""Long proofs, by `scripts/prove`: no session, quality, soundscape or song leaves trimmers anything to cut."""

from collections import deque
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from audiocoach import load
from audiocoach.build import library
from audiocoach.build.options import BuildOptions
from audiocoach.deliver.chunk_store import ChunkStore
from audiocoach.deliver.encoder import Encoder
from audiocoach.deliver.hearing import FileMeter, MeasuredFile
from audiocoach.deliver.quality import QUALITIES
from audiocoach.session.session import Session
from audiocoach.sound.soundscapes.soundscape import names
from audiocoach.storage.store import default_cache_root
from support.hearing import RATE
from support.listening import ready
from support.sampling import sample
from support.sounds import write_wav

pytestmark = pytest.mark.long

STILL = "coaching: still\nsteps: [{meditate: 40s, say: {20s: Breathe.}}, {pause: 30s}]\n"


def measured(session: Session, quality: str) -> MeasuredFile:
    """What its MP3 has: of every chunk as it is decoded, which is that of the whole file to the sample."""
    made, meter = ready(session, fake=True), FileMeter()
    encoder = Encoder(QUALITIES[quality], 2, ChunkStore(default_cache_root()), meter)
    deque(encoder.frames(made.mixer.master()), maxlen=0)
    return meter.finish(made.plan.length)


def unguarded(session: Session) -> Session:
    return session.model_copy(update={"guard": False})


HARDEST = ("watch", "standard")
"""Of mono and of stereo the least bits; the tests look at all qualities."""


MOST_BARE = 0.4
"""LU that the tone may add without a bed: below 0.3 in runs, most where stillness has only a few soft tones."""


@pytest.mark.parametrize(("name", "quality"), list(product(library.names(), HARDEST)))
def test_every_session_of_the_library(name: str, quality: str) -> None:
    """As it ships, or without its soundscape, by the version: what it gains in loudness is little."""
    soundscape = sample([(None, name, quality), ("none", name, quality)], 1)[0][0]
    session = load(name, options=BuildOptions(soundscape=soundscape))
    guarded = measured(session, quality)
    assert guarded.trim_s == 0
    assert guarded.true_peak_dbtp <= -1
    if quality == "standard":
        bare = measured(unguarded(session), quality)
        has_bed = session.soundscape is not None and session.soundscape.name != "none"
        assert guarded.integrated_lufs == pytest.approx(bare.integrated_lufs, abs=0.1 if has_bed else MOST_BARE)
        assert has_bed or bare.trim_s > 60  # or there were nothing to guard


@pytest.mark.parametrize(("soundscape", "quality"), list(product(names(), HARDEST)))
def test_every_soundscape(tmp_path: Path, soundscape: str, quality: str) -> None:
    path = tmp_path / "still.yaml"
    path.write_text(f"soundscape: {{name: {soundscape}, level: -40}}\n{STILL}")  # so soft that it alone guards nothing
    session = load(path)
    assert measured(session, quality).trim_s == 0
    if quality == "standard":
        assert measured(unguarded(session), quality).trim_s > 3


@pytest.mark.parametrize("quality", QUALITIES)
def test_a_song_with_silences(tmp_path: Path, quality: str) -> None:
    """Soft and loud by turns, with seconds of nothing, ducked or not."""
    time = np.arange(60 * RATE) / RATE
    wave = np.random.default_rng(3).standard_normal((len(time), 2)) * (time % 6 < 3)[:, None] * (time % 7 / 14)[:, None]
    song = write_wav(tmp_path / "song.wav", (0.3 * wave).astype(np.float32), RATE)
    path = tmp_path / "song.yaml"
    path.write_text(f"music: {song}\n{STILL}")
    session = load(path)
    assert measured(session, quality).trim_s == 0
    assert measured(unguarded(session), quality).trim_s > 1
