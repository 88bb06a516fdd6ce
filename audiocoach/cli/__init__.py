"""The command line: arguments, printing and exit codes; nothing else."""

import codecs
import gc
import io
import os
import sys
from typing import Final

NARROWEST: Final = 20
"""Columns that are used in a terminal that has fewer, or says nothing sensible of itself."""
INTERRUPTED: Final = 130
"""The exit code after Ctrl-C, as shells have it: 128 + SIGINT."""
_BETWEEN_COLLECTIONS: Final = 20_000
"""New objects after which Python looks for circles among them: at its 700 that is a tenth of what a `check` takes, as
next to nothing of what is loaded ever goes."""
_FAILED: Final = 1
_LOSSY: Final = "audiocoach.lossy"
"""How we call our way of printing what an encoding does not have."""


def main() -> None:
    """The console script."""
    gc.set_threshold(_BETWEEN_COLLECTIONS)
    _take_streams()
    try:
        code = _run()
    except KeyboardInterrupt:  # before a command has begun, or after it has ended
        code = INTERRUPTED
    except OSError:  # what there was to say could not be said: a full disk, or nobody reads it
        code = _FAILED
    _end(code)


def _run() -> int:
    """What the command line asks for; its exit code."""
    try:
        from audiocoach.cli.app import app
        from audiocoach.cli.program import program

        app(prog_name=program())
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else _FAILED if end.code else 0
    except (MemoryError, ImportError, RuntimeError, SystemError) as error:  # there may be none for our own modules
        if not _explained(error):
            raise
        return _FAILED
    return 0


def _explained(error: BaseException) -> bool:
    """Whether an error while this program is loaded is one to tell the person of, and was."""
    try:
        from audiocoach.cli.failures import in_our_words

        what = in_our_words(error)
    except (MemoryError, ImportError):
        return _say_plainly("not enough memory")
    return what is not None and _say_plainly(str(what))


def _say_plainly(text: str) -> bool:
    if sys.stderr is not None:
        sys.stderr.write(f"{text}\n")
    return True


def _take_streams() -> None:
    """Make the standard streams ready for whatever is printed, and hold the places of those that are closed.

    A file that is opened where one is closed would take its number, and messages would be written into it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for name in ("COLUMNS", "TERMINAL_WIDTH"):  # Rich and Typer take them at their word
        value = os.environ.get(name, "")
        if value and not (value.isdecimal() and int(value) >= NARROWEST):
            del os.environ[name]
    codecs.register_error(_LOSSY, _as_bytes)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # What is no terminal is read by programs: in UTF-8, on Windows too.
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors=_LOSSY)


def _as_bytes(error: UnicodeError) -> tuple[bytes, int]:
    """What is printed where a character cannot be: the bytes of a file's name that are no text, else `?`."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    codes = (ord(char) for char in error.object[error.start : error.end])
    return bytes(code - 0xDC00 if 0xDC80 <= code <= 0xDCFF else ord("?") for code in codes), error.end


def _end(code: int) -> None:
    """End with `code`; after Ctrl-C at once: Python would wait for the sentences that threads are still speaking."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:  # Python would try again, and complain
            os._exit(code or _FAILED)
    if code == INTERRUPTED:
        _free_semaphores()
        os._exit(code)
    sys.exit(code)


def _free_semaphores() -> None:
    """Give back what worker processes shared with us, or Python's tracker of such things complains of it."""
    util = sys.modules.get("multiprocessing.util")
    if util is not None:
        util._run_finalizers(0)
