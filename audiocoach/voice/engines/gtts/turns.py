"""At most so many requests at once in this process, for any number of builds, each of which can be ended alone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from audiocoach.errors import VoiceError
from audiocoach.voice.engines.deadline import begin

T = TypeVar("T")

_AGAIN: Final = "run it again: what is spoken is kept"
_SENT_AWAY: Final = "not spoken, since another line could not be"


class Places:
    """At most `number` at once. Safe from all threads."""

    def __init__(self, number: int) -> None:
        self.free = number
        self.changed = threading.Condition()
        """Notified whenever a place is free, and whenever somebody is sent away."""


class Caller:
    """One build, whose lines wait and are sent away together. Safe from all threads."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._heard = 0.0
        """When a line last had a good end."""
        self.rounds = 0
        """How often all were sent away."""
        self.under_way: set[Future[Any]] = set()

    @contextmanager
    def turn(self, patience_s: float) -> Iterator[Turn]:
        """A place, for at most `patience_s` with the wait for it; which begins anew when another line is heard.

        Raises `VoiceError` when no place comes in that time, or when interrupted.
        """
        changed = self._places.changed
        start = time.monotonic()
        with changed:
            rounds = self.rounds
            while not self._places.free:
                left = max(start, self._heard) + patience_s - time.monotonic()
                if left <= 0:
                    raise VoiceError(f"other lines wait for Google too: no turn came within {patience_s:.0f} s", _AGAIN)
                changed.wait(left)
                if self.rounds != rounds:
                    raise VoiceError(_SENT_AWAY)
            self._places.free -= 1
            end = max(start, self._heard) + patience_s
        try:
            yield Turn(self, changed, rounds, end)
            self._heard = time.monotonic()
        finally:
            with changed:
                self._places.free += 1
                changed.notify_all()

    def interrupt(self) -> None:
        """Send away all lines of this build that are asked for now; later ones are not touched."""
        with self._places.changed:
            self.rounds += 1
            for future in self.under_way:
                future.cancel()
            self._places.changed.notify_all()


class Turn:
    """A place among those at once, until a time."""

    def __init__(self, caller: Caller, changed: threading.Condition, rounds: int, end: float) -> None:
        self._caller = caller
        self._changed = changed
        self._rounds = rounds
        self._end = end

    @property
    def left_s(self) -> float:
        """How much time is left."""
        return self._end - time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Raises `VoiceError` when interrupted."""
        with self._changed:
            self._changed.wait_for(self._is_over, seconds)
            self._check()

    def call(self, seconds: float, call: Callable[[], T], abandon: Callable[[], None]) -> T:
        """What `call` gives. `abandon` ends it where it takes longer than `seconds`, or than what is left.

        Raises `TimeoutError` then, and `VoiceError` when interrupted.
        """
        seconds = max(min(seconds, self.left_s), 0.0)
        with self._changed:
            self._check()
            future: Future[T] = begin(call)
            self._caller.under_way.add(future)
        try:
            return future.result(seconds)
        except CancelledError:
            abandon()
            raise VoiceError(_SENT_AWAY) from None
        except TimeoutError:
            abandon()
            raise TimeoutError(f"no answer within {seconds:.0f} s") from None
        finally:
            with self._changed:
                self._caller.under_way.discard(future)

    def _is_over(self) -> bool:
        return self._caller.rounds != self._rounds

    def _check(self) -> None:
        if self._is_over():
            raise VoiceError(_SENT_AWAY)
