"""The command line: arguments, printing and exit codes; nothing else."""

import io
import os
import sys

INTERRUPTED = 130
"""The exit code after Ctrl-C, as shells have it: 128 + SIGINT."""


def main() -> None:
    """The console script."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Names of files may hold any bytes. What is no terminal is read by programs: in UTF-8, on Windows too.
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="surrogateescape")
    try:
        from audiocoach.cli.app import app

        app(prog_name="audiocoach")
    except KeyboardInterrupt:  # before a command has begun, or after it has ended
        _leave()
    except SystemExit as end:
        if end.code == INTERRUPTED:
            _leave()
        raise


def _leave() -> None:
    """End at once: Python would wait for the sentences that threads are still speaking."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(INTERRUPTED)
