import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.errors import VoiceError
from audiocoach.script.script import VoiceChoice
from audiocoach.voice.engines.fake.fake_voice import RATE, FakeVoice, fake_voice

_WORDS = st.lists(st.sampled_from(["run", "walk", "breathe", "shoulders", "5", "café", "走"]), min_size=1, max_size=12)


@settings(deadline=None, max_examples=25)
@given(_WORDS.map(" ".join))
def test_it_is_deterministic_and_within_full_scale(text: str) -> None:
    take = FakeVoice().speak(text)
    assert take.samples.tobytes() == FakeVoice().speak(text).samples.tobytes()
    assert take.samples.dtype == np.float32
    assert take.rate == RATE
    assert 0.05 < np.abs(take.samples).max() <= 1


def test_another_text_name_or_rate_sounds_different() -> None:
    takes = [FakeVoice().speak("Run now."), FakeVoice().speak("Run not."), FakeVoice("amy").speak("Run now.")]
    takes.append(FakeVoice(rate=1.5).speak("Run now."))
    assert len({take.samples.tobytes() for take in takes}) == 4
    assert len(takes[3].samples) < len(takes[0].samples)


def test_it_paces_like_speech() -> None:
    take = FakeVoice().speak("Walk briskly with your arms loose")
    assert len(take.samples) / RATE / 6 == pytest.approx(0.33, abs=0.05)


def test_its_sound_lies_in_the_band_of_speech() -> None:
    power = np.abs(np.fft.rfft(FakeVoice().speak("Walk briskly with your arms loose").samples)) ** 2
    hz = np.fft.rfftfreq(2 * len(power) - 2, 1 / RATE)
    assert power[(hz > 80) & (hz < 4000)].sum() > 0.99 * power.sum()


def test_it_serves_any_choice_and_logs_what_it_was_asked() -> None:
    voice = fake_voice(VoiceChoice("de", name="amy", rate=0.9))
    voice.speak("Lauf.")
    assert (voice.name, voice.rate, voice.spoken) == ("amy", 0.9, ["Lauf."])
    with pytest.raises(VoiceError, match="nothing to say"):
        voice.speak("...")
