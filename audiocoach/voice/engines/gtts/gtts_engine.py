"""gTTS: the voices of Google Translate, in many languages, over the network."""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from audiocoach.errors import InputError, UnknownName, VoiceError
from audiocoach.script.script import VoiceChoice
from audiocoach.voice.engines.gtts.turns import Queue, within
from audiocoach.voice.engines.spelling import SPELLING_VERSION, is_speakable, respell
from audiocoach.voice.languages import base, best
from audiocoach.voice.voice import RawTake, VoiceInfo

if TYPE_CHECKING:
    import requests

AT_ONCE: Final = 2
"""Requests under way in one process: more are answered with 429."""
TRIES: Final = 5
FIRST_WAIT_S: Final = 1.0
"""Before the second try; doubled before each further one, less up to a half by chance of the text."""
REQUEST_S: Final = 10.0
"""The longest that one try may take."""
PATIENCE_S: Final = 45.0
"""The longest for all tries of one line: a dead network is spelled within a minute."""

_TURNS: Final = Queue(AT_ONCE)
_BUSY: Final = 429
_HINT: Final = "see to the network and run it again: what is spoken is kept; or speak offline with --voice espeak"


class GttsEngine:
    """Google's voices: one for each language, with accents by `tld`."""

    name = "gtts"

    def voices(self) -> Sequence[VoiceInfo]:
        """One for each language, called by its code."""
        installed = self.missing() is None
        return tuple(
            VoiceInfo(code, code, f"{label}, by Google, needs the network", installed)
            for code, label in self._languages.items()
        )

    def missing(self) -> str | None:
        """The package, where it is not there."""
        return None if find_spec("gtts") else "pip install gTTS"

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

    notice = "gtts sends every text that it speaks to Google"

    @property
    def name(self) -> str:
        """The language's code."""
        return self.language

    @cached_property
    def fingerprint(self) -> str:
        """The versions and the settings; Google does not say which voice answers."""
        versions = f"gtts {version('gtts')}; av {version('av')}; spelling {SPELLING_VERSION}"
        return f"{versions}; lang {self.language}; tld {self.tld}"

    def speak(self, text: str) -> RawTake:
        """One sentence, asked for again where the network or Google fails."""
        from audiocoach.voice.recording import decode_sound

        spelled = respell(text, self.language)
        if not is_speakable(spelled, self.language):
            raise VoiceError(f"gtts has nothing to say in `{text}`", f"write it in words of `{base(self.language)}`")
        with _TURNS.turn() as sleep:
            sound = _persistent(lambda: self._ask(spelled), spelled, sleep)
        try:
            return decode_sound(io.BytesIO(sound))
        except VoiceError as error:
            raise VoiceError(f"Google's answer is not a sound: {error.message}", _HINT) from error

    def interrupt(self) -> None:
        """Ends the waiting of all gtts voices."""
        _TURNS.interrupt()

    def _ask(self, text: str) -> bytes:
        """The MP3 that Google answers, of one part for each 100 characters. Raises `_Failed`."""
        import requests
        from gtts import gTTS, gTTSError

        from audiocoach.audio.mp3_header import is_whole

        speech = gTTS(text, lang=self.language, tld=self.tld, lang_check=False, timeout=REQUEST_S)
        try:
            parts: list[bytes] = list(speech.stream())
        except gTTSError as error:
            raise _failed(error.rsp, error.__context__) from error
        except (requests.RequestException, ValueError) as error:  # broken off inside the answer
            raise _Failed(f"the answer broke off: {error}") from error
        if len(parts) < len(speech.get_bodies()) or not all(map(is_whole, parts)):
            raise _Failed("the answer is empty or incomplete")
        return b"".join(parts)


class _Failed(Exception):
    """A try that failed; `wait_s` is how long Google asks to wait, infinite where another try is no use."""

    def __init__(self, message: str, wait_s: float = 0.0) -> None:
        super().__init__(message)
        self.wait_s = wait_s


def _persistent(ask: Callable[[], bytes], text: str, sleep: Callable[[float], None]) -> bytes:
    """What `ask` gives in the end. Raises `VoiceError` after `TRIES`, or when patience is at its end."""
    end = time.monotonic() + PATIENCE_S
    for number in range(TRIES):
        try:
            return within(min(REQUEST_S, max(end - time.monotonic(), 0.1)), ask)
        except (_Failed, TimeoutError) as error:
            last: _Failed | TimeoutError = error
        wait = max(_wait_s(number, text), getattr(last, "wait_s", 0.0))
        if number == TRIES - 1 or time.monotonic() + wait > end:
            break
        sleep(wait)
    raise VoiceError(f"Google does not speak: {last}", _HINT) from last


def _wait_s(number: int, text: str) -> float:
    """How long to wait after failed try `number`: lines that failed together do not come again together."""
    chance = hashlib.sha256(f"{number} {text}".encode()).digest()[0] / 255
    return FIRST_WAIT_S * 2.0**number * (1 - chance / 2)


def _failed(response: requests.Response | None, cause: BaseException | None) -> _Failed:
    """What a failed request means."""
    if response is None:
        return _Failed(f"there is no connection ({_innermost(cause)})")
    status = response.status_code
    if status == _BUSY:
        return _Failed("it is asked too much (429)", _seconds(response.headers.get("Retry-After")))
    if status == 200:
        return _Failed("there is no sound in the answer")
    return _Failed(f"it answered {status} {response.reason}", 0.0 if status >= 500 else float("inf"))


def _innermost(error: BaseException | None) -> str:
    """The cause at the bottom of what requests and urllib3 wrap around it."""
    inner = error
    while inner is not None:
        error = inner
        causes = (getattr(error, "reason", None), *error.args)
        inner = next((cause for cause in causes if isinstance(cause, BaseException)), None)
    return str(error).split(": ", 1)[-1] if error else "unknown"


def _seconds(header: str | None) -> float:
    """`Retry-After` where it is a number of seconds."""
    return float(header) if header and header.isdecimal() else 0.0
