"""What the set-up says, all of it on stderr: messages, and how far it is."""

import shutil
import signal
import sys
import time
from types import FrameType, TracebackType

SIGNALS = [getattr(signal, name) for name in ("SIGHUP", "SIGINT", "SIGTERM") if hasattr(signal, name)]
EVERY_S = 10.0
"""Between two lines where stderr is no terminal."""


class Failed(Exception):
    """Why the environment cannot be made, and what would help."""

    def __init__(self, cause: str, hint: str = "") -> None:
        super().__init__(f"{cause}.\n  hint: {hint}" if hint else f"{cause}.")


class Ended(SystemExit):
    """A signal came."""


def say(text: str) -> None:
    """A line or more."""
    print(text, file=sys.stderr, flush=True)


def heed_signals() -> None:
    """Let the end of a terminal, Ctrl-C and a kill end this program by an exception, so that all is put away.

    What is ignored stays so, as `nohup` wants it.
    """
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)


def _end(number: int, frame: FrameType | None) -> None:
    for other in SIGNALS:
        signal.signal(other, signal.SIG_IGN)  # once is enough
    raise Ended(128 + number)


class Progress:
    """One line that says what is at hand: always up to date on a terminal, now and then elsewhere."""

    def __init__(self) -> None:
        self.live = sys.stderr.isatty()
        self.last = ""
        self.at = time.monotonic()

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.live and self.last:
            self._write("\r\x1b[K")

    def show(self, text: str) -> None:
        """Say what is at hand."""
        if text == self.last:
            return
        if self.live:
            width = shutil.get_terminal_size().columns - 1
            self._write(f"\r{f'  {text}'[:width]}\x1b[K")
        elif time.monotonic() < self.at + EVERY_S:
            return
        else:
            self._write(f"  {text}\n")
            self.at = time.monotonic()
        self.last = text

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()
