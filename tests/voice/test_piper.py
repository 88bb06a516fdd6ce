"""The voice `joe`, for real."""

import hashlib
import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from audiocoach.audio.loudness import active_part, momentary_peak
from audiocoach.conventions import SENTENCE_GAP_MS
from audiocoach.errors import InputError, UnknownName, VoiceError
from audiocoach.script.script import Line, VoiceChoice
from audiocoach.units import SAMPLE_RATE
from audiocoach.verbalize.spoken_words import spoken_words
from audiocoach.voice.engines.piper.piper_engine import PiperEngine, PiperSpeaker
from audiocoach.voice.engines.piper.piper_model import joe
from audiocoach.voice.estimate import estimate
from audiocoach.voice.mastering import gain_needed, master
from audiocoach.voice.studio import CALIBRATION
from support.meters import active_lufs, edge_silence_ms, spread, true_peak

EN = VoiceChoice("en", name="joe")
LINES = (
    "Walk briskly, arms loose.",
    "Half a minute, and we run.",
    "Run, thirty seconds.",
    "Halfway through the warm-up.",
    "Stand still, and feel both feet on the ground.",
    "How do you feel before we start, from one to ten?",
    "This is the last one: keep it smooth.",
    "Half the session is behind you.",
    "Imagine a string that pulls the top of your head gently upwards.",
    "Keep your eyes on the horizon, and your hands relaxed.",
    "Well done, you have finished the whole session today.",
    "You should be able to talk.",
    "Shoulders down.",
    "Three of eight.",
    "Breathe out.",
    "Run.",
    "Go!",
)
SENTENCES = (
    "Half a minute, and we run. Shoulders down.",
    "Good. You are past the middle now, and it only gets shorter from here.",
    "Breathe out longer than you breathe in, and let your arms hang.",
    "That was the last one. Walk now, and let your breath come back.",
)


@pytest.fixture(scope="module")
def engine() -> PiperEngine:
    return PiperEngine()


@pytest.fixture(scope="module")
def voice(engine: PiperEngine) -> PiperSpeaker:
    return engine.voice(EN)


@pytest.mark.parametrize("text", ["Ease.", "Run.", "Walk.", "Up."])
def test_a_word_is_heard_as_loud_as_a_sentence(voice: PiperSpeaker, text: str) -> None:
    """Its loudest 400 ms are at most 2 dB below those of sentences, which are at -14.2 LUFS."""
    standing = gain_needed(voice.speak(CALIBRATION))
    take = master(voice.speak(text), lambda: standing)
    assert -16.3 <= momentary_peak(take) <= -14.2
    assert 20 * np.log10(true_peak(take)) <= -2.4


def test_for_the_street_it_has_3_db_less_range_at_the_same_loudness(voice: PiperSpeaker) -> None:
    """Levels of 400 ms, from the softest tenth to the loudest twentieth."""
    raws = [voice.speak(text) for text in SENTENCES]
    plain, street = ([master(raw, is_loud=loud) for raw in raws] for loud in (False, True))
    assert spread(plain) - spread(street) == pytest.approx(3, abs=1)
    for take in street:
        assert active_lufs(take) == pytest.approx(-16, abs=0.5)
        assert 20 * np.log10(true_peak(take)) <= -2.4
    assert [len(take) for take in street] == [len(take) for take in plain]


@pytest.mark.long
def test_every_line_is_heard_at_one_loudness_with_no_click_and_no_silence_around(voice: PiperSpeaker) -> None:
    standing = gain_needed(voice.speak(CALIBRATION))
    with ThreadPoolExecutor(2) as pool:
        takes = dict(zip(LINES, pool.map(lambda text: master(voice.speak(text), lambda: standing), LINES), strict=True))
    long = [text for text, take in takes.items() if len(active_part(take)) >= SAMPLE_RATE]
    assert len(long) >= 12
    for text, take in takes.items():
        loudness = active_lufs(take)
        assert abs(loudness + 16) <= (0.5 if text in long else 3.5), (text, loudness)
        assert 20 * np.log10(true_peak(take)) <= -2.4, text
        assert max(abs(take[0]), abs(take[-1])) < 1e-4, text
        assert np.abs(np.diff(np.concatenate(([0], take[:100], take[-100:], [0])))).max() < 0.02, text
        assert max(edge_silence_ms(take)) <= 30, text
    guesses = np.array([estimate(Line(EN, text)) / len(take) for text, take in takes.items()])
    assert abs(guesses.mean() - 1) < 0.15
    assert np.abs(guesses - 1).mean() < 0.2


@pytest.mark.long
def test_two_processes_and_two_threads_say_the_same(voice: PiperSpeaker) -> None:
    code = (
        "import hashlib; from audiocoach.voice.registry import find_voice; "
        "from audiocoach.script.script import VoiceChoice; v = find_voice(VoiceChoice('en', name='joe')); "
        f"print(v.fingerprint); print(hashlib.sha256(v.speak({LINES[0]!r}).samples.tobytes()).hexdigest())"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    with ThreadPoolExecutor(4) as pool:
        spoken = list(pool.map(lambda text: voice.speak(text).samples, (LINES[0], LINES[1]) * 4))
    digests = {hashlib.sha256(samples.tobytes()).hexdigest() for samples in spoken[::2]}
    assert out.split("\n")[:2] == [voice.fingerprint, digests.pop()]
    assert not digests


def test_several_sentences_keep_their_gap_and_lose_nothing(voice: PiperSpeaker) -> None:
    one, other = voice.speak("Easy now.").samples, voice.speak("Short steps.").samples
    both = voice.speak("Easy now. Short steps.").samples
    gap = round(SENTENCE_GAP_MS * 22.05)
    assert np.array_equal(both, np.concatenate((one, np.zeros(gap, np.float32), other)))


def test_an_abbreviation_does_not_break_a_sentence(voice: PiperSpeaker) -> None:
    written, meant = (len(voice.speak(f"{title} Smith runs.").samples) for title in ("Dr.", "Doctor"))
    assert written == pytest.approx(meant, rel=0.1)


def test_the_rate_changes_the_pace_and_the_fingerprint(engine: PiperEngine, voice: PiperSpeaker) -> None:
    fast = engine.voice(replace(EN, rate=1.5))
    slow = engine.voice(replace(EN, rate=0.75))
    lengths = [len(speaker.speak(LINES[0]).samples) for speaker in (slow, voice, fast)]
    guesses = [estimate(Line(replace(EN, rate=rate), LINES[0])) for rate in (0.75, 1.0, 1.5)]
    assert lengths[0] / lengths[1] == pytest.approx(guesses[0] / guesses[1], rel=0.1)
    assert lengths[2] / lengths[1] == pytest.approx(guesses[2] / guesses[1], rel=0.1)
    assert fast.fingerprint != voice.fingerprint
    for rate in (0.49, 2.01, float("nan")):
        with pytest.raises(InputError, match="rate"):
            engine.voice(replace(EN, rate=rate))


@pytest.mark.parametrize("text", ["...", "😀 👍", "", "— ?!", "\x00", "你好。"])
def test_what_has_no_sound_is_a_clear_error(voice: PiperSpeaker, text: str) -> None:
    with pytest.raises(VoiceError, match="nothing to say"):
        voice.speak(text)


@pytest.mark.parametrize("text", ["Run\x00 fast", "Go 😀 now", "[[", "a ]] b", "ﬁne", "½", "é" * 50, "x" * 100])
def test_odd_texts_are_spoken_all_the_same(voice: PiperSpeaker, text: str) -> None:
    words = spoken_words(text, "en")
    if words:
        assert len(voice.speak(words).samples) > 1000
    else:
        with pytest.raises(VoiceError):
            voice.speak(words)


def test_a_damaged_model_is_found_before_it_is_loaded(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.onnx"
    damaged.write_bytes(b"\x00" * 100)
    shutil.copy(f"{joe().path}.json", f"{damaged}.json")
    speaker = PiperSpeaker(replace(joe(), path=damaged))
    with pytest.raises(VoiceError, match=r"damaged(.|\n)*reinstall"):
        speaker.speak("Run.")


def test_more_voices_come_from_a_folder(tmp_path: Path) -> None:
    config = json.loads(joe().config) | {"language": {"code": "de_DE"}, "num_speakers": 2}
    config["speaker_id_map"] = {"eva": 0, "max": 1}
    for stem in ("de_DE-thorsten-low", "en_US-joe-medium", "broken"):
        (tmp_path / f"{stem}.onnx").write_bytes(stem.encode())
        (tmp_path / f"{stem}.onnx.json").write_text("{" if stem == "broken" else json.dumps(config))
    (tmp_path / "alone.onnx").write_bytes(b"no configuration")
    engine = PiperEngine(tmp_path)
    assert [(voice.name, voice.language) for voice in engine.voices()] == [("joe", "en-US"), ("thorsten", "de-DE")]
    assert engine.voice(EN).model.pinned, "a file does not replace joe"
    voice = engine.voice(VoiceChoice("de", options=(("speaker", "max"),)))
    assert (voice.name, voice.speaker) == ("thorsten", 1)
    assert voice.model.digest == hashlib.sha256(b"de_DE-thorsten-low").hexdigest()
    with pytest.raises(UnknownName, match="did you mean `max`"):
        engine.voice(VoiceChoice("de", options=(("speaker", "mux"),)))
    with pytest.raises(UnknownName, match="option of piper"):
        engine.voice(VoiceChoice("en", options=(("tld", "de"),)))
    with pytest.raises(VoiceError, match="cannot be loaded"):
        voice.speak("Lauf.")


def test_what_is_missing_is_said_as_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    assert PiperEngine().missing() is None
    monkeypatch.setattr("audiocoach.voice.engines.piper.piper_engine.find_spec", lambda _: None)
    assert (PiperEngine().missing() or "").endswith("pip install piper-tts onnxruntime")
    with pytest.raises(VoiceError, match="pip install piper-tts"):
        PiperEngine().voice(EN)
