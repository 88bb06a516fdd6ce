"""Many files at once: every line is spoken once, here, then each session is mixed and encoded by whoever is free.

The bytes are the same by processes, by threads and by one, since a build depends on nothing but its job.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final, TypeAlias

from audiocoach.build.build import BuildJob
from audiocoach.build.events import Event, Speaking
from audiocoach.build.options import BuildOptions
from audiocoach.build.output import Output
from audiocoach.build.planning import script_of
from audiocoach.build.workspace import Workspace
from audiocoach.errors import CannotError
from audiocoach.program.worker_pool import BuiltFile, FileJob, FromWorker, worker_processes
from audiocoach.script.script import Spoken
from audiocoach.session.session import Session

_AHEAD: Final = 2
"""Jobs a worker that are handed out before one is finished: what waits costs memory."""


@dataclass(frozen=True, slots=True)
class Work:
    """One file to build."""

    id: str
    """Of the day, or of the session."""
    session: Callable[[], Session]
    """Reads it, when its turn comes; always the same one."""
    path: Path
    options: BuildOptions

    def check(self, cache: Path) -> None:
        """Raise `InputError` where it would overwrite what somebody else has written; its folder is made."""
        Output(self.path, self.options.extras, self.options.stems, cache).check(force=self.options.force)


@dataclass(frozen=True, slots=True)
class Done:
    """How far a batch is."""

    done: int
    total: int
    """Files."""


BatchEvent: TypeAlias = Speaking | FromWorker | Done


@dataclass(frozen=True, slots=True)
class Batch:
    """How many files are built."""

    workspace: Workspace
    events: Callable[[BatchEvent], None]
    """Called in several threads; it must be quick."""

    def run(self, works: Sequence[Work]) -> Iterator[tuple[Work, BuiltFile]]:
        """Each file as soon as it is finished. Raises what the first build raises that fails; what is done stays."""
        for work in works:
            work.check(self.workspace.cache)
        if not works:
            return
        self.speak(works)
        self.events(Done(0, len(works)))
        workers = min(self.workspace.jobs or os.cpu_count() or 1, len(works))
        files = self._alone(works) if self._is_alone(workers) else self._by_executor(works, workers)
        for done, finished in enumerate(files, start=1):
            self.events(Done(done, len(works)))
            yield finished

    def speak(self, works: Iterable[Work]) -> None:
        """Make a take of every line of all, each once, several at once as its engine allows."""
        lines: dict[Spoken, None] = {}
        for work in works:
            lines.update(dict.fromkeys(script_of(work.session()).spoken()))
        if lines:
            self.workspace.studio.record(lines, lambda done, total: self.events(Speaking("", done, total)))

    def _is_alone(self, workers: int) -> bool:
        return workers == 1 and self.workspace.executor is None

    def _alone(self, works: Sequence[Work]) -> Iterator[tuple[Work, BuiltFile]]:
        """One after another, in this process."""
        workspace = self.workspace.telling(self._tell)
        for work in works:
            yield work, FileJob(BuildJob(work.session(), work.path, work.options, workspace))()

    def _by_executor(self, works: Sequence[Work], workers: int) -> Iterator[tuple[Work, BuiltFile]]:
        """Several at once, each by one thread."""
        workspace = replace(self.workspace, jobs=1, executor=None, events=self._tell)
        waiting = iter(works)
        running: dict[Future[BuiltFile], Work] = {}
        try:
            with self._executor(workers) as executor:
                while True:
                    for work in islice(waiting, _AHEAD * workers - len(running)):
                        job = BuildJob(work.session(), work.path, work.options, workspace)
                        running[executor.submit(FileJob(job))] = work
                    if not running:
                        return
                    finished, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in finished:
                        yield running.pop(future), future.result()
        except BrokenExecutor as error:
            hint = "there may be too little memory for so many: give e.g. `--jobs 1`"
            raise CannotError("a process that was building has ended", hint) from error

    def _executor(self, workers: int) -> AbstractContextManager[Executor]:
        own = self.workspace.executor
        return own() if own else worker_processes(workers, self.events)

    def _tell(self, event: Event) -> None:
        """An event of this process."""
        self.events(FromWorker(1, event))
