"""What Google Translate is asked, and what it answers: gTTS makes the requests, sent here with limits.

gTTS itself would send them without checking certificates, follow them anywhere and read answers of any length.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from audiocoach.audio.mp3_header import is_whole
from audiocoach.voice.engines.network import HttpRequest, NetworkError

_LONGEST_ENVELOPE: Final = 100_000
_LONGEST_LETTER: Final = 20_000
"""Bytes: two seconds of MP3 at 8 kB/s, a third more in base64. Speech needs 500."""


@dataclass(frozen=True, slots=True)
class SpeechPart:
    """A part of a text, as Google is asked for it."""

    address: str
    body: bytes
    headers: tuple[tuple[str, str], ...]
    limit: int
    """The most bytes of an answer."""

    def request(self) -> HttpRequest:
        """To be sent once."""
        return HttpRequest(self.address, self.body, dict(self.headers))

    def read(self, request: HttpRequest) -> bytes:
        """The MP3 that is answered, whole. Raises `NetworkError`."""
        sound = _sound(request.read(self.limit))
        if not is_whole(sound):
            raise NetworkError("the answer is empty or incomplete")
        return sound


def speech_parts(text: str, language: str, tld: str) -> tuple[SpeechPart, ...]:
    """`text` in parts of 100 characters at most; none where gTTS finds nothing to say."""
    from gtts import gTTS

    limit = _LONGEST_ENVELOPE + _LONGEST_LETTER * min(len(text), gTTS.GOOGLE_TTS_MAX_CHARS)
    try:
        # The public names give the bodies alone, without the address.
        prepared = gTTS(text, lang=language, tld=tld, lang_check=False)._prepare_requests()
    except AssertionError:
        return ()
    return tuple(SpeechPart(one.url, _bytes(one.body), tuple(one.headers.items()), limit) for one in prepared)


def _bytes(body: str | bytes) -> bytes:
    return body.encode() if isinstance(body, str) else body


def _sound(answer: bytes) -> bytes:
    """The sound in the envelope of Google's remote calls."""
    from gtts import gTTS

    for row in _rows(answer):
        match row:
            case ["wrb.fr", gTTS.GOOGLE_TTS_RPC, str(packed), *_]:
                match _json(packed):
                    case [str(sound), *_]:
                        return _decoded(sound)
    raise NetworkError("there is no sound in the answer")


def _rows(answer: bytes) -> Iterator[Any]:
    """Every row of every line that is a list of rows."""
    for line in answer.decode(errors="replace").splitlines():
        found = _json(line) if line.startswith("[") else None
        yield from found if isinstance(found, list) else ()


def _json(text: str) -> Any:
    """A value, or None for what is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _decoded(sound: str) -> bytes:
    try:
        return base64.b64decode(sound, validate=True)
    except ValueError as error:
        raise NetworkError("the sound in the answer is damaged") from error
