"""Building MP3s for somebody at a terminal: where they go, and what is said of them."""

import shlex
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, Final

from audiocoach.build.build import build
from audiocoach.build.built import Built
from audiocoach.build.options import BuildOptions
from audiocoach.build.workspace import Workspace
from audiocoach.cli.console import put_json_items, put_path, say, shown
from audiocoach.cli.failures import show_diagnostic
from audiocoach.cli.options import STDIN
from audiocoach.conventions import MP3
from audiocoach.deliver.chunk_store import ChunkCounts
from audiocoach.errors import Diagnostic, InputError
from audiocoach.paths import at_home
from audiocoach.session.session import Session
from audiocoach.units import clock, to_ms
from audiocoach.voice.studio import Counts

STDOUT: Final = Path("-")
_PLAN: Final = "`audiocoach plan`"


@dataclass(frozen=True, slots=True)
class Destination:
    """Where MP3s are to go, as flags say it."""

    file: Path | None = None
    """For one; `-` is the standard output."""
    folder: Path | None = None
    """For several."""

    def __post_init__(self) -> None:
        if self.file and self.folder:
            raise InputError("-o names a file, and -d a folder for several", "give one of them")

    @property
    def is_stdout(self) -> bool:
        """Whether programs read the MP3 from here."""
        return self.file == STDOUT

    def path_of(self, spec: str, wanted: BuildOptions, usual: Path | None) -> Path:
        """The path of the MP3 of a session: the file named, or one in the folder named, the `usual` or this one."""
        if self.file:
            return self.file
        folder = at_home(self.folder or usual or Path())
        if folder.exists() and not folder.is_dir():
            raise InputError(f"{folder} is a file, not a folder", "name a folder")
        if spec == STDIN:
            raise InputError("a session from standard input has no name for its MP3", "name it: `-o FILE.mp3`")
        return folder / f"{Path(spec).stem}{'-preview' if wanted.preview else ''}{MP3}"


@dataclass(frozen=True, slots=True)
class Delivery:
    """How MP3s are built, and told of."""

    wanted: BuildOptions
    workspace: Workspace
    to: Destination
    json: bool

    def check(self, specs: Sequence[str]) -> None:
        """Raise `InputError` where flags contradict each other or what is to be built."""
        if self.to.file and len(specs) > 1:
            raise InputError("-o names one file", "use -d DIR for several sessions")
        paths = [self.to.path_of(spec, self.wanted, self.workspace.config.output) for spec in specs]
        if len(set(paths)) < len(paths):
            raise InputError("two sessions would be written to one file", "build them one at a time, with -o")
        if self.to.is_stdout:
            self._check_stdout()

    def _check_stdout(self) -> None:
        if self.json:
            raise InputError("`-o -` and --json both write to the standard output", "leave one of them out")
        if self.wanted.extras:
            raise InputError("--with writes beside a file, and `-o -` writes none", "name a file, or leave it out")
        if sys.stdout is None or sys.stdout.isatty():
            raise InputError("an MP3 is nothing to show in a terminal", "write e.g. `-o - | mpv -`, or name a file")

    def build(self, work: Iterable[tuple[str, Session]], shown_by: Sequence[str] = ()) -> None:
        """Build every session, each named by its SPEC, and say what there is.

        `shown_by` is what `plan` is called with to show a session that is built alone; empty where nothing can be.
        """
        studio, made = self.workspace.studio, []  # one for all of them
        for spec, session in work:
            with self._place(spec) as path:
                with shown(self.workspace, session.title) as workspace:
                    built = build(session, path, self.wanted, workspace=workspace)
                made.append(built)
                if not self.json:
                    self.tell(built, shown_by)
        if self.json:
            put_report([built.as_json() for built in made], [built.chunks for built in made], studio.counts)

    @contextmanager
    def _place(self, spec: str) -> Iterator[Path]:
        """Where to build; what is for the standard output goes there when it is whole."""
        if not self.to.is_stdout:
            yield self.to.path_of(spec, self.wanted, self.workspace.config.output)
            return
        with TemporaryDirectory(prefix="audiocoach-") as folder:
            path = Path(folder) / "session.mp3"
            yield path
            with path.open("rb") as file:
                shutil.copyfileobj(file, sys.stdout.buffer)
            sys.stdout.buffer.flush()

    def tell(self, built: Built, shown_by: Sequence[str]) -> None:
        """Say what there is to say of a finished file, which `plan` shows by these words."""
        for note in built.plan.notes:
            show_diagnostic(_with_command(note, shown_by))
        loudness = built.loudness
        figures = ", ".join(
            f"{name} {value:.1f} {unit}"
            for name, value, unit in (
                ("speech", loudness.speech_lufs, "LUFS"),
                ("integrated", loudness.integrated_lufs, "LUFS"),
                ("peak", loudness.true_peak_dbtp, "dBTP"),
                ("voice above the rest by", loudness.speech_to_bed_db, "dB or more"),
            )
            if value is not None
        )
        trimmed = f"would cut {loudness.trim_s:.1f} s" if loudness.trim_s >= 0.05 else "has nothing to cut"
        state = "unchanged" if built.unchanged else f"{clock(to_ms(built.plan.length))}, {built.bytes / 1e6:.1f} MB"
        if not self.to.is_stdout:
            put_path(built.path)
        say(f"  {state}; {figures}; Trim Silence {trimmed}")


def _with_command(note: Diagnostic, shown_by: Sequence[str]) -> Diagnostic:
    """A note whose hint names `plan` as one types it for this session; without a hint where that cannot be."""
    if note.hint is None or _PLAN not in note.hint:
        return note
    command = f"{_PLAN[:-1]} {shlex.join(shown_by)}`"
    return replace(note, hint=note.hint.replace(_PLAN, command) if shown_by else None)


def put_report(
    files: Iterable[Mapping[str, Any]],
    chunks: Sequence[ChunkCounts],
    takes: Counts,
    published: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """Print `build --json`: `files` as there, the chunks of each, the takes of all, and what was published."""
    counts = {
        **published,
        "takes": {"synthesized": takes.synthesized, "cached": takes.cached},
        "chunks": {
            "encoded": sum(each.encoded for each in chunks),
            "reused": sum(each.reused for each in chunks),
        },
    }
    put_json_items("files", files, counts)
