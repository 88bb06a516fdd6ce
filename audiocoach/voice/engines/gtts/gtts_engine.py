"""gTTS: the voices of Google Translate, in many languages, over the network."""

from __future__ import annotations

import hashlib
import io
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import cached_property, partial
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from audiocoach.audio.demuxer import DECODER
from audiocoach.errors import InputError, UnknownName, VoiceError
from audiocoach.script.script import VoiceChoice
from audiocoach.verbalize.spoken_words import is_speakable
from audiocoach.voice.engines.advice import install
from audiocoach.voice.engines.gtts.turns import Caller, Places, Turn
from audiocoach.voice.languages import base, best
from audiocoach.voice.voice import RawTake, VoiceInfo

if TYPE_CHECKING:  # `check` and lists need no HTTP
    from audiocoach.voice.engines.gtts.google_speech import SpeechPart
    from audiocoach.voice.engines.network import NetworkError

AT_ONCE: Final = 2
"""Requests under way in one process: more are answered with 429."""
TRIES: Final = 5
"""Of each part of a line."""
FIRST_WAIT_S: Final = 1.0
"""Before the second try; doubled before each further one, less up to a half by chance of the text."""
REQUEST_S: Final = 10.0
"""The longest that one try may take."""
PATIENCE_S: Final = 50.0
"""The longest for a line: its wait for a turn, and all tries of all its parts. A dead network is told in a minute."""

_PLACES: Final = Places(AT_ONCE)
_BUSY: Final = 429
_HINT: Final = "see to the network and run it again: what is spoken is kept; or speak offline with --voice espeak"


class GttsEngine:
    """Google's voices: one for each language, with accents by `tld`."""

    name = "gtts"

    def voices(self) -> Sequence[VoiceInfo]:
        """One for each language, called by its code."""
        installed = self.missing() is None
        return tuple(
            VoiceInfo(code, code, f"{label}, by Google, needs the network", installed, sends_texts=True)
            for code, label in self._languages.items()
        )

    def missing(self) -> str | None:
        """The package, where it is not there."""
        return None if find_spec("gtts") else install("gTTS")

    def voice(self, choice: VoiceChoice) -> GttsVoice:
        """The voice of a language. Raises `InputError` for another rate than 1: Google has one speed."""
        if choice.rate != 1:
            raise InputError(
                f"gtts speaks at one speed, not at rate {choice.rate:g}", "leave `rate` out, or use espeak"
            )
        missing = self.missing()
        if missing:
            raise VoiceError("gtts cannot speak", missing)
        options = dict(choice.options)
        tld = options.pop("tld", "com")
        if options:
            raise UnknownName("option of gtts", next(iter(options)), ["tld"])
        from gtts.accents import accents

        if tld not in accents:
            raise UnknownName("accent (`tld`) of gtts", tld, accents)
        return GttsVoice(self._code(choice), tld)

    def _code(self, choice: VoiceChoice) -> str:
        if choice.name is not None:
            if choice.name not in self._languages:
                raise UnknownName("gtts voice", choice.name, self._languages)
            return choice.name
        info = best(self.voices(), choice.language)
        if info is None:
            raise UnknownName("language of gtts", choice.language, self._languages)
        return info.name

    @cached_property
    def _languages(self) -> dict[str, str]:
        """Their names by code."""
        if self.missing():
            return {}
        from gtts.lang import tts_langs

        return dict(tts_langs())


@dataclass(frozen=True)
class GttsVoice:
    """One language in one accent. What is said, Google hears."""

    language: str
    """As gTTS calls it."""
    tld: str = "com"
    caller: Caller = field(default_factory=lambda: Caller(_PLACES), compare=False, repr=False)

    notice = "gtts sends every text that it speaks to Google"

    @property
    def name(self) -> str:
        """The language's code."""
        return self.language

    @cached_property
    def fingerprint(self) -> str:
        """The versions and the settings; Google does not say which voice answers."""
        versions = f"gtts {version('gtts')}; {DECODER}"
        return f"{versions}; lang {self.language}; tld {self.tld}"

    def speak(self, text: str) -> RawTake:
        """One sentence, asked for again where the network or Google fails."""
        from audiocoach.voice.engines.gtts.google_speech import speech_parts
        from audiocoach.voice.recording import decode_sound

        parts = speech_parts(text, self.language, self.tld) if is_speakable(text, self.language) else ()
        if not parts:
            raise VoiceError(f"gtts has nothing to say in `{text}`", f"write it in words of `{base(self.language)}`")
        with self.caller.turn(PATIENCE_S) as turn:
            sound = b"".join(self._asked(part, turn) for part in parts)
        try:
            return decode_sound(io.BytesIO(sound))
        except VoiceError as error:
            raise VoiceError(f"Google's answer is not a sound: {error.message}", _HINT) from error

    def interrupt(self) -> None:
        """Ends the waiting of this voice; those of other builds go on."""
        self.caller.interrupt()

    def _asked(self, part: SpeechPart, turn: Turn) -> bytes:
        """What Google answers in the end. Raises `VoiceError` after `TRIES`, or when patience is at its end."""
        from audiocoach.voice.engines.network import NetworkError

        for number in range(TRIES):
            request = part.request()
            wait = _wait_s(number, part.body)
            try:
                return turn.call(REQUEST_S, partial(part.read, request), request.abandon)
            except TimeoutError as error:
                last: Exception = error
            except NetworkError as error:
                last, wait = error, max(wait, _wait_asked(error))
            if number == TRIES - 1 or wait > turn.left_s:
                break
            turn.sleep(wait)
        raise VoiceError(f"Google does not speak: {last}", _HINT) from last


def _wait_s(number: int, text: bytes) -> float:
    """How long to wait after failed try `number`: lines that failed together do not come again together."""
    chance = hashlib.sha256(b"%d %b" % (number, text)).digest()[0] / 255
    return FIRST_WAIT_S * 2.0**number * (1 - chance / 2)


def _wait_asked(error: NetworkError) -> float:
    """How long to wait at least before another try, in seconds; infinite where that is no use."""
    if error.status is None or error.status >= 500:
        return 0.0
    return _seconds(error.retry_after, time.time()) if error.status == _BUSY else math.inf


def _seconds(retry_after: str | None, now: float) -> float:
    """What a `Retry-After` means: seconds, or a date; `now` is seconds since 1970."""
    header = (retry_after or "").strip()
    if header.isascii() and header.isdigit():
        return float(header[:20])  # a century is as long as for ever
    try:
        return max(parsedate_to_datetime(header).timestamp() - now, 0.0)
    except (ValueError, TypeError, OverflowError):
        return 0.0
