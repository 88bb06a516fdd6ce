"""Locks that end with the process that holds them, on every system: one that is killed blocks nobody."""

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_FLAGS: Final = (
    os.O_RDWR
    | os.O_CREAT
    | getattr(os, "O_NOFOLLOW", 0)  # a lock is a file of ours, and no way to another one
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
)


def lock(descriptor: int, *, wait: bool) -> bool:
    """Lock an open file until it is closed, for no other open file to lock.

    False where another has it (and we do not `wait`), or where the file system knows no locks.
    """
    from filelock import lock_descriptor

    try:
        return lock_descriptor(descriptor, blocking=wait)
    except (OSError, NotImplementedError):
        return False


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """While the block runs, nobody else is in a block of the same lock file `path`, which stays behind, empty.

    Where no such file can be made or locked (a folder that may only be read), everybody goes on.
    """
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):
            descriptor = os.open(path, _FLAGS, 0o666)
            stack.callback(os.close, descriptor)
            lock(descriptor, wait=True)
        yield
