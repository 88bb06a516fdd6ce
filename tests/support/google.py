"""A stand-in for the server that gTTS asks, on this machine."""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import lameenc
import numpy as np
import pytest

from audiocoach.voice.engines.fake.fake_voice import FakeVoice


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as gTTS put it."""

    text: str
    lang: str
    tld: str


@dataclass(slots=True)
class Answer:
    """What the server says: by default the text in a fake voice."""

    status: int = 200
    mp3: bytes | None = None
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Google:
    """The server's memory, and what it does."""

    url: str
    asked: list[Asked] = field(default_factory=list)
    answer: Callable[[Asked, int], Answer] = lambda asked, number: Answer()
    """Given the request and how many of the same text came before."""
    most_at_once: int = 0
    _now: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def texts(self) -> list[str]:
        """All that was asked, in order."""
        return [asked.text for asked in self.asked]

    def reply(self, asked: Asked) -> Answer:
        """Count, and answer."""
        with self._lock:
            number = self.texts().count(asked.text)
            self.asked.append(asked)
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        try:
            return self.answer(asked, number)
        finally:
            with self._lock:
                self._now -= 1


def mp3_of(text: str) -> bytes:
    """`text` in a fake voice, as Google sends speech: 24 kHz, mono, 64 kbit/s, no Info frame."""
    raw = FakeVoice().speak(text)
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(raw.rate)
    encoder.set_out_sample_rate(24_000)
    encoder.set_bit_rate(64)
    pcm = (raw.samples * 32767).astype(np.int16).tobytes()
    return bytes(encoder.encode(pcm) + encoder.flush())


def wrapped(mp3: bytes) -> bytes:
    """An MP3 in the envelope of Google's remote calls."""
    told = json.dumps([base64.b64encode(mp3).decode()], separators=(",", ":"))
    line = json.dumps([["wrb.fr", "jQ1olc", told, None, None, None, "generic"]], separators=(",", ":"))
    return f')]}}\'\n\n{len(line)}\n{line}\n25\n[["e",4,null,null,132]]\n'.encode()


@contextmanager
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[Google]:
    """The server, with gTTS's address of the real one turned to it: all else of gTTS is as it is."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            text, lang, _, _ = json.loads(json.loads(form["f.req"][0])[0][0][1])
            answer = seen.reply(Asked(text, lang, urlsplit(self.path).path.split("/")[1]))
            body = (
                answer.body
                if answer.body is not None
                else wrapped(answer.mp3 if answer.mp3 is not None else mp3_of(text))
            )
            self.send_response(answer.status)
            for name, value in ({"Content-Length": str(len(body))} | answer.headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    seen = Google(f"http://127.0.0.1:{server.server_port}")
    # gTTS hands all proxies of the environment on, also for this machine.
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr("gtts.tts._translate_url", lambda tld, path: f"{seen.url}/{tld}/{path}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
