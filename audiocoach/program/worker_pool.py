"""Processes that build, and tell what they do: their events come to this process by a queue."""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.context import BaseContext
from typing import Any, Final

from audiocoach.build.build import BuildJob
from audiocoach.build.built import Built
from audiocoach.build.events import Encoding, Event, Sink
from audiocoach.program.inputs import file_digest

_PRELOADED: Final = "audiocoach.build.build"
_BETWEEN_S: Final = 0.1
"""Between two events of how far a file is encoded."""
_END: Final = None


@dataclass(frozen=True, slots=True)
class FromWorker:
    """An event of one of several workers."""

    worker: int
    """From 1 on, in the order in which they were first heard of."""
    event: Event


class _Process:
    """What a worker process knows of itself."""

    events: Sink | None = None
    """Where its events go; None in the process that a person started."""


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """What a worker has built, and what its files are known by."""

    built: Built
    sha256: str
    beside: Mapping[str, str]
    """The SHA-256 of each file beside it, by its name."""


@dataclass(frozen=True, slots=True)
class FileJob:
    """One build for any executor, which reads what it has written as long as that is at hand."""

    job: BuildJob

    def __call__(self) -> BuiltFile:
        """As the job; its events go where its process sends them."""
        workspace = self.job.workspace.telling(_Process.events) if _Process.events else self.job.workspace
        built = replace(self.job, workspace=workspace)()
        return BuiltFile(built, file_digest(built.path), {path.name: file_digest(path) for path in built.beside})


@contextmanager
def worker_processes(number: int, events: Callable[[FromWorker], None]) -> Iterator[Executor]:
    """An executor of so many processes, whose events are handed to `events` in a thread of this one.

    They end with this process, however it ends.
    """
    context = _context()
    queue: Any = context.SimpleQueue()
    listener = threading.Thread(target=_listen, args=(queue, events), daemon=True)
    listener.start()
    pool = ProcessPoolExecutor(number, mp_context=context, initializer=_start, initargs=(queue,))
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in list((getattr(pool, "_processes", None) or {}).values()):
            with contextlib.suppress(OSError, ValueError):
                process.terminate()
        raise
    finally:
        pool.shutdown(wait=sys.exc_info()[0] is None)
        queue.put(_END)
        listener.join(timeout=5)


def _context() -> BaseContext:
    """A start of processes that copies no threads: what is spoken and encoded here runs in some."""
    methods = multiprocessing.get_all_start_methods()
    if "forkserver" not in methods:
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_PRELOADED])
    # Ctrl-C reaches every process of a terminal: those that are only being started would each complain of it.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return context


def _start(queue: Any) -> None:
    """Make a new process ready: Ctrl-C is for the one that started it, and it ends with that one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _Process.events = _Throttled(queue)


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


class _Throttled:
    """Sends events, but of how far a file is encoded only some."""

    def __init__(self, queue: Any) -> None:
        self._queue = queue
        self._last = 0.0

    def __call__(self, event: Event) -> None:
        if isinstance(event, Built):  # comes back as the job's result
            return
        now = time.monotonic()
        if isinstance(event, Encoding) and event.done < event.total and now - self._last < _BETWEEN_S:
            return
        self._last = now
        with contextlib.suppress(OSError, ValueError):  # nobody listens any more
            self._queue.put((os.getpid(), event))


def _listen(queue: Any, events: Callable[[FromWorker], None]) -> None:
    workers: dict[int, int] = {}
    while True:
        try:
            found = queue.get()
        except (OSError, EOFError):
            return
        if found is _END:
            return
        process, event = found
        events(FromWorker(workers.setdefault(process, len(workers) + 1), event))
