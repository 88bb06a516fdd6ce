"""Running a program that speaks: a list of arguments, never a shell, never for ever, and never more than is wanted."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from typing import IO, Final

from audiocoach.errors import VoiceError, short, visible

MOST_OUTPUT: Final = 1 << 27
"""Bytes: ten minutes of 48 kHz in 32 bits."""
_MOST_WORDS: Final = 1 << 14
"""The last bytes that it says on standard error, of which the last line is told."""
_PIECE: Final = 1 << 16
_LINGER_S: Final = 2.0
"""How long what a program leaves running may hold its output, when the program itself has ended."""


def run(arguments: Sequence[str], text: str, timeout_s: float, hint: str | None = None) -> bytes:
    """What the program writes to standard output, with `text` (UTF-8) on its standard input.

    Raises `VoiceError` with the last line of its standard error where it fails, is not there, takes too long or writes
    too much.
    """
    pipe, name = subprocess.PIPE, short(arguments[0])
    try:
        process = subprocess.Popen(list(arguments), stdin=pipe, stdout=pipe, stderr=pipe)  # noqa: S603 - no shell
    except (OSError, ValueError) as error:  # not there, not to be run, or a null byte in an argument
        reason = getattr(error, "strerror", None) or str(error)
        raise VoiceError(f"`{name}` cannot be run: {reason}", hint) from error
    running = _Running(process, text.encode())
    try:
        why = running.wait(timeout_s)
    finally:
        process.kill()  # for what makes this thread end; one that has ended is left alone
    if why:
        raise VoiceError(f"`{name}` {why}", hint)
    return bytes(running.output)


class _Running:
    """A program, with a thread for each of its streams and one for its end: only blocking calls notice that at once."""

    def __init__(self, process: subprocess.Popen[bytes], given: bytes) -> None:
        self._process = process
        self._given = given
        self._ended = threading.Event()
        self._is_too_much = False
        self._words = b""
        self.output = bytearray()
        _begin(self._await_end)
        _begin(self._feed)
        self._readers = [_begin(self._read_output), _begin(self._read_words)]

    def wait(self, timeout_s: float) -> str | None:
        """Wait until it has ended; gives what is wrong, if anything is."""
        if not self._ended.wait(timeout_s):
            return f"did not end within {timeout_s:g} s"
        end = time.monotonic() + _LINGER_S
        for reader in self._readers:
            reader.join(max(end - time.monotonic(), 0))
        if self._is_too_much:
            return f"wrote more than {MOST_OUTPUT >> 20} MiB"
        if code := self._process.returncode:
            lines = self._words.decode(errors="replace").strip().splitlines()
            return f"failed with {code}" + (f": {visible(lines[-1].strip())}" if lines else "")
        return None

    def _await_end(self) -> None:
        self._process.wait()
        self._ended.set()

    def _feed(self) -> None:
        with contextlib.suppress(OSError), _open(self._process.stdin) as stream:  # it need not read what it is given
            stream.write(self._given)

    def _read_output(self) -> None:
        with _open(self._process.stdout) as stream:
            while piece := os.read(stream.fileno(), _PIECE):
                if len(self.output) + len(piece) > MOST_OUTPUT:
                    self._is_too_much = True
                    self._process.kill()
                    return
                self.output += piece

    def _read_words(self) -> None:
        with _open(self._process.stderr) as stream:
            while piece := os.read(stream.fileno(), _PIECE):
                self._words = (self._words + piece)[-_MOST_WORDS:]


def _begin(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def _open(stream: IO[bytes] | None) -> IO[bytes]:
    """A stream that was asked for."""
    if stream is None:
        raise AssertionError
    return stream
