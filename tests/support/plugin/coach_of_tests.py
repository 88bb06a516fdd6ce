"""Voices for tests, installed as anybody's plugin is: a folder on `sys.path` with an entry point."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from audiocoach.errors import VoiceError
from audiocoach.script.script import VoiceChoice
from audiocoach.voice.engines.fake.fake_voice import FakeVoice
from audiocoach.voice.voice import RawTake, VoiceInfo


@dataclass(frozen=True)
class Delayed:
    """A `FakeVoice` that takes its time."""

    voice: FakeVoice
    seconds: float

    @property
    def name(self) -> str:
        return self.voice.name

    @property
    def fingerprint(self) -> str:
        return self.voice.fingerprint

    def speak(self, text: str) -> RawTake:
        """Leaves a file `speaking` in the current folder, for a test that waits for it."""
        if self.seconds:
            Path("speaking").touch()
        time.sleep(self.seconds)
        return self.voice.speak(text)


class Fake:
    """Speaks at once."""

    name: ClassVar[str] = "fake"
    seconds: ClassVar[float] = 0.0

    def voices(self) -> Sequence[VoiceInfo]:
        return (VoiceInfo(self.name, "en-US", "For tests.", True),)

    def missing(self) -> str | None:
        return None

    def voice(self, choice: VoiceChoice) -> Delayed:
        return Delayed(FakeVoice(self.name, choice.rate), self.seconds)


class Slow(Fake):
    """Slow enough to be interrupted between two sentences."""

    name = "slow"
    seconds = 0.2


class Stuck(Fake):
    """As an engine that waits for a network."""

    name = "stuck"
    seconds = 30.0


class Mute(Fake):
    """Cannot speak, and says why."""

    name = "mute"

    def voice(self, choice: VoiceChoice) -> Delayed:
        raise VoiceError("the voice `mute` has lost its tongue", "take another voice")
