"""The progress of many builds at once: a bar for each worker, and a total with the time left."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from audiocoach.build.events import Encoding, Rendering, Speaking
from audiocoach.cli.console import STAGES, messages, one_line
from audiocoach.program.batch import BatchEvent, Done
from audiocoach.program.worker_pool import FromWorker


class BatchDisplay:
    """Shows the events of a batch; nothing where stderr is no terminal."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

        text = TextColumn("{task.description:<26}", markup=False)
        columns = (text, BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TimeRemainingColumn())
        console = messages()
        self._bars = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._tasks: dict[str, TaskID] = {}
        self._parts: dict[int, float] = {}
        self._files = Done(0, 0)
        self._lock = threading.Lock()

    def __call__(self, event: BatchEvent) -> None:
        """Show an event, of whatever thread."""
        with self._lock:
            match event:
                case Speaking(done=done, total=total):
                    self._show("speaking", "Speaking", done, total)
                case Done():
                    self._files = event
                    self._show_total()
                case FromWorker():
                    self._show_worker(event)

    def _show_worker(self, sent: FromWorker) -> None:
        event = sent.event
        if isinstance(event, Speaking | Rendering | Encoding):
            stage = STAGES[type(event).__name__.lower()]
            self._show(f"worker {sent.worker}", f"{sent.worker}: {stage} {event.session}", event.done, event.total)
        if isinstance(event, Encoding):
            self._parts[sent.worker] = event.done / max(event.total, 1) if event.done < event.total else 0.0
            self._show_total()

    def _show_total(self) -> None:
        done, total = self._files.done, self._files.total
        if total:
            self._show("total", f"{done} of {total} files", min(done + sum(self._parts.values()), total), total)

    def _show(self, key: str, words: str, done: float, total: float) -> None:
        words = one_line(words)
        words = words if len(words) <= 26 else f"{words[:25]}…"
        if key not in self._tasks:
            self._tasks[key] = self._bars.add_task(words, total=total)
        self._bars.update(self._tasks[key], description=words, completed=done, total=total)

    @contextmanager
    def shown(self) -> Iterator["BatchDisplay"]:
        """While the block runs."""
        with self._bars:
            yield self
