"""One set-up of an environment at a time, by a lock of the operating system: it ends with the programs that hold it."""

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from _setup_words import Failed, say

LOCK = ".setting-up"
"""The file that is locked, and says who holds it."""
MOST_S = 1800.0
POLL_S = 0.1
UNNAMED_S = 2.0
"""How long a lock may be held by nobody that its file names: who looks whether there is anything to do is quicker."""
BUSY = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)


@contextmanager
def turn(folder: Path) -> Iterator[int]:
    """Wait until no other program sets up this environment; gives the descriptor that holds the lock.

    Says whom it waits for, as soon as that one is at work. Raises `Failed` after half an hour.
    """
    path = folder / LOCK
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        begun = named = time.monotonic()
        said = ""
        while not _taken(descriptor):
            now, who = time.monotonic(), holder(path)
            if who:
                named = now
            elif now > named + UNNAMED_S:
                who = "another script"
            if who and who != said:
                say(f"Waiting for {who}, which is setting up {folder} ...")
                said = who
            if now > begun + MOST_S:
                raise Failed(
                    f"{said} has been setting up {folder} for half an hour", "look at it, end it, and try again"
                )
            time.sleep(POLL_S)
        os.ftruncate(descriptor, 0)
        yield descriptor
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def note(descriptor: int, process: int) -> None:
    """Write down who works under the lock."""
    os.lseek(descriptor, 0, os.SEEK_END)
    os.write(descriptor, f"{process}\n".encode())


def holder(path: Path) -> str:
    """Who works under the lock, as far as its file tells: the script, or what one that was killed has left at work.

    Empty where it names nobody who lives: the holder looks whether there is anything to do, or has just come.
    """
    processes: list[int] = []
    with suppress(OSError, ValueError):
        processes = [int(line) for line in path.read_text().splitlines()]
    for process in processes:
        if _lives(process):
            return f"process {process}"
    return ""


def _lives(process: int) -> bool:
    if os.name == "nt":  # asking would end it there
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _taken(descriptor: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            os.lseek(descriptor, 1 << 20, os.SEEK_SET)  # behind the text, which others are to read
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in BUSY  # a file system without locks: two at once are better than none
    return True
