"""Waiting that can be ended: for one's turn, and between the tries of a request."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from audiocoach.errors import VoiceError

T = TypeVar("T")


class Queue:
    """At most so many at once; whoever waits can be sent away. Safe from all threads."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._changed = threading.Condition()
        self._rounds = 0

    @contextmanager
    def turn(self) -> Iterator[Callable[[float], None]]:
        """A place among those at once, and a `sleep` (seconds) in it. Both raise `VoiceError` when interrupted."""
        with self._changed:
            mine = self._rounds

            def gone() -> bool:
                return self._rounds != mine

            self._changed.wait_for(lambda: self._free > 0 or gone())
            _check(gone)
            self._free -= 1

        def sleep(seconds: float) -> None:
            with self._changed:
                self._changed.wait_for(gone, seconds)
                _check(gone)

        try:
            yield sleep
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()

    def interrupt(self) -> None:
        """Send away all who wait now, for a place or in a `sleep`."""
        with self._changed:
            self._rounds += 1
            self._changed.notify_all()


def within(seconds: float, call: Callable[[], T]) -> T:
    """What `call` gives; `TimeoutError` where it takes longer.

    The time-outs of sockets count from byte to byte, and looking up a name has none at all. A call that is too
    slow is left behind in a thread that does not keep the process alive.
    """
    results: list[T] = []
    errors: list[Exception] = []

    def run() -> None:
        try:
            results.append(call())
        except Exception as error:  # raised again by the one who waits
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if errors:
        raise errors[0]
    if not results:
        raise TimeoutError(f"no answer within {seconds:.0f} s")
    return results[0]


def _check(gone: Callable[[], bool]) -> None:
    if gone():
        raise VoiceError("not spoken, since another line could not be")
