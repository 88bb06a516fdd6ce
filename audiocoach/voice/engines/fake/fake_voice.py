"""A voice without a model, for tests: it sounds and paces like speech, costs nothing, and says what it was asked."""

import hashlib
from typing import Final

import numpy as np

from audiocoach.audio.elementary import cosine, sine
from audiocoach.errors import VoiceError
from audiocoach.script.script import VoiceChoice
from audiocoach.voice.voice import RawTake

RATE: Final = 22_050
CHAR_MS: Final = 60
"""How long each letter, digit and space lasts at rate 1: about 330 ms a word."""

_PITCH_HZ: Final = 115.0
_FORMANTS_HZ: Final = np.array([[730, 1090], [270, 2290], [300, 870], [660, 1720], [530, 1840], [570, 840]])
"""First and second formants of six vowels (Peterson and Barney, 1952, men)."""
_BANDWIDTH_HZ: Final = 160.0
_EDGE_MS: Final = 60


class FakeVoice:
    """Deterministic: the same text, name and rate give the same samples; another text gives others."""

    def __init__(self, name: str = "fake", rate: float = 1.0) -> None:
        self.name = name
        self.rate = rate
        self.spoken: list[str] = []
        """Every text that was asked for, in order."""

    @property
    def fingerprint(self) -> str:
        """The name and the rate."""
        return f"fake 1; {self.name}; rate {self.rate:.6f}"

    def speak(self, text: str) -> RawTake:
        """A buzz with a syllable for each letter that is a vowel, dips at spaces, silence at both ends."""
        self.spoken.append(text)
        if not any(char.isalnum() for char in text):
            raise VoiceError(f"`{self.name}` has nothing to say in `{text}`", "write it in words")
        seed = hashlib.sha256(f"{self.fingerprint}; {text}".encode()).digest()
        chars = [char for char in text.lower() if char.isalnum() or char == " "]
        size = round(CHAR_MS / self.rate * RATE / 1000)
        centres = (np.arange(len(chars)) + 0.5) * size
        time = np.arange(len(chars) * size)
        loudness = np.interp(time, centres, [_strength(char) for char in chars])
        formants = _FORMANTS_HZ[[(ord(char) + seed[i % 32]) % 6 for i, char in enumerate(chars)]]
        pitch = _PITCH_HZ * np.interp(time, centres, [0.9 + seed[i % 32] / 1024 for i in range(len(chars))])
        turns = np.cumsum(pitch) / RATE
        wave, before, now, twice_cosine = np.zeros(len(time)), np.zeros(len(time)), sine(turns), 2 * cosine(turns)
        for harmonic in range(1, 24):
            distance = (harmonic * _PITCH_HZ - formants) / _BANDWIDTH_HZ
            strength = (1 / (1 + distance**2)).sum(axis=1) + 0.02
            wave += np.interp(time, centres, strength) * now
            before, now = now, twice_cosine * now - before  # the next harmonic, without another sine
        level = 0.15 * 10 ** ((seed[0] / 255 - 0.5) * 6 / 20)
        wave *= loudness * level / np.sqrt(np.mean(np.square(wave)))
        edge = np.zeros(round(_EDGE_MS * RATE / 1000))
        return RawTake(np.clip(np.concatenate((edge, wave, edge)), -1, 1).astype(np.float32), RATE)


def fake_voice(choice: VoiceChoice) -> FakeVoice:
    """A `FakeVoice` for any choice: what a test gives where a `find_voice` is asked for."""
    return FakeVoice(choice.name or "fake", choice.rate)


def _strength(char: str) -> float:
    if char == " ":
        return 0.0
    return 1.0 if char in "aeiouy0123456789" else 0.35
