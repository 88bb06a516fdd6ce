"""Building what several SPECs mean: sessions to files, programs and collections to folders, all of them at once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from audiocoach.build.built import Built
from audiocoach.cli import options
from audiocoach.cli.batch_display import BatchDisplay
from audiocoach.cli.console import put_path, say
from audiocoach.cli.delivery import Delivery, put_report
from audiocoach.cli.failures import show_diagnostic
from audiocoach.cli.publishing import Publishing
from audiocoach.conventions import MP3
from audiocoach.deliver.chunk_store import ChunkCounts
from audiocoach.errors import Diagnostic, InputError, short
from audiocoach.paths import at_home
from audiocoach.program.batch import Batch, Work
from audiocoach.program.checking import counted
from audiocoach.program.collection import OpenCollection
from audiocoach.program.manifest import PREVIEW
from audiocoach.program.opening_spec import OpenProgram, open_spec
from audiocoach.program.program_build import ProgramBuild
from audiocoach.program.selection import Selection
from audiocoach.session.session import Session
from audiocoach.units import clock

_InFolder: TypeAlias = tuple[str, OpenProgram | OpenCollection]
"""A SPEC, and what it means that has a folder of its own."""


@dataclass(frozen=True, slots=True)
class _Report:
    """What has been built, for `--json`."""

    files: list[Callable[[], Mapping[str, Any]]]
    """Each when it is printed: many at once would need much memory."""
    chunks: list[ChunkCounts]
    """Of each file."""


@dataclass(frozen=True, slots=True)
class BatchDelivery:
    """How SPECs are built: one session by itself, anything more as a batch."""

    delivery: Delivery
    selection: Selection
    publishing: Publishing | None = None
    """What becomes of the folder that they are built into."""

    def build(self, specs: Sequence[str]) -> None:
        """Build what each SPEC means, and say what there is."""
        wanted, workspace = self.delivery.wanted, self.delivery.workspace
        opened = [(spec, open_spec(options.source_of(spec), wanted, workspace)) for spec in specs]
        sessions = [(spec, one) for spec, one in opened if isinstance(one, Session)]
        folders: list[_InFolder] = [
            (spec, self.selection.of(one) if isinstance(one, OpenProgram) else one)
            for spec, one in opened
            if not isinstance(one, Session)
        ]
        of_program = list[str]()
        if not any(isinstance(one, OpenProgram) for _, one in folders):
            for spec, one in opened:
                what = "session" if isinstance(one, Session) else "collection"
                self.selection.check_session(options.shown_spec(spec), what)
        elif len(opened) == 1 and self.delivery.to.file:
            spec, day, session = self._only_day(*folders[0])
            sessions, folders, of_program = [(spec, session)], [], ["--day", day, *["--bridge"] * self.selection.bridge]
        self._check([spec for spec, _ in sessions], folders)
        if len(sessions) == 1 and not folders and not self.publishing:
            self.delivery.build(sessions, self._shown_by(specs[0], *of_program))
            return
        self._batch(sessions, folders)

    def _shown_by(self, spec: str, *more: str) -> list[str]:
        """What `plan` is called with to show a session; nothing for one that cannot be read again."""
        return [] if spec == options.STDIN else [spec, *more, *options.words_of(self.delivery.wanted)]

    def _only_day(self, spec: str, opened: OpenProgram | OpenCollection) -> tuple[str, str, Session]:
        """The one day of a program that a file is named for, by its id."""
        assert isinstance(opened, OpenProgram)
        episodes = list(opened.program.episodes())
        if len(episodes) != 1:
            raise InputError("-o names one file, and a program is a folder of them", "use -d DIR, or --day w01d1")
        return spec, episodes[0].id, opened.session(episodes[0])

    def _check(self, sessions: Sequence[str], folders: Sequence[_InFolder]) -> None:
        if folders and self.delivery.wanted.stems:
            is_program = isinstance(folders[0][1], OpenProgram)
            hint = "build one day: --day w01d1 -o FILE.mp3" if is_program else "build its sessions one at a time"
            raise InputError("--stems names one session's folder", hint)
        if folders and self.delivery.to.file:
            raise InputError("-o names one file", "use -d DIR for several sessions, for programs and for collections")
        if sessions:
            self.delivery.check(sessions)
        paths = [self._folder(spec, is_only=len(folders) + len(sessions) == 1) for spec, _ in folders]
        if len(set(paths)) < len(paths):
            raise InputError("two of these would be written to one folder", "build them one at a time, with -d")
        if self.publishing:
            self.publishing.check(sessions, [*paths, *self._parents(sessions)], self.delivery)

    def _parents(self, sessions: Sequence[str]) -> Iterator[Path]:
        """The folders of single sessions."""
        to, config = self.delivery.to, self.delivery.workspace.config
        return (to.path_of(spec, self.delivery.wanted, config.output).parent for spec in sessions)

    def _folder(self, spec: str, *, is_only: bool) -> Path:
        """The folder of a program or a collection: the one named for it alone, or one of its name in there."""
        to, config = self.delivery.to, self.delivery.workspace.config
        if spec == options.STDIN and not (is_only and to.folder):
            raise InputError("what comes from standard input has no name for its folder", "name it: `-d DIR`")
        if is_only and to.folder:
            folder = at_home(to.folder)
        else:
            folder = at_home(to.folder or config.output or Path()) / Path(spec).stem
        if folder.exists() and not folder.is_dir():
            raise InputError(f"{folder} is a file, not a folder", "name a folder by -d")
        return folder

    def _batch(self, sessions: Sequence[tuple[str, Session]], folders: Sequence[_InFolder]) -> None:
        report = _Report([], [])
        is_only = len(sessions) + len(folders) == 1
        with BatchDisplay().shown() as display:
            batch = Batch(self.delivery.workspace, display)
            if sessions:
                self._sessions(list(self._works(sessions)), batch, report)
            for spec, opened in folders:
                folder = self._folder(spec, is_only=is_only)
                if isinstance(opened, OpenProgram):
                    self._program(opened, folder, batch, report)
                else:
                    self._sessions(list(self._listed(opened, folder)), batch, report)
        published = self._published([spec for spec, _ in sessions], [spec for spec, _ in folders])
        if self.delivery.json:
            counts = self.delivery.workspace.studio.counts
            put_report((file() for file in report.files), report.chunks, counts, published)

    def _published(self, sessions: Sequence[str], folders: Sequence[str]) -> Mapping[str, Any]:
        """What there is to say of the feed and the page, where they are asked for."""
        if not self.publishing:
            return {}
        is_only = len(sessions) + len(folders) == 1
        paths = [*(self._folder(spec, is_only=is_only) for spec in folders), *self._parents(sessions)]
        return self.publishing.publish(paths[0], json=self.delivery.json)

    def _sessions(self, listed: Sequence[tuple[Work, list[str]]], batch: Batch, report: _Report) -> None:
        """Several sessions, told of in the order in which they were named; each with what `plan` shows it by."""
        built: dict[Path, Built] = {}
        for work, file in batch.run([work for work, _ in listed]):
            built[work.path] = file.built
        for work, shown_by in listed:
            one = built[work.path]
            report.files.append(one.as_json)
            report.chunks.append(one.chunks)
            if not self.delivery.json:
                self.delivery.tell(one, shown_by)

    def _works(self, sessions: Sequence[tuple[str, Session]]) -> Iterator[tuple[Work, list[str]]]:
        wanted, config = self.delivery.wanted, self.delivery.workspace.config
        for spec, session in sessions:
            path = self.delivery.to.path_of(spec, wanted, config.output)
            work = Work(session.id, lambda session=session: session, path, wanted)  # type: ignore[misc]
            yield work, self._shown_by(spec)

    def _listed(self, opened: OpenCollection, folder: Path) -> Iterator[tuple[Work, list[str]]]:
        """The sessions of a collection, each a file of its name."""
        wanted = self.delivery.wanted
        for item, session in opened.all():
            path = folder / f"{item.id}{'-preview' if wanted.preview else ''}{MP3}"
            work = Work(item.id, lambda session=session: session, path, wanted)  # type: ignore[misc]
            yield (
                work,
                self._shown_by(item.session.name, *(f"--set={name}={value}" for name, value in item.let.items())),
            )

    def _program(self, opened: OpenProgram, folder: Path, batch: Batch, report: _Report) -> None:
        """A program; its files are told of in the order of its days."""
        suffix = PREVIEW if self.delivery.wanted.preview else ""
        build = ProgramBuild(opened, folder, batch, suffix=suffix)
        files = {file.episode.id: file for file in build.run(force=self.delivery.wanted.force)}
        ordered = [files[episode.id] for episode in opened.program.episodes()]
        report.files.extend(file.as_json for file in ordered)
        report.chunks.extend(file.chunks for file in ordered)
        if self.delivery.json:
            return
        if build.program_before is not None:
            before = short(build.program_before)
            message = f"{folder} held the program `{before}`: what is left of its files is no part of this one"
            show_diagnostic(Diagnostic.warning(message, None, "give each program a folder of its own by -d"))
        for note in opened.program.notes:
            show_diagnostic(note)
        for file in ordered:
            put_path(file.path)
        unchanged = sum(file.unchanged for file in ordered)
        length = clock(sum(file.record.duration_ms for file in ordered))
        megabytes = sum(file.bytes for file in ordered) / 1e6
        what = f"{counted(len(ordered), 'file')}, {length}, {megabytes:.0f} MB"
        say(f"  {what}; {len(ordered) - unchanged} built, {unchanged} unchanged")
