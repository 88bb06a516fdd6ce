"""The voice `heart`, for real."""

import hashlib
import socket
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest

from audiocoach.audio.arrays import Mono
from audiocoach.audio.loudness import momentary_peak
from audiocoach.conventions import SENTENCE_GAP_MS
from audiocoach.errors import InputError, UnknownName, VoiceError
from audiocoach.script.script import VoiceChoice
from audiocoach.units import SAMPLE_RATE
from audiocoach.voice.engines.hibari import hibari_engine, hibari_model
from audiocoach.voice.engines.hibari.hibari_engine import HibariEngine, HibariVoice
from audiocoach.voice.engines.hibari.hibari_model import heart
from audiocoach.voice.engines.hibari.hibari_sound import RATE
from audiocoach.voice.engines.hibari.hibari_text import MOST_SOUNDS, sounds
from audiocoach.voice.engines.piper.piper_engine import PiperEngine
from audiocoach.voice.mastering import gain_needed, master
from audiocoach.voice.studio import CALIBRATION
from audiocoach.voice.voice import RawTake
from support.meters import active_lufs, edge_silence_ms, spread, true_peak

EN = VoiceChoice("en")
LINE = "Walk briskly, with your arms loose."
SIBILANT = (
    "Walk briskly, arms loose.",
    "Half a minute, and we run.",
    "Run, thirty seconds, round three of eight.",
    "Halfway through the warm-up.",
    "Stand still, and feel both feet on the ground.",
    "How do you feel before we start, from one to ten?",
    "This is the last one: keep it smooth.",
    "Half the session is behind you.",
    "Keep your eyes on the horizon, and your hands relaxed.",
    "Well done, you have finished the whole session today.",
    "Shoulders down, short steps.",
    "Walk, sixty seconds. Next: six easy strides.",
)
OTHERS = ("emma", "fable", "fenrir", "kore")
"""Hibari's voices that do not lie in its package: it would download them."""
SENTENCES = (
    "Half a minute, and we run. Shoulders down.",
    "Good. You are past the middle now, and it only gets shorter from here.",
    "Breathe out longer than you breathe in, and let your arms hang.",
    "That was the last one. Walk now, and let your breath come back.",
)


@pytest.fixture(scope="module")
def voice() -> HibariVoice:
    return HibariEngine().voice(EN)


def _digest(take: RawTake) -> str:
    return hashlib.sha256(take.samples.tobytes()).hexdigest()


def test_a_take_is_the_words_without_the_silence_around_them(voice: HibariVoice) -> None:
    take = voice.speak(LINE)
    assert take.rate == RATE
    assert 1.5 < len(take.samples) / RATE < 3
    silent = max(edge_silence_ms(take.samples / np.abs(take.samples).max())) * SAMPLE_RATE / RATE
    assert silent <= 40


def test_takes_are_the_same_in_threads(voice: HibariVoice) -> None:
    """And in other processes, with scipy and without: `tests/prove/` has twenty of them."""
    with ThreadPoolExecutor(4) as pool:
        digests = set(map(_digest, pool.map(voice.speak, (LINE,) * 6)))
    assert digests == {_digest(HibariEngine().voice(EN).speak(LINE))}


def test_scipy_is_there_to_be_left_out_and_others_keep_it() -> None:
    code = "import hibari.dsp, {0}audiocoach.voice.engines.hibari.hibari_sound as s; s._processing(); "
    code += "print(hibari.dsp.FFT_BACKEND, hibari.dsp.rfft.__module__)"
    told = [_printed(code.format("")), _printed("import sys; sys.modules['scipy'] = None; " + code.format(""))]
    assert told == ["scipy hibari.dsp", "numpy hibari.dsp"]


def _printed(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_nothing_is_fetched_whatever_voice_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*args: object, **_: object) -> NoReturn:
        raise AssertionError(f"the network is asked: {args}")

    import hibari.voices

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(urllib.request, "urlopen", refuse)
    monkeypatch.setattr(hibari.voices, "download", refuse)
    monkeypatch.setenv("HIBARI_HOME", str(tmp_path))
    engine = HibariEngine()
    assert len(engine.voice(EN).speak("Run.").samples) > 1000
    for name in OTHERS:
        assert not [info for info in engine.voices() if info.name == name and info.installed]
        with pytest.raises((UnknownName, VoiceError)):
            engine.voice(replace(EN, name=name)).speak("Run.")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "text", ["Say [Run](/hibˈɑɹi/) now.", "[[Run](/b/)](/hib/)", "[Run](/ʒʒʒ/)", "[Run] (/ʒʒʒ/) ["]
)
def test_no_text_is_read_as_a_pronunciation(text: str, voice: HibariVoice) -> None:
    loaded = voice.model.load()
    said = list(sounds(text, loaded))
    assert said == list(sounds(text.replace("[", " ").replace("]", " "), loaded))
    assert "ɹˈʌn" in "".join(said)


@pytest.mark.parametrize("text", ["Ease.", "Run.", "Walk.", "Up."])
def test_a_word_is_heard_as_loud_as_a_sentence(voice: HibariVoice, text: str) -> None:
    """Its loudest 400 ms are at most 2 dB below those of sentences, which are at -14.2 LUFS."""
    standing = gain_needed(voice.speak(CALIBRATION), voice.deessing_db)
    take = master(voice.speak(text), lambda: standing, voice.deessing_db)
    assert -16.3 <= momentary_peak(take) <= -14.2
    assert 20 * np.log10(true_peak(take)) <= -2.4


def test_for_the_street_it_has_3_db_less_range_at_the_same_loudness(voice: HibariVoice) -> None:
    """Levels of 400 ms, from the softest tenth to the loudest twentieth."""
    raws = [voice.speak(text) for text in SENTENCES]
    plain, street = (
        [master(raw, deessing_db=voice.deessing_db, is_loud=loud) for raw in raws] for loud in (False, True)
    )
    assert spread(plain) - spread(street) == pytest.approx(3, abs=1)
    for take in street:
        assert active_lufs(take) == pytest.approx(-16, abs=0.5)
        assert 20 * np.log10(true_peak(take)) <= -2.4
    assert [len(take) for take in street] == [len(take) for take in plain]


@pytest.mark.long
def test_its_sibilants_are_as_loud_as_joes(voice: HibariVoice) -> None:
    joe = PiperEngine().voice(EN)
    hers, plain, his = (
        _hiss_db([master(who.speak(text), deessing_db=db) for text in SIBILANT])
        for who, db in ((voice, voice.deessing_db), (voice, 0.0), (joe, 0.0))
    )
    assert voice.deessing_db == 4
    assert plain > his + 1.5
    assert hers == pytest.approx(his, abs=1)


def _hiss_db(takes: list[Mono]) -> float:
    """How much of the power of all is from 5 to 9 kHz."""
    power = np.square(np.abs(np.fft.rfft(np.concatenate(takes))))
    low, high = (round(hz / SAMPLE_RATE * 2 * (len(power) - 1)) for hz in (5_000, 9_000))
    return float(10 * np.log10(power[low:high].sum() / power.sum()))


def test_several_sentences_keep_their_gap_and_lose_nothing(voice: HibariVoice) -> None:
    one, other, both = (voice.speak(text).samples for text in ("Easy now.", "Short steps.", "Easy now. Short steps."))
    gap = np.zeros(round(SENTENCE_GAP_MS * RATE / 1000), np.float32)
    assert np.array_equal(both, np.concatenate((one, gap, other)))


@pytest.mark.parametrize("words", ["walk, and run, " * 100, "walk and run " * 100, "walkandrun" * 200, "12" * 50])
def test_what_is_too_long_for_the_network_is_cut_and_nothing_is_lost(words: str, voice: HibariVoice) -> None:
    loaded = voice.model.load()
    pieces = list(sounds(words, loaded))
    assert len(pieces) > 1
    assert all(0 < len(piece) <= MOST_SOUNDS for piece in pieces)
    if " " in words:
        assert " ".join(pieces) == loaded.read(words.strip()), "cut at a word"
    if "," in words:
        assert {piece[-1] for piece in pieces} == {","}, "cut at a mark"


def test_the_rate_changes_the_pace_and_the_fingerprint(voice: HibariVoice) -> None:
    engine = HibariEngine()
    fast, slow = (engine.voice(replace(EN, rate=rate)) for rate in (1.5, 0.75))
    lengths = [len(each.speak(LINE).samples) for each in (slow, voice, fast)]
    assert lengths[0] / lengths[1] == pytest.approx(1 / 0.75, rel=0.1)
    assert lengths[2] / lengths[1] == pytest.approx(1 / 1.5, rel=0.1)
    assert len({fast.fingerprint, slow.fingerprint, voice.fingerprint}) == 3
    for rate in (0.49, 2.01, float("nan")):
        with pytest.raises(InputError, match="rate"):
            engine.voice(replace(EN, rate=rate))


def test_the_fingerprint_holds_what_decides_a_take(voice: HibariVoice, monkeypatch: pytest.MonkeyPatch) -> None:
    for part in ("hibari-tts 0.2.1", "onnxruntime ", "numpy ", hibari_model.HEART_SHA256, "speed 0.9", "gap "):
        assert part in voice.fingerprint
    monkeypatch.setattr(hibari_engine, "version", lambda _: "9")
    assert HibariEngine().voice(EN).fingerprint != voice.fingerprint


@pytest.mark.parametrize("text", ["...", "😀 👍", "", "— ?!", "\x00", "你好。", "[]", "ˈ"])
def test_what_has_no_sound_is_a_clear_error(text: str, voice: HibariVoice) -> None:
    with pytest.raises(VoiceError, match=r"nothing to say|no sounds"):
        voice.speak(text)


@pytest.mark.parametrize("text", ["Run\x00 fast", "Go 😀 now", "a ]] b", "ﬁne", "½", "é" * 50, "x" * 100, "9" * 100])
def test_odd_texts_are_spoken_all_the_same(text: str, voice: HibariVoice) -> None:
    assert len(voice.speak(text).samples) > 1000


def test_a_damaged_model_is_found_before_it_is_loaded(tmp_path: Path) -> None:
    damaged = tmp_path / "hibari.onnx"
    damaged.write_bytes(heart().path.read_bytes()[:-1] + b"\x00")
    with pytest.raises(VoiceError, match=r"damaged(.|\n)*reinstall(.|\n)*hibari-tts"):
        HibariVoice(replace(heart(), path=damaged)).speak("Run.")


def test_what_is_missing_is_said_as_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    assert HibariEngine().missing() is None
    monkeypatch.setattr(hibari_engine, "find_spec", lambda _: None)
    assert (HibariEngine().missing() or "").endswith("pip install hibari-tts onnxruntime")
    with pytest.raises(VoiceError, match="pip install hibari-tts"):
        HibariEngine().voice(EN)
    monkeypatch.setattr(hibari_model, "find_spec", lambda _: None)
    assert [voice.installed for voice in HibariEngine().voices() if voice.name == "heart"] == [False]


def test_other_languages_and_options_are_refused() -> None:
    with pytest.raises(VoiceError, match="speaks `de`"):
        HibariEngine().voice(VoiceChoice("de"))
    with pytest.raises(UnknownName, match="did you mean `heart`"):
        HibariEngine().voice(replace(EN, name="hart"))
    with pytest.raises(UnknownName, match="option of hibari"):
        HibariEngine().voice(replace(EN, options=(("tld", "de"),)))


def test_it_reads_phonemes_of_names(voice: HibariVoice) -> None:
    loaded = voice.model.load()
    said = " ".join(sounds("Hello Shivawn, and hello.", loaded, (("Shivawn", "ʃɪˈvɔːn"),)))
    assert "ʃɪˈvɔn" in said
    assert said.replace("ʃɪˈvɔn", "") == " ".join(sounds("Hello X, and hello.", loaded, (("X", "ʃ"),))).replace("ʃ", "")
    (diphthong,) = sounds("Xoana.", loaded, (("Xoana", "dʒoʊtʃeɪr"),))
    assert diphthong.startswith("ʤOʧAɹ")
    plain, told = voice.speak("Hello Siobhan."), voice.speak_phonemes("Hello Siobhan.", (("Siobhan", "ʃɪˈvɔːn"),))
    assert _digest(plain) != _digest(told)
    assert _digest(plain) == _digest(voice.speak_phonemes("Hello Siobhan.", ()))
