"""A program's folder: what is finished stays as it is, and the rest is built."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from audiocoach.build.workspace import Workspace
from audiocoach.conventions import MP3
from audiocoach.deliver.chunk_store import ChunkCounts
from audiocoach.errors import DeliverError
from audiocoach.program.batch import Batch, Work
from audiocoach.program.file_record import FileRecord
from audiocoach.program.finished import FinishedFiles
from audiocoach.program.inputs import Inputs
from audiocoach.program.manifest import LOCK, MANIFEST, PREVIEW, AboutProgram, FinishedFile, Manifest, manifest_before
from audiocoach.program.opening_spec import OpenProgram
from audiocoach.program.training_program import Episode, TrainingProgram
from audiocoach.program.worker_pool import BuiltFile
from audiocoach.storage.files import check_output, reason_of, sweep
from audiocoach.storage.kinds import REPORTS
from audiocoach.storage.locks import alone
from audiocoach.storage.store import Store

_BETWEEN_S: Final = 1.0
"""From one writing of the manifest to the next: what is finished and not in it is known by its own tags."""


@dataclass(frozen=True, slots=True)
class EpisodeFile:
    """A finished file of a program."""

    episode: Episode
    path: Path
    unchanged: bool
    """Whether it was there already, made from the same."""
    bytes: int
    record: FileRecord
    chunks: ChunkCounts

    def as_json(self) -> dict[str, Any]:
        """As under `files` in `build --json`."""
        return {**self.record.values(), "path": str(self.path), "bytes": self.bytes, "unchanged": self.unchanged}


@dataclass(frozen=True, slots=True)
class _Planned:
    """An episode, and what its file is to be made from."""

    episode: Episode
    name: str
    input: str


class ProgramBuild:
    """One build of a program in one folder."""

    def __init__(self, opened: OpenProgram, folder: Path, batch: Batch, *, suffix: str = "") -> None:
        """`suffix` is added to the files' names."""
        self.program_before: str | None = None
        """The title of another program that `run` found in the folder."""
        self._opened = opened
        self._folder = folder
        self._batch = batch
        self._workspace: Workspace = batch.workspace
        self._suffix = suffix
        self._files = FinishedFiles(folder, self._workspace.cache)
        self._records = Store(self._workspace.cache, REPORTS)

    def run(self, *, force: bool = False) -> Iterator[EpisodeFile]:
        """Each file: those that are as they should be first, then each that is built as soon as it is finished.

        Another build in the same folder is waited for. Raises `InputError` for a file there that audiocoach did not
        write, and whatever the first build raises that fails.
        """
        self._make_folder()
        with alone(self._folder / LOCK):
            manifest = manifest_before(self._folder, force=force)
            check_output(self._folder / MANIFEST)
            sweep([self._folder / MANIFEST])
            if manifest and manifest.program not in ("", self._opened.whole.name):
                self.program_before = manifest.title or manifest.program
            yield from self._run(manifest, force=force)

    def _run(self, manifest: Manifest | None, *, force: bool) -> Iterator[EpisodeFile]:
        program = self._opened.whole
        inputs, planned = Inputs(self._workspace), list[_Planned]()
        names = [program.file_of(episode) for episode in program.episodes()]
        order = [f"{name}{suffix}{MP3}" for suffix in ("", PREVIEW) for name in names]
        about = _about(program)
        before = manifest or Manifest(program.name, program.title, about=about)
        now = replace(before.keeping(order), program=program.name, title=program.title, about=about)
        for episode in self._opened.program.episodes():
            session, options = self._opened.session(episode), self._opened.sessions.options_of(episode)
            one = _Planned(episode, self._name(episode), inputs.digest(session, options))
            known = None if force else self._known(one, now)
            if known is not None:
                yield known
            else:
                planned.append(one)
        yield from self._build(planned, now, before, order)

    def _build(
        self, planned: Sequence[_Planned], now: Manifest, before: Manifest, order: Sequence[str]
    ) -> Iterator[EpisodeFile]:
        by_path = {self._folder / one.name: one for one in planned}
        works = [self._work(one) for one in planned]
        files, written, last = dict(now.files), before, time.monotonic()
        try:
            for work, file in self._batch.run(works):
                one = by_path[work.path]
                files[one.name] = _entry(one, file)
                if time.monotonic() - last > _BETWEEN_S:
                    written = replace(now, files=files).in_order(order)
                    written.write(self._folder)
                    last = time.monotonic()
                yield self._finished(one, file)
        finally:
            after = replace(now, files=files).in_order(order)
            if after != written:
                after.write(self._folder)

    def _name(self, episode: Episode) -> str:
        return f"{self._opened.whole.file_of(episode)}{self._suffix}{MP3}"

    def _work(self, one: _Planned) -> Work:
        episode = one.episode
        options = self._opened.sessions.options_of(episode)
        return Work(episode.id, lambda: self._opened.session(episode), self._folder / one.name, options)

    def _known(self, one: _Planned, manifest: Manifest) -> EpisodeFile | None:
        """A file that is as it should be; None where it has to be built, or nobody remembers what is told of it."""
        entry = manifest.files.get(one.name)
        if entry is None or entry.input != one.input or not self._files.is_whole(one.name, entry):
            return None
        content = self._records.get(_record_key(one.input, entry.sha256))
        if content is None:
            return None
        path, record = self._folder / one.name, FileRecord(content)
        return EpisodeFile(one.episode, path, True, entry.bytes, record, ChunkCounts(0, 0))

    def _finished(self, one: _Planned, file: BuiltFile) -> EpisodeFile:
        built = file.built
        record = FileRecord.of(built)
        self._records.keep(_record_key(one.input, file.sha256), record.content)
        for name, digest in {built.path.name: file.sha256, **file.beside}.items():
            self._files.remember(name, digest)
        return EpisodeFile(one.episode, built.path, built.unchanged, built.bytes, record, built.chunks)

    def _make_folder(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"the folder {self._folder} cannot be made: {reason_of(error)}"
            raise DeliverError(message, "name another folder by -d") from error


def _about(program: TrainingProgram) -> AboutProgram:
    weeks = {str(week.number): week.name for week in program.weeks}
    return AboutProgram(program.description or "", program.author or "", program.language, weeks)


def _entry(one: _Planned, file: BuiltFile) -> FinishedFile:
    episode = one.episode
    return FinishedFile(
        episode.id, episode.title, episode.role, one.input, file.sha256, file.built.bytes, dict(file.beside)
    )


def _record_key(made_from: str, digest: str) -> str:
    return f"built {made_from} {digest}"
