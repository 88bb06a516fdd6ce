"""Engines and voices of anybody's, from which nothing comes but what their protocols promise.

A plugin may raise anything, end the program or give rubbish. Here, and nowhere else, that becomes a `VoiceError` or a
warning, so that the other voices go on.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import cached_property
from itertools import islice
from typing import Any, Final, TypeVar

from audiocoach.errors import AudiocoachError, VoiceError, short, visible
from audiocoach.script.script import Line, Phonemes, Recording, Spoken, VoiceChoice
from audiocoach.voice.offers import Offering
from audiocoach.voice.voice import (
    Accepting,
    Casting,
    Engine,
    Interruptible,
    Noticed,
    Phonetic,
    RawTake,
    Sibilant,
    Voice,
    VoiceInfo,
)

RATES: Final = (4_000, 384_000)
"""Samples a second that a take may have."""
LONGEST_TAKE_S: Final = 600
MOST_VOICES: Final = 10_000
"""That an engine may list."""
MOST_DEESSING_DB: Final = 12.0
AGAIN_S: Final = 60.0
"""How long an engine that could not list its voices is not asked again: it may have taken its time to fail."""
_LONGEST_WORDS: Final = 200

T = TypeVar("T")
_LOG: Final = logging.getLogger(__name__)


def guarded(what: str, call: Callable[[], T], passing: tuple[type[BaseException], ...] = (AudiocoachError,)) -> T:
    """What `call` gives.

    Whatever it raises is a `VoiceError` that says `what` failed, and why: but for Ctrl-C, and for `passing` errors.
    """
    try:
        return call()
    except KeyboardInterrupt:
        raise
    except passing:
        raise
    except BaseException as error:
        raise VoiceError(f"{what}: {described(error)}") from error


def described(error: BaseException) -> str:
    """An error of anybody's in one line that steers no terminal."""
    if isinstance(error, AudiocoachError):
        return error.message
    if isinstance(error, MemoryError):
        return "there is not enough memory"
    try:
        words = str(error)
    except Exception:  # even that is somebody else's
        words = ""
    line = " ".join("".join(char if char.isprintable() else " " for char in words).split())
    line = line if len(line) <= _LONGEST_WORDS else f"{line[: _LONGEST_WORDS - 3]}..."
    return f"{type(error).__name__}: {line}" if line else type(error).__name__


class GuardedEngine:
    """An engine under the name by which the registry knows it."""

    def __init__(self, name: str, engine: Engine) -> None:
        self.name = name
        self._engine = engine
        self._described = f"the voice engine `{name}`"
        self._warned: set[str] = set()
        self._silent_until = 0.0

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Every voice. What is wrong with the list is warned of once, and left out."""
        if time.monotonic() < self._silent_until:
            return ()
        what = f"{self._described} cannot list its voices"
        try:
            listed = guarded(what, lambda: tuple(islice(self._engine.voices(), MOST_VOICES)), ())
        except VoiceError as error:
            self._silent_until = time.monotonic() + AGAIN_S
            self._warn(error.message)
            return ()
        voices = tuple(filter(_is_voice_info, listed))
        if len(voices) < len(listed):
            self._warn(f"{self._described} lists voices that are none: {len(listed) - len(voices)}")
        return voices

    def missing(self) -> str | None:
        """What is missing to use the engine, and how to get it; None if it can speak."""
        try:
            missing = guarded("it is broken", lambda: _text_or_none(self._engine.missing()), ())
        except VoiceError as error:
            missing = error.message
        return missing and visible(missing)

    def accepts(self, name: str) -> bool | None:
        """Whether there is a voice of that name; None for an engine that knows only those that it lists."""

        def ask() -> bool | None:
            return bool(self._engine.accepts(name)) if isinstance(self._engine, Accepting) else None

        return guarded(f"{self._described} failed", ask)

    def voice(self, choice: VoiceChoice, find_voice: Callable[[VoiceChoice], Voice]) -> Voice:
        """The voice chosen; one that leaves lines to others finds them by `find_voice`. Raises as `Engine.voice`."""

        def choose() -> Voice:
            voice = self._engine.voice(choice)
            if not callable(getattr(voice, "speak", None)):
                raise TypeError("it gave no voice")
            return voice.among(find_voice) if isinstance(voice, Casting) else voice

        return guarded(f"{self._described} failed", choose)

    @property
    def offering(self) -> Offering | None:
        """The engine, if it can fetch voices. Ours do; what it raises is caught by `guarded`."""
        return self._engine if isinstance(self._engine, Offering) else None

    def _warn(self, what: str) -> None:
        if what not in self._warned:
            self._warned.add(what)
            _LOG.warning("%s", what)


class GuardedVoice:
    """A voice that is asked once for what does not change, and whose takes are sounds."""

    def __init__(self, voice: Voice) -> None:
        """Raises `VoiceError` for what is no voice."""
        self._voice = voice
        self._failed = f"the voice `{guarded('a voice has no name', lambda: short(_text(voice.name)))}` failed"

    @cached_property
    def fingerprint(self) -> str:
        """As `Voice.fingerprint`."""
        return guarded(self._failed, lambda: _text(self._voice.fingerprint))

    @cached_property
    def notice(self) -> str | None:
        """What the user should know whenever it speaks; None for nothing."""
        return guarded(self._failed, lambda: _text(self._voice.notice) if isinstance(self._voice, Noticed) else None)

    @cached_property
    def deessing_db(self) -> float:
        """How much softer its sibilants are made, to a hundredth of a decibel."""

        def ask() -> float:
            db = float(self._voice.deessing_db) if isinstance(self._voice, Sibilant) else 0.0
            if not 0 <= db <= MOST_DEESSING_DB:
                raise ValueError(f"its de-essing of {db} dB is outside 0 to {MOST_DEESSING_DB:.0f}")
            return round(db, 2)

        return guarded(self._failed, ask)

    def read(self, phonemes: Phonemes) -> Phonemes:
        """Those of `phonemes` that it reads: all or none."""
        return phonemes if self._phonetic else ()

    def speak(self, text: str, phonemes: Phonemes = ()) -> RawTake:
        """One sentence, its words as in `phonemes` where the voice reads them. Raises `VoiceError`."""

        def ask() -> RawTake:
            if phonemes and self._phonetic:
                return self._phonetic.speak_phonemes(text, phonemes)
            return self._voice.speak(text)

        return guarded(self._failed, lambda: _checked(ask()))

    def part(self, text: str) -> tuple[Spoken, str | None] | None:
        """What is recorded for `text` in the place of this voice, and then why; None where it speaks itself."""

        def ask() -> tuple[Spoken, str | None] | None:
            if self._casting is None:
                return None
            part, why = self._casting.part(text)
            if not isinstance(part, Line | Recording):
                raise TypeError("it leaves a line to nobody")
            return part, _text_or_none(why)

        return guarded(self._failed, ask)

    @cached_property
    def _casting(self) -> Casting | None:
        """The voice, if it leaves lines to others; asked once, as asking takes longer than all else about a line."""
        return self._voice if isinstance(self._voice, Casting) else None

    @cached_property
    def _phonetic(self) -> Phonetic | None:
        """The voice, if it reads phonemes; asked once too."""
        return self._voice if isinstance(self._voice, Phonetic) else None

    def interrupt(self) -> None:
        """Ends all waiting in `speak` for now."""
        guarded(self._failed, lambda: self._voice.interrupt() if isinstance(self._voice, Interruptible) else None)


def _is_voice_info(info: Any) -> bool:
    """Whether it is one that can be listed."""
    if not isinstance(info, VoiceInfo):
        return False
    texts = (info.name, info.language, info.description)
    return all(isinstance(text, str) and text.isprintable() for text in texts) and bool(info.name)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError("what should be a text is none")
    return value


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)


def _checked(take: Any) -> RawTake:
    """`take`, if it is a sound."""
    import numpy as np

    if not isinstance(take, RawTake) or not isinstance(take.samples, np.ndarray):
        raise TypeError("it gave no sound")
    slowest, fastest = RATES
    if not slowest <= take.rate <= fastest:
        raise ValueError(f"it gave a sound of {take.rate} Hz")
    if take.samples.ndim != 1 or len(take.samples) > LONGEST_TAKE_S * take.rate:
        raise ValueError(f"it gave a sound of the shape {take.samples.shape}")
    if not np.issubdtype(take.samples.dtype, np.floating) or not np.isfinite(take.samples).all():
        raise ValueError("it gave a sound whose samples are no numbers of full scale 1.0")
    return RawTake(take.samples.astype(np.float32, copy=False), int(take.rate))
