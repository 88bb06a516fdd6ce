"""Calls that may take too long: each runs in a thread of its own, and can be left behind."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


def begin(call: Callable[[], T]) -> Future[T]:
    """`call`, begun in a thread that does not keep the process alive. Whoever waits may cancel the wait at any time."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            result = call()
        except BaseException as error:  # raised again by the one who waits
            with suppress(InvalidStateError):
                future.set_exception(error)
        else:
            with suppress(InvalidStateError):
                future.set_result(result)

    threading.Thread(target=run, daemon=True).start()
    return future


def within(seconds: float, call: Callable[[], T], abandon: Callable[[], None] = lambda: None) -> T:
    """What `call` gives; `TimeoutError` where it takes longer, after `abandon` was called.

    The time-outs of sockets count from byte to byte, looking up a name has none at all, and a library that loads a
    file cannot be told when to give up.
    """
    future = begin(call)
    try:
        return future.result(seconds)
    except TimeoutError:
        if future.done():
            raise
        abandon()
        raise TimeoutError(f"no answer within {seconds:.0f} s") from None
