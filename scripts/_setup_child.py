"""A program that works on the environment: what it says is logged, and the lock lives as long as it does."""

import os
import queue
import re
import signal
import subprocess
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TextIO

from _setup_turn import note

TICK_S = 0.5
HEEDED = re.compile(
    r"(?!PIP_|PYTHON)|PIP_(INDEX_URL|EXTRA_INDEX_URL|NO_INDEX|FIND_LINKS|TRUSTED_HOST|PROXY|CERT|CLIENT_CERT|CACHE_DIR|"
    r"NO_CACHE_DIR|CONFIG_FILE|KEYRING_PROVIDER)$"
)
"""What of a person's settings reaches pip: where it looks, and nothing of what it does there."""


def run(
    command: Sequence[str], log: TextIO, lock: int, heed: Callable[[str | None], None] | None = None
) -> tuple[int, list[str]]:
    """Run a program to its end; gives its exit code and the lines that it said.

    `heed` is given each line, and None after each `TICK_S` of silence. The program holds the descriptor `lock` open, so
    that the lock outlives us where we are killed and it is not; where we are ended, it is ended first.
    """
    log.write(f"$ {' '.join(command)}\n")
    log.flush()
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env={name: value for name, value in os.environ.items() if HEEDED.match(name)} | {"PYTHONUNBUFFERED": "1"},
        start_new_session=True,
        pass_fds=() if os.name == "nt" else (lock,),
    )
    note(lock, child.pid)
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(child, lines), daemon=True).start()
    said: list[str] = []
    try:
        while (line := _next(lines)) is not None:
            if line:
                said.append(line.rstrip("\n"))
                log.write(line)
            if heed:
                heed(line.rstrip("\n") if line else None)
        return child.wait(), said
    finally:
        log.flush()
        if child.poll() is None:
            _end(child)


def _read(child: "subprocess.Popen[str]", lines: "queue.SimpleQueue[str | None]") -> None:
    assert child.stdout
    for line in child.stdout:
        lines.put(line)
    lines.put(None)


def _next(lines: "queue.SimpleQueue[str | None]") -> str | None:
    """The next line with its newline; an empty one after a while of silence; None after the last."""
    try:
        return lines.get(timeout=TICK_S)
    except queue.Empty:
        return ""


def _end(child: "subprocess.Popen[str]") -> None:
    """End a program and those that it has started."""
    if os.name == "nt":
        child.terminate()
    else:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGTERM)
    try:
        child.wait(timeout=10)
    except subprocess.TimeoutExpired:
        child.kill()
